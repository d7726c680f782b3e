package telephony.store;

import org.jspecify.annotations.Nullable;

/**
 * Which inbox entries to list, newest first.
 *
 * @param verdict only entries of this verdict; null = all
 * @param limit how many at most, 1 to {@value CallQuery#MAX_LIMIT}
 * @param cursor where the page before ended; null = from the newest
 */
public record InboxQuery(InboxEntry.@Nullable Verdict verdict, int limit, @Nullable String cursor) {

    public InboxQuery {
        CallQuery.checkLimit(limit);
    }

    /** Entries of every verdict. */
    public static InboxQuery all(int limit, @Nullable String cursor) {
        return new InboxQuery(null, limit, cursor);
    }
}
