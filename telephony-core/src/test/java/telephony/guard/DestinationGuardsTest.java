package telephony.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.outbound.Dial;

class DestinationGuardsTest {

    private static final Destinations.Switches NONE = Destinations.Switches.NONE;

    private final GuardDesk desk = new GuardDesk();

    @Test
    void theCallOfTheseTestsShouldBePermitted() {
        assertThat(desk.codes(Dials.first())).isEmpty();
        assertThat(desk.codes(Dials.call(2).of("spring").dial())).isEmpty();
    }

    @Test
    void eachKillSwitchOfTheFileShouldStopWhatItNamesAndNothingElse() {
        Dial mine = Dials.call(1).of("spring").dial();
        List<Destinations.Switches> stopping = List.of(
                new Destinations.Switches(true, Set.of(), Set.of(), Set.of()),
                new Destinations.Switches(false, Set.of("acme"), Set.of(), Set.of()),
                new Destinations.Switches(false, Set.of(), Set.of("US"), Set.of()),
                new Destinations.Switches(false, Set.of(), Set.of(), Set.of("spring")));

        for (Destinations.Switches off : stopping) {
            desk.off = off;
            assertThat(desk.codes(mine)).as("%s", off).containsExactly("dialing-disabled");
        }
        desk.off = new Destinations.Switches(false, Set.of("other"), Set.of("DE"), Set.of("autumn"));
        assertThat(desk.codes(mine)).isEmpty();
        assertThat(NONE.all()).isFalse();
    }

    @Test
    void whatIsNoOrdinaryNumberShouldBeRefusedByItsForm() {
        Map<NumberFacts.Form, String> codes = Map.of(
                NumberFacts.Form.INVALID, "invalid-number",
                NumberFacts.Form.SHORT, "destination-blocked",
                NumberFacts.Form.EMERGENCY, "emergency-number");

        codes.forEach((form, code) -> {
            desk.numbers.put("x", Optional.of(NumberFacts.of(form)));
            assertThat(desk.codes(Dials.call(1).to("x").dial())).containsExactly(code);
        });
        // Of those that the policy adds, with or without +, whatever numbering plans say.
        assertThat(desk.codes(Dials.call(1).to("110").dial())).contains("emergency-number");
        assertThat(desk.codes(Dials.call(1).to("+110").dial())).contains("emergency-number");
    }

    @Test
    void everyKindOfNumberThatIsNotAllowedShouldBeBlocked() {
        for (NumberKind kind : NumberKind.values()) {
            desk.numbers.put(
                    "x", Optional.of(new NumberFacts(NumberFacts.Form.NUMBER, "US", kind, Set.of(GuardDesk.NEW_YORK))));
            boolean allowed = desk.policy().destinations().kinds().contains(kind);
            assertThat(desk.codes(Dials.call(1).to("x").dial()))
                    .as("%s", kind)
                    .isEqualTo(allowed ? List.of() : List.of("destination-blocked"));
        }
    }

    @Test
    void withoutDataOnNumbersNothingShouldBeDialled() {
        desk.numbers.put(GuardDesk.NUMBER, Optional.empty());

        assertThat(GuardDesk.told(desk.check(Dials.first()))).containsExactly("G2 number-data-missing");
    }

    @Test
    void countriesShouldBeNoneUntilSomebodyAllowsThem() {
        desk.countries = Set.of();

        assertThat(GuardDesk.told(desk.check(Dials.first()))).containsExactly("G3 country-not-allowed");
    }

    @Test
    void aNumberOfNoCountryShouldNotBeAllowed() {
        desk.numbers.put("x", Optional.of(new NumberFacts(NumberFacts.Form.NUMBER, null, NumberKind.MOBILE, Set.of())));

        assertThat(GuardDesk.told(desk.check(Dials.call(1).to("x").dial()))).containsExactly("G3 country-not-allowed");
    }

    @Test
    void theLongestPrefixShouldDecideWhetherANumberIsBlocked() {
        desk.prefixes = PrefixTable.of(List.of(
                new PrefixRule("+1", "everything", null),
                new PrefixRule("+1415", null, null),
                new PrefixRule("+1415555", "some", null),
                new PrefixRule("+14155550", null, null),
                new PrefixRule("+1xxx5550199", "one", null)));

        assertThat(desk.codes(Dials.call(1).to("+14155550100").dial())).isEmpty();
        assertThat(desk.codes(Dials.call(2).to("+14155551100").dial())).containsExactly("destination-blocked");
        assertThat(desk.codes(Dials.call(3).to("+14155560100").dial())).isEmpty();
        assertThat(desk.codes(Dials.call(4).to("+12125550100").dial())).containsExactly("destination-blocked");
        assertThat(desk.codes(Dials.call(5).to("+14155550199").dial())).containsExactly("destination-blocked");
    }

    @Test
    void theLongestPrefixWithAPriceShouldDecideThePriceAndAnUnknownOneShouldBeRefused() {
        desk.spend = new Limits.Spend("EUR", 20_000L, null, Quota.UNLIMITED, Quota.UNLIMITED);
        desk.prefixes = PrefixTable.of(List.of(
                new PrefixRule("+14", null, 20_000L),
                new PrefixRule("+1415", null, null),
                new PrefixRule("+1416", null, 20_001L)));

        assertThat(desk.codes(Dials.call(1).to("+14155550100").dial())).isEmpty();
        assertThat(desk.codes(Dials.call(2).to("+14165550100").dial())).containsExactly("destination-blocked");
        assertThat(desk.codes(Dials.call(3).to("+12125550100").dial())).containsExactly("destination-blocked");
    }

    @Test
    void anAddressShouldBeDialledForTransfersOnlyAndOnlyWhenItIsTrusted() {
        desk.trusted = Set.of("sip:desk@office.example");
        desk.numbers.put("sip:desk@office.example", Optional.of(NumberFacts.of(NumberFacts.Form.INVALID)));
        Dials transfer = Dials.call(1).kind(Dial.Kind.TRANSFER).with(Map.of());

        assertThat(desk.codes(transfer.to("sip:desk@office.example").dial())).isEmpty();
        assertThat(desk.codes(transfer.to("sip:desk@evil.example").dial())).containsExactly("target-not-allowed");
        assertThat(desk.codes(transfer.to("SIP:desk@office.example").dial())).containsExactly("target-not-allowed");
        assertThat(desk.codes(Dials.call(2).to("sip:desk@office.example").dial()))
                .containsExactly("invalid-number");
    }

    @Test
    void aTransferShouldBeJudgedByItsTargetLikeACall() {
        desk.countries = Set.of("DE");
        desk.prefixes = PrefixTable.of(List.of(new PrefixRule("+1415", "dear", null)));
        Dials transfer = Dials.call(1).kind(Dial.Kind.TRANSFER).with(Map.of());

        for (String target : List.of(GuardDesk.NUMBER, "tel:" + GuardDesk.NUMBER)) {
            assertThat(desk.codes(transfer.to(target).dial()))
                    .containsExactly("country-not-allowed", "destination-blocked");
        }
    }
}
