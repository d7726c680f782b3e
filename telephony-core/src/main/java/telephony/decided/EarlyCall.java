package telephony.decided;

import org.jspecify.annotations.Nullable;

/**
 * A call as a front end (a SIP proxy, a carrier's script) tells of it before LiveKit sees it.
 *
 * @param callId the front end's own id of the call, 1 to {@value #MAX_ID_CHARS} characters
 * @param from who calls: E.164 where it could be read as such, else as it was sent; null = withheld
 * @param fromName the caller's name as the call shows it; null = it shows none
 * @param to the number that was dialled, in E.164
 * @param trunkId the SIP trunk; null = it was not told
 * @param sipCallId the id that the call has in SIP; null = it was not told
 */
public record EarlyCall(
        String callId,
        @Nullable String from,
        @Nullable String fromName,
        String to,
        @Nullable String trunkId,
        @Nullable String sipCallId) {

    /** Length of an id, in characters; what is kept has room for what tells two of the same id apart. */
    public static final int MAX_ID_CHARS = 200;

    public EarlyCall {
        if (callId.isEmpty() || callId.length() > MAX_ID_CHARS) {
            throw new IllegalArgumentException("the id of a call has 1 to " + MAX_ID_CHARS + " characters");
        }
    }
}
