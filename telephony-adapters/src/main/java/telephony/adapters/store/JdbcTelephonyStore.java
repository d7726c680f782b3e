package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import telephony.access.ApiKeyPort;
import telephony.call.CallId;
import telephony.call.Lease;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
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
 * Keeps calls in an H2 file, for one process, or in PostgreSQL 12 or newer, for any number of them. Each step is one
 * statement or one transaction; {@link StoreUnavailableException} tells what to look at when the database is down, too
 * slow, or has no connection to spare.
 *
 * <p>What was acknowledged survives a killed process and a killed PostgreSQL server ({@link Durability#COMMITTED}). It
 * survives a loss of power as far as PostgreSQL's own settings go; an H2 file does not promise that.
 *
 * <p>A row that was spoilt by other hands fails the steps that ask for it; lists leave it out, and when it is due it is put
 * off for an hour and logged, so that it holds up no other.
 *
 * <p>The clock is PostgreSQL's, shared by all processes; of an H2 file it is this process's own.
 */
public final class JdbcTelephonyStore implements TelephonyStorePort {

    private static final String MAKE =
            "INSERT INTO telephony_store (only_row, instance_id, remembering_since) VALUES (TRUE, ?, ?)"
                    + " ON CONFLICT DO NOTHING";

    private final JdbcDatabase database;
    private final StoreClock clock;
    private final JdbcSlots slots;
    private final UnreadableRows unreadable = new UnreadableRows();
    private final Durability durability;
    private final String instanceId;
    private final Instant since;

    /**
     * The store in this database, whose tables must be of this version's form.
     *
     * @param database stays the caller's to close, after the store's last use
     * @param clock this process's clock; it counts when the database is in this process
     * @param random names the store when it is new
     * @throws IllegalStateException when the tables are older or newer than this version needs; it says what to do
     * @throws StoreUnavailableException when the database cannot be reached
     */
    public JdbcTelephonyStore(JdbcDatabase database, InstantSource clock, RandomGenerator random) {
        this(
                database,
                database.settings().kind() == JdbcKind.H2
                        ? StoreClock.of(clock)
                        : new DatabaseClock(database, System::nanoTime),
                random);
    }

    JdbcTelephonyStore(JdbcDatabase database, StoreClock clock, RandomGenerator random) {
        Optional<String> trouble = database.tableTrouble();
        if (trouble.isPresent()) {
            throw new IllegalStateException(trouble.get());
        }
        this.database = database;
        this.clock = clock;
        this.slots = new JdbcSlots(database, clock);
        database.awaitConnection();
        Identity identity = database.transaction("opening the store", connection -> identity(connection, random));
        this.instanceId = identity.instanceId();
        this.since = identity.since();
        this.durability = database.run("reading what a commit survives", this::readDurability);
    }

    private record Identity(String instanceId, Instant since) {}

    private Identity identity(Connection connection, RandomGenerator random) throws SQLException {
        Instant now = clock.now(connection);
        try (PreparedStatement insert = connection.prepareStatement(MAKE)) {
            insert.setString(1, Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX));
            insert.setLong(2, now.toEpochMilli());
            insert.executeUpdate();
        }
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT instance_id, remembering_since FROM telephony_store");
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Identity(row.getString(1), Instant.ofEpochMilli(row.getLong(2)));
        }
    }

    private Durability readDurability(Connection connection) throws SQLException {
        String url = database.settings().url().toUpperCase(Locale.ROOT);
        if (database.settings().kind() == JdbcKind.H2) {
            if (url.startsWith("JDBC:H2:MEM:")) {
                return Durability.PROCESS;
            }
            return url.contains(";WRITE_DELAY=0") ? Durability.COMMITTED : Durability.BEST_EFFORT;
        }
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off'");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getBoolean(1) ? Durability.COMMITTED : Durability.BEST_EFFORT;
        }
    }

    /**
     * Names this store wherever several could be meant, such as in LiveKit's dispatches; made with the store, and the same
     * for every process that uses it. Letters and digits, at most 13.
     */
    public String instanceId() {
        return instanceId;
    }

    /** The API keys that are kept beside the calls; of use as long as the database is open. */
    public ApiKeyPort apiKeys() {
        return new JdbcApiKeys(database);
    }

    /** Counts the calls in this store; of use as long as the database is open. */
    public CallStatsPort stats() {
        return new JdbcCallStats(database);
    }

    /** The queue that the calls in this store are; of use as long as the database is open. */
    public CallQueuePort queue() {
        return new JdbcCallQueue(database, clock, unreadable::tell);
    }

    /** The slots that the calls in this store hold and wait for; of use as long as the database is open. */
    public SlotPort slots() {
        return slots;
    }

    @Override
    public Commit.Result commit(Commit commit) {
        String what = "committing "
                + commit.inbox().map(entry -> "event " + entry.eventId()).orElseGet(() -> commit.next()
                        .map(row -> "call " + row.callId())
                        .orElse("time-line entries"));
        return database.transaction(what, connection -> {
            Commit.Result result = write(connection, commit);
            if (result != Commit.Result.STORED) {
                connection.rollback();
            }
            return result;
        });
    }

    private Commit.Result write(Connection connection, Commit commit) throws SQLException {
        try {
            Optional<InboxEntry> event = commit.inbox();
            if (event.isPresent() && !JdbcInbox.takeIn(connection, event.get())) {
                return Commit.Result.DUPLICATE;
            }
            Optional<OrderKey> order = commit.order();
            if (order.isPresent() && !JdbcOrders.claim(connection, order.get())) {
                return Commit.Result.KEY_TAKEN;
            }
            Optional<TelephonyCall> next = commit.next();
            if (next.isPresent() && !JdbcCalls.write(connection, next.get(), commit.expectedVersion())) {
                return Commit.Result.CONFLICT;
            }
            JdbcTimeline.append(
                    connection,
                    commit.timeline(),
                    next.map(TelephonyCall::callId).orElse(null));
            // Last of all: who takes a place of a limit keeps all others from it until his transaction ends.
            if (next.isPresent() && !slots.write(connection, next.get(), commit.expectedVersion() == 0)) {
                return Commit.Result.FULL;
            }
            return Commit.Result.STORED;
        } catch (SQLException e) {
            // Whoever holds a lock that this waits for is changing the row, or taking in the event: who reads again,
            // sees.
            if (JdbcDatabase.isConflict(e) || JdbcDatabase.isLockWait(e)) {
                return conflict(commit, e);
            }
            throw e;
        }
    }

    /** Only rows conflict: whoever takes in nothing but an event would not read anything again. */
    private static Commit.Result conflict(Commit commit, SQLException cause) {
        if (commit.next().isEmpty() && commit.timeline().isEmpty()) {
            throw new StoreUnavailableException(
                    "nothing was written of "
                            + commit.inbox().map(InboxEntry::eventId).orElse("nothing")
                            + ", because somebody else is taking it in just now; repeat it",
                    cause);
        }
        return Commit.Result.CONFLICT;
    }

    @Override
    public Optional<TelephonyCall> find(CallId callId) {
        return find("reading call " + callId, JdbcCalls.FIND, callId.value());
    }

    @Override
    public Optional<TelephonyCall> findNewestByRoomSid(String roomSid) {
        return find("reading the call of room " + roomSid, JdbcCalls.FIND_NEWEST_OF_ROOM, KeyText.of(roomSid));
    }

    @Override
    public Optional<TelephonyCall> findBySipCallId(String sipCallId) {
        return find("reading the call of leg " + sipCallId, JdbcCalls.FIND_BY_LEG, KeyText.of(sipCallId));
    }

    private Optional<TelephonyCall> find(String what, String sql, Object parameter) {
        return database.run(what, connection -> JdbcCalls.find(connection, sql, parameter));
    }

    @Override
    public Page<TelephonyCall> query(CallQuery query) {
        if (!JdbcSearch.isFor(query)) {
            return CallSearch.page(query, this::list, this::ofLeg);
        }
        CallPlace after = query.cursor() == null ? null : CallPlace.of(query.cursor());
        return page(database.run(
                "searching calls", connection -> JdbcSearch.page(connection, query, after, unreadable::tell)));
    }

    private List<TelephonyCall> ofLeg(String sipCallId) {
        return database.run(
                "listing the calls of a leg",
                connection -> JdbcCalls.allByLeg(
                        connection, KeyText.of(sipCallId), CallSearch.MAX_CALLS_OF_LEG, unreadable::tell));
    }

    private Page<TelephonyCall> list(CallQuery query) {
        CallPlace after = query.cursor() == null ? null : CallPlace.of(query.cursor());
        JdbcCalls.Part part = database.run(
                "listing calls", connection -> JdbcCalls.query(connection, query, after, unreadable::tell));
        return page(part);
    }

    private static Page<TelephonyCall> page(JdbcCalls.Part part) {
        CallPlace end = part.end();
        return new Page<>(part.rows(), end == null ? null : end.cursor());
    }

    @Override
    public List<TimelineEntry> timeline(CallId callId, int offset, int max) {
        return database.run(
                "reading the time line of call " + callId,
                connection -> JdbcTimeline.lines(connection, callId, offset, max));
    }

    @Override
    public Optional<OrderKey> findOrderKey(String scope, String key) {
        return database.run("reading the key of an order", connection -> JdbcOrders.find(connection, scope, key));
    }

    @Override
    public Optional<InboxEntry> findInboxEntry(String eventId) {
        return database.run("reading event " + eventId, connection -> JdbcInbox.find(connection, eventId));
    }

    @Override
    public Page<InboxEntry> inbox(InboxQuery query) {
        InboxPlace after = query.cursor() == null ? null : InboxPlace.of(query.cursor());
        // One more than wanted tells whether another page follows.
        List<JdbcInbox.Placed> found = database.run(
                "listing events", connection -> JdbcInbox.query(connection, query.verdict(), after, query.limit() + 1));
        List<InboxEntry> items =
                found.stream().limit(query.limit()).map(JdbcInbox.Placed::entry).toList();
        boolean more = found.size() > query.limit();
        return new Page<>(items, more ? found.get(query.limit() - 1).place().cursor() : null);
    }

    @Override
    public boolean lease(String name, String owner, Duration time) {
        return database.transaction("taking the lease " + name, connection -> {
            Instant now = clock.now(connection);
            try {
                return JdbcLeases.take(connection, name, new Lease(owner, now.plus(time)), now);
            } catch (SQLException e) {
                if (JdbcDatabase.isLockWait(e) || JdbcDatabase.isConflict(e)) {
                    // Another process is taking it just now.
                    connection.rollback();
                    return false;
                }
                throw e;
            }
        });
    }

    @Override
    public List<TelephonyCall> claimDue(String owner, Duration lease, int max) {
        return database.transaction("claiming due calls", connection -> {
            Instant now = clock.now(connection);
            return JdbcCalls.claim(connection, now, new Lease(owner, now.plus(lease)), max, unreadable::tell);
        });
    }

    @Override
    public int purge(Instant callsBefore, Instant eventsBefore, int max) {
        return database.transaction("forgetting what is over", connection -> {
            try {
                Instant keysBefore = clock.now(connection).minus(OrderKey.REMEMBERED_FOR);
                return JdbcCalls.forget(connection, callsBefore, max)
                        + JdbcInbox.forget(connection, eventsBefore, max)
                        + JdbcOrders.forget(connection, keysBefore, max);
            } catch (SQLException e) {
                if (JdbcDatabase.isLockWait(e)) {
                    // Another process is forgetting the same just now.
                    connection.rollback();
                    return 0;
                }
                throw e;
            }
        });
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public Instant rememberingSince() {
        return since;
    }

    @Override
    public Durability durability() {
        return durability;
    }
}
