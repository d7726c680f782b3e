package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.access.Scope;

class GuardRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OFF = "/telephony/guards/off";
    private static final String ON = "/telephony/guards/on";
    private static final String RELEASES = "/telephony/guards/releases";

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonNode json(HttpResponse<String> response, int status) throws JsonProcessingException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private String later(Duration time) {
        return Json.time(server.clock.instant().plus(time));
    }

    private HttpResponse<String> revoke(String id) {
        return server.send(server.request(RELEASES + "/" + id + "/revoke").POST(HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void whatIsSwitchedOffShouldBeListedWithWhoAndWhyUntilItIsOnAgain() throws Exception {
        JsonNode off = json(server.post(OFF, "{\"country\":\"FR\",\"by\":\"ann\",\"why\":\"a fire\"}"), 200);

        assertThat(off.path("inForce").asBoolean()).isTrue();
        assertThat(off.path("country").asText()).isEqualTo("FR");
        assertThat(off.path("by").asText()).isEqualTo("ann (on this machine)");
        assertThat(json(server.get(OFF), 200).at("/items/0")).isEqualTo(off);
        JsonNode on = json(server.post(ON, "{\"country\":\"FR\",\"by\":\"bob\"}"), 200);
        assertThat(on.at("/items/0/id")).isEqualTo(off.path("id"));
        JsonNode listed = json(server.get(OFF), 200).at("/items/0");
        assertThat(listed.path("inForce").asBoolean()).isFalse();
        assertThat(listed.path("liftedBy").asText()).isEqualTo("bob (on this machine)");
        assertThat(listed.path("why").asText()).isEqualTo("a fire");
        assertThat(json(server.post(ON, "{\"country\":\"FR\"}"), 404)
                        .path("code")
                        .asText())
                .isEqualTo("ruling-not-found");
    }

    @Test
    void theKeyThatDecidedShouldStandThereWhateverWasSaid() throws Exception {
        String[] admin = server.key(null, Scope.ADMIN);
        String id = server.keys.list().get(0).id();

        JsonNode named = json(server.post(OFF, "{\"by\":\"ann\",\"why\":\"a fire\"}", admin), 200);
        JsonNode unnamed = json(server.post(OFF, "{\"tenantId\":\"acme\",\"why\":\"a fire\"}", admin), 200);

        assertThat(named.path("by").asText()).isEqualTo("ann (key " + id + ")");
        assertThat(unnamed.path("by").asText()).isEqualTo("key " + id);
    }

    @Test
    void aReleaseShouldBeListedAndRevoked() throws Exception {
        JsonNode release = json(
                server.post(
                        RELEASES,
                        "{\"prefix\":\"+1212555\",\"tenantId\":\"acme\",\"why\":\"meant\",\"until\":\""
                                + later(Duration.ofHours(2)) + "\"}"),
                201);

        assertThat(release.path("kind").asText()).isEqualTo("release");
        assertThat(json(server.get(RELEASES), 200).at("/items/0")).isEqualTo(release);
        assertThat(json(server.get(OFF), 200).path("items")).isEmpty();
        JsonNode revoked = json(revoke(release.path("id").asText()), 200);
        assertThat(revoked.path("inForce").asBoolean()).isFalse();
        assertThat(json(server.get(RELEASES), 200).at("/items/0")).isEqualTo(revoked);
        assertThat(json(revoke("none"), 404).path("code").asText()).isEqualTo("ruling-not-found");
    }

    @Test
    void aReleaseShouldEndByItself() throws Exception {
        json(
                server.post(
                        RELEASES,
                        "{\"country\":\"US\",\"why\":\"meant\",\"until\":\"" + later(Duration.ofSeconds(1)) + "\"}"),
                201);

        server.clock.advance(Duration.ofSeconds(1));

        assertThat(json(server.get(RELEASES), 200).at("/items/0/inForce").asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/off | {} | body-invalid",
                "/off | {'why':'x','tenant':'acme'} | body-invalid",
                "/off | {'why':'x','prefix':'+1'} | body-invalid",
                "/off | {'why':'x','country':'France'} | ruling-invalid",
                "/on | {'why':'x'} | body-invalid",
                "/releases | {'why':'x','country':'US'} | body-invalid",
                "/releases | {'why':'x','until':'2030-01-01T00:00:00Z','country':'US'} | ruling-invalid",
                "/releases | {'why':'x','until':'2020-01-01T00:00:00Z','country':'US'} | ruling-invalid",
                "/releases | {'why':'x','until':'2026-11-21T11:00:00Z'} | ruling-invalid",
                "/releases | {'why':'x','until':'2026-11-21T11:00:00Z','prefix':'212'} | ruling-invalid"
            })
    void whatCannotBeShouldBeRefusedAndChangeNothing(String path, String body, String code) throws Exception {
        JsonNode refused = json(server.post("/telephony/guards" + path, body.replace('\'', '"')), 422);

        assertThat(refused.path("code").asText()).as(refused.toString()).isEqualTo(code);
        assertThat(json(server.get(OFF), 200).path("items")).isEmpty();
        assertThat(json(server.get(RELEASES), 200).path("items")).isEmpty();
    }
}
