package telephony.lead;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody called: what is told of it to the leads.
 *
 * @param tenantId whom he called; null = nobody's in particular
 * @param number the caller's number, 1 to {@value #MAX_CHARS} characters: E.164 where it could be read as such
 * @param name as the call showed it, at most {@value #MAX_CHARS} characters; null = it showed none
 * @param campaignId what the call belongs to; null = nothing
 * @param callKey names the call, 1 to {@value #MAX_CHARS} characters: whoever tells of the same call says the same
 * @param at when he called, in whole milliseconds
 */
public record Meeting(
        @Nullable String tenantId,
        String number,
        @Nullable String name,
        @Nullable String campaignId,
        String callKey,
        Instant at) {

    /** Length of the texts, in characters. */
    public static final int MAX_CHARS = 256;

    public Meeting {
        if (number.isEmpty() || number.length() > MAX_CHARS || callKey.isEmpty() || callKey.length() > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "the number and the key of a meeting have 1 to " + MAX_CHARS + " characters");
        }
        if (name != null && name.length() > MAX_CHARS) {
            throw new IllegalArgumentException("the name at a meeting has at most " + MAX_CHARS + " characters");
        }
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }
}
