package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people decide about dials, by the command line, on the whole server with real guards: G1 and G9. */
@Timeout(60)
class GuardsCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS = "+14155550100";

    private static SimulatedSwitchboard all;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void serve(@TempDir Path folder) throws IOException {
        Path rules = Files.writeString(
                folder.resolve("guards.yaml"),
                "countries: [US]\ncallerIds:\n  " + OURS
                        + ": {}\ndefaultPurpose: emergency\nvelocity: {perPrefix: 0, perRange: 0}\nrampUp: {callsPerSecond: [0], trunks: {ST_simulated: 2999-01-01}}\n");
        Map<String, String> settings = Map.of(
                "TELEPHONY_HOST", "127.0.0.1",
                "TELEPHONY_PORT", "0",
                "TELEPHONY_STORE", "memory",
                "TELEPHONY_DEFAULT_REGION", "US",
                "TELEPHONY_GUARDS", rules.toString());
        InstantSource clock = InstantSource.system();
        all = SimulatedSwitchboard.start(0, settings, Map.of(), config -> new Wiring(config, clock).start());
        all.registerConfiguredAgents();
    }

    @AfterAll
    static void stop() {
        all.close();
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> line = new ArrayList<>(List.of("guards"));
        line.addAll(List.of(args));
        Main.Surroundings around = new Main.Surroundings(
                Map.of("TELEPHONY_URL", all.url()),
                config -> {
                    throw new IllegalStateException("nothing is started here");
                },
                new ByteArrayInputStream(new byte[0]),
                InstantSource.system(),
                SipLink::open);
        return Main.run(line.toArray(String[]::new), around, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private void done(String... args) {
        assertThat(run(args)).as(err.toString()).isZero();
    }

    /** What the guards say of a call of the tenant, which is not placed. */
    private List<String> codes(String tenant) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(all.url() + "/telephony/calls"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"to\":\"+12125551234\",\"from\":\"" + OURS
                        + "\",\"dryRun\":true,\"tenantId\":\"" + tenant + "\"}"))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode verdict = JSON.readTree(answer.body());
        return verdict.findValuesAsText("code").stream().distinct().toList();
    }

    @Test
    void whatIsHeldUpShouldBeDialledWhileItIsReleasedAndNotAfterItWasRevoked() throws Exception {
        assertThat(codes("held")).containsExactly("destination-velocity");

        done("release", "--number", "+1212555", "--tenant", "held", "--for", "2h", "--why", "meant", "--json");
        JsonNode release = JSON.readTree(out.toString());
        assertThat(codes("held")).isEmpty();
        assertThat(codes("other")).containsExactly("destination-velocity");

        done("revoke", release.path("id").asText());
        assertThat(codes("held")).containsExactly("destination-velocity");
        done("list");
        assertThat(out.toString())
                .contains(release.path("id").asText() + "  release  no ", "tenantId=held prefix=+1212555", "meant");
    }

    @Test
    void whatIsSwitchedOffShouldBeOffAtOnceUntilItIsSwitchedOn() throws Exception {
        done("release", "--tenant", "fire", "--for", "1h", "--why", "so that nothing else is in the way");
        assertThat(codes("fire")).isEmpty();

        done("off", "--tenant", "fire", "--country", "us", "--why", "a fire", "--by", "ann");
        assertThat(out.toString()).contains("Off: tenantId=fire country=US.");
        assertThat(codes("fire")).containsExactly("dialing-disabled");
        done("list");
        assertThat(out.toString()).contains("off      yes", "ann (on this machine): a fire");
        done("on", "--tenant", "fire", "--country", "US");

        assertThat(codes("fire")).isEmpty();
        assertThat(run("on", "--tenant", "fire", "--country", "US")).isEqualTo(1);
        assertThat(err.toString()).contains("404 ruling-not-found");
    }

    @Test
    void aCallOnATrunkThatIsTooNewShouldWaitInItsQueue() throws Exception {
        done("release", "--tenant", "new", "--for", "1h", "--why", "so that nothing else is in the way");
        HttpRequest order = HttpRequest.newBuilder(URI.create(all.url() + "/telephony/calls"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "new-1")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"to\":\"+12125551234\",\"from\":\"" + OURS + "\",\"tenantId\":\"new\"}"))
                .build();

        HttpResponse<String> ordered = client.send(order, HttpResponse.BodyHandlers.ofString());

        assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(202);
        HttpRequest look = HttpRequest.newBuilder(URI.create(all.url() + "/telephony/calls/queue"))
                .build();
        JsonNode queue = JSON.readTree(
                client.send(look, HttpResponse.BodyHandlers.ofString()).body());
        assertThat(queue.findValuesAsText("waiting")).as(queue.toString()).contains("1");
    }

    @Test
    void whatMakesNoSenseShouldBeRefusedWithWhatToDo() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Missing command: off, on, release, revoke or list");
        assertThat(run("off")).isEqualTo(2);
        assertThat(err.toString()).contains("--why");
        assertThat(run("release", "--country", "US", "--for", "soon", "--why", "x"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--for: give a duration");
        assertThat(run("release", "--for", "1h", "--why", "x")).isEqualTo(1);
        assertThat(err.toString()).contains("422 ruling-invalid: Say what is released");
        assertThat(run("revoke", "../keys")).isEqualTo(2);
    }
}
