package telephony.adapters.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.Durability;
import telephony.store.InboxEntry;
import telephony.store.InboxQuery;
import telephony.store.Page;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;

/**
 * Keeps calls in Redis 6 or newer, for any number of processes. Each step is one Lua script. All keys begin with
 * <code>{name}:</code>, so that a store is in one slot; none of them expires, because only {@link #purge} knows what is
 * over.
 *
 * <p><b>Where:</b> a single server, or one behind Sentinel. A Redis Cluster is refused, and so is a server that throws keys
 * away when its memory is full: {@code maxmemory-policy} must be {@code noeviction} when there is a {@code maxmemory}. A
 * server that is full refuses a commit as a whole.
 *
 * <p><b>What an acknowledged write survives</b> is read from the server whenever a connection is made:
 * {@link Durability#COMMITTED} with {@code appendonly yes}, {@code appendfsync always}, {@code no-appendfsync-on-rewrite no}
 * and no replicas; {@link Durability#BEST_EFFORT} with any other append-only file, with replicas or Sentinel, whose fail-over
 * may lose the last writes, and where a managed service forbids {@code CONFIG GET}; {@link Durability#PROCESS} without an
 * append-only file: what was written since the last snapshot goes with the Redis process. {@link #durabilityReason} says which
 * it is.
 *
 * <p><b>Forgetting:</b> after each new connection the store compares the server and its data with what they were, and begins
 * to remember anew when acknowledged writes may be lost: after any fail-over, after a restart unless both before and after it
 * every commit was on disk, and when the data are gone. {@link #rememberingSince} is the answer for the connection that
 * there is now. Where several processes share the store they all see the same answer, and a step of one that does not know
 * it yet is refused. Who restores a backup by hand must delete the field {@code durable} of the hash
 * <code>{name}:store</code>.
 *
 * <p><b>Time:</b> the clock is the server's. A step waits for {@link RedisSettings#stepTime} at most; a connection that did
 * not answer in time is given up, and until another one is made in the background every step is refused at once.
 */
public final class RedisTelephonyStore implements TelephonyStorePort, AutoCloseable {

    /** How many leases that ran out are looked at in one step; only after a long outage are there more. */
    private static final String MAX_LEASES_OVER = "1000";

    private final RedisLink link;
    private final String instanceId;

    /**
     * The store in this Redis; connects, and makes the store when it is not there.
     *
     * @param random names this process, and the store when it is new; used here only
     * @throws IllegalArgumentException when the URI cannot be read
     * @throws IllegalStateException when a library is missing, naming the artifact, or when calls must not be kept in this
     *     server as it is set up; it says what to do
     * @throws StoreUnavailableException when the server cannot be reached
     */
    public RedisTelephonyStore(RedisSettings settings, RandomGenerator random) {
        this(settings, new RedisClocks(null, System::nanoTime), random);
    }

    RedisTelephonyStore(RedisSettings settings, RedisClocks clocks, RandomGenerator random) {
        try {
            this.link = new RedisLink(settings, clocks, random);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("add io.lettuce:lettuce-core to the class path", e);
        }
        this.instanceId = link.last().generation().instanceId();
    }

    /**
     * Names this store wherever several could be meant, such as in LiveKit's dispatches; made with the store, and the same
     * for every process that uses it. Letters and digits, at most 13. When all data are lost, the first process that comes
     * back gives the store the name that it knew.
     */
    public String instanceId() {
        return instanceId;
    }

    @Override
    public Commit.Result commit(Commit commit) {
        String what = "committing "
                + commit.inbox().map(entry -> "event " + entry.eventId()).orElseGet(() -> commit.next()
                        .map(row -> "call " + row.callId())
                        .orElse("time-line entries"));
        return Commit.Result.valueOf((String)
                link.step(what, RedisScript.COMMIT, RedisRows.arguments(commit)).get(0));
    }

    @Override
    public Optional<TelephonyCall> find(CallId callId) {
        return find("reading call " + callId, RedisScript.FIND, callId.toString());
    }

