package telephony.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled and run. */
class ReadmeTest {

    private static final String END = "```\n";

    @Test
    void theEmbeddingExampleShouldBeTheFileThatIsRun() throws IOException {
        String example = printed("telephony-adapters", "telephony/adapters/EmbeddingExample.java");

        assertThat(example.lines()).as("a program of under 40 lines").hasSizeLessThan(40);
    }

    @Test
    void theTestOfARoutingShouldBeTheFileThatIsRun() throws IOException {
        String example = printed("telephony-core", "telephony/simulation/SalesNumberTest.java");

        assertThat(example.lines()).as("a test of under 40 lines").hasSizeLessThan(40);
    }

    /** The file's text, once it was found in the README as it is. */
    private static String printed(String module, String file) throws IOException {
        Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
        Path source = root.resolve(module).resolve("src/test/java").resolve(file);
        String example = Files.readString(source);
        String readme = Files.readString(root.resolve("README.md"));
        String begin = "<!-- " + source.getFileName() + " -->\n```java\n";

        assertThat(readme).containsOnlyOnce(begin);
        int from = readme.indexOf(begin) + begin.length();
        assertThat(readme.substring(from, readme.indexOf(END, from))).isEqualTo(example);
        return example;
    }
}
