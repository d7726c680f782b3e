package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallWatchTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:01:00Z");
    private static final int WIDTH = 80;

    private final CallWatch watch = new CallWatch();

    private static ObjectNode call(String id, int version, String status) {
        ObjectNode call = JsonNodeFactory.instance.objectNode();
        call.put("callId", id)
                .put("version", version)
                .put("direction", "inbound")
                .put("status", status)
                .put("from", "+15551231")
                .put("to", "+15559990000")
                .put("createdAt", "2026-11-21T10:00:00.000Z");
        call.putNull("endedAt").putNull("outcome").putNull("dial");
        call.putObject("dispatch").put("state", "joined");
        return call;
    }

    private static ObjectNode over(String id, int version, String endedAt) {
        ObjectNode call = call(id, version, "ended").put("endedAt", endedAt);
        call.putObject("outcome").put("result", "answered");
        return call;
    }

    private static ObjectNode page(ObjectNode... calls) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        List.of(calls).forEach(items::add);
        return page;
    }

    @Test
    void theFirstLookShouldTellWhatGoesOnAndNotWhatIsOver() {
        List<String> told = watch.changes(
                page(call("c-3", 1, "created"), over("c-2", 9, "2026-11-21T10:00:30Z"), call("c-1", 4, "created")),
                false);

        assertThat(told).hasSize(2);
        assertThat(told.get(0)).as("the oldest first").startsWith("c-1");
        assertThat(told.get(1)).startsWith("c-3");
    }

    @Test
    void aLaterLookShouldTellWhatChangedAndNothingElse() {
        watch.changes(page(call("c-1", 1, "created")), false);

        assertThat(watch.changes(page(call("c-1", 2, "created")), false))
                .as("nothing that the line shows")
                .isEmpty();
        assertThat(watch.changes(page(call("c-2", 1, "created"), call("c-1", 3, "agent_dispatched")), false))
                .hasSize(2);
        assertThat(watch.changes(page(call("c-2", 1, "created"), over("c-1", 4, "2026-11-21T10:00:30Z")), false))
                .singleElement()
                .asString()
                .startsWith("c-1")
                .endsWith("answered");
    }

    @Test
    void aProgramShouldGetEachVersionWhole() {
        watch.changes(page(call("c-1", 1, "created")), true);

        assertThat(watch.changes(page(call("c-1", 1, "created")), true)).isEmpty();
        assertThat(watch.changes(page(call("c-1", 2, "created")), true))
                .containsExactly(call("c-1", 2, "created").toString());
    }

    @Test
    void theBoardShouldShowWhatGoesOnAndForAMomentWhatIsOver() {
        List<String> board = CallWatch.board(
                page(
                        over("c-3", 1, "2026-11-21T10:00:45.000Z"),
                        over("c-2", 1, "2026-11-21T10:00:30.000Z"),
                        call("c-1", 1, "agent_dispatched")),
                NOW,
                WIDTH,
                "");

        assertThat(board)
                .containsExactly(
                        "1 of the newest 3 calls go on",
                        "    for            from              to",
                        "   60 s  inbound   +15551231         +15559990000      agent_dispatched, joined",
                        "   45 s  inbound   +15551231         +15559990000      answered");
    }

    @Test
    void theBoardShouldFitItsTerminal() {
        ObjectNode[] many = new ObjectNode[30];
        for (int i = 0; i < many.length; i++) {
            many[i] = call("c-" + i, 1, "created").put("from", "\u001b[2Jevil".repeat(20));
        }

        List<String> board = CallWatch.board(page(many), NOW, WIDTH, "no answer from a server ".repeat(10));

        assertThat(board).hasSize(CallWatch.MOST_ROWS + 3).last().isEqualTo("and 12 more");
        assertThat(board).allMatch(line -> line.length() <= WIDTH).noneMatch(line -> line.contains("\u001b"));
        assertThat(board.get(0)).contains("no answer").endsWith("…");
    }
}
