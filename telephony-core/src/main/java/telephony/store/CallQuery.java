package telephony.store;

import org.jspecify.annotations.Nullable;

/**
 * Which calls to list, newest first.
 *
 * @param tenantId only calls of this tenant; null = all
 * @param roomName only calls of rooms of this name; null = all
 * @param openOnly only calls that have not ended; not together with a tenant or a filter, because nobody looks for that
 * @param filter what the calls must be like beside that
 * @param limit how many at most, 1 to {@value #MAX_LIMIT}
 * @param cursor where the page before ended; null = from the newest
 */
public record CallQuery(
        @Nullable String tenantId,
        @Nullable String roomName,
        boolean openOnly,
        CallFilter filter,
        int limit,
        @Nullable String cursor) {

    /** Calls of all tenants. */
    public CallQuery(@Nullable String roomName, boolean openOnly, int limit, @Nullable String cursor) {
        this(null, roomName, openOnly, CallFilter.NONE, limit, cursor);
    }

    /** Open and ended calls alike. */
    public static CallQuery all(@Nullable String roomName, int limit, @Nullable String cursor) {
        return new CallQuery(roomName, false, limit, cursor);
    }

    /** Open and ended calls of one tenant, or of all. */
    public static CallQuery ofTenant(
            @Nullable String tenantId, @Nullable String roomName, int limit, @Nullable String cursor) {
        return new CallQuery(tenantId, roomName, false, CallFilter.NONE, limit, cursor);
    }

    /** The same calls, as far as they are like that. */
    public CallQuery like(CallFilter wanted) {
        return new CallQuery(tenantId, roomName, openOnly, wanted, limit, cursor);
    }

    /** Longest page. */
    public static final int MAX_LIMIT = 200;

    /**
     * How many calls are looked at for one page at least, before it may end with fewer than its limit, or with none, although
     * more follow behind its cursor.
     */
    public static final int LOOKED_AT = 2_000;

    public CallQuery {
        checkLimit(limit);
        if (openOnly && (tenantId != null || !filter.equals(CallFilter.NONE))) {
            throw new IllegalArgumentException("open calls are not listed by tenant or filter");
        }
    }

    static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT + ", not " + limit);
        }
    }
}
