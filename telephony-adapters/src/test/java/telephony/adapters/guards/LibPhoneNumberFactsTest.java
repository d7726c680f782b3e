package telephony.adapters.guards;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.guard.NumberFacts;
import telephony.guard.NumberKind;

class LibPhoneNumberFactsTest {

    private final LibPhoneNumberFacts numbers = new LibPhoneNumberFacts();

    private NumberFacts facts(String text) {
        return numbers.facts(text).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1 (415) 555-2671",
                "0014155552671",
                "4155552671",
                "+１４１５５５５２６７１",
                "+",
                "",
                " ",
                "+1234567890123456789012345678901234567890",
                "sip:x@evil.example",
                "tel:+14155552671;ext=5",
                "+14155552671;ext=5",
                "+14155552671\r\nX: y",
                "+14155552671\n",
                "+14155552671@host",
                "+14155552671 ",
                "+04155552671",
                "+14155552671x5",
                "+1415555267",
                "+999123456789"
            })
    void onlyWholeNumbersInE164ShouldBeNumbers(String text) {
        assertThat(facts(text).form()).isEqualTo(NumberFacts.Form.INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"911", "112", "999", "000", "110", "+1911", "+44999", "+44112", "+61000", "+49110", "+49112"})
    void emergencyNumbersShouldBeKnownWithAndWithoutCountryCode(String text) {
        assertThat(facts(text).form()).isEqualTo(NumberFacts.Form.EMERGENCY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"411", "50409", "+44118"})
    void shortNumbersShouldNotBeNumbers(String text) {
        assertThat(facts(text).isNumber()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "+14155552671, US",
        "+16135550123, CA",
        "+18765551234, JM",
        "+18095551234, DO",
        "+12842291234, VG",
        "+12423456789, BS",
        "+17875551234, PR",
        "+16715551234, GU",
        "+14414123456, BM",
        "+74951234567, RU",
        "+77123456789, KZ",
        "+442079460018, GB",
        "+390612345678, IT",
        "+390669812345, VA",
    })
    void theCountryShouldBeThatOfTheNumberAndNotOfItsCode(String number, String country) {
        assertThat(facts(number).country()).isEqualTo(country);
    }

    @ParameterizedTest
    @CsvSource({
        "+19005551234, PREMIUM_RATE",
        "+979123456789, PREMIUM_RATE",
        "+449012345678, PREMIUM_RATE",
        "+491806123456, SHARED_COST",
        "+447012345678, PERSONAL",
        "+18002345678, TOLL_FREE",
        "+447911123456, MOBILE",
        "+442079460018, FIXED_LINE",
        "+14155552671, FIXED_LINE_OR_MOBILE",
    })
    void theKindShouldBeThatOfTheNumberingPlan(String number, NumberKind kind) {
        assertThat(facts(number).kind()).isEqualTo(kind);
    }

    @Test
    void satellitesShouldBeOfNoCountry() {
        for (String number : List.of("+881612345678", "+870773111632", "+882161234567")) {
            assertThat(facts(number).country()).as(number).isNull();
        }
    }

    @Test
    void everyZoneThatANumberMayBeInShouldBeTold() {
        assertThat(facts("+12125551234").zones()).containsExactly(ZoneId.of("America/New_York"));
        assertThat(facts("+917410410123").zones()).containsExactly(ZoneId.of("Asia/Calcutta"));
        assertThat(facts("+61491570156").zones()).hasSizeGreaterThan(3);
        assertThat(facts("+18002345678").zones()).hasSizeGreaterThan(5);
    }
}
