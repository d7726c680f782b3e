package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.http.HandlerType;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import telephony.access.KeyRing;
import telephony.access.Scope;
import telephony.testkit.Calls;

/** What every route of the inventory asks of whoever wants to use it; S24 and S27. */
class RouteAccessTest {

    /** Those that are open on purpose. Whoever adds one must be able to say why nobody can do harm with it. */
    private static final List<String> OPEN = List.of(
            "GET /healthz",
            "GET /readyz",
            "POST /telephony/calls/{callId}/admission",
            "POST /telephony/calls/{callId}/agent-heartbeat",
            "POST /telephony/livekit-webhook",
            // With an agent's token; without one it asks for a key itself, see TransferRouteTest.
            "PUT /telephony/calls/{callId}/answered-by");

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Asks this route as whoever has these headers; its parameters are made up. */
    private HttpResponse<String> ask(String route, String... headers) {
        String[] words = route.split(" ", 2);
        String path = words[1].replace("{callId}", Calls.newCallId().toString())
                .replace("{eventId}", "EV_1")
                .replace("{id}", "abc");
        HttpRequest.Builder request = server.request(path, headers);
        boolean takesBody = BodyKind.of(words[0], path).isPresent();
        return server.send(
                takesBody
                        ? request.header("Content-Type", "application/json")
                                .method(words[0], HttpRequest.BodyPublishers.ofString("{}"))
                        : request.method(words[0], HttpRequest.BodyPublishers.noBody()));
    }

    private static Stream<String> closed() {
        return AccessTable.routes().stream().filter(route -> !OPEN.contains(route));
    }

    @Test
    void s24TheTableShouldListExactlyWhatIsServed() {
        assertThat(server.routes().all().stream().map(Routes.Route::toString))
                .containsExactlyInAnyOrderElementsOf(AccessTable.routes());
    }

    @Test
    void s24ARouteThatIsNotInTheTableShouldNotBeMade() {
        Routes.Route unlisted = new Routes.Route(HandlerType.DELETE, "/telephony/calls", ctx -> {});

        assertThatThrownBy(unlisted::need).hasMessageContaining("the table of access has no DELETE /telephony/calls");
    }

    @Test
    void s24EveryRouteShouldBeOpenOnPurposeOrClosed() {
        assertThat(AccessTable.routes().stream()
                        .filter(route -> AccessTable.need(route).orElseThrow().isOpen()))
                .containsExactlyElementsOf(OPEN);
    }

    @Test
    void withoutAnyKeyClosedRoutesShouldAnswerThisMachineAlone() {
        closed().forEach(route -> {
            assertThat(ask(route, "X-Forwarded-For", "127.0.0.1").statusCode())
                    .as(route)
                    .isEqualTo(403);
            assertThat(ask(route).statusCode()).as(route).isNotIn(401, 403);
        });
    }

    /** Each with what is missing, malformed, unknown, expired or revoked; from this machine, which makes no difference. */
    @Test
    void s24EveryClosedRouteShouldRefuseWhoeverHasNoGoodKey() {
        String[] revoked = server.key(null, Scope.ADMIN);
        server.keys.revoke(server.keys.list().get(0).id());
        server.clock.advance(KeyRing.SEEN_FOR);
        String[] agentsToken = {"Authorization", "Bearer v1:RM_1/1#1:agent-token"};
        String[] basic = {"Authorization", "Basic dXNlcjpwYXNz"};

        closed().forEach(route -> Stream.of(new String[0], basic, agentsToken, revoked)
                .forEach(headers -> {
                    HttpResponse<String> answer = ask(route, headers);
                    assertThat(answer.statusCode()).as(route).isEqualTo(401);
                    assertThat(answer.headers().firstValue("WWW-Authenticate"))
                            .as(route)
                            .hasValue("Bearer realm=\"telephony\"");
                    // So that the many of this test are not taken for the attempts of one.
                    server.clock.advance(FailedAttempts.WINDOW);
                }));
    }

