package telephony.outbound;

/** A call was not placed, or came to nothing; tells which kind of trouble it was by its type and by a stable code. */
public abstract sealed class OutboundException extends RuntimeException
        permits InvalidPhoneNumberException, CallInitiationException, LiveKitException {
    private static final long serialVersionUID = 1L;

    private final String code;

    OutboundException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** A stable word for programs, such as {@code invalid-number}. */
    public final String code() {
        return code;
    }
}
