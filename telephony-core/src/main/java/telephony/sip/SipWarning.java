package telephony.sip;

/**
 * Something that is allowed and probably not meant.
 *
 * @param code stable word: {@code open-rule}, {@code number-twice}, {@code number-elsewhere}, {@code agent-not-routed},
 *     {@code rule-agents}, {@code dangling-rule}
 * @param about which trunk or rule
 * @param detail what follows from it, and what to do
 */
public record SipWarning(String code, String about, String detail) {}
