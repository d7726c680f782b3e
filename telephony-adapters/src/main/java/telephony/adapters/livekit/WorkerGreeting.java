package telephony.adapters.livekit;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import livekit.LivekitAgent.JobType;
import livekit.LivekitAgent.RegisterWorkerRequest;
import livekit.LivekitAgent.ServerMessage;
import livekit.LivekitAgent.WorkerMessage;
import org.jspecify.annotations.Nullable;

/**
 * Learns LiveKit's version, which no method of its API tells: the server greets an agents' worker with it. We register as
 * a worker of a name that nobody dispatches, and leave at once; no room and no webhook comes of it (seen with 1.13.5).
 */
final class WorkerGreeting implements WebSocket.Listener {

    static final String PATH = "/agent";
    static final Duration DEADLINE = Duration.ofSeconds(3);
    /** Of a greeting, which has about 100; more is somebody else's. */
    static final int MAX_BYTES = 16 * 1024;

    private static final String NOBODYS_AGENT = "telephony-version-probe";

    private final CompletableFuture<Optional<String>> version = new CompletableFuture<>();
    private final ByteArrayOutputStream greeting = new ByteArrayOutputStream();

    private WorkerGreeting() {}

    /** The version; empty when it could not be learnt. Never completes exceptionally, and within twice the deadline. */
    static CompletableFuture<Optional<String>> version(Twirp twirp, String token) {
        WorkerGreeting greeting = new WorkerGreeting();
        return twirp.open(PATH, token, DEADLINE, greeting)
                .thenCompose(socket -> greeting.version
                        .completeOnTimeout(Optional.empty(), DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete((told, failure) -> socket.abort()))
                .exceptionally(notOpened -> Optional.empty());
    }

    @Override
    public void onOpen(WebSocket socket) {
        RegisterWorkerRequest request = RegisterWorkerRequest.newBuilder()
                .setType(JobType.JT_ROOM)
                .setAgentName(NOBODYS_AGENT)
                .build();
        byte[] message = WorkerMessage.newBuilder().setRegister(request).build().toByteArray();
        var unused = socket.sendBinary(ByteBuffer.wrap(message), true).whenComplete((sent, failure) -> {
            if (failure != null) {
                version.complete(Optional.empty());
            }
        });
        socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        greeting.writeBytes(part);
        if (last || greeting.size() > MAX_BYTES) {
            version.complete(read());
        } else {
            socket.request(1);
        }
        return null;
    }

    /** Protobuf is answered in binary; text comes from somebody else. */
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        version.complete(Optional.empty());
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        version.complete(Optional.empty());
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        version.complete(Optional.empty());
    }

    private Optional<String> read() {
        try {
            String told = ServerMessage.parseFrom(greeting.toByteArray())
                    .getRegister()
                    .getServerInfo()
                    .getVersion();
            return told.isBlank() ? Optional.empty() : Optional.of(told);
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
