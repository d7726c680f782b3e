package telephony.decided;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.routing.RoutingDecision;

/**
 * A call of which a front end (a SIP proxy, a carrier's script) asked who answers it before it sent the call to LiveKit.
 *
 * @param callId the front end's own id of the call, 1 to {@value #MAX_ID_CHARS} characters
 * @param roomName the LiveKit room that the front end was told to put the caller into; null = it was told none, and an empty one is none
 * @param from who calls, as the front end sent it; null = it was not told
 * @param to the number that was dialled, as the front end sent it; null = it was not told
 * @param trunkId the SIP trunk that the front end named; null = none
 * @param sipCallId the id that the call has in SIP, as the front end named it; null = it named none, and an empty one is none
 * @param decision who answers, and why, as the front end was told
 * @param at when that was decided, in whole milliseconds
 * @param lookup what reading the directory took, in whole microseconds
 * @param total what the whole answer took, in whole microseconds
 */
public record DecidedCall(
        String callId,
        @Nullable String roomName,
        @Nullable String from,
        @Nullable String to,
        @Nullable String trunkId,
        @Nullable String sipCallId,
        RoutingDecision decision,
        Instant at,
        Duration lookup,
        Duration total) {

    /** How long one is kept: a call that LiveKit has not seen by then does not come, and is routed anew if it does. */
    public static final Duration KEPT = Duration.ofHours(1);

    /** Length of an id and of a room's name, in characters. */
    public static final int MAX_ID_CHARS = 256;

    private static final String AGAIN = "#again-";
    private static final Pattern TOLD_AGAIN = Pattern.compile(AGAIN + "[0-9]+$");

    public DecidedCall {
        roomName = presence(roomName);
        sipCallId = presence(sipCallId);
        if (callId.isEmpty() || isTooLong(callId) || isTooLong(roomName) || isTooLong(sipCallId)) {
            throw new IllegalArgumentException(
                    "ids of a decided call have 1 to " + MAX_ID_CHARS + " characters, and so has its room's name");
        }
        at = at.truncatedTo(ChronoUnit.MILLIS);
        lookup = lookup.truncatedTo(ChronoUnit.MICROS);
        total = total.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * The id under which a call is kept whose own id is taken, because the front end asked twice about it.
     *
     * @param at tells it from the others of that id
     */
    static String again(String callId, Instant at) {
        return callId + AGAIN + at.toEpochMilli();
    }

    /** The front end's own id: the same for all that were decided of one call. */
    public String frontEndId() {
        return TOLD_AGAIN.matcher(callId).replaceFirst("");
    }

    private static @Nullable String presence(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static boolean isTooLong(@Nullable String id) {
        return id != null && id.length() > MAX_ID_CHARS;
    }

    /** Whether it still speaks for a call that begins at this instant. */
    public boolean isCurrentAt(Instant now) {
        return at.plus(KEPT).isAfter(now);
    }
}
