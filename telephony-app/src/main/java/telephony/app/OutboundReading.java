package telephony.app;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.adapters.guards.GuardFile;
import telephony.adapters.guards.JollydayHolidays;
import telephony.adapters.guards.KeyedHash;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.adapters.yaml.YamlFileException;
import telephony.guard.Contact;
import telephony.guard.GuardPolicy;

/** Reads what is set for calls that we place. */
final class OutboundReading {

    private static final Pattern TRUNK = Pattern.compile("ST_[A-Za-z0-9_-]{1,64}");

    private final GivenSettings settings;
    private final @Nullable String region;
    private final boolean simulated;

    /**
     * @param region in which numbers without a country code are read; null = none
     * @param simulated whether nobody's phone rings in earnest
     */
    OutboundReading(GivenSettings settings, @Nullable String region, boolean simulated) {
        this.settings = settings;
        this.region = region;
        this.simulated = simulated;
    }

    AppConfig.Outbound outbound() {
        Set<String> countries = countries();
        String key = key();
        String trunk = trunk();
        String from = from();
        Path file = settings.path(Names.GUARDS);
        AppConfig.Outbound outbound = new AppConfig.Outbound(trunk, from, file, key, countries, simulated);
        try {
            // Checked here already, so that a file that is wrong is told with all else.
            check(outbound, new GuardFile(file, outbound.guardSettings(), new JollydayHolidays()).get());
        } catch (YamlFileException e) {
            e.problems().forEach(problem -> settings.problems().add(Names.GUARDS + ": " + problem));
        }
        return outbound;
    }

    private void check(AppConfig.Outbound outbound, GuardPolicy policy) {
        Contact.DoNotCall doNotCall = policy.contact().doNotCall();
        boolean listed =
                !doNotCall.everybody().isEmpty() || !doNotCall.ofTenants().isEmpty();
        if (listed && outbound.guardsKey() == null) {
            settings.problems()
                    .add(Names.GUARDS_KEY + ": is missing; a guards file with do-not-call lists needs it: set "
                            + KeyedHash.MIN_KEY_BYTES + " bytes or more, the same in all processes and for ever");
        }
        if (outbound.trunk() == null && outbound.guardsFile() != null) {
            settings.warnings()
                    .add(Names.GUARDS + ": nothing is dialled, because " + Names.OUTBOUND_TRUNK + " is not set");
        }
        if (outbound.trunk() != null
                && !outbound.isPermissive()
                && policy.destinations().countries().isEmpty()) {
            settings.warnings()
                    .add(Names.OUTBOUND_TRUNK + ": no country may be called yet; set countries in the file of "
                            + Names.GUARDS + ", or " + Names.ALLOWED_COUNTRIES + "=US,CA");
        }
    }

    private @Nullable String trunk() {
        String first = settings.text(Names.OUTBOUND_TRUNK);
        String other = settings.text(Names.SIP_TRUNK);
        if (first != null && other != null && !first.equals(other)) {
            wrong(Names.SIP_TRUNK, other, "it means the same as " + Names.OUTBOUND_TRUNK + ": set one of them");
        }
        String given = first == null ? other : first;
        if (given == null || TRUNK.matcher(given).matches()) {
            return given;
        }
        wrong(
                first == null ? Names.SIP_TRUNK : Names.OUTBOUND_TRUNK,
                given,
                "set the id of LiveKit's outbound trunk, such as ST_abc123");
        return null;
    }

    private @Nullable String from() {
        String given = settings.text(Names.FROM);
        if (given == null) {
            return null;
        }
        String number = new PhoneNumbers(region).apply(given).e164();
        if (number == null) {
            wrong(
                    Names.FROM,
                    given,
                    "set a phone number in E.164, such as +14155550100, or set " + Names.DEFAULT_REGION);
        }
        return number;
    }

    private void wrong(String name, String given, String advice) {
        settings.problems().add(GivenSettings.problem(name, given, advice));
    }

    private @Nullable String key() {
        String given = settings.text(Names.GUARDS_KEY);
        if (given != null && given.getBytes(StandardCharsets.UTF_8).length < KeyedHash.MIN_KEY_BYTES) {
            // It is not repeated: it is a secret.
            settings.problems()
                    .add(Names.GUARDS_KEY + ": is too short; set " + KeyedHash.MIN_KEY_BYTES + " bytes or more");
        }
        return given;
    }

    private Set<String> countries() {
        Set<String> countries = new LinkedHashSet<>();
        for (String country : settings.list(Names.ALLOWED_COUNTRIES)) {
            if (PhoneNumbers.isRegion(country)) {
                countries.add(country);
            } else {
                wrong(
                        Names.ALLOWED_COUNTRIES,
                        country,
                        "list countries that have phone numbers, two capital letters each, such as US,CA");
            }
        }
        return countries;
    }
}
