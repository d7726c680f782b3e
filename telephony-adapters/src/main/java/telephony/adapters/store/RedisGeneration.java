package telephony.adapters.store;

import java.time.Instant;
import java.util.List;

/**
 * Which memory of the store it is: a new one begins when acknowledged writes may have been lost. All processes agree on it
 * in the store itself, and every step states it, so that none is taken by somebody who believes in an older one.
 *
 * <p><b>The rule</b>, applied whenever a connection is made, before any step on it. The store's hash keeps the server's run
 * id and replication id as they were when it was last looked at, and whether that server kept what it acknowledged
 * ({@link RedisServerFacts#promise}).
 *
 * <ol>
 *   <li>No hash: the store is new, or all of it is lost. A new generation.
 *   <li>The same run id and replication id: the same process with the same memory; nothing is lost, however it writes to
 *       disk.
 *   <li>Others, but it kept what it acknowledged then and does now, and it does not go on with another server's history: it
 *       was restarted and has read back every acknowledged write. The same generation.
 *   <li>Otherwise writes may be lost: a restart without {@code appendfsync always}, a replica that took over. A new
 *       generation.
 * </ol>
 *
 * <p>It errs towards a new generation, which delays the agents of rooms that exist at that moment by the quiescence and
 * costs nothing else. It cannot know of a backup that somebody restored: delete the field {@code durable} of the hash then,
 * so that the fourth case applies. Nor of an {@code appendfsync} that was relaxed for a while by {@code CONFIG SET}, unless
 * a connection was made in that while.
 *
 * @param instanceId names the store; stays through generations as long as the hash does
 * @param name names the generation
 * @param since since when everything acknowledged can be read
 * @param agreedAt the store's time when this was agreed upon
 */
record RedisGeneration(String instanceId, String name, Instant since, Instant agreedAt) {

    /**
     * The names for a store that begins with us.
     *
     * @param instanceId the name that this process knows the store by, or a new one
     * @param generation a name that no generation had
     */
    record Beginning(String instanceId, String generation) {}

    /** What the script of opening answers. */
    static RedisGeneration of(List<?> answer) {
        return new RedisGeneration(
                (String) answer.get(0), (String) answer.get(1), instant(answer.get(2)), instant(answer.get(3)));
    }

    private static Instant instant(Object millis) {
        return Instant.ofEpochMilli(Long.parseLong((String) millis));
    }
}
