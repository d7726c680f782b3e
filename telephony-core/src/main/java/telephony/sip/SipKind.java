package telephony.sip;

import java.util.Locale;

/** What LiveKit keeps for SIP. Names are unique within a kind of ours, not within LiveKit. */
public enum SipKind {
    /** Takes calls in. */
    INBOUND_TRUNK,
    /** Places calls. */
    OUTBOUND_TRUNK,
    /** Says into which room an inbound call goes. */
    DISPATCH_RULE;

    /** In plain words, such as {@code inbound trunk}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether it is a trunk. */
    public boolean isTrunk() {
        return this != DISPATCH_RULE;
    }
}
