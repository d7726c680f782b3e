package telephony.call;

import java.time.Duration;
import java.time.Instant;
import telephony.routing.RoomMetadata;

/**
 * What every event tells.
 *
 * @param eventId LiveKit's {@code EV_…}, the same over all its deliveries; an event that came without one has an id
 *     derived from its content, the same for the same content
 * @param source how we learnt of it
 * @param occurredAt LiveKit's {@code createdAt}, whole seconds
 * @param receivedAt when we learnt of it, milliseconds
 * @param roomName the room's name, which may come back for another call
 * @param roomSid the room's incarnation ({@code RM_…}), which never does
 * @param roomMetadata what the room's metadata says; told with events that can begin a call
 */
public record EventHeader(
        String eventId,
        Source source,
        Instant occurredAt,
        Instant receivedAt,
        String roomName,
        String roomSid,
        RoomMetadata roomMetadata) {

    /** A webhook that came within this time after LiveKit's second is dated by its arrival, which is finer. */
    private static final Duration PROMPT = Duration.ofSeconds(2);

    /** But never after LiveKit's second: what LiveKit dates a second later happened later, whichever was told first. */
    private static final Duration REST_OF_SECOND = Duration.ofMillis(999);

    /** Of a room that has no metadata, or of which it is not told. */
    public EventHeader(
            String eventId, Source source, Instant occurredAt, Instant receivedAt, String roomName, String roomSid) {
        this(eventId, source, occurredAt, receivedAt, roomName, roomSid, RoomMetadata.NONE);
    }

    /** When it happened, as well as we know: LiveKit tells seconds, a prompt arrival tells milliseconds. */
    public Instant at() {
        boolean prompt = !receivedAt.isBefore(occurredAt) && receivedAt.isBefore(occurredAt.plus(PROMPT));
        if (!prompt) {
            return occurredAt;
        }
        Instant latest = occurredAt.plus(REST_OF_SECOND);
        return receivedAt.isBefore(latest) ? receivedAt : latest;
    }

    /** How an event was learnt of. */
    public enum Source {
        /** LiveKit's webhook. */
        WEBHOOK,
        /** Read from LiveKit's lists because the webhook had not come. */
        RECONCILED
    }
}
