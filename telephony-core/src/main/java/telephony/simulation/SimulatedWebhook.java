package telephony.simulation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import telephony.call.CallEvent;
import telephony.call.EventHeader;

/**
 * What one webhook tells, before it is written as JSON.
 *
 * @param id {@code EV_…}, the same over all its deliveries
 * @param event LiveKit's name of it
 * @param createdAt when it was queued; the wire carries whole seconds
 * @param room the room; of a track event only SID and name are sent
 * @param participant who it is about; null for room events, and of a track event only SID and identity are sent
 * @param trackSid the track of a track event; null otherwise. All tracks of the simulation are audio
 */
public record SimulatedWebhook(
        String id,
        String event,
        Instant createdAt,
        RoomState room,
        @Nullable ParticipantState participant,
        @Nullable String trackSid) {

    /** As the domain gets it: what a reader would make of the JSON. */
    public CallEvent callEvent(Instant receivedAt) {
        EventHeader header = new EventHeader(
                id,
                EventHeader.Source.WEBHOOK,
                createdAt.truncatedTo(ChronoUnit.SECONDS),
                receivedAt,
                room.name(),
                room.sid());
        ParticipantState who = participant;
        if (who == null) {
            return event.equals("room_started")
                    ? new CallEvent.RoomStarted(header, room.createdAt())
                    : new CallEvent.RoomFinished(header);
        }
        return switch (event) {
            case "participant_joined" -> new CallEvent.ParticipantJoined(header, who.participantWithoutTracks());
            case "track_published" -> new CallEvent.TrackPublished(header, who.sid(), who.identity(), true);
            case "track_unpublished" -> new CallEvent.TrackUnpublished(header, who.sid(), who.identity(), true);
            default ->
                new CallEvent.ParticipantLeft(header, who.participantWithoutTracks(), who.disconnectReason(), false);
        };
    }
}
