package telephony.adapters.store;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import telephony.store.InboxEntry;
import telephony.store.InvalidCursorException;

/**
 * Where a page of the inbox begins: behind the entry of this time and key. An entry that was forgotten meanwhile leaves
 * its place behind, so that a cursor never goes stale.
 *
 * @param receivedAt milliseconds since 1970
 * @param key what the store orders entries of one instant by: the event id, or a key made of it
 */
record InboxPlace(long receivedAt, String key) {

    private static final Pattern CURSOR = Pattern.compile("(-?\\d{1,18})_(.+)", Pattern.DOTALL);

    static InboxPlace of(InboxEntry entry) {
        return new InboxPlace(entry.receivedAt().toEpochMilli(), entry.eventId());
    }

    /** @throws InvalidCursorException when it is not one of ours */
    static InboxPlace of(String cursor) {
        Matcher parts = CURSOR.matcher(cursor);
        if (!parts.matches()) {
            throw new InvalidCursorException();
        }
        return new InboxPlace(Long.parseLong(parts.group(1)), parts.group(2));
    }

    String cursor() {
        return receivedAt + "_" + key;
    }

    /** An entry at this place, for orders that compare whole entries. */
    InboxEntry asEntry() {
        return new InboxEntry(key, Instant.ofEpochMilli(receivedAt), InboxEntry.Verdict.UNRECOGNISED, null, "", null);
    }
}
