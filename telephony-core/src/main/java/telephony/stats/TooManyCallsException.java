package telephony.stats;

/** A period has more calls than a store can count; nothing is told rather than a part. */
public final class TooManyCallsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int limit;

    /** @param limit how many it can count */
    public TooManyCallsException(int limit) {
        super("the period has more than " + limit + " calls, and this store counts no more: ask for a shorter one");
        this.limit = limit;
    }

    /** How many calls the store can count. */
    public int limit() {
        return limit;
    }
}
