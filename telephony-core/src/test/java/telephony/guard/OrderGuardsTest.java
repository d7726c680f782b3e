package telephony.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.outbound.Dial;

class OrderGuardsTest {

    private static final Duration RING = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final GuardDesk desk = new GuardDesk();

    private List<String> codes(Duration ring, Duration longest) {
        return desk.codes(Dials.call(1).lasting(ring, longest).dial());
    }

    @Test
    void ringingAndTalkingShouldStayWithinTheirTimes() {
        assertThat(codes(Duration.ofSeconds(15), LONG)).isEmpty();
        assertThat(codes(Duration.ofSeconds(80), Duration.ofHours(2))).isEmpty();
        assertThat(codes(Duration.ofSeconds(15).minusMillis(1), LONG)).containsExactly("duration-not-allowed");
        assertThat(codes(Duration.ofSeconds(81), LONG)).containsExactly("duration-not-allowed");
        assertThat(codes(RING, Duration.ofHours(2).plusMillis(1))).containsExactly("duration-not-allowed");
        assertThat(codes(RING, Duration.ZERO)).containsExactly("duration-not-allowed");
    }

    @Test
    void onlyNumbersOfOursShouldBeShown() {
        for (String from : List.of("+14155551234", "Example Ltd", "anonymous", "", "+14155559999 ")) {
            assertThat(desk.codes(Dials.call(1).from(from).dial()))
                    .as("'%s'", from)
                    .containsExactly("caller-id-not-allowed");
        }
    }

    @Test
    void aNumberShouldBeShownForItsTenantsAndInItsCountriesOnly() {
        desk.callers = new Callers(Map.of(GuardDesk.FROM, new Callers.CallerId(Set.of("acme"), Set.of("US"))), true);

        assertThat(desk.codes(Dials.first())).isEmpty();
        assertThat(desk.codes(Dials.call(2).ofTenant("other").dial())).containsExactly("caller-id-not-allowed");
        assertThat(desk.codes(Dials.call(3).ofTenant(null).dial())).containsExactly("caller-id-not-allowed");

        desk.callers = new Callers(Map.of(GuardDesk.FROM, new Callers.CallerId(Set.of(), Set.of("DE"))), true);
        assertThat(desk.codes(Dials.call(4).dial())).containsExactly("caller-id-not-allowed");
    }

    @Test
    void theTrunkShouldChooseOnlyWhereItMay() {
        assertThat(desk.codes(Dials.call(1).from(null).dial())).isEmpty();

        desk.callers = new Callers(desk.callers.owned(), false);
        assertThat(desk.codes(Dials.call(2).from(null).dial())).containsExactly("caller-id-not-allowed");
    }

    @Test
    void aCampaignShouldShowItsOneNumber() {
        desk.campaigns = Map.of(
                "spring",
                new Campaign(
                        null, "+14155558888", GuardDesk.campaign(Set.of(), 0).disclosure(), 1, Set.of(), 0));

        assertThat(desk.codes(Dials.call(1).of("spring").dial())).containsExactly("caller-id-not-allowed");
        assertThat(desk.codes(Dials.call(2).of("spring").from(null).dial())).containsExactly("caller-id-not-allowed");
    }

    @Test
    void aCampaignShouldBeKnownAndSayWhatItsAgentsDisclose() {
        assertThat(desk.codes(Dials.call(1).of("autumn").dial())).containsExactly("disclosure-missing");

        desk.campaigns = Map.of("spring", new Campaign(null, null, Campaign.Disclosure.NONE, 1, Set.of(), 0));
        assertThat(desk.check(Dials.call(2).of("spring").dial()).reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail()).contains("identity, artificial, optOut"));
    }

    @Test
    void marketingWithoutACampaignShouldHaveNothingToDisclose() {
        desk.doNotCall = new Contact.DoNotCall(Set.of(), Map.of(), Set.of(), Duration.ofDays(31));

        assertThat(GuardDesk.told(desk.check(Dials.call(1).with(Dials.MARKETING).dial())))
                .containsExactly("G16 disclosure-missing");
    }

    @Test
    void aLargeCampaignShouldNeedTwoDifferentPeople() {
        Map<Set<String>, List<String>> answers = new HashMap<>();
        answers.put(Set.of(), List.of("approval-pending"));
        answers.put(Set.of("ann"), List.of("approval-pending"));
        answers.put(Set.of("ann", "bob"), List.of());

        answers.forEach((names, codes) -> {
            desk.campaigns = Map.of("spring", GuardDesk.campaign(names, 2));
            assertThat(desk.codes(Dials.call(1).of("spring").dial())).isEqualTo(codes);
        });
    }

    @Test
    void aCountryWithoutLimitsOfAttemptsShouldBeRefused() {
        desk.attempts = Map.of();

        assertThat(GuardDesk.told(desk.check(Dials.first()))).containsExactly("G8 attempts-unknown");
    }

    @Test
    void whatIsNoCallToSomebodyShouldNotNeedItsLaw() {
        desk.attempts = Map.of();
        desk.windows = List.of();

        assertThat(desk.codes(
                        Dials.call(1).kind(Dial.Kind.BRIDGE).with(Map.of()).dial()))
                .isEmpty();
    }
}
