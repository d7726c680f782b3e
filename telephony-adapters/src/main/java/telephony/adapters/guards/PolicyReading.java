package telephony.adapters.guards;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import telephony.adapters.yaml.Findings;
import telephony.adapters.yaml.Places;
import telephony.adapters.yaml.YamlObject;
import telephony.guard.Callers;
import telephony.guard.Campaign;
import telephony.guard.ConsentForm;
import telephony.guard.Contact;
import telephony.guard.Destinations;
import telephony.guard.GuardPolicy;
import telephony.guard.NumberKind;
import telephony.guard.PrefixRule;
import telephony.guard.PrefixTable;
import telephony.guard.Purpose;
import telephony.guard.Windows;

/** One reading of a guards file: it goes through to the end and finds all that is wrong. What it leaves out stays as before. */
final class PolicyReading {

    static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern NAME = Pattern.compile(".{1,128}");
    private static final Pattern EMERGENCY = Pattern.compile("[0-9]{2,6}");
    private static final Pattern TARGET = Pattern.compile("\\+[1-9][0-9]{6,14}|sips?:[^\\s\\p{Cntrl}]{1,256}");

    private static final Set<String> TOP = Set.of(
            "version",
            "off",
            "countries",
            "numberKinds",
            "prefixes",
            "emergency",
            "trustedTargets",
            "defaultPurpose",
            "consent",
            "windows",
            "mobileZones",
            "doNotCall",
            "attempts",
            "velocity",
            "slots",
            "callsPerSecond",
            "spend",
            "times",
            "abandonment",
            "queue",
            "rampUp",
            "callerIds",
            "trunksOwnCallerId",
            "campaigns",
            "largeCampaign");
    private static final Set<String> OFF = Set.of("all", "tenants", "countries", "campaigns");
    private static final Set<String> PREFIX = Set.of("blocked", "allowed", "price");
    private static final Set<String> CONSENT = Set.of("marketing", "informational", "emergency");
    static final Set<String> DO_NOT_CALL = Set.of("numbers", "tenants", "required", "maxAge", "registries");
    private static final Set<String> ATTEMPTS = Set.of("perDay", "perMonth", "perCampaignAndDay", "spacing", "quiet");
    private static final Set<String> CALLER_ID = Set.of("tenants", "countries");
    private static final Set<String> CAMPAIGN =
            Set.of("purpose", "callerId", "disclosure", "dialsPerDay", "approvedBy");
    private static final Set<String> DISCLOSURE = Set.of("identity", "artificial", "optOut", "recording");
    private static final int TWO_PEOPLE = 2;
    private static final long DEFAULT_DIALS_PER_DAY = 100;

    static final Places PLACES = new Places(places());

    private final GuardValues values;
    private final WindowReading windows;
    private final LimitReading limits;
    private final Set<String> countries;

    /**
     * A reading.
     *
     * @param calendars whether there is a calendar of holidays of this name
     * @param countries what may be called whatever the file says
     */
    PolicyReading(Findings findings, Predicate<String> calendars, Set<String> countries) {
        this.values = new GuardValues(findings);
        this.windows = new WindowReading(findings, calendars);
        this.limits = new LimitReading(values);
        this.countries = countries;
    }

    private static Map<String, Set<String>> places() {
        Map<String, Set<String>> places = new LinkedHashMap<>();
        places.put("at the top of the file", TOP);
        places.put("in off", OFF);
        places.put("in a prefix under prefixes", PREFIX);
        places.put("in a window under windows", WindowReading.RULE);
        places.put("in doNotCall", DO_NOT_CALL);
        places.put("in a country under attempts", ATTEMPTS);
        places.putAll(LimitReading.PLACES);
        places.put("in a number under callerIds", CALLER_ID);
        places.put("in a campaign under campaigns", CAMPAIGN);
        places.put("in a campaign's disclosure", DISCLOSURE);
        return places;
    }

    /** The top of the file. */
    static YamlObject top(Optional<Node> root, Findings findings) {
        return root.map(node -> YamlObject.of("", node, findings))
                .orElseGet(() -> YamlObject.none(findings))
                .knowing(TOP);
    }

