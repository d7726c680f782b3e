package telephony.adapters.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "+15559990000, +15559990000",
        "+1 (555) 999-0000, +15559990000",
        "+49 30 123456, +4930123456",
        "+44 20 7946 0018, +442079460018"
    })
    void numbersShouldReadInternationalOnesWithoutARegion(String raw, String e164) {
        assertThat(new PhoneNumbers(null).apply(raw).e164()).isEqualTo(e164);
        assertThat(new PhoneNumbers(null).apply(raw).raw()).isEqualTo(raw);
    }

    @ParameterizedTest
    @CsvSource({
        "DE, 030 123456, +4930123456",
        "US, 5559990000, +15559990000",
        "US, 15559990000, +15559990000",
        "DE, +15559990000, +15559990000",
        "DE, 0015559990000, +15559990000"
    })
    void numbersShouldReadNationalOnesInTheirRegion(String region, String raw, String e164) {
        assertThat(new PhoneNumbers(region).apply(raw).e164()).isEqualTo(e164);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "anonymous",
                "Restricted",
                "sip:bob@example.org",
                "101",
                "+15551231",
                "+999123456789",
                "+1555999000012345",
                "1-800-FLOWERS",
                "+15559990000;ext=5",
                "+15559990000\u0000",
                "\ud800",
                "+\u0661\u0665\u0665\u0665\u0669\u0669\u0669\u0660\u0660\u0660\u0660",
                "5559990000"
            })
    void numbersShouldKeepWhatIsNoneAsItCame(String raw) {
        assertThat(new PhoneNumbers(null).apply(raw).e164()).isNull();
        assertThat(new PhoneNumbers(null).apply(raw).raw()).isEqualTo(raw);
    }

    @Test
    void numbersShouldNotCompleteALocalNumberWithoutAreaCode() {
        assertThat(new PhoneNumbers("US").apply("5551231").e164()).isNull();
    }

    @Test
    void numbersShouldBoundWhatTheyRead() {
        String tooLong = "+" + "1".repeat(1_000_000);
        assertThat(new PhoneNumbers("US").apply(tooLong).e164()).isNull();
        assertThat(new PhoneNumbers("US").apply(tooLong).raw()).hasSize(PhoneNumbers.MAX_RAW_CHARS);
        assertThat(new PhoneNumbers(null)
                        .apply("x".repeat(255) + "\ud83d\ude00")
                        .raw())
                .hasSize(255);
    }

    @Test
    void numbersShouldRefuseARegionThatThereIsNot() {
        for (String region : new String[] {"de", "Germany", "", "XX"}) {
            assertThatThrownBy(() -> new PhoneNumbers(region)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
