package telephony.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.outbound.Dial;
import telephony.outbound.GuardVerdict;

class ContactGuardsTest {

    private static final Duration MONTH = Duration.ofDays(31);

    private final GuardDesk desk = new GuardDesk();

    private static Map<String, Object> terms(String purpose, String form) {
        return Map.of("purpose", purpose, "consent", Map.of("record", "crm-17", "form", form));
    }

    private static Dials marketing(int call) {
        return Dials.call(call).of("spring").with(Dials.MARKETING);
    }

    private void imported(Instant at, boolean listed) {
        desk.registries.put("US", new RegistryListing(listed, "registry-7", at));
    }

    @Test
    void numbersOnTheFilesListsShouldNotBeCalled() {
        desk.doNotCall =
                new Contact.DoNotCall(Set.of("+14155550111"), Map.of("acme", Set.of("+14155550122")), Set.of(), MONTH);

        assertThat(desk.codes(Dials.call(1).to("+14155550111").dial())).containsExactly("do-not-call");
        assertThat(desk.codes(Dials.call(2).to("+14155550122").dial())).containsExactly("do-not-call");
        assertThat(desk.codes(Dials.call(3).to("+14155550122").ofTenant("other").dial()))
                .isEmpty();
        assertThat(desk.codes(Dials.first())).isEmpty();
    }

    @Test
    void whoOptedOutShouldNotBeCalledByWhomHeTold() {
        desk.book().optOut(GuardDesk.NUMBER, "acme", GuardDesk.NOW);

        assertThat(desk.codes(Dials.first())).containsExactly("do-not-call");
        assertThat(desk.codes(Dials.call(2).ofTenant("other").dial())).isEmpty();

        desk.book().optOut(GuardDesk.NUMBER, null, GuardDesk.NOW);
        assertThat(desk.codes(Dials.call(3).ofTenant("other").dial())).containsExactly("do-not-call");

        desk.book().optIn(GuardDesk.NUMBER, null, GuardDesk.NOW);
        assertThat(desk.codes(Dials.call(4).ofTenant("other").dial())).isEmpty();
        assertThat(desk.codes(Dials.first())).containsExactly("do-not-call");
    }

    @Test
    void anOptOutShouldAlsoHoldForTransfersAndRungs() {
        desk.book().optOut(GuardDesk.NUMBER, null, GuardDesk.NOW);

        for (Dial.Kind kind : Dial.Kind.values()) {
            assertThat(desk.codes(Dials.call(1).kind(kind).dial())).contains("do-not-call");
        }
    }

    @Test
    void marketingShouldNeedTheImportedRegistryWhereThereIsOne() {
        assertThat(GuardDesk.told(desk.check(marketing(1).dial()))).containsExactly("G5 do-not-call-data-missing");
        assertThat(desk.codes(Dials.call(2).of("spring").dial())).isEmpty();

        imported(GuardDesk.NOW.minus(MONTH), false);
        assertThat(desk.codes(marketing(3).dial())).isEmpty();

        imported(GuardDesk.NOW.minus(MONTH).minusSeconds(1), false);
        GuardVerdict stale = desk.check(marketing(4).dial());
        assertThat(GuardDesk.told(stale)).containsExactly("G5 do-not-call-data-missing");
        assertThat(stale.reasons().get(0).dataVersion()).isEqualTo("registry-7");

        imported(GuardDesk.NOW.plusSeconds(1), false);
        assertThat(desk.codes(marketing(5).dial())).containsExactly("do-not-call-data-missing");

        imported(GuardDesk.NOW, true);
        assertThat(GuardDesk.told(desk.check(marketing(6).dial()))).containsExactly("G5 do-not-call");
    }

    @Test
    void eachPurposeShouldTakeItsConsent() {
        imported(GuardDesk.NOW, false);
        Map<String, List<String>> enough = Map.of(
                "marketing", List.of("written"),
                "informational", List.of("express", "written"),
                "emergency", List.of("none", "express", "written"));

        enough.forEach((purpose, forms) -> {
            for (String form : List.of("none", "express", "written")) {
                assertThat(desk.codes(Dials.call(1)
                                .of("spring")
                                .with(terms(purpose, form))
                                .dial()))
                        .as("%s with %s", purpose, form)
                        .isEqualTo(forms.contains(form) ? List.of() : List.of("consent-missing"));
            }
        });
    }

    @Test
    void anUnknownPurposeShouldBeRefusedUnlessTheCampaignOrThePolicyKnowsIt() {
        Map<String, Object> silent = Map.of("consent", Map.of("record", "crm-17", "form", "express"));
        Dials call = Dials.call(1).of("spring").with(silent);
        assertThat(desk.codes(call.dial())).containsExactly("consent-missing");

        desk.defaultPurpose = Purpose.INFORMATIONAL;
        assertThat(desk.codes(call.dial())).isEmpty();

        Campaign known = desk.campaigns.get("spring");
        desk.campaigns = Map.of("spring", new Campaign(Purpose.MARKETING, null, known.disclosure(), 1, Set.of(), 0));
        assertThat(desk.codes(call.dial())).containsExactly("do-not-call-data-missing", "consent-missing");
    }

    @Test
    void termsThatCannotBeUnderstoodShouldBeToldAllAtOnce() {
        Map<String, Object> odd = Map.of(
                "purpose", "sales",
                "consent", Map.of("record", " ", "form", "oral"),
                "timeZone", "Mars/Olympus",
                "jurisdiction", "Florida");

        GuardVerdict verdict = desk.check(Dials.call(1).with(odd).dial());

        assertThat(verdict.reasons())
                .filteredOn(reason -> reason.code().equals("invalid-compliance"))
                .extracting(reason -> reason.detail().split(" ")[0])
                .contains(
                        "compliance.purpose",
                        "compliance.consent",
                        "compliance.consent.form",
                        "compliance.timeZone",
                        "compliance.jurisdiction");
        assertThat(verdict.codes()).contains("consent-missing");
    }

    @Test
    void aPartOfAnotherCountryShouldNotMakeItsWindowCount() {
        Map<String, Object> abroad = Map.of(
                "purpose", "informational",
                "consent", Map.of("record", "crm-17", "form", "express"),
                "jurisdiction", "DE-BY");

        assertThat(GuardDesk.told(desk.check(Dials.call(1).with(abroad).dial())))
                .containsExactly("G7 invalid-compliance");
    }

    @Test
    void aMobileShouldBeCalledOnlyWhenAllOfItsCountryIsAwake() {
        NumberFacts mobile =
                new NumberFacts(NumberFacts.Form.NUMBER, "US", NumberKind.MOBILE, Set.of(GuardDesk.NEW_YORK));
        desk.numbers.put("x", Optional.of(mobile));
        Windows everywhere =
                new Windows(desk.windows, Map.of("US", Set.of(GuardDesk.NEW_YORK, ZoneId.of("Pacific/Honolulu"))));

        assertThat(everywhere.zonesOf(mobile)).hasSize(2);
        assertThat(everywhere.zonesOf(GuardDesk.american("America/New_York"))).containsExactly(GuardDesk.NEW_YORK);
    }
}
