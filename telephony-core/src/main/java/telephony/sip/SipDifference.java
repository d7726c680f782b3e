package telephony.sip;

/**
 * One setting that changes.
 *
 * @param setting its name in our documents
 * @param before its value as JSON has it; of a secret only whether there is one
 * @param after the same, afterwards
 */
public record SipDifference(String setting, Object before, Object after) {

    @Override
    public String toString() {
        return setting + ": " + before + " -> " + after;
    }
}
