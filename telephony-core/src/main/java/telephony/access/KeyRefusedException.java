package telephony.access;

/** What was wanted of the keys is not done; nothing has changed. The message says why and what to do. */
public final class KeyRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** What was given makes no key. */
        INVALID,
        /** There is no key of this id. */
        NOT_FOUND,
        /** The key is revoked, expired or already replaced. */
        OVER,
        /** There are as many keys as there may be. */
        FULL,
        /** Somebody else changed the same just now, again and again. */
        BUSY
    }

    private final Reason reason;

    KeyRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
