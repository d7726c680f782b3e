package telephony.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A setting of a trunk or dispatch rule, by the name that it has in our documents; LiveKit's name is the same in snake
 * case unless said otherwise. All of livekit-server 1.13 are here. Two settings are equal only when they are the same.
 *
 * @param <T> type of its values. Lists of texts are sorted and without duplicates: their order means nothing to LiveKit
 */
public final class SipSetting<T> {

    private static final List<SipSetting<?>> ALL = new ArrayList<>();

    private static final Set<SipKind> EVERY = Set.of(SipKind.values());
    private static final Set<SipKind> TRUNKS = Set.of(SipKind.INBOUND_TRUNK, SipKind.OUTBOUND_TRUNK);
    private static final Set<SipKind> INBOUND = Set.of(SipKind.INBOUND_TRUNK);
    private static final Set<SipKind> OUTBOUND = Set.of(SipKind.OUTBOUND_TRUNK);
    private static final Set<SipKind> RULES = Set.of(SipKind.DISPATCH_RULE);

    /** An inbound trunk's and a rule's: numbers that may be called. An outbound trunk's: numbers that it calls from. */
    public static final SipSetting<List<String>> NUMBERS = of("numbers", SipForm.TEXTS, EVERY);
    /** Addresses, networks (CIDR) and hosts from which calls are accepted; none = from anywhere. */
    public static final SipSetting<List<String>> ALLOWED_ADDRESSES = of("allowedAddresses", SipForm.TEXTS, INBOUND);
    /** Callers that are accepted; none = all. */
    public static final SipSetting<List<String>> ALLOWED_NUMBERS = of("allowedNumbers", SipForm.TEXTS, INBOUND);
    /** User of the SIP digest. */
    public static final SipSetting<String> AUTH_USERNAME = of("authUsername", SipForm.TEXT, TRUNKS);
    /** Password of the SIP digest. */
    public static final SipSetting<Secret> AUTH_PASSWORD = of("authPassword", SipForm.SECRET, TRUNKS);
    /** Realm of the SIP digest that callers are asked with. */
    public static final SipSetting<String> AUTH_REALM = of("authRealm", SipForm.TEXT, INBOUND);
    /** SIP headers that LiveKit sends: in its answers (inbound), in its INVITE (outbound). */
    public static final SipSetting<Map<String, String>> HEADERS = of("headers", SipForm.TEXT_MAP, TRUNKS);
    /** Which header of the other side becomes which attribute of the participant. */
    public static final SipSetting<Map<String, String>> HEADERS_TO_ATTRIBUTES =
            of("headersToAttributes", SipForm.TEXT_MAP, TRUNKS);
    /** Which attribute of the participant becomes which header of BYE and REFER. */
    public static final SipSetting<Map<String, String>> ATTRIBUTES_TO_HEADERS =
            of("attributesToHeaders", SipForm.TEXT_MAP, TRUNKS);
    /** Which other headers become attributes {@code sip.h.*}: {@code none}, {@code x} (those with X-) or {@code all}. */
    public static final SipSetting<String> INCLUDE_HEADERS =
            of("includeHeaders", SipForm.word("none", "x", "all"), TRUNKS);
    /** How long a caller rings at most until an agent speaks; 0 = LiveKit's 3 minutes. */
    public static final SipSetting<Duration> RINGING_TIMEOUT = of("ringingTimeout", SipForm.DURATION_TEXT, INBOUND);
    /** How long a call lasts at most; 0 = LiveKit's 24 hours. */
    public static final SipSetting<Duration> MAX_CALL_DURATION = of("maxCallDuration", SipForm.DURATION_TEXT, INBOUND);
    /** Krisp's noise cancellation; LiveKit Cloud only. */
    public static final SipSetting<Boolean> KRISP_ENABLED =
            of("krispEnabled", SipForm.FLAG, Set.of(SipKind.INBOUND_TRUNK, SipKind.DISPATCH_RULE));
    /** {@code disable}, {@code allow} or {@code require} SRTP. LiveKit: {@code media.encryption}. */
    public static final SipSetting<String> MEDIA_ENCRYPTION =
            of("mediaEncryption", SipForm.word("disable", "allow", "require"), EVERY);
    /** Codecs besides LiveKit's own, or instead of them. LiveKit: {@code media.codecs}. */
    public static final SipSetting<List<SipCodec>> CODECS = of("codecs", SipForm.CODECS, EVERY);
    /** Whether no other codecs are taken than those listed. LiveKit: {@code media.only_listed_codecs}. */
    public static final SipSetting<Boolean> ONLY_LISTED_CODECS = of("onlyListedCodecs", SipForm.FLAG, EVERY);
    /** How long no sound may arrive, at most 10 minutes; 0 = LiveKit's own. LiveKit: {@code media.media_timeout}. */
    public static final SipSetting<Duration> MEDIA_TIMEOUT = of("mediaTimeout", SipForm.DURATION_TEXT, EVERY);
    /** An object beside which our mark stands. That of a rule becomes the participant's. */
    public static final SipSetting<Map<String, Object>> METADATA = of("metadata", SipForm.OBJECT, EVERY);

