package telephony.outbound;

/** What was to be called is no phone number, or nobody has it. */
public final class InvalidPhoneNumberException extends OutboundException {
    private static final long serialVersionUID = 1L;

    /** The code of a text that is no number. */
    public static final String INVALID_NUMBER = "invalid-number";

    /** Without the number in full: messages go into logs. */
    public InvalidPhoneNumberException(String message) {
        super(INVALID_NUMBER, message);
    }
}
