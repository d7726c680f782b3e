package telephony.app.figures;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import livekit.LivekitAgentDispatch.AgentDispatch;
import livekit.LivekitAgentDispatch.CreateAgentDispatchRequest;
import livekit.LivekitAgentDispatch.ListAgentDispatchResponse;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;

/** Answers every request at once and knows the calls' rooms and callers, and nothing else, so that what is measured is not LiveKit. */
final class LiveKitStub implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final Map<String, List<Long>> creates = new ConcurrentHashMap<>();

    /** @param calls those that it lists while they are there */
    LiveKitStub(SignedCalls calls) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        answer("RoomService/ListRooms", asked -> ListRoomsResponse.newBuilder()
                .addAllRooms(calls.rooms(ListRoomsRequest.parseFrom(asked).getNamesList()))
                .build());
        answer("RoomService/ListParticipants", asked -> {
            ListParticipantsResponse.Builder answer = ListParticipantsResponse.newBuilder();
            calls.caller(ListParticipantsRequest.parseFrom(asked).getRoom()).ifPresent(answer::addParticipants);
            return answer.build();
        });
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

    /** How many requests it had at once at most. */
    int mostUnderWay() {
        return mostUnderWay.get();
    }

    /** When a create for this room came, by {@link System#nanoTime}. */
    List<Long> creates(String room) {
        return creates.getOrDefault(room, List.of());
    }

    /** The rooms for which a create came. */
    Set<String> dispatchedRooms() {
        return Set.copyOf(creates.keySet());
    }

    private interface Answer {
        MessageLite to(byte[] asked) throws InvalidProtocolBufferException;
    }

    private void answer(String method, MessageLite message) {
        answer(method, asked -> message);
    }

    private void answer(String method, Answer answers) {
        server.createContext("/twirp/livekit." + method, exchange -> {
            long came = System.nanoTime();
            requests.incrementAndGet();
            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            byte[] asked = exchange.getRequestBody().readAllBytes();
            if (method.endsWith("CreateDispatch")) {
                String room = CreateAgentDispatchRequest.parseFrom(asked).getRoom();
                creates.computeIfAbsent(room, name -> new CopyOnWriteArrayList<>())
                        .add(came);
            }
            byte[] answer = answers.to(asked).toByteArray();
            exchange.getResponseHeaders().set("Content-Type", "application/protobuf");
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            underWay.decrementAndGet();
            exchange.close();
        });
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
