package telephony.call;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What LiveKit tells of the phone call behind a SIP participant, from its {@code sip.*} attributes.
 *
 * @param callId {@code sip.callID}: the key of the leg; it survives reconnects and a restart of LiveKit
 * @param status {@code sip.callStatus} as sent ({@code dialing}, {@code ringing}, {@code active}, {@code hangup}, …);
 *     null = not sent. A failed call keeps its last one, so {@code ringing} on leaving means "never answered"
 * @param trunkId {@code sip.trunkID}; null or absent when a rule without a trunk took the call
 * @param ruleId {@code sip.ruleID}; only a call that came in by a dispatch rule has one
 * @param remoteNumber the far end: the caller of an inbound call, the callee of an outbound one; null = withheld
 * @param trunkNumber our end: the number that was dialled, or the one shown to the callee
 * @param attributes all attributes of the participant, bounded by the adapter that read them
 */
public record SipAttributes(
        String callId,
        @Nullable String status,
        @Nullable String trunkId,
        @Nullable String ruleId,
        @Nullable PhoneNumber remoteNumber,
        @Nullable PhoneNumber trunkNumber,
        Map<String, String> attributes) {

    private static final String HANGUP = "hangup";

    public SipAttributes {
        attributes = Map.copyOf(attributes);
    }

    /** Whether LiveKit said that one side hung up; a caller who cancels while it rings hangs up as well. */
    public boolean isHungUp() {
        return HANGUP.equals(status);
    }

    /** Inbound when a dispatch rule brought it. */
    public Direction direction() {
        return ruleId == null ? Direction.OUTBOUND : Direction.INBOUND;
    }
}
