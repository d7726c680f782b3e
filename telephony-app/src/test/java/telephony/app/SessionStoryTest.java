package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import telephony.simulation.SimulatedCall;
import telephony.simulation.TransferBehaviour;

/** A service that steered calls by its carrier's call control moves over to LiveKit: its sessions, new ones and old ones. */
@Timeout(120)
class SessionStoryTest {

    private static final String MOVED = "+15559990000";
    private static final String NOT_YET_MOVED = "+15559990001";

    private final StoryServer server = new StoryServer(Map.of(), "phone-agent");

    @AfterEach
    void stop() {
        server.close();
    }

    /** Somebody calls this number and hears an agent; the path of the call's record. */
    private String talking(SimulatedCall caller) throws Exception {
        while (caller.heardAt().isEmpty()) {
            Thread.onSpinWait();
        }
        String calls = "/telephony/calls";
        JsonNode listed = server.getOnce(
                calls + "?roomName=" + URLEncoder.encode(caller.roomName(), StandardCharsets.UTF_8),
                page -> page.at("/items/0/answeredAt").isTextual());
        return calls + "/" + listed.at("/items/0/callId").asText();
    }

    @Test
    void aSessionShouldBeKnownByTheNamesOfLiveKitFromItsFirstRingToItsEnd() throws Exception {
        SimulatedCall caller = server.livekit().call("+14155550123", MOVED);
        String path = talking(caller);
        String id = path.substring(path.lastIndexOf('/') + 1);

        JsonNode session = server.get(path);
        assertThat(session.path("direction").asText()).isEqualTo("inbound");
        assertThat(session.path("from").asText()).isEqualTo("+14155550123");
        assertThat(session.path("to").asText()).isEqualTo(MOVED);
        assertThat(session.path("roomName").asText()).isEqualTo(caller.roomName());
        assertThat(session.at("/legs/0/identity").asText()).isEqualTo(caller.identity());
        assertThat(session.at("/legs/0/sipCallId").asText()).isEqualTo(caller.sipCallId());
        JsonNode status = server.getOnce(
                path + "/status", now -> now.at("/legs/0/callStatus").asText().equals("active"));
        assertThat(status.at("/legs/0/present").asBoolean()).isTrue();
        assertThat(status.path("agents")).hasSize(1);

        server.livekit().transfers().next(TransferBehaviour.failing(486));
        assertThat(server.run("transfer", id, "--to", "+12125551234", "--mode", "cold", "--wait"))
                .isEqualTo(4);
        assertThat(server.get(path).at("/transfers/0/result").asText()).isEqualTo("busy");
        assertThat(caller.isOver())
                .as("a transfer that fails changes nothing else")
                .isFalse();

        assertThat(server.run("end", id)).as(server.printed()).isZero();
        JsonNode ended = server.getOnce(path, record -> record.path("outcome").isObject());
        assertThat(caller.isOver()).isTrue();
        assertThat(ended.path("status").asText()).isEqualTo("ended");
        assertThat(ended.at("/outcome/result").asText()).isEqualTo("answered");
        assertThat(ended.at("/outcome/endedBy").asText()).isEqualTo("us");

        assertThat(server.run("end", id)).as("what is over stays as it ended").isZero();
        JsonNode after = server.get(path);
        assertThat(after.path("endedAt")).isEqualTo(ended.path("endedAt"));
        assertThat(after.path("outcome")).isEqualTo(ended.path("outcome"));
        assertThat(server.get(path + "/status").path("legs"))
                .noneMatch(leg -> leg.path("present").asBoolean());
    }

    @Test
    void aTransferShouldEndTheSessionHereBecauseLiveKitHandsTheCallOver() throws Exception {
        SimulatedCall caller = server.livekit().call("+14155550123", MOVED);
        String path = talking(caller);
        server.livekit().transfers().next(TransferBehaviour.working().after(Duration.ofMillis(200)));

        assertThat(server.run(
                        "transfer",
                        path.substring(path.lastIndexOf('/') + 1),
                        "--to",
                        "+12125551234",
                        "--mode",
                        "cold",
                        "--wait"))
                .as(server.printed())
                .isZero();

        JsonNode over = server.getOnce(path, record -> record.path("outcome").isObject());
        assertThat(over.at("/outcome/transferred").asBoolean()).isTrue();
        assertThat(caller.isOver()).isTrue();
    }

    private static String oldSession(String id, String to, String more) {
        return ("{\"call_control_id\": \"%s\", \"direction\": \"incoming\", \"from_number\": \"+14155552671\","
                        + " \"to_number\": \"%s\", \"created_at\": \"2026-03-01T10:00:00Z\","
                        + " \"answered_at\": \"2026-03-01T10:00:02Z\", \"ended_at\": \"2026-03-01T10:01:02Z\"%s}\n")
                .formatted(id, to, more);
    }

    @Test
    void oldSessionsShouldStandBesideNewOnesWhileNumbersMoveOverOneByOne(@TempDir Path folder) throws Exception {
        Path table = Files.writeString(
                folder.resolve("call_sessions.ndjson"),
                oldSession("v3:1", MOVED, ", \"room_name\": null")
                        + oldSession("v3:2", NOT_YET_MOVED, "")
                        + oldSession("v3:3", MOVED, ", \"room_name\": \"call-1\""));
        SimulatedCall caller = server.livekit().call("+14155550123", MOVED);
        String fresh = talking(caller);
        caller.hangUp();
        server.getOnce(fresh, record -> record.path("outcome").isObject());

        // The first number moves: its old sessions come along, and what was LiveKit's already is told apart.
        assertThat(server.run("calls", "import-sessions", table.toString(), "--number", MOVED))
                .isEqualTo(1);
        assertThat(server.printed())
                .contains("line 3  422", "1 imported, 0 known before, 1 of other numbers, 1 refused");

        JsonNode beside = server.get("/telephony/calls").path("items");
        assertThat(beside)
                .extracting(call -> call.at("/legs/0/sipCallId").asText())
                .containsExactly(caller.sipCallId(), "v3:1");
        assertThat(beside).extracting(call -> call.path("roomName").isTextual()).containsExactly(true, false);
        assertThat(beside)
                .extracting(call -> call.at("/outcome/result").asText())
                .containsExactly("answered", "answered");
        assertThat(server.run("show", beside.path(1).path("callId").asText()))
                .as(server.printed())
                .isZero();
        assertThat(server.printed()).contains("v3:1");

        // The second one follows; whoever came with the first is not there twice.
        assertThat(server.run("calls", "import-sessions", table.toString())).isEqualTo(1);
        assertThat(server.printed()).contains("1 imported, 1 known before, 0 of other numbers, 1 refused");
        assertThat(server.get("/telephony/calls").path("items")).hasSize(3);
        assertThat(server.run("stats", "--by", "number", "--from", "2026-03-01", "--to", "2026-03-02"))
                .as(server.printed())
                .isZero();
        assertThat(server.printed()).containsPattern("\\+15559990000 +1 ").containsPattern("\\+15559990001 +1 ");

        // An old session is a record: there is nothing of it to be steered, and asking changes nothing.
        String old = "/telephony/calls/" + beside.path(1).path("callId").asText();
        assertThat(server.run("end", beside.path(1).path("callId").asText())).isZero();
        assertThat(server.get(old).path("outcome")).isEqualTo(beside.path(1).path("outcome"));
    }
}