    /** Host, or host and port, that is called; no {@code sip:}. */
    public static final SipSetting<String> ADDRESS = of("address", SipForm.TEXT, OUTBOUND);
    /** {@code auto}, {@code udp}, {@code tcp} or {@code tls}. */
    public static final SipSetting<String> TRANSPORT =
            of("transport", SipForm.word("auto", "udp", "tcp", "tls"), OUTBOUND);
    /** Where calls end, two letters (ISO 3166-1); LiveKit Cloud routes by it. */
    public static final SipSetting<String> DESTINATION_COUNTRY = of("destinationCountry", SipForm.TEXT, OUTBOUND);
    /** Host in the From header instead of LiveKit's own. */
    public static final SipSetting<String> FROM_HOST = of("fromHost", SipForm.TEXT, OUTBOUND);

    /** Which room: {@code individual} (one for each caller), {@code direct} (always the same), {@code callee} (by number). */
    public static final SipSetting<String> TYPE = of("type", SipForm.word("individual", "direct", "callee"), RULES);
    /** The room of a direct rule. */
    public static final SipSetting<String> ROOM_NAME = of("roomName", SipForm.TEXT, RULES);
    /** Begins the names of rooms of the other two types. */
    public static final SipSetting<String> ROOM_PREFIX = of("roomPrefix", SipForm.TEXT, RULES);
    /** What the caller must key in. */
    public static final SipSetting<Secret> PIN = of("pin", SipForm.SECRET, RULES);
    /** Of an individual rule: rooms bear the caller's number and nothing random, so his next call meets the same room. */
    public static final SipSetting<Boolean> NO_RANDOMNESS = of("noRandomness", SipForm.FLAG, RULES);
    /** Of a callee rule: something random ends the room's name, so that two callers do not meet. */
    public static final SipSetting<Boolean> RANDOMIZE = of("randomize", SipForm.FLAG, RULES);
    /** Trunks whose calls the rule takes; none = calls from anybody, even those that no trunk accepts. */
    public static final SipSetting<List<String>> TRUNK_IDS = of("trunkIds", SipForm.TEXTS, RULES);
    /** Shows the last four digits of the caller only. */
    public static final SipSetting<Boolean> HIDE_PHONE_NUMBER = of("hidePhoneNumber", SipForm.FLAG, RULES);
    /** Callers that the rule takes, letter by letter; none = all. */
    public static final SipSetting<List<String>> INBOUND_NUMBERS = of("inboundNumbers", SipForm.TEXTS, RULES);
    /** Attributes of the caller's participant. */
    public static final SipSetting<Map<String, String>> ATTRIBUTES = of("attributes", SipForm.TEXT_MAP, RULES);
    /** Name of a room configuration of LiveKit's own. */
    public static final SipSetting<String> ROOM_PRESET = of("roomPreset", SipForm.TEXT, RULES);
    /** Agents that LiveKit itself sends into the rule's rooms. LiveKit: {@code room_config.agents}. */
    public static final SipSetting<List<RuleAgent>> AGENTS = of("agents", SipForm.AGENTS, RULES);

    private final String name;
    private final SipForm<T> form;
    private final Set<SipKind> kinds;

    private SipSetting(String name, SipForm<T> form, Set<SipKind> kinds) {
        this.name = name;
        this.form = form;
        this.kinds = kinds;
    }

    private static <T> SipSetting<T> of(String name, SipForm<T> form, Set<SipKind> kinds) {
        SipSetting<T> setting = new SipSetting<>(name, form, kinds);
        ALL.add(setting);
        return setting;
    }

    /** All settings of a kind, in the order in which they are shown. */
    public static List<SipSetting<?>> of(SipKind kind) {
        return ALL.stream().filter(setting -> setting.isOf(kind)).toList();
    }

    /** The setting of this name; empty when that kind has none such. */
    public static Optional<SipSetting<?>> named(SipKind kind, String name) {
        return of(kind).stream().filter(setting -> setting.name.equals(name)).findFirst();
    }

    /** Every setting, in the order in which they are shown. */
    static List<SipSetting<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    /** Its name in our documents. */
    public String name() {
        return name;
    }

    /** Whether this kind has it. */
    public boolean isOf(SipKind kind) {
        return kinds.contains(kind);
    }

    /** What LiveKit takes when the setting is not given; given as such, it clears the setting. */
    public T empty() {
        return form.empty();
    }

    /** A value as JSON and YAML have it; of a secret only whether it is set. */
    public Object plain(T value) {
        return form.plain(value);
    }

    /**
     * Reads a value as JSON and YAML have it, a secret as itself.
     *
     * @return empty when it is no such value
     */
    public Optional<T> read(Object plain) {
        SipFlaws flaws = new SipFlaws();
        return form.read(plain, "", flaws).filter(read -> flaws.isEmpty());
    }

    SipForm<T> form() {
        return form;
    }

    @Override
    public String toString() {
        return name;
    }
}
