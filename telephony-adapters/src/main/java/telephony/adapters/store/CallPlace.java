package telephony.adapters.store;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import telephony.call.CallId;
import telephony.store.InvalidCursorException;

/**
 * Where a page of calls begins: behind the call of this time and id. A call that was forgotten meanwhile leaves its place
 * behind, so that a cursor never goes stale.
 *
 * @param createdAt milliseconds since 1970
 * @param callId what orders calls of one instant
 */
record CallPlace(long createdAt, UUID callId) {

    private static final Pattern CURSOR = Pattern.compile("(-?\\d{1,18})_([0-9a-f-]{36})");

    /** @throws InvalidCursorException when it is not one of ours */
    static CallPlace of(String cursor) {
        Matcher parts = CURSOR.matcher(cursor);
        if (!parts.matches()) {
            throw new InvalidCursorException();
        }
        try {
            return new CallPlace(
                    Long.parseLong(parts.group(1)), CallId.parse(parts.group(2)).value());
        } catch (IllegalArgumentException e) {
            throw new InvalidCursorException();
        }
    }

    String cursor() {
        return createdAt + "_" + callId;
    }
}
