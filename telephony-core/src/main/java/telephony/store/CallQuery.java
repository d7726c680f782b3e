package telephony.store;

import org.jspecify.annotations.Nullable;

/**
 * Which calls to list, newest first.
 *
 * @param tenantId only calls of this tenant; null = all
 * @param roomName only calls of rooms of this name; null = all
 * @param openOnly only calls that have not ended; not together with a tenant, because nobody looks for that
 * @param limit how many at most, 1 to {@value #MAX_LIMIT}
 * @param cursor where the page before ended; null = from the newest
 */
public record CallQuery(
        @Nullable String tenantId, @Nullable String roomName, boolean openOnly, int limit, @Nullable String cursor) {

    /** Calls of all tenants. */
    public CallQuery(@Nullable String roomName, boolean openOnly, int limit, @Nullable String cursor) {
        this(null, roomName, openOnly, limit, cursor);
    }

    /** Open and ended calls alike. */
    public static CallQuery all(@Nullable String roomName, int limit, @Nullable String cursor) {
        return new CallQuery(roomName, false, limit, cursor);
    }

    /** Open and ended calls of one tenant, or of all. */
    public static CallQuery ofTenant(
            @Nullable String tenantId, @Nullable String roomName, int limit, @Nullable String cursor) {
        return new CallQuery(tenantId, roomName, false, limit, cursor);
    }

    /** Longest page. */
    public static final int MAX_LIMIT = 200;

    public CallQuery {
        checkLimit(limit);
        if (tenantId != null && openOnly) {
            throw new IllegalArgumentException("open calls are not listed by tenant");
        }
    }

    static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT + ", not " + limit);
        }
    }
}
