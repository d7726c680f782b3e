package telephony.adapters.store;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import telephony.store.StoreUnavailableException;

/**
 * One connection, from its making to its end, and what was found at its other end. It never goes on with another server
 * process: every step on it is about the generation that was agreed upon when it was made.
 */
final class RedisSession {

    /** The form of the keys that this version writes. */
    private static final String FORMAT = "1";

    private final StatefulRedisConnection<String, String> connection;
    private final RedisSettings settings;
    private final RedisClock clock;
    private final RedisServerFacts facts;
    private final RedisGeneration generation;

    /**
     * Looks at the server and agrees with the others on who the store is.
     *
     * @param beginning names for a store that begins with us
     * @throws StoreUnavailableException when it does not answer in time or takes no writes now
     * @throws IllegalStateException when calls must not be kept in it; it says what to do
     */
    RedisSession(
            StatefulRedisConnection<String, String> connection,
            RedisSettings settings,
            RedisClock clock,
            RedisGeneration.Beginning beginning) {
        this.connection = connection;
        this.settings = settings;
        this.clock = clock;
        try {
            this.facts = readFacts();
            facts.refusal().ifPresent(refusal -> {
                throw new IllegalStateException(settings + " cannot keep calls: " + refusal);
            });
            if (!facts.isMaster()) {
                throw new StoreUnavailableException(settings + " is a replica just now and takes no writes");
            }
            this.generation = agree(beginning);
            clock.read(generation.agreedAt());
        } catch (TimeoutException | ExecutionException e) {
            throw new StoreUnavailableException(settings + " could not be opened: " + RedisLink.reason(e), e);
        }
    }

    private RedisServerFacts readFacts() throws TimeoutException, ExecutionException {
        String info = await(connection.async().info(), deadline());
        Map<String, String> config = Map.of();
        try {
            config = await(connection.async().configGet("*append*"), deadline());
        } catch (ExecutionException e) {
            // Managed services forbid it; what cannot be known is not promised.
            if (!(e.getCause() instanceof RedisCommandExecutionException)) {
                throw e;
            }
        }
        return RedisServerFacts.of(info, config, settings.usesSentinel());
    }

    private RedisGeneration agree(RedisGeneration.Beginning beginning) throws TimeoutException, ExecutionException {
        List<?> answer = script(
                RedisScript.OPEN,
                List.of(
                        clock.toldMillis(),
                        beginning.instanceId(),
                        beginning.generation(),
                        facts.runId(),
                        facts.replicationId(),
                        facts.wasPromoted() ? "1" : "0",
                        facts.promise().isCommitted() ? "1" : "0",
                        FORMAT));
        if (!answer.get(4).equals(FORMAT)) {
            throw new IllegalStateException("the store in " + settings + " was made by a newer version (form "
                    + answer.get(4) + "): run that version");
        }
        return RedisGeneration.of(answer);
    }

    RedisGeneration generation() {
        return generation;
    }

    RedisServerFacts facts() {
        return facts;
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** Calls this once the connection has ended, however it ended. */
    void whenEnded(Runnable action) {
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> ended) {
                action.run();
            }
        });
    }

    /** Ends the connection; steps that wait for their answer fail. */
    void end() {
        var unused = connection.closeAsync();
    }

    /**
     * Takes a step, in this session's generation or not at all.
     *
     * @throws TimeoutException when there was no answer in time
     * @throws ExecutionException when the server refused it, or the connection ended
     */
    List<?> step(RedisScript script, List<String> arguments) throws TimeoutException, ExecutionException {
        List<String> all = new ArrayList<>(arguments.size() + 2);
        all.add(generation.name());
        all.add(clock.toldMillis());
        all.addAll(arguments);
        return script(script, all);
    }

    private List<?> script(RedisScript script, List<String> arguments) throws TimeoutException, ExecutionException {
        long deadline = deadline();
        RedisAsyncCommands<String, String> commands = connection.async();
        String[] keys = {settings.storeKey()};
        String[] values = arguments.toArray(String[]::new);
        try {
            return await(commands.<List<?>>evalsha(script.digest(), ScriptOutputType.MULTI, keys, values), deadline);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RedisNoScriptException)) {
                throw e;
            }
            // The server has not run it since its start, or was told to forget; now it will know.
            return await(commands.<List<?>>eval(script.text(), ScriptOutputType.MULTI, keys, values), deadline);
        }
    }

    private long deadline() {
        return clock.nanos() + settings.stepTime().toNanos();
    }

    private <T> T await(RedisFuture<T> answer, long deadline) throws TimeoutException, ExecutionException {
        try {
            return answer.get(Math.max(0, deadline - clock.nanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    settings
                            + " was not waited for, because the thread was interrupted; whether the step took effect is"
                            + " not known",
                    e);
        }
    }
}
