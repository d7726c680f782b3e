package telephony.simulation;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.PhoneNumber;
import telephony.call.SipAttributes;

/**
 * A participant's session as LiveKit shows it, in a list or in a webhook.
 *
 * @param sid one session
 * @param identity who it is
 * @param name what is shown to others; may be empty
 * @param kind what it is
 * @param joinedAt when the session began
 * @param trackSid its audio track; null = none
 * @param attributes as LiveKit sends them: {@code sip.*}, {@code lk.agent_name}
 * @param disconnectReason LiveKit's word once it has left; null before
 */
public record ParticipantState(
        String sid,
        String identity,
        String name,
        ParticipantKind kind,
        Instant joinedAt,
        @Nullable String trackSid,
        Map<String, String> attributes,
        @Nullable String disconnectReason) {

    /** An agent's name. */
    static final String AGENT_NAME = "lk.agent_name";

    /** The key of a phone call. */
    static final String SIP_CALL_ID = "sip.callID";

    /** Where a phone call stands. */
    static final String SIP_STATUS = "sip.callStatus";

    private static final String E164 = "\\+[1-9][0-9]{1,14}";

    public ParticipantState {
        attributes = Map.copyOf(attributes);
    }

    /** As the domain reads it from a list; numbers that begin with + and have at most 15 digits count as E.164. */
    public Participant participant() {
        return participant(trackSid != null);
    }

    /** As the domain reads it from a webhook, which shows no tracks. */
    Participant participantWithoutTracks() {
        return participant(false);
    }

    private Participant participant(boolean audio) {
        return new Participant(
                sid,
                identity,
                kind,
                joinedAt,
                audio,
                kind == ParticipantKind.AGENT ? sent(AGENT_NAME) : null,
                kind == ParticipantKind.SIP ? sip() : null);
    }

    private SipAttributes sip() {
        String callId = sent(SIP_CALL_ID);
        return new SipAttributes(
                callId == null ? "identity:" + identity : callId,
                sent(SIP_STATUS),
                sent("sip.trunkID"),
                sent("sip.ruleID"),
                number("sip.phoneNumber"),
                number("sip.trunkPhoneNumber"),
                attributes);
    }

    private @Nullable PhoneNumber number(String attribute) {
        String text = sent(attribute);
        return text == null ? null : new PhoneNumber(text, text.matches(E164) ? text : null);
    }

    private @Nullable String sent(String attribute) {
        String value = attributes.get(attribute);
        return value == null || value.isEmpty() ? null : value;
    }
}
