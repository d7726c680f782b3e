package telephony.adapters.simulated;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import telephony.simulation.SimulatedLiveKit;
import telephony.simulation.SimulationTiming;

/**
 * A simulated LiveKit that goes with the clock, behind HTTP on the loopback address: LiveKit's API for whoever has a
 * token, webhooks to one URL, and {@link ControlRoutes addresses} by which calls are placed. It owns its threads, all
 * daemons, until it is closed.
 */
public final class SimulatedLiveKitServer implements AutoCloseable {

    private static final int MAX_BODY_BYTES = 1024 * 1024;
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 1_000;
    private static final int BACKLOG = 50;
    private static final int FORBIDDEN = 403;
    private static final int TOO_LARGE = 413;
    private static final int NO_BODY = -1;
    private static final String TWIRP = "/twirp/livekit.";
    private static final String JSON = "application/json";
    private static final Duration STEP = Duration.ofMillis(5);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final SimulatedLiveKit livekit;
    private final InstantSource clock;
    private final HttpServer http;
    private final TwirpApi api;
    private final Tokens tokens;
    private final ControlRoutes control;
    private final HttpClient client;
    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService timer;
    private final BiConsumer<String, Throwable> trouble;

    /**
     * Listens, and answers after {@link #start}.
     *
     * @param settings where it listens and whom it tells
     * @param timing how fast machine and agents are
     * @param seed of ids and chance
     * @param clock the time of day, of tokens and of everything that happens
     * @param trouble told what failed here, such as a step of the simulation
     * @throws UncheckedIOException when the port cannot be listened on
     */
    public SimulatedLiveKitServer(
            SimulatedServerSettings settings,
            SimulationTiming timing,
            long seed,
            InstantSource clock,
            BiConsumer<String, Throwable> trouble) {
        this.clock = clock;
        this.trouble = trouble;
        this.livekit = new SimulatedLiveKit(clock.instant(), seed, timing);
        this.tokens = new Tokens(settings, clock);
        this.api = new TwirpApi(livekit.api(), new DialApi(livekit), tokens);
        this.control = new ControlRoutes(livekit);
        this.http = listen(settings.port());
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), daemons());
        this.timer = Executors.newSingleThreadScheduledExecutor(daemons());
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        URI webhooks = settings.webhookUrl();
        if (webhooks != null) {
            sendWebhooksTo(webhooks);
        }
    }

    /** Answers from now on, and lets time go. */
    public void start() {
        http.start();
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(this::step, 0, STEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The simulation behind it: register workers, place calls, disturb it. Its time is turned here, not by others. */
    public SimulatedLiveKit livekit() {
        return livekit;
    }

    /** Where it is reached, such as {@code http://127.0.0.1:7880}; of use when the settings said "any port". */
    public String url() {
        return "http://" + http.getAddress().getAddress().getHostAddress() + ":"
                + http.getAddress().getPort();
    }

    /** Where webhooks go from now on. */
    public void sendWebhooksTo(URI url) {
        livekit.sendWebhooksTo(new WebhookPoster(client, url, tokens));
    }

    /** Stops at once; requests under way are broken off. */
    @Override
    public void close() {
        timer.shutdownNow();
        http.stop(0);
        threads.shutdownNow();
    }

    private void step() {
        try {
            livekit.clock().advanceTo(clock.instant());
        } catch (RuntimeException failed) {
            // A task that throws would not be run again.
            trouble.accept("a step of the simulated LiveKit failed", failed);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = body(exchange);
        String path = exchange.getRequestURI().getPath();
        if (body.length > MAX_BODY_BYTES) {
            send(exchange, TOO_LARGE, JSON, new byte[0]);
        } else if (path.startsWith("/simulation/")) {
            control(exchange, path, body);
        } else {
            twirp(exchange, path, body);
        }
    }

    private void twirp(HttpExchange exchange, String path, byte[] body) {
        String method = path.startsWith(TWIRP) ? path.substring(TWIRP.length()) : "";
        if (!TwirpApi.knows(method)) {
            send(exchange, TwirpAnswer.badRoute());
            return;
        }
        boolean json = header(exchange, "Content-Type").startsWith(JSON);
        api.serve(new TwirpApi.Request(method, json, body), header(exchange, "Authorization"))
                .whenComplete((answer, impossible) -> later(() -> {
                    if (impossible != null) {
                        trouble.accept("the simulated LiveKit did not answer " + method, impossible);
                    }
                    send(exchange, answer == null ? TwirpAnswer.broken() : answer);
                }));
    }

    /** A page in a browser on this machine cannot send JSON here: for that the browser would ask first. */
    private void control(HttpExchange exchange, String path, byte[] body) {
        boolean local = exchange.getRemoteAddress().getAddress().isLoopbackAddress();
        boolean fromPage = exchange.getRequestHeaders().containsKey("Origin");
        boolean readable = exchange.getRequestMethod().equals("GET")
                || header(exchange, "Content-Type").startsWith(JSON);
        if (!local || fromPage || !readable) {
            send(exchange, FORBIDDEN, JSON, utf8("{\"error\":\"send application/json from this machine\"}"));
            return;
        }
        ControlRoutes.Answer answer = control.serve(exchange.getRequestMethod(), path, body);
        send(exchange, answer.status(), JSON, utf8(answer.json()));
    }

    /** Off the thread that turns time, which must not wait for a client. */
    private void later(Runnable answer) {
        try {
            threads.execute(answer);
        } catch (RejectedExecutionException full) {
            trouble.accept("an answer of the simulated LiveKit was not sent: too many wait", full);
        }
    }

    private void send(HttpExchange exchange, TwirpAnswer answer) {
        if (answer.status() == TwirpAnswer.BROKEN) {
            exchange.close();
        } else {
            send(exchange, answer.status(), answer.contentType(), answer.body());
        }
    }

    private void send(HttpExchange exchange, int status, String contentType, byte[] body) {
        try {
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(status, body.length == 0 ? NO_BODY : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        } catch (IOException gone) {
            trouble.accept("a client of the simulated LiveKit did not wait for its answer", gone);
        } finally {
            exchange.close();
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            return in.readNBytes(MAX_BODY_BYTES + 1);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static HttpServer listen(int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            return HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot listen on " + address + "; is another process using the port? (" + e.getMessage() + ")", e);
        }
    }

    private static ThreadFactory daemons() {
        return task -> {
            Thread thread = new Thread(task, "telephony-simulated");
            thread.setDaemon(true);
            return thread;
        };
    }
}
