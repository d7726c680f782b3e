package telephony.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled and run. */
class ReadmeTest {

    private static final String BEGIN = "<!-- EmbeddingExample.java -->\n```java\n";
    private static final String END = "```\n";

    @Test
    void theEmbeddingExampleShouldBeTheFileThatIsRun() throws IOException {
        Path module = Path.of(System.getProperty("basedir", ""));
        String example = Files.readString(module.resolve("src/test/java/telephony/adapters/EmbeddingExample.java"));
        String readme = Files.readString(module.toAbsolutePath().resolveSibling("README.md"));

        assertThat(readme).containsOnlyOnce(BEGIN);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        assertThat(readme.substring(begin, readme.indexOf(END, begin))).isEqualTo(example);
        assertThat(example.lines()).as("a program of under 40 lines").hasSizeLessThan(40);
    }
}
