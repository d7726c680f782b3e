package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;

/** What each HTTP answer means, method by method; each comes of exactly one request. */
final class StatusTest {

    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJkZXZrZXkifQ.c2ln-_x";

    @ParameterizedTest(name = "{0} {1}: create {2}, list dispatches {3}, delete {4}, others {5}")
    @CsvSource({
        "400, invalid_argument,   ALARM,           ALARM,           ALARM,           ALARM",
        "401, unauthenticated,    UNAUTHENTICATED, UNAUTHENTICATED, UNAUTHENTICATED, UNAUTHENTICATED",
        "403, permission_denied,  ALARM,           ALARM,           ALARM,           ALARM",
        "404, not_found,          REFUSED,         ABSENT,          ABSENT,          ABSENT",
        "404, bad_route,          REFUSED,         AMBIGUOUS,       AMBIGUOUS,       AMBIGUOUS",
        "408, deadline_exceeded,  AMBIGUOUS,       AMBIGUOUS,       AMBIGUOUS,       AMBIGUOUS",
        "409, aborted,            AMBIGUOUS,       AMBIGUOUS,       AMBIGUOUS,       AMBIGUOUS",
        "412, failed_precondition, AMBIGUOUS,      AMBIGUOUS,       AMBIGUOUS,       AMBIGUOUS",
        "429, resource_exhausted, REFUSED,         REFUSED,         REFUSED,         REFUSED",
        "500, internal,           AMBIGUOUS,       AMBIGUOUS,       AMBIGUOUS,       AMBIGUOUS",
        "501, unimplemented,      AMBIGUOUS,       AMBIGUOUS,       AMBIGUOUS,       AMBIGUOUS",
        "502, unknown,            AMBIGUOUS,       AMBIGUOUS,       AMBIGUOUS,       AMBIGUOUS",
        "503, unavailable,        AMBIGUOUS,       UNAVAILABLE,     UNAVAILABLE,     AMBIGUOUS",
    })
    void anErrorShouldMeanWhatItsMethodMakesOfIt(
            int status, String code, Kind create, Kind list, Kind delete, Kind others) throws Exception {
        String body = "{\"code\":\"" + code + "\",\"msg\":\"said why\"}";
        byte[] answer = Api.http(status, "application/json", body.getBytes(StandardCharsets.UTF_8));

        assertKind(answer, create, api -> Api.answer(api.dispatches().create(Api.order())));
        assertKind(answer, list, api -> Api.answer(api.dispatches().list("room")));
        assertKind(answer, delete, api -> Api.answer(api.dispatches().delete("room", "AD_1")));
        assertKind(answer, others, api -> Api.answer(api.rooms().listRooms(Set.of("room"))));
        assertKind(answer, others, api -> Api.answer(api.rooms().listParticipants("room")));
        assertKind(answer, others, api -> Api.answer(api.rooms().removeParticipant("room", "agent-1")));
    }

    @Test
    void aProxysPageThatFindsNothingShouldNotPassForGone() throws Exception {
        byte[] page = Api.http(404, "text/html", "<html>default backend - 404</html>".getBytes(StandardCharsets.UTF_8));

        assertKind(page, Kind.AMBIGUOUS, api -> Api.answer(api.rooms().removeParticipant("room", "agent-1")));
        assertKind(page, Kind.AMBIGUOUS, api -> Api.answer(api.dispatches().delete("room", "AD_1")));
        assertKind(page, Kind.REFUSED, api -> Api.answer(api.dispatches().create(Api.order())));
    }

    @Test
    void aRedirectShouldNotBeFollowed() throws Exception {
        try (RawServer elsewhere = new RawServer((connection, request) -> false)) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                byte[] answer = ("HTTP/1.1 " + status + " Moved\r\nLocation: " + elsewhere.url()
                                + "\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8);
                assertKind(
                        answer,
                        Kind.AMBIGUOUS,
                        api -> Api.answer(api.dispatches().create(Api.order())));
            }

            assertThat(elsewhere.connections()).isZero();
        }
    }

    @Test
    void retryAfterShouldNotMakeItRetry() throws Exception {
        byte[] answer =
                "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8);

        assertKind(answer, Kind.AMBIGUOUS, api -> Api.answer(api.dispatches().create(Api.order())));
        assertKind(answer, Kind.AMBIGUOUS, api -> Api.answer(api.dispatches().list("room")));
        assertKind(answer, Kind.AMBIGUOUS, api -> Api.answer(api.rooms().removeParticipant("room", "agent-1")));
    }

    @Test
    void anAuthenticationChallengeShouldNotMakeItRetry() throws Exception {
        byte[] answer = "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8);

        assertKind(
                answer, Kind.UNAUTHENTICATED, api -> Api.answer(api.dispatches().create(Api.order())));
    }

    @Test
    void a2xxThatIsNotLiveKitsShouldBeAmbiguous() throws Exception {
        Function<LiveKitApi, LiveKitAnswer<?>> create =
                api -> Api.answer(api.dispatches().create(Api.order()));
        Function<LiveKitApi, LiveKitAnswer<?>> remove =
                api -> Api.answer(api.rooms().removeParticipant("room", "agent-1"));

        assertKind(
                Api.http(200, "text/html", "<html>hello</html>".getBytes(StandardCharsets.UTF_8)),
                Kind.AMBIGUOUS,
                create);
        assertKind(Api.http(200, "text/html", new byte[0]), Kind.AMBIGUOUS, remove);
        assertKind(
                Api.http(200, "application/protobuf", "<html>hello</html>".getBytes(StandardCharsets.UTF_8)),
                Kind.AMBIGUOUS,
                create);
        assertKind(Api.http(200, "application/protobuf", new byte[0]), Kind.AMBIGUOUS, create);
        assertKind(Api.http(202, "application/protobuf", new byte[0]), Kind.AMBIGUOUS, remove);
        assertKind("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.UTF_8), Kind.AMBIGUOUS, remove);
        assertKind(Api.http(200, "application/protobuf", new byte[0]), Kind.DONE, remove);
    }

    @Test
    void theDetailShouldSayWhatHappenedInOneLineWithoutTheToken() throws Exception {
        String said = "invalid token: " + TOKEN + ", error: token is expired\r\nFAKE LINE";
        try (RawServer server = new RawServer((connection, request) -> {
                    connection.write(Api.http(401, "text/plain", said.getBytes(StandardCharsets.UTF_8)));
                    return true;
                });
                LiveKitApi api = Api.patient(server.url())) {

            String detail = Api.answer(api.rooms().listParticipants("room")).detail();

            assertThat(detail).isEqualTo("HTTP 401 invalid token: <token>, error: token is expired FAKE LINE");
        }
    }

    private static void assertKind(byte[] answer, Kind kind, Function<LiveKitApi, LiveKitAnswer<?>> call)
            throws Exception {
        try (RawServer server = new RawServer((connection, request) -> {
                    connection.write(answer);
                    return true;
                });
                LiveKitApi api = Api.patient(server.url())) {

            LiveKitAnswer<?> got = call.apply(api);

            assertThat(got.kind()).as(got.detail()).isEqualTo(kind);
            assertThat(server.requests()).hasSize(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }
}
