package telephony.app.figures;

import com.google.protobuf.MessageLite;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import livekit.LivekitAgentDispatch.AgentDispatch;
import livekit.LivekitAgentDispatch.ListAgentDispatchResponse;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;

/** Answers every request at once and knows nothing, so that what is measured is not LiveKit. */
final class LiveKitStub implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicInteger requests = new AtomicInteger();

    LiveKitStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        answer("RoomService/ListRooms", ListRoomsResponse.getDefaultInstance());
        answer("RoomService/ListParticipants", ListParticipantsResponse.getDefaultInstance());
        answer("RoomService/RemoveParticipant", RemoveParticipantResponse.getDefaultInstance());
        answer("AgentDispatchService/ListDispatch", ListAgentDispatchResponse.getDefaultInstance());
        answer(
                "AgentDispatchService/DeleteDispatch",
                AgentDispatch.newBuilder().setId("AD_1").build());
        answer(
                "AgentDispatchService/CreateDispatch",
                AgentDispatch.newBuilder().setId("AD_1").build());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int requests() {
        return requests.get();
    }

    private void answer(String method, MessageLite message) {
        byte[] answer = message.toByteArray();
        server.createContext("/twirp/livekit." + method, exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/protobuf");
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
