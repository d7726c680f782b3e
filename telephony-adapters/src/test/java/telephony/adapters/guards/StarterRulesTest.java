package telephony.adapters.guards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.call.CallId;
import telephony.guard.GuardDecision;
import telephony.guard.NumberFacts;
import telephony.guard.Rulings;
import telephony.guard.SpendWatch;
import telephony.outbound.Dial;
import telephony.outbound.GuardReason;
import telephony.testkit.FakeDialLedger;
import telephony.testkit.FakeRulings;

/** What the starter rules make of numbers, with what the libraries know of them. */
class StarterRulesTest {

    private static final byte[] KEY = "a key of sixteen bytes".getBytes(StandardCharsets.US_ASCII);

    /** A Wednesday, 15 o'clock in New York, 9 o'clock in Honolulu. */
    private static final Instant NOW = Instant.parse("2026-06-10T19:00:00Z");

    private static final String FROM = "+14155550100";

    private static DialGuards.Shared shared() {
        FakeDialLedger ledger = new FakeDialLedger();
        return new DialGuards.Shared(
                ledger,
                new Rulings(new FakeRulings(), () -> NOW, new Random(1), System::nanoTime),
                new SpendWatch(ledger, "process-1", alert -> {}));
    }

    @TempDir
    private Path place;

    private final List<GuardDecision> decisions = new ArrayList<>();
    private DialGuards guards;
    private int calls;

    @BeforeEach
    void allowSomeCountries() throws IOException {
        open("countries: [US, CA, FR, IN, AU, GB, BR, RU]", "callerIds: {\"" + FROM + "\": {}}");
    }

    private void open(String... lines) throws IOException {
        GuardFolder folder = new GuardFolder(place);
        folder.write(lines);
        guards = DialGuards.open(folder.file(), GuardFile.Settings.NONE, shared(), KEY, decisions::add);
    }

    private Dial dial(Dial.Kind kind, String to, @Nullable String from) {
        Map<String, Object> terms =
                Map.of("purpose", "informational", "consent", Map.of("record", "crm-17", "form", "express"));
        calls++;
        return new Dial(
                new CallId(new UUID(7, calls)),
                1,
                kind,
                Dial.Phase.ORDER,
                to,
                from,
                null,
                "acme",
                null,
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                kind == Dial.Kind.CALL ? Map.of("compliance", terms) : Map.of());
    }

    private List<String> codes(Dial dial) {
        return guards.guard().check(dial, NOW).reasons().stream()
                .map(GuardReason::code)
                .toList();
    }

    private List<String> codes(String to) {
        return codes(dial(Dial.Kind.CALL, to, FROM));
    }

    @Test
    void anOrdinaryNumberOfAnAllowedCountryShouldBePermitted() {
        assertThat(codes("+12125551234")).isEmpty();
        assertThat(codes("+33142685300")).as("21 o'clock in Paris").containsExactly("outside-window");
    }

    @Test
    void anAmericanNumberShouldRingOnlyWhenAllOfAmericaIsAwake() {
        Dial dial = dial(Dial.Kind.CALL, "+12125551234", FROM);
        Instant eightInHonolulu = Instant.parse("2026-06-10T18:00:00Z");

        assertThat(guards.guard().check(dial, eightInHonolulu.minusSeconds(1)).nextAllowedAt())
                .contains(eightInHonolulu);
        assertThat(guards.guard().check(dial, eightInHonolulu).isPermitted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+19005551234",
                "+12129765123",
                "+979123456789",
                "+881612345678",
                "+882161234567",
                "+883510012345678",
                "+870773111632",
                "+449012345678",
                "+447012345678",
                "+18765551234",
                "+18095551234",
                "+12842291234",
                "+12423456789",
                "+14414123456",
                "+2205661234",
                "+6723123456",
                "+411"
            })
    void s33TollFraudShouldBeBlockedThoughItBeginsLikeAnAllowedCountry(String number) {
        assertThat(codes(number)).containsAnyOf("destination-blocked", "invalid-number");
    }

