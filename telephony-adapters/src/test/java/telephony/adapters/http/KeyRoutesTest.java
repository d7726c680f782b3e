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

/** Keys made, listed, revoked and replaced over HTTP; S25, S28 and S29. */
class KeyRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEYS = "/telephony/keys";
    private static final String READER = "{\"name\":\"r\",\"scopes\":[\"calls:read\"]}";

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonNode json(HttpResponse<String> response, int status) throws JsonProcessingException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private int list(JsonNode issued) {
        return server.get(
                        "/telephony/calls",
                        "Authorization",
                        "Bearer " + issued.path("key").asText())
                .statusCode();
    }

    @Test
    void theFirstKeyShouldBeMadeFromThisMachineAndBeAnAdmins() throws Exception {
        JsonNode refused = json(server.post(KEYS, READER), 422);
        assertThat(refused.at("/errors/0/code").asText()).isEqualTo("first-key");

        JsonNode first = json(server.post(KEYS, "{\"name\":\"me\",\"scopes\":[\"admin\"]}"), 201);
        server.clock.advance(Duration.ofSeconds(1));

        assertThat(server.post(KEYS, READER).statusCode()).isEqualTo(401);
        JsonNode second = json(
                server.post(
                        KEYS,
                        READER,
                        "Authorization",
                        "Bearer " + first.path("key").asText()),
                201);
        server.clock.advance(Duration.ofSeconds(1));
        assertThat(list(second)).isEqualTo(200);
    }

    @Test
    void s25AKeyShouldBeShownOnceAndItsHashNever() throws Exception {
        String[] admin = server.key(null, Scope.ADMIN);
        JsonNode made = json(
                server.post(
                        KEYS,
                        "{\"name\":\"dash\",\"scopes\":[\"calls:write\",\"calls:read\"],\"tenantId\":\"acme\","
                                + "\"expiresAt\":\"2027-01-01T00:00:00Z\"}",
                        admin),
                201);

        assertThat(made.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "name",
                        "scopes",
                        "tenantId",
                        "state",
                        "createdAt",
                        "expiresAt",
                        "revokedAt",
                        "replacedBy",
                        "key");
        assertThat(made.path("scopes")).hasToString("[\"calls:read\",\"calls:write\"]");
        String text = made.path("key").asText();
        assertThat(text).startsWith("tk_" + made.path("id").asText() + "_");
        String secret = text.substring(text.length() - 64);
        HttpResponse<String> listed = server.get(KEYS, admin);
        assertThat(json(listed, 200).path("items")).hasSize(2);
        assertThat(listed.body())
                .contains("\"tenantId\":\"acme\"", "2027-01-01T00:00:00.000Z", "\"state\":\"active\"")
                .doesNotContain(
                        secret,
                        server.apiKeys.all().get(0).hash(),
                        server.apiKeys.all().get(1).hash(),
                        "hash");
    }

    @Test
    void aRevokedKeyShouldStayInTheListAsRevoked() throws Exception {
        String[] admin = server.key(null, Scope.ADMIN);
        JsonNode made = json(server.post(KEYS, READER, admin), 201);
        String path = KEYS + "/" + made.path("id").asText() + "/revoke";
        var revoke = server.request(path, admin).POST(HttpRequest.BodyPublishers.noBody());

        assertThat(json(server.send(revoke), 200).path("state").asText()).isEqualTo("revoked");
        server.clock.advance(Duration.ofSeconds(1));

        assertThat(list(made)).isEqualTo(401);
        assertThat(server.get(KEYS, admin).body()).contains("\"state\":\"revoked\"");
    }

    @Test
    void aReplacedKeyShouldGoOnUntilThen() throws Exception {
        String[] admin = server.key(null, Scope.ADMIN);
        JsonNode old = json(server.post(KEYS, READER, admin), 201);
        String path = KEYS + "/" + old.path("id").asText() + "/rotate";
        String until = server.clock.instant().plus(Duration.ofHours(1)).toString();

        JsonNode next = json(server.post(path, "{\"oldUntil\":\"" + until + "\"}", admin), 201);
        server.clock.advance(Duration.ofMinutes(59));

        assertThat(list(old)).isEqualTo(200);
        assertThat(list(next)).isEqualTo(200);
        server.clock.advance(Duration.ofMinutes(1));
        assertThat(list(old)).isEqualTo(401);
        assertThat(list(next)).isEqualTo(200);
        assertThat(json(server.post(path, "{}", admin), 409).path("code").asText())
                .isEqualTo("key-over");
    }

    @Test
    void aReplacedKeyShouldGoOnForADayWhenNothingIsSaid() throws Exception {
        String[] admin = server.key(null, Scope.ADMIN);
        JsonNode old = json(server.post(KEYS, READER, admin), 201);
        json(server.post(KEYS + "/" + old.path("id").asText() + "/rotate", "{}", admin), 201);

        server.clock.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(list(old)).isEqualTo(200);
        server.clock.advance(Duration.ofMillis(1));
        assertThat(list(old)).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"x\",\"scopes\":[\"calls:read\"],\"state\":\"active\"} | unknown-property",
                "{\"name\":\"x\",\"scopes\":[\"calls:read\"],\"hash\":\"00\"} | unknown-property",
                "{\"name\":\"x\",\"scopes\":[\"calls:all\"]} | unknown-scope",
                "{\"name\":\"x\",\"scopes\":\"admin\"} | type",
                "{\"name\":\"x\",\"scopes\":[1]} | type",
                "{\"scopes\":[\"calls:read\"]} | missing",
                "{\"name\":\"x\",\"scopes\":[\"calls:read\"],\"expiresAt\":\"soon\"} | format",
            })
    void s28WhatABodyMustNotSayShouldBeRefused(String body, String code) throws Exception {
        String[] admin = server.key(null, Scope.ADMIN);

        JsonNode refused = json(server.post(KEYS, body, admin), 422);

        assertThat(refused.at("/errors/0/code").asText()).isEqualTo(code);
        assertThat(server.apiKeys.all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"x\",\"scopes\":[]}",
                "{\"name\":\"x\",\"scopes\":[\"admin\"],\"tenantId\":\"acme\"}",
                "{\"name\":\"a\\u001bb\",\"scopes\":[\"admin\"]}",
                "{\"name\":\"x\",\"scopes\":[\"admin\"],\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
            })
    void whatMakesNoKeyShouldBeRefused(String body) throws Exception {
        String[] admin = server.key(null, Scope.ADMIN);

        assertThat(json(server.post(KEYS, body, admin), 422).path("code").asText())
                .isEqualTo("key-invalid");
        assertThat(server.apiKeys.all()).hasSize(1);
    }

    @Test
    void s29WhatIsTooMuchShouldBeRefused() throws Exception {
        String[] admin = server.key(null, Scope.ADMIN);
        String deep = "[".repeat(1000) + "]".repeat(1000);
        String manyScopes = "\"calls:read\",".repeat(200) + "\"calls:read\"";

        json(server.post(KEYS, "{\"name\":\"" + "x".repeat(5_000) + "\"}", admin), 413);
        json(server.post(KEYS, "{\"name\":" + deep + "}", admin), 400);
        json(server.post(KEYS, "{\"name\":\"x\",\"scopes\":[" + manyScopes + "]}", admin), 422);
        json(server.get("/telephony/calls?limit=1000000", admin), 400);
        json(server.get("/telephony/calls?limit=-1", admin), 400);
        json(server.get("/telephony/calls?limit=201", admin), 400);
        json(server.get("/telephony/calls?tenantId=" + "x".repeat(2000), admin), 400);
        assertThat(server.apiKeys.all()).hasSize(1);
    }

    @Test
    void whatIsNotThereShouldBeSaidSo() throws Exception {
        String[] admin = server.key(null, Scope.ADMIN);
        var revoke = server.request(KEYS + "/nobody/revoke", admin).POST(HttpRequest.BodyPublishers.noBody());

        assertThat(json(server.send(revoke), 404).path("code").asText()).isEqualTo("key-not-found");
        assertThat(json(server.post(KEYS + "/nobody/rotate", "{}", admin), 404)
                        .path("code")
                        .asText())
                .isEqualTo("key-not-found");
    }

    @Test
    void aChangeThatMeetsOthersAgainAndAgainShouldBeSaidSo() throws Exception {
        String[] admin = server.key(null, Scope.ADMIN);
        server.apiKeys.meetConflicts(100);

        assertThat(json(server.post(KEYS, READER, admin), 409).path("code").asText())
                .isEqualTo("key-busy");
    }
}
