package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import livekit.LivekitAgentDispatch.AgentDispatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import telephony.adapters.livekit.RawServer.Behaviour;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;

/** Whatever goes wrong below HTTP: one call is one request, and the answer claims no more than is certain. */
final class OneRequestOnTheWireTest {

    private static final byte[] CREATED =
            Api.http(AgentDispatch.newBuilder().setId("AD_1").build());

    private static final Function<LiveKitApi, LiveKitAnswer<?>> CREATE =
            api -> Api.answer(api.dispatches().create(Api.order()));

    private boolean served;

    /** The methods that may have taken effect, and one that only reads. */
    static Stream<Arguments> endings() {
        Stream<Arguments> endings = Stream.of(
                Arguments.of("reset before the first byte", (Behaviour) (connection, request) -> {
                    connection.reset();
                    return false;
                }),
                Arguments.of("reset after the first byte", (Behaviour) (connection, request) -> {
                    connection.write("HTTP/1.1 2");
                    connection.reset();
                    return false;
                }),
                Arguments.of("end without an answer", (Behaviour) (connection, request) -> false),
                Arguments.of("half a head", (Behaviour) (connection, request) -> {
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/protobuf\r\nContent-");
                    return false;
                }),
                Arguments.of("half a body", (Behaviour) (connection, request) -> {
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/protobuf\r\n"
                            + "Content-Length: 100\r\n\r\nhalf");
                    return false;
                }),
                Arguments.of("no HTTP", (Behaviour) (connection, request) -> {
                    connection.write("SSH-2.0-OpenSSH_9.6\r\n\r\n");
                    return false;
                }));
        return endings.flatMap(ending -> methods()
                .map(method ->
                        Arguments.of(ending.get()[0] + ", " + method.get()[0], ending.get()[1], method.get()[1])));
    }

    static Stream<Arguments> methods() {
        return Stream.of(
                Arguments.of("create", CREATE),
                Arguments.of("delete", method(api -> Api.answer(api.dispatches().delete("room", "AD_1")))),
                Arguments.of("list", method(api -> Api.answer(api.dispatches().list("room")))),
                Arguments.of("delete room", method(api -> Api.answer(api.rooms().deleteRoom("room")))),
                Arguments.of("remove", method(api -> Api.answer(api.rooms().removeParticipant("room", "agent-1")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void anAnswerThatBreaksOffShouldBeAmbiguous(
            String name, Behaviour ending, Function<LiveKitApi, LiveKitAnswer<?>> method) throws Exception {
        try (RawServer server = new RawServer(ending);
                LiveKitApi api = Api.patient(server.url())) {

            LiveKitAnswer<?> answer = method.apply(api);

            assertThat(answer.kind()).as(answer.detail()).isEqualTo(Kind.AMBIGUOUS);
            assertThat(server.requests()).hasSize(1);
            assertThat(server.heads()).isEqualTo(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatIsResetUnreadShouldNotPassForDone() throws Exception {
        try (RawServer server = RawServer.thatResetsAtOnce();
                LiveKitApi api = Api.patient(server.url())) {

            // The reset may come before or after the client takes itself for connected; only the former is certain.
            assertThat(Api.answer(api.dispatches().create(Api.order())).kind()).isIn(Kind.AMBIGUOUS, Kind.REFUSED);

            assertThat(server.heads()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("methods")
    void aRefusedConnectionShouldBeRefused(String name, Function<LiveKitApi, LiveKitAnswer<?>> method)
            throws IOException {
        try (LiveKitApi api = Api.patient(RawServer.nowhere())) {
            assertThat(method.apply(api).kind()).isEqualTo(Kind.REFUSED);
        }
    }

    @Test
    void aNameThatDoesNotResolveShouldBeRefused() {
        // A label of more than 63 characters is no name, whatever the resolver of this machine is like.
        try (LiveKitApi api = Api.patient("ws://" + "x".repeat(64) + ".invalid")) {
            LiveKitAnswer<String> answer = Api.answer(api.dispatches().create(Api.order()));

            assertThat(answer.kind()).as(answer.detail()).isEqualTo(Kind.REFUSED);
        }
    }

    @Test
    void aServerThatCannotBeReachedInTimeShouldBeRefused() throws Exception {
        // Nobody accepts and the queue is full: the system leaves further connections unanswered.
        List<SocketChannel> queued = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LiveKitApi api = Api.hasty("ws://127.0.0.1:" + full.getLocalPort())) {
            for (int i = 0; i < 8; i++) {
                SocketChannel one = SocketChannel.open();
                queued.add(one);
                one.configureBlocking(false);
                one.connect(full.getLocalSocketAddress());
            }

            LiveKitAnswer<String> answer = Api.answer(api.dispatches().create(Api.order()));

            assertThat(answer.kind()).as(answer.detail()).isEqualTo(Kind.REFUSED);
        } finally {
            for (SocketChannel one : queued) {
                one.close();
            }
        }
    }

    @Test
    void aConnectionThatClosesWhileTheNextRequestArrivesShouldNotBeReplaced() throws Exception {
        try (RawServer server = new RawServer((connection, request) -> isFirst(connection));
                LiveKitApi api = Api.patient(server.url())) {
            assertThat(Api.answer(api.dispatches().create(Api.order())).kind()).isEqualTo(Kind.DONE);

            assertThat(Api.answer(api.dispatches().create(Api.order())).kind()).isEqualTo(Kind.AMBIGUOUS);

            assertThat(server.requests()).hasSize(2);
            assertThat(server.heads()).isEqualTo(2);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** Answers the first request; the second ends the connection, which was kept. */
    private synchronized boolean isFirst(RawServer.Connection connection) throws IOException {
        if (served) {
            return false;
        }
        served = true;
        connection.write(CREATED);
        return true;
    }

    @Test
    void aConnectionThatClosedWhileIdleShouldNotMakeTwoRequestsOfOne() throws Exception {
        try (RawServer server = new RawServer((connection, request) -> {
                    connection.write(CREATED);
                    return false;
                });
                LiveKitApi api = Api.patient(server.url())) {
            for (int call = 1; call <= 50; call++) {
                LiveKitAnswer<String> answer = Api.answer(api.dispatches().create(Api.order()));

                // The pool may or may not have noticed the end; a request that left was answered in any case.
                assertThat(answer.kind()).as(answer.detail()).isIn(Kind.DONE, Kind.AMBIGUOUS);
                assertThat(server.requests()).hasSizeLessThanOrEqualTo(call);
            }
        }
    }

    @Test
    void aSilentServerShouldBeAmbiguousWithinTheDeadline() throws Exception {
        try (RawServer server = new RawServer((connection, request) -> {
                    connection.holdUntilHangUp();
                    return false;
                });
                LiveKitApi api = Api.hasty(server.url())) {

            assertThat(Api.answer(api.dispatches().create(Api.order())).kind()).isEqualTo(Kind.AMBIGUOUS);

            assertThat(server.awaitHangUp()).isTrue();
            assertThat(server.requests()).hasSize(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aBodyThatNeverEndsShouldBeAmbiguousWithinTheDeadline() throws Exception {
        try (RawServer server = new RawServer((connection, request) -> {
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/protobuf\r\n"
                            + "Content-Length: 100\r\n\r\nhalf");
                    connection.holdUntilHangUp();
                    return false;
                });
                LiveKitApi api = Api.hasty(server.url())) {

            assertThat(Api.answer(api.dispatches().create(Api.order())).kind()).isEqualTo(Kind.AMBIGUOUS);

            assertThat(server.awaitHangUp())
                    .as("the connection is given up as well")
                    .isTrue();
            assertThat(server.requests()).hasSize(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerOfAGigabyteShouldBeCutOff() throws Exception {
        AtomicLong written = new AtomicLong();
        long gigabyte = 1L << 30;
        try (RawServer server = new RawServer((connection, request) -> {
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/protobuf\r\nContent-Length: "
                            + gigabyte + "\r\n\r\n");
                    byte[] part = new byte[64 * 1024];
                    while (written.get() < gigabyte) {
                        connection.write(part);
                        written.addAndGet(part.length);
                    }
                    return false;
                });
                LiveKitApi api = Api.patient(server.url())) {

            LiveKitAnswer<?> answer = Api.answer(api.rooms().listParticipants("room"));

            assertThat(answer.kind()).isEqualTo(Kind.AMBIGUOUS);
            assertThat(answer.detail()).contains("longer than 4194304 bytes");
            assertThat(server.awaitHangUp()).isTrue();
            assertThat(written.get()).isLessThan(64L << 20);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aClosedApiShouldNotSend() throws Exception {
        try (RawServer server = new RawServer((connection, request) -> false)) {
            LiveKitApi api = Api.patient(server.url());
            api.close();

            assertThat(Api.answer(api.dispatches().create(Api.order())).isDone())
                    .isFalse();

            assertThat(server.connections()).isZero();
        }
    }

    private static Function<LiveKitApi, LiveKitAnswer<?>> method(Function<LiveKitApi, LiveKitAnswer<?>> call) {
        return call;
    }
}