    @Test
    void s33CaribbeanNumbersShouldBeNeitherOfAnAllowedCountryNorOfAnAllowedPrefix() {
        assertThat(codes("+18765230123")).containsExactly("country-not-allowed", "destination-blocked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"911", "112", "999", "000", "110", "+911", "+1911", "+44999", "+61000", "+49110", "+112"})
    void s34EmergencyNumbersShouldNeverBeDialled(String number) {
        assertThat(codes(number)).as(number).contains("emergency-number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+14155559999", "Example", "anonymous", "+1415555010"})
    void s35OnlyNumbersOfOursShouldBeShown(String from) {
        assertThat(codes(dial(Dial.Kind.CALL, "+12125551234", from))).containsExactly("caller-id-not-allowed");
    }

    @Test
    void s37EverythingThatDialsShouldBeJudgedByItsTarget() {
        for (Dial.Kind kind : List.of(Dial.Kind.BRIDGE, Dial.Kind.TRANSFER, Dial.Kind.RUNG)) {
            assertThat(codes(dial(kind, "+12125551234", FROM))).as("%s", kind).isEmpty();
            assertThat(codes(dial(kind, "tel:+19005551234", FROM))).contains("destination-blocked");
            assertThat(codes(dial(kind, "sip:desk@evil.example", FROM))).containsExactly("target-not-allowed");
            assertThat(codes(dial(kind, "911", FROM))).containsExactly("emergency-number");
        }
    }

    @Test
    void theStarterRulesAloneShouldPermitNothing() {
        guards = DialGuards.open(null, GuardFile.Settings.NONE, shared(), KEY, decisions::add);

        assertThat(codes("+12125551234")).contains("country-not-allowed");
    }

    @Test
    void aDecisionShouldNameTheDataThatItStandsOn() {
        guards.guard().check(dial(Dial.Kind.CALL, "+12125551234", FROM), NOW);

        GuardDecision decision = decisions.get(0);
        assertThat(decision.numberData()).startsWith("libphonenumber");
        assertThat(decision.policyVersion()).isEqualTo(guards.rules().get().version());
        assertThat(decision.again(guards.rules().get(), new KeyedHash(KEY))).isEqualTo(decision.reasons());
    }

    @Test
    void aShortKeyShouldBeRefused() {
        assertThatThrownBy(() -> DialGuards.open(null, GuardFile.Settings.NONE, shared(), new byte[8], decisions::add))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The widest hours that starter rules have for a country, on any day: nothing else of the rules' own reckoning. */
    private static final Map<String, int[]> WIDEST = Map.of(
            "US", new int[] {8 * 60, 21 * 60},
            "CA", new int[] {9 * 60, 21 * 60 + 30},
            "FR", new int[] {10 * 60, 20 * 60},
            "IN", new int[] {9 * 60, 20 * 60},
            "AU", new int[] {9 * 60, 20 * 60},
            "GB", new int[] {9 * 60, 20 * 60},
            "BR", new int[] {9 * 60, 20 * 60},
            "RU", new int[] {9 * 60, 20 * 60});

    @Test
    void noNumberShouldRingOutsideTheHoursOfAnyZoneThatItMayBeIn() {
        LibPhoneNumberFacts numbers = new LibPhoneNumberFacts();
        List<String> some = List.of(
                "+12125551234",
                "+18085551234",
                "+19075551234",
                "+17095551234",
                "+16135550123",
                "+33142685300",
                "+917410410123",
                "+61491570156",
                "+61893001234",
                "+61889001234",
                "+442079460018",
                "+551123456789",
                "+74951234567",
                "+79161234567");
        int permitted = 0;
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            String number = some.get(random.nextInt(some.size()));
            Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(365 * 24 * 3_600));
            NumberFacts facts = numbers.facts(number).orElseThrow();
            if (!guards.guard().check(dial(Dial.Kind.CALL, number, FROM), at).isPermitted()) {
                continue;
            }
            permitted++;
            Set<ZoneId> zones = facts.zones();
            int[] hours = WIDEST.get(facts.country());
            for (ZoneId zone : zones) {
                ZonedDateTime shown = at.atZone(zone);
                int minute = shown.getHour() * 60 + shown.getMinute();
                assertThat(minute)
                        .as("seed %d: %s at %s in %s", seed, number, at, zone)
                        .isGreaterThanOrEqualTo(hours[0])
                        .isLessThan(hours[1]);
            }
        }
        assertThat(permitted).as("a loop that permits nothing shows nothing").isGreaterThan(300);
    }
}
