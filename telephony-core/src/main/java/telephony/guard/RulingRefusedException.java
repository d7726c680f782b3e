package telephony.guard;

/** A ruling was not made or not lifted, and nothing has changed; the message says why. */
public final class RulingRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Something of it cannot be. */
        INVALID,
        /** There is none in force. */
        NOT_FOUND,
        /** There are too many. */
        FULL
    }

    private final Reason reason;

    RulingRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