    /** The policy; of no use when there are findings. */
    GuardPolicy policy(YamlObject top, GuardPolicy before, String version) {
        return new GuardPolicy(
                version,
                destinations(top, before.destinations()),
                contact(top, before.contact()),
                limits.limits(top, before.limits()),
                callers(top, before.callers()),
                campaigns(top, before));
    }

    private Destinations destinations(YamlObject top, Destinations before) {
        YamlObject off = top.object("off").knowing(OFF);
        Destinations.Switches switches = new Destinations.Switches(
                values.yesOrNo(off, "all", false),
                values.words(off, "tenants", Set.of(), NAME, "acme"),
                values.words(off, "countries", Set.of(), COUNTRY, "US"),
                values.words(off, "campaigns", Set.of(), NAME, "spring"));
        Set<String> own = values.words(top, "countries", before.countries(), COUNTRY, "US, DE");
        Set<String> allowed = new TreeSet<>(own);
        allowed.addAll(countries);
        return new Destinations(
                switches,
                allowed,
                prefixes(top, before.prefixes()),
                values.words(top, "numberKinds", before.kinds(), PolicyReading::kind, "fixed-line, mobile"),
                values.words(top, "emergency", before.emergency(), EMERGENCY, "\"911\""),
                values.words(top, "trustedTargets", before.trustedTargets(), TARGET, "\"+15550001111\", \"sip:a@b\""));
    }