    @Test
    void s24WhatIsOpenShouldStayOpenWhenThereAreKeys() {
        server.key(null, Scope.ADMIN);

        assertThat(OPEN).allSatisfy(route -> {
            HttpResponse<String> answer = ask(route, "X-Forwarded-For", "203.0.113.9");
            assertThat(answer.body()).doesNotContain("\"code\":\"unauthorized\"");
            assertThat(answer.statusCode()).isNotEqualTo(403);
        });
    }

    /** A reader's key on what changes something, and every other scope on what it is not for. */
    @ParameterizedTest
    @EnumSource(Scope.class)
    void s27AKeyShouldBeGoodForItsScopeAlone(Scope had) {
        String[] key = server.key(null, had);

        closed().forEach(route -> {
            Scope needed = AccessTable.need(route).orElseThrow().scope();
            HttpResponse<String> answer = ask(route, key);
            if (had == needed || had == Scope.ADMIN) {
                assertThat(answer.statusCode()).as(route).isNotIn(401, 403);
            } else {
                assertThat(answer.statusCode()).as(route).isEqualTo(403);
                assertThat(answer.body()).contains("\"code\":\"insufficient-scope\"");
                assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                        .contains("scope=\"" + needed.word() + "\"");
            }
        });
    }

    @Test
    void s27ATenantsKeyShouldNotReachWhatBelongsToAllTenants() {
        String[] key = server.key("acme", Scope.CALLS_READ, Scope.CALLS_WRITE, Scope.DIRECTORY_WRITE);

        assertThat(closed().filter(route -> ask(route, key).statusCode() != 403))
                .containsExactly(
                        "DELETE /telephony/agents/{id}",
                        "DELETE /telephony/campaigns/{id}",
                        "DELETE /telephony/numbers/{id}",
                        "GET /api/v1/agents",
                        "GET /api/v1/organizations",
                        "GET /telephony/agents",
                        "GET /telephony/agents/{id}",
                        "GET /telephony/calls",
                        "GET /telephony/calls.csv",
                        "GET /telephony/calls/queue",
                        "GET /telephony/calls/{callId}",
                        "GET /telephony/calls/{callId}/status",
                        "GET /telephony/calls/{callId}/timeline",
                        "GET /telephony/campaigns",
                        "GET /telephony/campaigns/{id}",
                        "GET /telephony/leads",
                        "GET /telephony/leads/{id}",
                        "GET /telephony/numbers",
                        "GET /telephony/numbers/conflicts",
                        "GET /telephony/numbers/{id}",
                        "GET /telephony/stats",
                        "GET /telephony/tenants",
                        "GET /telephony/tenants/{id}",
                        "PATCH /telephony/agents/{id}",
                        "PATCH /telephony/campaigns/{id}",
                        "PATCH /telephony/numbers/{id}",
                        "PATCH /telephony/tenants/{id}",
                        "POST /api/livekit/dispatch-call",
                        "POST /telephony/agents",
                        "POST /telephony/calls",
                        "POST /telephony/calls/batch",
                        "POST /telephony/calls/{callId}/end",
                        "POST /telephony/calls/{callId}/transfer",
                        "POST /telephony/campaigns",
                        "POST /telephony/directory",
                        "POST /telephony/numbers",
                        "PUT /telephony/agents/{id}",
                        "PUT /telephony/campaigns/{id}",
                        "PUT /telephony/numbers/{id}",
                        "PUT /telephony/tenants/{id}");
    }

    @Test
    void aHeadRequestShouldNeedTheSameAsTheGet() {
        String[] key = server.key(null, Scope.CALLS_READ);

        assertThat(head("/telephony/calls").statusCode()).isEqualTo(401);
        assertThat(head("/telephony/calls", key).statusCode()).isEqualTo(200);
        assertThat(head("/telephony/calls", key).body()).isEmpty();
        assertThat(head("/telephony/keys", key).statusCode()).isEqualTo(403);
        assertThat(head("/telephony/calls/" + Calls.newCallId(), key).statusCode())
                .isEqualTo(404);
        assertThat(head("/healthz").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> head(String path, String... headers) {
        return server.send(server.request(path, headers).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    }
}
