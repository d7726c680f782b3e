package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells of files that people open in spreadsheets. */
class CsvLineTest {

    private static String line(Object... cells) {
        return new String(CsvLine.of(Arrays.asList(cells)), StandardCharsets.UTF_8);
    }

    @Test
    void cellsShouldStandAsTheyAreWhereNothingIsSpecial() {
        assertThat(line("a", null, 7L, "")).isEqualTo("a,,7,\r\n");
        assertThat(new String(CsvLine.of(Collections.singletonList(-5L)), StandardCharsets.UTF_8))
                .isEqualTo("-5\r\n");
    }

    @Test
    void cellsShouldBeQuotedAsRfc4180Says() {
        assertThat(line("a,b", "say \"x\"", "two\nlines")).isEqualTo("\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1+cmd|' /C calc'!A0",
                "-2+3",
                "@SUM(A1)",
                "+49 (0) 170",
                "++1",
                "+",
                "+12345678901234567"
            })
    void whatASpreadsheetWouldCalculateShouldBecomeText(String cell) {
        assertThat(line(cell)).isEqualTo("'" + cell + "\r\n");
    }

    @Test
    void aFormulaBehindASpaceOfControlShouldBecomeText() {
        assertThat(line("\t=1")).isEqualTo("\"'\t=1\"\r\n");
    }

    @Test
    void aNumberInE164ShouldStayOne() {
        assertThat(line("+15551230001")).isEqualTo("+15551230001\r\n");
    }
}
