package telephony.adapters.livekit;

import com.google.protobuf.MessageLite;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends Twirp requests: one call is at most one request on the wire, and ends within its deadline. */
final class Twirp implements AutoCloseable {

    static final String PROTOBUF = "application/protobuf";
    static final String JSON = "application/json";
    /** Of an answer; LiveKit's longest, a list of participants, takes about 1 KB for each of them. */
    static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    /** The client's own timer goes first, because it knows whether there was a connection. */
    private static final Duration TIMER_LEAD = Duration.ofMillis(50);

    private final LiveKitConnection connection;
    private final ExecutorService threads;
    private final HttpClient client;

    /** @param tls what to trust; null = what the JVM trusts */
    Twirp(LiveKitConnection connection, @Nullable SSLContext tls) {
        this.connection = connection;
        this.threads = Executors.newCachedThreadPool(daemons());
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(threads);
        this.client = tls == null ? builder.build() : builder.sslContext(tls).build();
    }

    /**
     * Sends one request.
     *
     * @param token goes into the request's header and nowhere else
     * @return what came of it; never completes exceptionally
     */
    CompletableFuture<Reply> call(LiveKitMethod method, MessageLite message, String token) {
        return call(method, message, token, method.deadline(connection));
    }

    /** The same with a deadline of its own; no thread waits for it. */
    CompletableFuture<Reply> call(LiveKitMethod method, MessageLite message, String token, Duration deadline) {
        return call(method, message.toByteArray(), PROTOBUF, token, deadline);
    }

    /** The same for a message in JSON, which is answered in JSON. */
    CompletableFuture<Reply> callJson(LiveKitMethod method, byte[] message, String token) {
        return call(method, message, JSON, token, method.deadline(connection));
    }

    private CompletableFuture<Reply> call(
            LiveKitMethod method, byte[] message, String contentType, String token, Duration deadline) {
        OneShotBody body = new OneShotBody(message);
        CompletableFuture<HttpResponse<byte[]>> exchange;
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(connection.url() + method.path()))
                    .timeout(deadline.minus(TIMER_LEAD))
                    .header("Content-Type", contentType)
                    .header("Authorization", "Bearer " + token)
                    .POST(body)
                    .build();
            exchange = client.sendAsync(request, head -> new CappedBody(MAX_ANSWER_BYTES));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failed(e, body));
        }
        // The client's own timer ends with the answer's head; this one covers the body, and whatever else may hang.
        return exchange.copy()
                .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, error) -> {
                    if (error instanceof TimeoutException) {
                        exchange.cancel(true);
                    }
                })
                .handleAsync((response, error) -> error == null ? answered(response) : failed(error, body), this::run);
    }

    /** Opens a WebSocket; the stage fails when that does not work, at the latest after this time. */
    CompletableFuture<WebSocket> open(String path, String token, Duration deadline, WebSocket.Listener listener) {
        URI address = URI.create(connection.url().replaceFirst("^http", "ws") + path);
        return client.newWebSocketBuilder()
                .connectTimeout(deadline)
                .header("Authorization", "Bearer " + token)
                .buildAsync(address, listener);
    }

    /** Requests under way end as they may; later ones are refused. */
    @Override
    public void close() {
        threads.shutdown();
    }

    /** What came of a request: an answer, or a failure. */
    @SuppressWarnings("ArrayRecordComponent") // Read once where it comes in, never compared.
    record Reply(int status, String contentType, String date, byte[] body, @Nullable Failure failure) {}

    /**
     * No answer.
     *
     * @param certain whether the request certainly had no effect
     * @param text for the operator
     */
    record Failure(boolean certain, String text) {}

    private static Reply answered(HttpResponse<byte[]> response) {
        String contentType = response.headers().firstValue("Content-Type").orElse("");
        String date = response.headers().firstValue("Date").orElse("");
        return new Reply(response.statusCode(), contentType, date, response.body(), null);
    }

    private static Reply failed(Throwable error, OneShotBody body) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        boolean certain = !body.wasTaken() && neverConnected(cause);
        String text = (certain ? "no connection: " : "no answer: ")
                + cause.getClass().getSimpleName()
                + (cause.getMessage() == null ? "" : " " + cause.getMessage());
        return new Reply(0, "", "", new byte[0], new Failure(certain, text));
    }

    /** Of a request whose body was not taken: then TLS can only have failed before it. */
    private static boolean neverConnected(Throwable error) {
        for (Throwable t = error; t != null; t = t.getCause()) {
            if (t instanceof ConnectException
                    || t instanceof HttpConnectTimeoutException
                    || t instanceof UnresolvedAddressException
                    || t instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    /** Off the timer's thread, on which all other deadlines wait; on it after closing, when there is no other. */
    private void run(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    private static ThreadFactory daemons() {
        return task -> {
            Thread thread = new Thread(task, "telephony-livekit");
            thread.setDaemon(true);
            return thread;
        };
    }
}
