package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTextTest {

    @Test
    void anOrdinaryNameShouldBeItsOwnKey() {
        assertThat(KeyText.of("call_+15551230001_aB3:x/y")).isEqualTo("call_+15551230001_aB3:x/y");
        assertThat(KeyText.of("Grüße \uD83D\uDE00")).isEqualTo("Grüße \uD83D\uDE00");
        assertThat(KeyText.of("")).isEmpty();
    }

    @Test
    void twoNamesShouldNeverHaveOneKey() {
        String longName = "x".repeat(KeyText.MAX_CHARS + 1);
        List<String> names = List.of(
                "a\u0000",
                "a\\0000",
                "a\\",
                "a\\005c",
                "a\uD800",
                "a\\d800",
                "a\uDC00",
                longName,
                longName + "x",
                longName.substring(1),
                KeyText.of(longName));

        assertThat(names.stream().map(KeyText::of)).doesNotHaveDuplicates();
    }

    @Test
    void everyKeyShouldBeShortAndEncodable() {
        for (String name :
                List.of("\uD83D\uDE00".repeat(9_999), "x" + "\uD83D\uDE00".repeat(9_999), "\uD800".repeat(9_999))) {
            String key = KeyText.of(name);

            assertThat(key).hasSizeLessThanOrEqualTo(KeyText.MAX_CHARS);
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(key)).isTrue();
            assertThat(key).doesNotContain("\u0000");
        }
    }

    @Test
    void aKeyThatIsWholeShouldTellItsName() {
        for (String name : List.of("", "a", "a\u0000b", "a\\0000", "\\\\", "\uD800x\uDC00", "\uD83D\uDE00\n$1")) {
            assertThat(KeyText.nameOf(KeyText.of(name))).isEqualTo(name);
        }
        String longName = "\\".repeat(9_999);
        assertThat(KeyText.nameOf(KeyText.escaped(longName))).isEqualTo(longName);
    }
}
