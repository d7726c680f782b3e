package telephony.store;

/**
 * The store cannot do its work just now: it is down, too slow or full. Whether the step took effect is unknown unless
 * the message says otherwise; repeating it is safe, because every step names the version or the event that it is about.
 */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Names what was tried, and on which call or event. */
    public StoreUnavailableException(String message) {
        super(message);
    }

    /** Names what was tried, and on which call or event; the driver's own exception is the cause. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
