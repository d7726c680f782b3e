package telephony.adapters.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livekit.server.AccessToken;
import io.livekit.server.SIPCall;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import telephony.simulation.CalleeBehaviour;
import telephony.testkit.Fixtures;

/** Dials are answered as the recorded ones were, which our adapter reads: HTTP status, Twirp's code and message, SIP code. */
class RecordedDialAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/twirp/livekit.SIP/CreateSIPParticipant";

    private final RunningSimulation simulation = new RunningSimulation();

    @AfterEach
    void close() {
        simulation.close();
    }

    /** A recorded dial with its answer; its text names it in reports. */
    private record Recorded(JsonNode exchange) {

        JsonNode request() {
            return exchange.get("request");
        }

        JsonNode response() {
            return parse(exchange.get("response").asText());
        }

        int status() {
            return exchange.get("status").asInt();
        }

        /** What the callee must do for it. */
        CalleeBehaviour callee() {
            JsonNode code = response().at("/meta/sip_status_code");
            if (!code.isMissingNode()) {
                return CalleeBehaviour.failing(Integer.parseInt(code.asText()));
            }
            return status() == 408 ? CalleeBehaviour.absent() : CalleeBehaviour.answering();
        }

        /**
         * Whether it is about what the simulation has: every trunk there is one of its own, it never runs out of CPU, and
         * nobody but telephony dials, which waits for the answer and names who it is.
         */
        boolean isPlayed() {
            return request().path("wait_until_answered").asBoolean()
                    && !request().path("participant_identity").asText().isEmpty()
                    && !request().path("sip_trunk_id").asText().equals("ST_nope")
                    && status() != 503;
        }

        @Override
        public String toString() {
            return request().path("participant_identity").asText() + " " + status();
        }
    }

    static Stream<Recorded> recorded() {
        return StreamSupport.stream(
                        parse(Fixtures.api("SIP.CreateSIPParticipant")).spliterator(), false)
                .map(Recorded::new)
                .filter(Recorded::isPlayed);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void theSimulationShouldAnswerADialAsWasRecorded(Recorded recorded) {
        simulation.livekit().openRoom(recorded.request().path("room_name").asText());
        simulation.livekit().dials().next(recorded.callee().after(Duration.ofMillis(300)));

        HttpResponse<String> answer = dial(recorded.request(), true);

        assertThat(answer.statusCode()).isEqualTo(recorded.status());
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains(recorded.exchange().get("contentType").asText());
        JsonNode expected = recorded.response();
        JsonNode actual = parse(answer.body());
        for (String member : List.of("code", "msg", "participant_identity", "room_name")) {
            assertThat(actual.path(member)).as(member).isEqualTo(expected.path(member));
        }
        assertThat(actual.at("/meta/sip_status_code")).isEqualTo(expected.at("/meta/sip_status_code"));
        assertThat(actual.at("/meta/sip_status")).isEqualTo(expected.at("/meta/sip_status"));
    }

    @Test
    void everyKindOfRecordedAnswerShouldBeAmongThem() {
        assertThat(recorded().map(Recorded::status))
                .containsExactlyInAnyOrder(200, 200, 400, 403, 404, 408, 408, 409, 412, 429);
    }

    @Test
    void aTokenThatMayNotCallShouldBeRefused() {
        HttpResponse<String> answer = dial(recorded().findFirst().orElseThrow().request(), false);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(parse(answer.body()).path("msg").asText()).isEqualTo("permissions denied");
        assertThat(simulation.livekit().dials().calls()).isEmpty();
    }

    private HttpResponse<String> dial(JsonNode request, boolean mayCall) {
        AccessToken token = new AccessToken(RunningSimulation.KEY, RunningSimulation.SECRET);
        token.setExpiration(Date.from(RunningSimulation.NOW.plusSeconds(60)));
        token.addSIPGrants(new SIPCall(mayCall));
        return simulation.post(
                PATH,
                request.toString(),
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + token.toJwt());
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(text, broken);
        }
    }
}