    private static Optional<NumberKind> kind(String word) {
        return Stream.of(NumberKind.values())
                .filter(kind ->
                        kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word))
                .findFirst();
    }

    private PrefixTable prefixes(YamlObject top, PrefixTable before) {
        Map<String, PrefixRule> known = new TreeMap<>();
        before.rules().forEach(rule -> known.put(rule.prefix(), rule));
        YamlObject given = top.object("prefixes");
        List<PrefixRule> more = new ArrayList<>();
        for (String prefix : given.names()) {
            YamlObject rule = given.object(prefix).knowing(PREFIX);
            if (!PrefixRule.isPrefix(prefix)) {
                given.wrongKey(prefix, "is no prefix; write + and 1 to 15 digits, x for any, such as +881 or +1xxx976");
                continue;
            }
            PrefixRule was = known.getOrDefault(prefix, new PrefixRule(prefix, null, null));
            boolean allowed = values.yesOrNo(rule, "allowed", false);
            if (allowed && rule.has("blocked")) {
                rule.wrong("is both blocked and allowed; leave one");
            }
            String blocked = allowed ? null : rule.text("blocked").orElse(was.blocked());
            more.add(new PrefixRule(prefix, blocked, values.money(rule, "price", was.pricePerMinute())));
        }
        return before.with(more);
    }

    private Contact contact(YamlObject top, Contact before) {
        Map<String, Purpose> purposes = new TreeMap<>();
        Stream.of(Purpose.values()).forEach(purpose -> purposes.put(purpose.word(), purpose));
        Map<String, ConsentForm> forms = new TreeMap<>();
        Stream.of(ConsentForm.values()).forEach(form -> forms.put(form.word(), form));
        Purpose purpose = before.defaultPurpose();
        if (top.has("defaultPurpose")) {
            purpose = top.choice("defaultPurpose", purposes, Purpose.MARKETING);
        }
        YamlObject given = top.object("consent").knowing(CONSENT);
        Map<Purpose, ConsentForm> consent = new HashMap<>(before.consent());
        for (String name : given.names()) {
            Purpose.of(name).ifPresent(of -> consent.put(of, given.choice(name, forms, ConsentForm.WRITTEN)));
        }
        Windows when = windows.windows(top, before.windows());
        return new Contact(purpose, consent, when, doNotCall(top, before.doNotCall()), attempts(top, before));
    }

    private Contact.DoNotCall doNotCall(YamlObject top, Contact.DoNotCall before) {
        YamlObject given = top.object("doNotCall").knowing(DO_NOT_CALL);
        YamlObject tenants = given.object("tenants");
        Map<String, Set<String>> ofTenants = new HashMap<>(before.ofTenants());
        tenants.names().forEach(tenant -> ofTenants.put(tenant, numbers(tenants, tenant)));
        return new Contact.DoNotCall(
                given.has("numbers") ? numbers(given, "numbers") : before.everybody(),
                ofTenants,
                values.words(given, "required", before.registries(), COUNTRY, "US"),
                values.duration(given, "maxAge", before.registryMaxAge()));
    }

    private Set<String> numbers(YamlObject object, String name) {
        return values.words(object, name, Set.of(), E164, "\"+14155550100\"");
    }

    private Map<String, Contact.Attempts> attempts(YamlObject top, Contact before) {
        Map<String, Contact.Attempts> attempts = new HashMap<>(before.attempts());
        YamlObject given = top.object("attempts");
        for (String country : given.names()) {
            if (!country.equals("*") && !COUNTRY.matcher(country).matches()) {
                given.wrongKey(country, "is no country; write two capital letters, or \"*\" for all others");
            }
            YamlObject rule = given.object(country).knowing(ATTEMPTS);
            Contact.Attempts was = attempts.getOrDefault(
                    country, attempts.getOrDefault("*", new Contact.Attempts(0, 0, 0, Duration.ZERO, Duration.ZERO)));
            attempts.put(
                    country,
                    new Contact.Attempts(
                            values.small(rule, "perDay", was.perDay()),
                            values.small(rule, "perMonth", was.perMonth()),
                            values.small(rule, "perCampaignAndDay", was.perCampaignAndDay()),
                            values.duration(rule, "spacing", was.spacing()),
                            values.duration(rule, "quiet", was.quiet())));
        }
        return attempts;
    }

    private Callers callers(YamlObject top, Callers before) {
        Map<String, Callers.CallerId> owned = new HashMap<>(before.owned());
        YamlObject given = top.object("callerIds");
        for (String number : given.names()) {
            if (!E164.matcher(number).matches()) {
                given.wrongKey(number, "is no number in E.164; write + and 7 to 15 digits, such as +14155550100");
            }
            YamlObject rule = given.object(number).knowing(CALLER_ID);
            owned.put(
                    number,
                    new Callers.CallerId(
                            values.words(rule, "tenants", Set.of(), NAME, "acme"),
                            values.words(rule, "countries", Set.of(), COUNTRY, "US")));
        }
        return new Callers(owned, values.yesOrNo(top, "trunksOwnCallerId", before.trunksOwn()));
    }

    private Map<String, Campaign> campaigns(YamlObject top, GuardPolicy before) {
        long large = values.count(top, "largeCampaign", LimitReading.LARGE_CAMPAIGN);
        Map<String, Purpose> purposes = new TreeMap<>();
        Stream.of(Purpose.values()).forEach(purpose -> purposes.put(purpose.word(), purpose));
        Map<String, Campaign> campaigns = new HashMap<>(before.campaigns());
        YamlObject given = top.object("campaigns");
        for (String name : given.names()) {
            YamlObject campaign = given.object(name).knowing(CAMPAIGN);
            String callerId = campaign.text("callerId").orElse(null);
            if (callerId != null && !E164.matcher(callerId).matches()) {
                campaign.wrong("callerId", "is no number in E.164; write such as \"+14155550100\"");
            }
            YamlObject says = campaign.object("disclosure").knowing(DISCLOSURE);
            long dials = values.count(campaign, "dialsPerDay", DEFAULT_DIALS_PER_DAY);
            campaigns.put(
                    name,
                    new Campaign(
                            campaign.has("purpose") ? campaign.choice("purpose", purposes, Purpose.MARKETING) : null,
                            callerId,
                            new Campaign.Disclosure(
                                    says.text("identity").orElse(null),
                                    says.text("artificial").orElse(null),
                                    says.text("optOut").orElse(null),
                                    says.text("recording").orElse(null)),
                            dials,
                            values.words(campaign, "approvedBy", Set.of(), NAME, "ann, bob"),
                            dials > large ? TWO_PEOPLE : 0));
        }
        return campaigns;
    }
}
