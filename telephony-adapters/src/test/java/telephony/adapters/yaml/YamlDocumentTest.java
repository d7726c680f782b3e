package telephony.adapters.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentTest {

    @TempDir
    private Path folder;

    private Map<String, Object> read(String text) throws IOException {
        return YamlDocument.read(Files.writeString(folder.resolve("a.yaml"), text));
    }

    @Test
    void valuesShouldBeReadAsWhatTheyAre() throws IOException {
        Map<String, Object> members = read(
                """
                text: '1'
                number: 7
                truth: true
                list: [a, {b: [c]}]
                object: {x: {}}
                """);

        assertThat(members)
                .containsEntry("text", "1")
                .containsEntry("truth", true)
                .containsEntry("list", List.of("a", Map.of("b", List.of("c"))))
                .containsEntry("object", Map.of("x", Map.of()));
        assertThat(((Number) members.get("number")).longValue()).isEqualTo(7);
    }

    @Test
    void aMemberWithoutValueShouldBeThereAsNull() throws IOException {
        Map<String, Object> members = read("a: ~\nb: {c: }\n");

        assertThat(members).containsEntry("a", null);
        assertThat((Map<?, ?>) members.get("b")).hasSize(1);
        assertThat(((Map<?, ?>) members.get("b")).get("c")).isNull();
    }

    @Test
    void jsonShouldBeReadAsWell() throws IOException {
        assertThat(read("{\"a\": [\"b\"]}")).isEqualTo(Map.of("a", List.of("b")));
    }

    @Test
    void anEmptyFileShouldHaveNoMembers() throws IOException {
        assertThat(read("# nothing yet\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: 1\na: 2\n", "a: &x 1\nb: *x\n", "a: !!str 1\n", "- a\n", "a: [\n"})
    void whatIsNotPlainYamlShouldBeRefused(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        YamlFileException.class, e -> assertThat(e.problems()).isNotEmpty());
    }

    @Test
    void aFileThatIsNotThereShouldBeTold() {
        assertThatThrownBy(() -> YamlDocument.read(folder.resolve("none.yaml")))
                .isInstanceOf(YamlFileException.class)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void aFileThatIsTooLargeShouldBeRefused() {
        assertThatThrownBy(() -> read("#".repeat(FileText.MAX_BYTES + 1)))
                .isInstanceOf(YamlFileException.class)
                .hasMessageContaining("make it smaller");
    }
}
