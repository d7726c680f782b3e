package telephony.guard;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.observe.SpendAlert;
import telephony.outbound.Dial;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;
import telephony.testkit.FakeDialLedger;
import telephony.testkit.FakeRulings;

/** A guard that permits a call to {@link #NUMBER}: each test changes what it is about. */
final class GuardDesk {

    /** A Wednesday, 11 o'clock in New York. */
    static final Instant NOW = Instant.parse("2026-06-10T15:00:00Z");

    static final String NUMBER = "+14155550100";
    static final String FROM = "+14155559999";
    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    Destinations.Switches off = Destinations.Switches.NONE;
    Set<String> countries = Set.of("US");
    PrefixTable prefixes = PrefixTable.of(List.of());
    Set<String> trusted = Set.of();

    @Nullable
    Purpose defaultPurpose;

    List<WindowRule> windows = List.of(window("day", "US", 8, 21));
    Contact.DoNotCall doNotCall = new Contact.DoNotCall(Set.of(), Map.of(), Set.of("US"), Duration.ofDays(31));
    Map<String, Contact.Attempts> attempts =
            Map.of("US", new Contact.Attempts(1_000, 1_000, 1_000, Duration.ZERO, Duration.ofDays(60)));
    Limits.Velocity velocity =
            new Limits.Velocity(Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED, 100, 0);
    Limits.Slots slots = new Limits.Slots(Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED);
    Quota pace = Quota.UNLIMITED;
    Limits.Spend spend = Limits.Spend.UNLIMITED;
    Limits.Queue queue = Limits.Queue.NONE;
    RampUp rampUp = RampUp.NONE;
    Limits.Abandonment abandonment = new Limits.Abandonment(2, 50);
    Callers callers = new Callers(Map.of(FROM, new Callers.CallerId(Set.of(), Set.of())), true);
    Map<String, Campaign> campaigns = Map.of("spring", campaign(Set.of(), 0));

    final FakeDialLedger ledger = new FakeDialLedger();
    final FakeRulings ruled = new FakeRulings();
    long nanos;
    final Rulings rulings = new Rulings(ruled, () -> NOW, new Random(1), () -> nanos);
    final List<SpendAlert> alerts = Collections.synchronizedList(new ArrayList<>());
    SpendWatch watch = new SpendWatch(ledger, "process-1", alerts::add);
    final List<GuardDecision> decisions = Collections.synchronizedList(new ArrayList<>());
    final Map<String, Optional<NumberFacts>> numbers = new HashMap<>();
    final Map<String, RegistryListing> registries = new HashMap<>();
    final Map<String, Set<LocalDate>> holidays = new HashMap<>();

    static WindowRule window(String name, String place, int fromHour, int toHour) {
        return new WindowRule(
                name, Set.of(place), Set.of(Purpose.values()), daily(fromHour * 3_600, toHour * 3_600), null);
    }

    static Map<DayOfWeek, List<Span>> daily(int from, int to) {
        return Arrays.stream(DayOfWeek.values())
                .collect(Collectors.toMap(day -> day, day -> List.of(new Span(from, to))));
    }

    static Campaign campaign(Set<String> approvedBy, int approvals) {
        return new Campaign(
                null,
                null,
                new Campaign.Disclosure("This is Example Ltd", "I am an AI", "Say stop and we never call again", null),
                100,
                approvedBy,
                approvals);
    }

    static NumberFacts american(String... zones) {
        return new NumberFacts(
                NumberFacts.Form.NUMBER,
                "US",
                NumberKind.FIXED_LINE,
                Arrays.stream(zones).map(ZoneId::of).collect(Collectors.toSet()));
    }

    GuardPolicy policy() {
        return new GuardPolicy(
                "policy-1",
                new Destinations(
                        off,
                        countries,
                        prefixes,
                        Set.of(NumberKind.FIXED_LINE, NumberKind.MOBILE, NumberKind.FIXED_LINE_OR_MOBILE),
                        Set.of("110"),
                        trusted),
                new Contact(
                        defaultPurpose,
                        Map.of(
                                Purpose.MARKETING, ConsentForm.WRITTEN,
                                Purpose.INFORMATIONAL, ConsentForm.EXPRESS,
                                Purpose.EMERGENCY, ConsentForm.NONE),
                        new Windows(windows, Map.of()),
                        doNotCall,
                        attempts),
                new Limits(
                        velocity,
                        slots,
                        pace,
                        spend,
                        new Limits.Times(Duration.ofSeconds(15), Duration.ofSeconds(80), Duration.ofHours(2)),
                        abandonment,
                        queue,
                        rampUp),
                callers,
                campaigns);
    }

    private NumberFactsPort numbers() {
        return new NumberFactsPort() {
            @Override
            public Optional<NumberFacts> facts(String text) {
                return numbers.getOrDefault(text, Optional.of(american("America/New_York")));
            }

            @Override
            public String version() {
                return "numbers-1";
            }
        };
    }

    PolicyDialGuard guard() {
        return elsewhere(rulings);
    }

    /** The guard of another process, which has its own sight of the same rulings. */
    PolicyDialGuard elsewhere(Rulings known) {
        GuardSources sources = new GuardSources(
                numbers(),
                (calendar, from, to) -> Optional.ofNullable(holidays.get(calendar))
                        .map(dates -> new HolidayDates("holidays-1", from, to, dates)),
                (country, number) -> Optional.ofNullable(registries.get(country)),
                known);
        return new PolicyDialGuard(this::policy, sources, ledger, GuardDesk::hash, decisions::add, watch);
    }

    DialBook book() {
        return new DialBook(this::policy, ledger, GuardDesk::hash);
    }

    /** Not secret, but it does not contain the number. */
    static String hash(String number) {
        return Integer.toHexString(number.hashCode());
    }

    GuardVerdict check(Dial dial) {
        return guard().check(dial, NOW);
    }

    List<String> codes(Dial dial) {
        return check(dial).reasons().stream().map(GuardReason::code).toList();
    }

    /** The rules against it, each with its code: {@code G7 outside-window}. */
    static List<String> told(GuardVerdict verdict) {
        return verdict.reasons().stream()
                .map(reason -> reason.rule() + " " + reason.code())
                .toList();
    }
}
