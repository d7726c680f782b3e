package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.access.IssuedKey;
import telephony.access.KeyGrant;
import telephony.access.KeyRing;
import telephony.access.Scope;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.store.Commit;
import telephony.testkit.Calls;

/** Requests with API keys, good and bad, and what the keys of tenants show; S24 to S26, S51, S57. */
class ApiKeyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KeyGrant READER = new KeyGrant("reader", Set.of(Scope.CALLS_READ), null);

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private int list(String authorization) {
        return server.get("/telephony/calls", "Authorization", authorization).statusCode();
    }

    private void others() {
        server.clock.advance(KeyRing.SEEN_FOR);
    }

    private TelephonyCall stored(String tenantId, String room) {
        TelephonyCall row = Calls.ofTenant(tenantId, Calls.inbound("RM_" + room, "SCL_" + room));
        TimelineEntry line = new TimelineEntry(
                row.callId(), Calls.START, TimelineEntry.Kind.EVENT, "joined", Map.of("tenant", tenantId));
        server.store.commit(Commit.ofRow(row, List.of(line)));
        return row;
    }

    private static JsonNode json(HttpResponse<String> response) throws JsonProcessingException {
        return JSON.readTree(response.body());
    }

    @Test
    void aGoodKeyShouldBeTakenFromAnywhereAndInAnyCaseOfTheScheme() {
        IssuedKey key = server.keys.create(READER, null);
        others();

        assertThat(list("Bearer " + key.text())).isEqualTo(200);
        assertThat(list("bearer " + key.text())).isEqualTo(200);
        assertThat(server.get(
                                "/telephony/calls",
                                "Authorization",
                                "Bearer " + key.text(),
                                "X-Forwarded-For",
                                "203.0.113.9")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void s24AnExpiredKeyShouldBeRefusedFromTheInstantOfItsEndOn() {
        IssuedKey key = server.keys.create(READER, server.clock.instant().plusSeconds(60));
        others();
        assertThat(list("Bearer " + key.text())).isEqualTo(200);

        server.clock.advance(Duration.ofSeconds(60).minus(KeyRing.SEEN_FOR));

        assertThat(list("Bearer " + key.text())).isEqualTo(401);
    }

    @Test
    void s24ARevokedKeyShouldBeRefusedWithinASecond() {
        IssuedKey key = server.keys.create(READER, null);
        others();
        assertThat(list("Bearer " + key.text())).isEqualTo(200);
        server.keys.revoke(key.key().id());

        server.clock.advance(Duration.ofMillis(999));

        assertThat(list("Bearer " + key.text())).isEqualTo(401);
    }

    @Test
    void s24EveryReasonShouldHaveTheSameAnswer() throws Exception {
        IssuedKey revoked = server.keys.create(READER, null);
        server.keys.revoke(revoked.key().id());
        IssuedKey expired = server.keys.create(READER, server.clock.instant().plusMillis(1));
        IssuedKey good = server.keys.create(READER, null);
        others();
        String unknown = "tk_000000000000_" + "0".repeat(64);
        String wrongSecret = good.text().substring(0, 16) + "0".repeat(64);

        List<String> bodies = new ArrayList<>();
        bodies.add(server.get("/telephony/calls").body());
        for (String bad : List.of(revoked.text(), expired.text(), unknown, wrongSecret, "x")) {
            bodies.add(server.get("/telephony/calls", "Authorization", "Bearer " + bad)
                    .body());
        }
        bodies.add(server.get("/telephony/calls", "Authorization", "Basic " + good.text())
                .body());
        bodies.add(server.get(
                        "/telephony/calls",
                        "Authorization",
                        "Bearer " + good.text(),
                        "Authorization",
                        "Bearer " + good.text())
                .body());

        assertThat(bodies).hasSize(8);
        assertThat(bodies.stream().map(body -> body.replaceAll("\"requestId\":\"[^\"]*\"", "")))
                .containsOnly(bodies.get(0).replaceAll("\"requestId\":\"[^\"]*\"", ""));
        assertThat(JSON.readTree(bodies.get(0)).path("code").asText()).isEqualTo("unauthorized");
    }

    @Test
    void s26AnotherTenantsCallShouldBeLikeOneThatIsNotThere() throws Exception {
        TelephonyCall mine = stored("acme", "a");
        TelephonyCall theirs = stored("globex", "b");
        TelephonyCall nobodys = Calls.inbound("RM_c", "SCL_c");
        server.store.commit(Commit.ofRow(nobodys, List.of()));
        String[] key = server.key("acme", Scope.CALLS_READ);

        assertThat(server.get("/telephony/calls/" + mine.callId(), key).statusCode())
                .isEqualTo(200);
        assertThat(json(server.get("/telephony/calls/" + mine.callId() + "/timeline", key))
                        .path("items"))
                .hasSize(1);
        for (Object other : List.of(theirs.callId(), nobodys.callId(), Calls.newCallId())) {
            for (String what : List.of("", "/timeline")) {
                HttpResponse<String> answer = server.get("/telephony/calls/" + other + what, key);
                assertThat(answer.statusCode()).isEqualTo(404);
                assertThat(json(answer).path("code").asText()).isEqualTo("call-not-found");
            }
        }
    }

    @Test
    void s26AnotherTenantsCallsShouldNotBeListedByAnyFilterOrCursor() throws Exception {
        stored("acme", "a");
        stored("acme", "a2");
        stored("globex", "b");
        stored("globex", "b2");
        String[] all = server.key(null, Scope.CALLS_READ);
        String[] key = server.key("acme", Scope.CALLS_READ);
        String foreign = json(server.get("/telephony/calls?tenantId=globex&limit=1", all))
                .path("nextCursor")
                .asText();

        assertThat(server.get("/telephony/calls", all).body()).contains("globex", "acme");
        assertThat(json(server.get("/telephony/calls?tenantId=globex", all)).path("items"))
                .hasSize(2);
        assertThat(json(server.get("/telephony/calls", key)).path("items")).hasSize(2);
        assertThat(json(server.get("/telephony/calls?tenantId=acme", key)).path("items"))
                .hasSize(2);
        assertThat(json(server.get("/telephony/calls?limit=1", key))
                        .path("nextCursor")
                        .asText())
                .isNotEmpty();
        for (String path : List.of(
                "",
                "?tenantId=globex",
                "?roomName=room-RM_b",
                "?tenantId=globex&roomName=room-RM_b",
                "?cursor=" + foreign)) {
            assertThat(server.get("/telephony/calls" + path, key).body())
                    .as(path)
                    .doesNotContain("globex")
                    .doesNotContain("room-RM_b");
        }
    }

    @Test
    void s51ManyBadKeysFromOnePlaceShouldBeTooManyButAGoodOneAlwaysBeLetIn() {
        IssuedKey good = server.keys.create(READER, null);
        others();
        for (int i = 0; i < FailedAttempts.MAX_PER_PEER; i++) {
            assertThat(list("Bearer tk_%012d_".formatted(i) + "0".repeat(64))).isEqualTo(401);
        }

        HttpResponse<String> tooMany = server.get("/telephony/calls", "Authorization", "Bearer x");
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.headers().firstValue("Retry-After")).hasValue("60");
        assertThat(list("Bearer " + good.text())).isEqualTo(200);
        assertThat(server.get("/telephony/calls").statusCode())
                .as("who presents none guesses none")
                .isEqualTo(401);

        server.clock.advance(FailedAttempts.WINDOW);
        assertThat(list("Bearer x")).isEqualTo(401);
    }

    @Test
    void failuresShouldBeCountedByNetworkAndOnlySoManyNetworksBeRemembered() {
        FailedAttempts failures = new FailedAttempts(server.clock);
        for (int i = 0; i < FailedAttempts.MAX_PER_PEER; i++) {
            assertThat(failures.oneMoreOf("one")).isEmpty();
        }

        assertThat(failures.oneMoreOf("other")).isEmpty();
        assertThat(failures.oneMoreOf("one")).contains(FailedAttempts.WINDOW);
        for (int i = 0; i < 2 * FailedAttempts.MAX_PEERS; i++) {
            assertThat(failures.oneMoreOf("network " + i)).isEmpty();
        }
        assertThat(failures.networks()).isEqualTo(FailedAttempts.MAX_PEERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/telephony/calls", "/metrics", "/telephony/keys"})
    void whileTheStoreIsDownNobodyShouldBeLetInByAKeyThatMayBeRevoked(String path) {
        String[] key = server.key(null, Scope.ADMIN);
        server.apiKeys.setDown(true);

        HttpResponse<String> answer = server.get(path, key);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"store-unavailable\"");
        assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void withoutAnyKeyThisMachineShouldSeeTheMetricsWhileTheStoreIsDown() {
        assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
        server.apiKeys.setDown(true);
        others();

        assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
    }

    /** S57: neither a key nor a part of it in what we tell or log, whatever goes wrong with it. */
    @Test
    void s25NoAnswerAndNoReportShouldHoldAKey() {
        IssuedKey key = server.keys.create(READER, null);
        others();
        String marker = key.text().substring(key.text().length() - 64);
        List<String> told = new ArrayList<>();

        for (String authorization : List.of("Bearer " + key.text(), key.text(), "Bearer " + key.text() + "0")) {
            for (String path : List.of("/telephony/calls", "/telephony/keys", "/telephony/calls/x", "/nowhere")) {
                told.add(server.get(path, "Authorization", authorization).body());
            }
        }
        server.apiKeys.setDown(true);
        others();
        told.add(server.get("/telephony/calls", "Authorization", "Bearer " + key.text())
                .body());
        told.addAll(server.troubles);

        assertThat(server.troubles).isNotEmpty();
        assertThat(told).noneMatch(text -> text.contains(marker) || text.contains(marker.substring(0, 12)));
    }
}