    @Override
    public Optional<TelephonyCall> findNewestByRoomSid(String roomSid) {
        return find("reading the call of room " + roomSid, RedisScript.FIND_BY_ROOM, KeyText.of(roomSid));
    }

    @Override
    public Optional<TelephonyCall> findBySipCallId(String sipCallId) {
        return find("reading the call of leg " + sipCallId, RedisScript.FIND_BY_LEG, KeyText.of(sipCallId));
    }

    private Optional<TelephonyCall> find(String what, RedisScript script, String argument) {
        return RedisRows.call(link.step(what, script, List.of(argument)));
    }

    @Override
    public Page<TelephonyCall> query(CallQuery query) {
        // One more than wanted tells whether another page follows.
        List<TelephonyCall> found = RedisRows.calls(
                link.step("listing calls", RedisScript.QUERY, RedisRows.arguments(query, query.limit() + 1)));
        if (found.size() <= query.limit()) {
            return new Page<>(found, null);
        }
        CallPlace last = CallPlace.of(found.get(query.limit() - 1));
        return new Page<>(found.subList(0, query.limit()), last.cursor());
    }

    @Override
    public List<TimelineEntry> timeline(CallId callId, int offset, int max) {
        if (max < 1) {
            return List.of();
        }
        long end = (long) offset + max - 1;
        return link
                .step(
                        "reading the time line of call " + callId,
                        RedisScript.TIMELINE,
                        List.of(callId.toString(), Integer.toString(offset), Long.toString(end)))
                .stream()
                .map(line -> RedisRows.line(callId, (String) line))
                .toList();
    }

    @Override
    public Optional<InboxEntry> findInboxEntry(String eventId) {
        return link.step("reading event " + eventId, RedisScript.FIND_EVENT, List.of(KeyText.of(eventId))).stream()
                .map(entry -> RedisRows.entry((String) entry))
                .findFirst();
    }

    @Override
    public Page<InboxEntry> inbox(InboxQuery query) {
        // One more than wanted tells whether another page follows.
        List<InboxEntry> found =
                link.step("listing events", RedisScript.INBOX, RedisRows.arguments(query, query.limit() + 1)).stream()
                        .filter(Objects::nonNull)
                        .map(entry -> RedisRows.entry((String) entry))
                        .toList();
        if (found.size() <= query.limit()) {
            return new Page<>(found, null);
        }
        InboxEntry last = found.get(query.limit() - 1);
        InboxPlace place = new InboxPlace(last.receivedAt().toEpochMilli(), KeyText.of(last.eventId()));
        return new Page<>(found.subList(0, query.limit()), place.cursor());
    }

    @Override
    public List<TelephonyCall> claimDue(String owner, Duration lease, int max) {
        List<String> arguments =
                List.of(owner, Long.toString(lease.toMillis()), Integer.toString(max), MAX_LEASES_OVER);
        return RedisRows.calls(link.step("claiming due calls", RedisScript.CLAIM, arguments));
    }

    @Override
    public boolean lease(String name, String owner, Duration time) {
        List<String> arguments = List.of(name, owner, Long.toString(time.toMillis()));
        return link.step("taking lease " + name, RedisScript.LEASE, arguments)
                .get(0)
                .equals(1L);
    }

    @Override
    public int purge(Instant callsBefore, Instant eventsBefore, int max) {
        List<String> arguments = List.of(
                Long.toString(callsBefore.toEpochMilli()),
                RedisRows.ordered(eventsBefore.toEpochMilli()),
                Integer.toString(max));
        return ((Long) link.step("forgetting what is over", RedisScript.PURGE, arguments)
                        .get(0))
                .intValue();
    }

    @Override
    public Instant now() {
        return link.now();
    }

    @Override
    public Instant rememberingSince() {
        return link.since();
    }

    @Override
    public Durability durability() {
        return link.last().facts().promise().durability();
    }

    /** Why {@link #durability} is what it is, in words for an operator. */
    public String durabilityReason() {
        return link.last().facts().promise().reason();
    }

    /** Ends the connection; steps that are still being taken fail. */
    @Override
    public void close() {
        link.close();
    }
}
