package telephony.adapters.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import telephony.access.ApiKeyPort;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.decided.DecidedCallPort;
import telephony.directory.DirectoryPort;
import telephony.guard.DialLedgerPort;
import telephony.guard.RulingPort;
import telephony.lead.LeadPort;
import telephony.queue.CallQueuePort;
import telephony.slot.SlotPort;
import telephony.stats.CallStatsPort;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.Durability;
import telephony.store.InboxEntry;
import telephony.store.InboxQuery;
import telephony.store.OrderKey;
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
 * <p><b>Spoilt rows:</b> a row that was spoilt by other hands fails the steps that ask for it; lists leave it out, and when
 * it is due it is put off for an hour and logged, so that it holds up no other.
 *
 * <p><b>Time:</b> the clock is the server's. A step waits for {@link RedisSettings#stepTime} at most; a connection that did
 * not answer in time is given up, and until another one is made in the background every step is refused at once.
 */
public final class RedisTelephonyStore implements TelephonyStorePort, AutoCloseable {

    /** How many leases that ran out are looked at in one step; only after a long outage are there more. */
    private static final String MAX_LEASES_OVER = "1000";

    /** When a row that cannot be read is due again: time for somebody to see to it. */
    static final Duration PUT_OFF_FOR = Duration.ofHours(1);

    private final RedisLink link;
    private final RedisClock clock;
    private final UnreadableRows unreadable = new UnreadableRows();
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
        this(settings, new RedisClock(null, System::nanoTime), random);
    }

    RedisTelephonyStore(RedisSettings settings, RedisClock clock, RandomGenerator random) {
        try {
            this.link = new RedisLink(settings, clock, random);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("add io.lettuce:lettuce-core to the class path", e);
        }
        this.clock = clock;
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

    /** The API keys that are kept beside the calls; of use as long as this store is open. */
    public ApiKeyPort apiKeys() {
        return new RedisApiKeys(link);
    }

    /**
     * Counts the calls in this store, in periods of {@value RedisCallStats#MAX_READ} calls at most; of use as long as this store
     * is open.
     */
    public CallStatsPort stats() {
        return new RedisCallStats(this::list, RedisCallStats.MAX_READ);
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
        return CallSearch.page(query, this::list, this::ofLeg);
    }

    private List<TelephonyCall> ofLeg(String sipCallId) {
        return RedisRows.calls(
                link.step(
                        "listing the calls of a leg",
                        RedisScript.ALL_BY_LEG,
                        List.of(KeyText.of(sipCallId), Integer.toString(CallSearch.MAX_CALLS_OF_LEG))),
                unreadable::tell);
    }

    private Page<TelephonyCall> list(CallQuery query) {
        List<?> answer = link.step("listing calls", RedisScript.QUERY, RedisRows.arguments(query));
        return RedisRows.page(query, answer, unreadable::tell);
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
    public Optional<OrderKey> findOrderKey(String scope, String key) {
        List<?> answer =
                link.step("reading the key of an order", RedisScript.FIND_ORDER, List.of(OrderPlace.of(scope, key)));
        return RedisRows.order(scope, key, answer);
    }

    @Override
    public Optional<InboxEntry> findInboxEntry(String eventId) {
        return link.step("reading event " + eventId, RedisScript.FIND_EVENT, List.of(KeyText.of(eventId))).stream()
                .map(entry -> RedisRows.entry((String) entry))
                .findFirst();
    }

    @Override
    public Page<InboxEntry> inbox(InboxQuery query) {
        return RedisRows.page(query, link.step("listing events", RedisScript.INBOX, RedisRows.arguments(query)));
    }

    @Override
    public List<TelephonyCall> claimDue(String owner, Duration lease, int max) {
        List<?> answer = link.step(
                "claiming due calls",
                RedisScript.CLAIM,
                List.of(owner, Long.toString(lease.toMillis()), Integer.toString(max), MAX_LEASES_OVER));
        Instant at = readClock(answer);
        List<CallId> broken = new ArrayList<>();
        List<TelephonyCall> claimed = RedisRows.calls((List<?>) answer.get(1), broken::add);
        broken.forEach(callId -> putOff(callId, at.plus(PUT_OFF_FOR)));
        return claimed;
    }

    private void putOff(CallId callId, Instant until) {
        unreadable.tell(callId);
        try {
            link.step(
                    "putting off call " + callId,
                    RedisScript.PUT_OFF,
                    List.of(callId.toString(), Long.toString(until.toEpochMilli())));
        } catch (StoreUnavailableException e) {
            // It is leased, and so holds up no other; who claims it next will try again.
            unreadable.tell(callId);
        }
    }

    @Override
    public boolean lease(String name, String owner, Duration time) {
        List<?> answer = link.step(
                "taking lease " + name, RedisScript.LEASE, List.of(name, owner, Long.toString(time.toMillis())));
        readClock(answer);
        return answer.get(1).equals(1L);
    }

    /** Steps that lease answer the time first. */
    private Instant readClock(List<?> answer) {
        Instant at = Instant.ofEpochMilli(Long.parseLong((String) answer.get(0)));
        clock.read(at);
        return at;
    }

    @Override
    public int purge(Instant callsBefore, Instant eventsBefore, int max) {
        List<String> arguments = List.of(
                Long.toString(callsBefore.toEpochMilli()),
                RedisRows.ordered(eventsBefore.toEpochMilli()),
                Integer.toString(max),
                Long.toString(OrderKey.REMEMBERED_FOR.toMillis()));
        return ((Long) link.step("forgetting what is over", RedisScript.PURGE, arguments)
                        .get(0))
                .intValue();
    }

    @Override
    public Instant now() {
        return clock.now();
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

    /** The queue that the calls in this store are; of use as long as this store is open. */
    public CallQueuePort queue() {
        return new RedisCallQueue(link, clock, this::putOff);
    }

    /** The slots that the calls in this store hold and wait for; of use as long as this store is open. */
    public SlotPort slots() {
        return new RedisSlots(link, clock);
    }

    /** The ledger beside the calls in this store, on its connection; {@link #close} ends both. */
    public DialLedgerPort dialLedger() {
        return new RedisDialLedger(link);
    }

    /** The directory beside the calls in this store, on its connection; {@link #close} ends both. */
    public DirectoryPort directory() {
        return new RedisDirectory(link);
    }

    /** Calls that were decided before LiveKit saw them, kept beside the calls. */
    public DecidedCallPort decidedCalls() {
        return new RedisDecidedCalls(link);
    }

    /**
     * Leads, kept beside the calls.
     *
     * @param ids makes the id of each new lead
     */
    public LeadPort leads(Supplier<String> ids) {
        return new RedisLeads(link, ids);
    }

    /** The rulings beside the calls in this store, on its connection; {@link #close} ends both. */
    public RulingPort rulings() {
        return new RedisRulings(link);
    }

    /** Ends the connection; steps that are still being taken fail. */
    @Override
    public void close() {
        link.close();
    }
}
