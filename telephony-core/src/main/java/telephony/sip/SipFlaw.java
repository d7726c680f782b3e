package telephony.sip;

/**
 * One thing that is wrong with what was given.
 *
 * @param pointer where it is (RFC 6901), such as {@code /inboundTrunks/main/numbers/0}; empty = the whole
 * @param code stable word that a program may decide by
 * @param detail what is wrong and what to write
 */
public record SipFlaw(String pointer, String code, String detail) {

    @Override
    public String toString() {
        return pointer.isEmpty() ? detail : pointer + ": " + detail;
    }
}
