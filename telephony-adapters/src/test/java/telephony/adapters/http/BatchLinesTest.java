package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchLinesTest {

    private static List<String> cut(String body, int max) throws IOException {
        BatchLines lines = new BatchLines(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), max, 10_000);
        List<String> found = new ArrayList<>();
        Optional<BatchLines.Line> line = lines.next();
        while (line.isPresent()) {
            String text = new String(line.get().bytes(), StandardCharsets.UTF_8).strip();
            found.add(line.get().number() + (line.get().tooLong() ? "!" : ":") + text);
            line = lines.next();
        }
        return found;
    }

    @Test
    void linesShouldBeCutAtTheirEndsAndBlankOnesShouldCountButNotBeFound() throws IOException {
        assertThat(cut("{\"a\":1}\r\n\n  \n{\"b\":2}\n", 100)).containsExactly("1:{\"a\":1}", "4:{\"b\":2}");
        assertThat(cut("\n\nx", 100)).containsExactly("3:x");
        assertThat(cut("", 100)).isEmpty();
        assertThat(cut(" \n ", 100)).isEmpty();
    }

    @Test
    void itemsOfAnArrayShouldBeCutWhateverStandsInThem() throws IOException {
        String body = "\n [ {\"a\":\"],}\\\"\"} ,{\"b\":[{},[1,2]]},3, \"x,\" ] trailing";

        assertThat(cut(body, 100)).containsExactly("1:{\"a\":\"],}\\\"\"}", "2:{\"b\":[{},[1,2]]}", "3:3", "4:\"x,\"");
        assertThat(cut("[]", 100)).isEmpty();
        assertThat(cut("[{\"a\":1", 100)).containsExactly("1:{\"a\":1");
    }

    @Test
    void whatIsTooLongShouldBeToldAndNotKeepTheNextFromBeingFound() throws IOException {
        assertThat(cut("0123456789\n01234567890\nx\n", 10)).containsExactly("1:0123456789", "2!", "3:x");
        assertThat(cut("[\"01234567890\",1]", 10)).containsExactly("1!", "2:1");
    }

    @Test
    void aBodyThatNeverEndsShouldBeGivenUp() {
        assertThatThrownBy(() -> cut(" ".repeat(5) + "x".repeat(20_000), 10))
                .isInstanceOf(BatchLines.TooLargeException.class);
    }
}
