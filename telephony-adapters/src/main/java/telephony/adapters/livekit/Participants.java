package telephony.adapters.livekit;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackType;
import org.jspecify.annotations.Nullable;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.PhoneNumber;
import telephony.call.SipAttributes;

/** LiveKit's {@code ParticipantInfo}, as webhooks and lists carry it, in our words. */
final class Participants {

    /** Attributes kept of one participant; {@code sip.*} go first, so that a flood of others does not displace them. */
    static final int MAX_ATTRIBUTES = 100;
    /** Length of an attribute's name, in characters; attributes with a longer one are left out. */
    static final int MAX_ATTRIBUTE_NAME_CHARS = 128;
    /** Length of an attribute's value, in characters; longer ones are cut. */
    static final int MAX_ATTRIBUTE_VALUE_CHARS = 1024;

    /** Before the {@code sip.callID} that a SIP participant without one gets; LiveKit's own begin with {@code SCL_}. */
    static final String FALLBACK_CALL_ID_PREFIX = "identity:";

    private static final String SIP_PREFIX = "sip.";
    private static final String AGENT_NAME = "lk.agent_name";
    private static final long MILLIS_PER_SECOND = 1000;
    /** The end of year 9999, in epoch seconds; what lies behind it is no time that LiveKit meant. */
    static final long LAST_SECOND = 253_402_300_799L;

    private Participants() {}

    /**
     * @param info one session, complete or not; protobuf has no null, what is missing is empty
     * @param numbers reads the text of a phone number; never throws
     */
    static Participant of(ParticipantInfo info, Function<String, PhoneNumber> numbers) {
        ParticipantKind kind = kind(info.getKind());
        Map<String, String> attributes = bounded(info.getAttributesMap());
        return new Participant(
                info.getSid(),
                info.getIdentity(),
                kind,
                joinedAt(info),
                info.getTracksList().stream().anyMatch(track -> track.getType() == TrackType.AUDIO),
                kind == ParticipantKind.AGENT ? sent(attributes, AGENT_NAME) : null,
                kind == ParticipantKind.SIP ? sip(info.getIdentity(), attributes, numbers) : null);
    }

    /** The instant; null for 0, which is how protobuf says "not told", and for what is no time at all. */
    static @Nullable Instant instantOfSeconds(long seconds) {
        return seconds > 0 && seconds <= LAST_SECOND ? Instant.ofEpochSecond(seconds) : null;
    }

    private static @Nullable Instant joinedAt(ParticipantInfo info) {
        long millis = info.getJoinedAtMs();
        return millis > 0 && millis <= LAST_SECOND * MILLIS_PER_SECOND
                ? Instant.ofEpochMilli(millis)
                : instantOfSeconds(info.getJoinedAt());
    }

    private static ParticipantKind kind(ParticipantInfo.Kind kind) {
        return switch (kind) {
            case STANDARD -> ParticipantKind.STANDARD;
            case SIP -> ParticipantKind.SIP;
            case AGENT -> ParticipantKind.AGENT;
            case EGRESS -> ParticipantKind.EGRESS;
            case INGRESS -> ParticipantKind.INGRESS;
            default -> ParticipantKind.OTHER;
        };
    }

    private static SipAttributes sip(
            String identity, Map<String, String> attributes, Function<String, PhoneNumber> numbers) {
        String callId = sent(attributes, "sip.callID");
        return new SipAttributes(
                callId == null ? FALLBACK_CALL_ID_PREFIX + identity : callId,
                sent(attributes, "sip.callStatus"),
                sent(attributes, "sip.trunkID"),
                sent(attributes, "sip.ruleID"),
                number(attributes, "sip.phoneNumber", numbers),
                number(attributes, "sip.trunkPhoneNumber", numbers),
                attributes);
    }

    private static @Nullable PhoneNumber number(
            Map<String, String> attributes, String name, Function<String, PhoneNumber> numbers) {
        String text = sent(attributes, name);
        return text == null ? null : numbers.apply(text);
    }

    /** The value; LiveKit sends an empty text where it has none, such as the trunk of a rule without trunks. */
    private static @Nullable String sent(Map<String, String> attributes, String name) {
        String value = attributes.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private static Map<String, String> bounded(Map<String, String> attributes) {
        // Sorted, so that the same attributes leave the same ones out whatever order they came in.
        return attributes.entrySet().stream()
                .filter(attribute -> attribute.getKey().length() <= MAX_ATTRIBUTE_NAME_CHARS)
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing((String name) -> !name.startsWith(SIP_PREFIX) && !name.equals(AGENT_NAME))
                                .thenComparing(Comparator.naturalOrder())))
                .limit(MAX_ATTRIBUTES)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, attribute -> cut(attribute.getValue())));
    }

    private static String cut(String value) {
        if (value.length() <= MAX_ATTRIBUTE_VALUE_CHARS) {
            return value;
        }
        // Half of a surrogate pair is no text that UTF-8 can hold.
        int end = Character.isHighSurrogate(value.charAt(MAX_ATTRIBUTE_VALUE_CHARS - 1))
                ? MAX_ATTRIBUTE_VALUE_CHARS - 1
                : MAX_ATTRIBUTE_VALUE_CHARS;
        return value.substring(0, end);
    }
}
