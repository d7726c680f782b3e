package telephony.sip;

/**
 * An audio codec as SDP names it.
 *
 * @param name such as {@code PCMU}
 * @param rate samples per second; 0 = any
 */
public record SipCodec(String name, int rate) {}
