package telephony.sip;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What values of settings LiveKit, or a phone network, would choke on; told before anything is sent. */
final class SettingChecks {

    /** Our own member of metadata. */
    static final String RESERVED = "telephony";

    private static final Duration LONGEST_MEDIA_TIMEOUT = Duration.ofMinutes(10);
    private static final int MAX_SECRET_CHARS = 256;

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9.!%*_+`'~-]{1,255}");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{0,1024}");
    private static final Pattern NO_HOST = Pattern.compile("[@;\\s]|^sips?:|transport=");
    private static final Pattern COUNTRY = Pattern.compile("([A-Z]{2})?");
    private static final Pattern DIGITS = Pattern.compile("\\d{0,32}");
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{0," + MAX_SECRET_CHARS + "}");

    private final SipSettings settings;
    private final String pointer;
    private final SipFlaws flaws;

    private SettingChecks(SipSettings settings, String pointer, SipFlaws flaws) {
        this.settings = settings;
        this.pointer = pointer;
        this.flaws = flaws;
    }

    static void check(SipSettings settings, String pointer, SipFlaws flaws) {
        new SettingChecks(settings, pointer, flaws).all();
    }

    private void all() {
        headers();
        host(SipSetting.ADDRESS);
        host(SipSetting.FROM_HOST);
        if (!COUNTRY.matcher(settings.value(SipSetting.DESTINATION_COUNTRY)).matches()) {
            wrong(SipSetting.DESTINATION_COUNTRY, "Give two capital letters (ISO 3166-1), such as US.");
        }
        if (settings.value(SipSetting.MEDIA_TIMEOUT).compareTo(LONGEST_MEDIA_TIMEOUT) > 0) {
            wrong(SipSetting.MEDIA_TIMEOUT, "LiveKit takes 10 minutes at most.");
        }
        if (!DIGITS.matcher(settings.value(SipSetting.PIN).reveal()).matches()) {
            wrong(SipSetting.PIN, "A PIN has 1 to 32 digits.");
        }
        if (!VISIBLE.matcher(settings.value(SipSetting.AUTH_PASSWORD).reveal()).matches()) {
            wrong(
                    SipSetting.AUTH_PASSWORD,
                    "A password has at most " + MAX_SECRET_CHARS + " visible characters of ASCII.");
        }
        if (settings.value(SipSetting.METADATA).containsKey(RESERVED)) {
            wrong(SipSetting.METADATA, "The member '" + RESERVED + "' is for our mark; take another name.");
        }
    }

    /** A header that LiveKit sends is one of the user's own, never one that steers the call. */
    private void headers() {
        settings.value(SipSetting.HEADERS).forEach((name, value) -> {
            boolean own = name.regionMatches(true, 0, "X-", 0, 2);
            if (!own
                    || !TOKEN.matcher(name).matches()
                    || !PRINTABLE.matcher(value).matches()) {
                flaws.add(
                        SipFlaws.pointer(at(SipSetting.HEADERS), name),
                        "header",
                        "Give a header that begins with X-, and at most 1024 characters of printable ASCII.");
            }
        });
        tokens(
                SipSetting.HEADERS_TO_ATTRIBUTES,
                settings.value(SipSetting.HEADERS_TO_ATTRIBUTES).keySet());
        tokens(
                SipSetting.ATTRIBUTES_TO_HEADERS,
                settings.value(SipSetting.ATTRIBUTES_TO_HEADERS).values());
    }

    private void tokens(SipSetting<Map<String, String>> setting, Iterable<String> headers) {
        for (String header : headers) {
            if (!TOKEN.matcher(header).matches()) {
                wrong(setting, "A header's name has letters, digits and hyphens only.");
            }
        }
    }

    private void host(SipSetting<String> setting) {
        if (NO_HOST.matcher(settings.value(setting)).find()) {
            wrong(setting, "Give a host, or a host and port, without sip:, user or parameters.");
        }
    }

    private void wrong(SipSetting<?> setting, String detail) {
        flaws.add(at(setting), "format", detail);
    }

    private String at(SipSetting<?> setting) {
        return SipFlaws.pointer(pointer, setting.name());
    }

    /**
     * What is still missing for LiveKit to take it.
     *
     * @param settings as they would be, those that are there already included
     * @return a sentence each; empty = nothing
     */
    static List<String> missing(SipKind kind, SipSettings settings) {
        return switch (kind) {
            case INBOUND_TRUNK -> {
                boolean limited = !settings.value(SipSetting.NUMBERS).isEmpty()
                        || !settings.value(SipSetting.ALLOWED_ADDRESSES).isEmpty()
                        || !settings.value(SipSetting.AUTH_USERNAME).isEmpty()
                        || settings.value(SipSetting.AUTH_PASSWORD).isSet();
                yield limited
                        ? List.of()
                        : List.of("an inbound trunk needs numbers, allowedAddresses, or authUsername and authPassword");
            }
            case OUTBOUND_TRUNK -> {
                boolean complete = !settings.value(SipSetting.NUMBERS).isEmpty()
                        && !settings.value(SipSetting.ADDRESS).isEmpty();
                yield complete ? List.of() : List.of("an outbound trunk needs address and numbers");
            }
            case DISPATCH_RULE -> {
                boolean nowhere = settings.value(SipSetting.TYPE).equals("direct")
                        && settings.value(SipSetting.ROOM_NAME).isEmpty();
                yield nowhere ? List.of("a direct rule needs roomName") : List.of();
            }
        };
    }
}
