package telephony.adapters.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.simulation.NewDispatch;

/** The addresses by which a simulation is played with. */
class ControlRoutesTest {

    private static final String[] JSON = {"Content-Type", "application/json"};

    private final RunningSimulation simulation = new RunningSimulation();

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void aCallShouldBePlacedWithWhatItsBodySays() {
        HttpResponse<String> placed = simulation.post(
                "/simulation/calls",
                "{\"from\":\"+15551230007\",\"room\":\"lobby\",\"hangUpAfter\":\"2s\",\"ruleAgents\":\"front-desk\"}",
                JSON);

        assertThat(placed.statusCode()).isEqualTo(201);
        assertThat(placed.body())
                .contains("\"room\":\"lobby\"", "\"identity\":\"sip_+15551230007\"", "\"status\":\"ringing\"");
    }

    @Test
    void aWorkerShouldBeRegisteredAndLiveKitRestarted() {
        assertThat(simulation
                        .post("/simulation/workers", "{\"name\":\"late\",\"behaviour\":\"slow=8s\"}", JSON)
                        .statusCode())
                .isEqualTo(200);
        assertThat(simulation
                        .post("/simulation/restart", "{\"downFor\":\"9m\"}", JSON)
                        .statusCode())
                .isEqualTo(200);
        assertThat(simulation.livekit().api().isReachable()).isFalse();
        assertThat(simulation.post("/simulation/calls", "{}", JSON).statusCode())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'form':'+1'} | a call has no 'form'",
                "{'agent':'sleepy'} | an agent's behaviour is normal, never, mute",
                "{'drop':'room_opened'} | 'room_opened' is no event",
                "{'hangUpAfter':'soon'} | 'hangUpAfter' is a time such as 500ms",
                "{'room':'a','prefix':'b'} | give one of them",
                "{'from':'a b'} | 'from' is not of the form",
                "[] | a call is a JSON object",
                "{ | the body is not JSON"
            })
    void aCallThatCannotBePlacedShouldBeRefusedWithWhatToChange(String body, String message) {
        HttpResponse<String> answer = simulation.post("/simulation/calls", body.replace('\'', '"'), JSON);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(message);
        assertThat(simulation.livekit().deliveries()).isEmpty();
    }

    @Test
    void aPageInABrowserShouldNotPlaceCalls() {
        assertThat(simulation
                        .post("/simulation/calls", "{}", "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(403);
        assertThat(simulation
                        .post(
                                "/simulation/calls",
                                "{}",
                                "Content-Type",
                                "application/json",
                                "Origin",
                                "https://elsewhere.example")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatIsNotThereShouldBeNotFound() {
        assertThat(simulation.get("/simulation/calls/SCL_unknown").statusCode()).isEqualTo(404);
        assertThat(simulation.get("/simulation/calls").statusCode()).isEqualTo(404);
        assertThat(simulation.post("/simulation/nothing", "{}", JSON).statusCode())
                .isEqualTo(404);
        assertThat(simulation
                        .post("/twirp/livekit.Egress/ListEgress", "{}", JSON)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void anAgentSentBySomebodyElseShouldShowItsMetadataAsItWas() {
        simulation.livekit().api().create(new NewDispatch("room", "front-desk", "no json {", null, null));

        assertThat(Wire.dispatch(simulation
                                .livekit()
                                .api()
                                .list("room")
                                .toCompletableFuture()
                                .join()
                                .value()
                                .get(1))
                        .getMetadata())
                .isEqualTo("no json {");
    }

    @Test
    void settingsShouldNameWhatIsWrongAndHideTheSecret() {
        String secret = RunningSimulation.SECRET;

        assertThatThrownBy(() -> new SimulatedServerSettings(0, "key", "short", null))
                .hasMessageContaining("at least 32");
        assertThatThrownBy(() -> new SimulatedServerSettings(70_000, "key", secret, null))
                .hasMessageContaining("70000");
        assertThatThrownBy(() -> new SimulatedServerSettings(0, " ", secret, null))
                .hasMessageContaining("empty");
        assertThat(new SimulatedServerSettings(0, "key", secret, null).toString())
                .doesNotContain(secret);
        assertThat(CallOptions.duration("x", "2m")).isEqualTo(Duration.ofMinutes(2));
    }
}
