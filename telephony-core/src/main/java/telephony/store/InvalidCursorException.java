package telephony.store;

/** A cursor that this store did not hand out. */
public final class InvalidCursorException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Tells what to do instead. */
    public InvalidCursorException() {
        super("this cursor was not handed out here: leave it out to begin with the newest, then pass on nextCursor");
    }
}
