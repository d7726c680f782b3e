package telephony.adapters.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.store.StoreUnavailableException;

/**
 * The way to a Redis: one connection for all threads, and another in its place, made in the background, when it has ended or
 * did not answer in time. While there is none, every step is refused at once; nothing is kept for later.
 */
final class RedisLink implements AutoCloseable {

    /** How long it waits after an attempt to connect that failed. */
    static final Duration PAUSE = Duration.ofMillis(200);

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** In refusals by a server that is not, or no more, the one to write to. */
    private static final Pattern WRONG_SERVER = Pattern.compile("\\b(GENERATION|READONLY|LOADING|MASTERDOWN)\\b");

    /** What the client says when it has as many steps under way as it may; it has no type of its own. */
    private static final Pattern TOO_MANY =
            Pattern.compile("(Request queue|Internal stack|Command buffer) size exceeded");

    private final RedisSettings settings;
    private final RedisClock clock;
    private final RedisClient client;
    private final RedisURI uri;
    private final String process;
    private final AtomicLong beginnings = new AtomicLong();
    private final AtomicReference<@Nullable RedisSession> session = new AtomicReference<>();
    private final ScheduledThreadPoolExecutor background;
    private volatile RedisSession last;
    private volatile String trouble = "";

    /**
     * Connects.
     *
     * @param random names this process, and the store when it is new
     * @throws StoreUnavailableException when it cannot be reached
     * @throws IllegalStateException when calls must not be kept in it; it says what to do
     */
    RedisLink(RedisSettings settings, RedisClock clock, RandomGenerator random) {
        this.settings = settings;
        this.clock = clock;
        this.uri = uriOf(settings);
        this.process = name(random);
        this.client = RedisClient.create();
        client.setOptions(optionsOf(settings));
        this.background = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, "telephony-redis");
                    thread.setDaemon(true);
                    return thread;
                },
                // After the end nothing is connected any more.
                new ThreadPoolExecutor.DiscardPolicy());
        try {
            this.last = open(name(random));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        use(last);
    }

    private static String name(RandomGenerator random) {
        return Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
    }

    private static RedisURI uriOf(RedisSettings settings) {
        RedisURI uri;
        try {
            uri = RedisURI.create(settings.uri());
        } catch (IllegalArgumentException e) {
            // Its message may show the password.
            throw new IllegalArgumentException(
                    "not the URI of a Redis server: redis://[user:password@]host[:port][/database]");
        }
        uri.setTimeout(settings.stepTime());
        uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(settings.stepTime()));
        return uri;
    }

    private static ClientOptions optionsOf(RedisSettings settings) {
        return ClientOptions.builder()
                // A connection never goes on with another server: what it lost must be found out first.
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(settings.stepsUnderWay())
                .protocolVersion(ProtocolVersion.RESP2)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.connectTime())
                        .build())
                // Each step has its own deadline.
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .build();
    }

    private RedisSession open(String instanceId) {
        StatefulRedisConnection<String, String> connection;
        try {
            connection = client.connect(StringCodec.UTF8, uri);
        } catch (RedisException e) {
            throw new StoreUnavailableException(
                    settings + " cannot be reached: see that it runs and lets us in (" + reason(e) + ")", e);
        }
        try {
            return new RedisSession(
                    connection,
                    settings,
                    clock,
                    new RedisGeneration.Beginning(instanceId, process + "-" + beginnings.incrementAndGet()));
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void use(RedisSession opened) {
        last = opened;
        session.set(opened);
        opened.whenEnded(() -> lose(opened, "the connection has ended"));
        if (!opened.isOpen()) {
            lose(opened, "the connection has ended");
        }
    }

    /** No further step on this session; another one is made in the background. */
    private void lose(RedisSession lost, String why) {
        if (session.compareAndSet(lost, null)) {
            trouble = why;
            lost.end();
            background.execute(this::reconnect);
        }
    }

    private void reconnect() {
        try {
            use(open(last.generation().instanceId()));
        } catch (RuntimeException e) {
            trouble = String.valueOf(e.getMessage());
            var unused = background.schedule(this::reconnect, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** What was found the last time that a connection was made. */
    RedisSession last() {
        return last;
    }

    /** Since when the store remembers, as agreed upon on the connection that there is now. */
    Instant since() {
        return session("reading since when it remembers").generation().since();
    }

    /**
     * Takes a step.
     *
     * @param what what is done, for the message: "committing call 1"
     * @return the answer of the script
     */
    List<?> step(String what, RedisScript script, List<String> arguments) {
        RedisSession open = session(what);
        try {
            return open.step(script, arguments);
        } catch (TimeoutException e) {
            String why =
                    settings + " gave no answer within " + settings.stepTime().toMillis() + " ms";
            lose(open, why);
            throw new StoreUnavailableException(
                    what + ": " + why + ", and whether it took effect is not known; it may be repeated", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisCommandExecutionException refusal) {
                String reason = reason(refusal);
                if (WRONG_SERVER.matcher(reason).find()) {
                    lose(open, reason);
                }
                throw new StoreUnavailableException(
                        what + ": nothing was done, because " + settings + " refused: " + reason, refusal);
            }
            String reason = reason(e);
            if (TOO_MANY.matcher(reason).lookingAt()) {
                throw new StoreUnavailableException(
                        what + ": nothing was done, because " + settings.stepsUnderWay()
                                + " steps already wait for an answer of " + settings,
                        e);
            }
            lose(open, reason);
            throw new StoreUnavailableException(
                    what + ": " + settings + " failed, and whether it took effect is not known; it may be repeated ("
                            + reason + ")",
                    e);
        }
    }

    private RedisSession session(String what) {
        RedisSession open = session.get();
        if (open == null) {
            throw new StoreUnavailableException(
                    what + ": nothing was done, because there is no connection to " + settings + ": " + trouble);
        }
        return open;
    }

    /** The first cause that says something. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Ends the connection and the threads; steps that are still being taken fail. */
    @Override
    public void close() {
        background.shutdownNow();
        session.set(null);
        trouble = "the store was closed";
        client.shutdown(Duration.ZERO, FAREWELL);
    }
}
