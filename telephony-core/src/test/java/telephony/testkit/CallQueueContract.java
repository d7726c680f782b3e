package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.CallTimes;
import telephony.call.DialState;
import telephony.call.OutboundDial;
import telephony.call.TelephonyCall;
import telephony.queue.CallQueuePort;
import telephony.queue.QueueCount;
import telephony.queue.QueuePace;
import telephony.store.Commit;
import telephony.store.TelephonyStorePort;

/** What every queue must keep, whatever store its rows are in. */
public interface CallQueueContract {

    /** The trunk of {@link Calls#outbound}. */
    String TRUNK = "ST_out";

    /** How long leases last here. */
    Duration LEASE = Duration.ofSeconds(20);

    /** An empty store whose clock is this one, as far as it can be told one. */
    TelephonyStorePort newStore(InstantSource clock);

    /** The queue of this store. */
    CallQueuePort queueOf(TelephonyStorePort store);

    private TelephonyStorePort store() {
        return newStore(new HandClock(Calls.START));
    }

    private static TelephonyCall waiting(String tenant, Instant createdAt) {
        TelephonyCall row = Calls.outbound();
        CallOrigin old = row.origin();
        OutboundDial dial = Objects.requireNonNull(row.dial());
        return new TelephonyCall(
                        row.callId(),
                        row.control(),
                        new CallOrigin(old.direction(), old.roomName(), null, old.episode(), tenant, null),
                        row.legs(),
                        row.route(),
                        row.dispatch(),
                        CallTimes.startingAt(createdAt),
                        null,
                        null,
                        row.gaps())
                .withDial(dial.withState(DialState.QUEUED))
                .withDueAt(null);
    }

    private static CallId enter(TelephonyStorePort store, String tenant, int second) {
        TelephonyCall row = waiting(tenant, Calls.START.plusSeconds(second));
        assertThat(store.commit(Commit.ofRow(row, List.of()))).isEqualTo(Commit.Result.STORED);
        return row.callId();
    }

    private List<CallId> turns(TelephonyStorePort store, QueuePace pace, int max) {
        return queueOf(store).turns(TRUNK, pace, "me", LEASE, max).stream()
                .map(TelephonyCall::callId)
                .toList();
    }

    private static QueuePace atOnce(long calls) {
        return new QueuePace(null, calls);
    }

    private static QueuePace perSecond(long calls) {
        return new QueuePace(calls, null);
    }

    private static TelephonyCall changed(TelephonyStorePort store, CallId callId, DialState state) {
        TelephonyCall row = store.find(callId).orElseThrow();
        OutboundDial dial = Objects.requireNonNull(row.dial());
        return row.withDial(dial.withState(state));
    }

    @Test
    default void aCallThatWaitsShouldNotBeDueAndShouldBecomeItByItsTurn() {
        TelephonyStorePort store = store();
        CallId callId = enter(store, "acme", 0);
        assertThat(store.claimDue("other", LEASE, 10)).isEmpty();

        TelephonyCall turn = queueOf(store)
                .turns(TRUNK, QueuePace.UNLIMITED, "me", LEASE, 10)
                .get(0);

        assertThat(turn.callId()).isEqualTo(callId);
        assertThat(turn.control().dueAt()).isNotNull().isBeforeOrEqualTo(store.now());
        assertThat(Objects.requireNonNull(turn.control().lease()).owner()).isEqualTo("me");
        assertThat(store.find(callId)).contains(turn);
        assertThat(turns(store, QueuePace.UNLIMITED, 10)).isEmpty();
    }

    @Test
    default void aTurnThatNobodyTookUpShouldBeFoundByClaimingWhenItsLeaseHasEnded() {
        HandClock clock = new HandClock(Calls.START);
        TelephonyStorePort store = newStore(clock);
        CallId callId = enter(store, "acme", 0);
        turns(store, QueuePace.UNLIMITED, 10);
        assertThat(store.claimDue("other", LEASE, 10)).isEmpty();

        clock.advance(LEASE.plusSeconds(1));

        assertThat(store.claimDue("other", LEASE, 10))
                .extracting(TelephonyCall::callId)
                .containsExactly(callId);
    }

    @Test
    default void turnsShouldGoFromTenantToTenantAndWithinOneFromTheOldestOn() {
        TelephonyStorePort store = store();
        CallId big1 = enter(store, "big", 1);
        CallId big2 = enter(store, "big", 2);
        CallId big3 = enter(store, "big", 3);
        CallId small = enter(store, "small", 9);
        CallId nobodys = enter(store, null, 8);

        List<CallId> order = new ArrayList<>(turns(store, QueuePace.UNLIMITED, 2));
        order.addAll(turns(store, QueuePace.UNLIMITED, 2));
        order.addAll(turns(store, QueuePace.UNLIMITED, 2));

        assertThat(order.indexOf(big1)).isLessThan(order.indexOf(big2));
        assertThat(order.indexOf(big2)).isLessThan(order.indexOf(big3));
        assertThat(order).hasSize(5);
        assertThat(order.subList(0, 3)).containsExactlyInAnyOrder(big1, small, nobodys);
    }

    @Test
    default void noMoreShouldBeUnderWayThanAtOnceAndAPlaceShouldBeFreeWhenACallIsOver() {
        TelephonyStorePort store = store();
        List.of(1, 2, 3, 4).forEach(second -> enter(store, "acme", second));

        List<CallId> first = turns(store, atOnce(2), 10);
        assertThat(first).hasSize(2);
        assertThat(turns(store, atOnce(2), 10)).isEmpty();

        store.commit(Commit.ofRow(changed(store, first.get(0), DialState.ANSWERED), List.of()));
        assertThat(turns(store, atOnce(2), 10)).isEmpty();
        store.commit(
                Commit.ofRow(changed(store, first.get(0), DialState.ANSWERED).ended(Calls.START, "x"), List.of()));
        assertThat(turns(store, atOnce(2), 10)).hasSize(1);
        assertThat(turns(store, atOnce(0), 10)).isEmpty();
    }

    @Test
    default void turnsShouldComeEvenlyAndNotCatchUpOnAPause() {
        HandClock clock = new HandClock(Calls.START);
        TelephonyStorePort store = newStore(clock);
        for (int i = 0; i < 40; i++) {
            enter(store, "acme", i);
        }
        clock.advance(Duration.ofHours(1));

        List<CallId> begun = new ArrayList<>();
        for (int look = 0; look < 20; look++) {
            begun.addAll(turns(store, perSecond(10), 10));
            clock.advance(Duration.ofMillis(50));
        }

        // A second of them, and as many as fit into the leeway.
        assertThat(begun).hasSizeBetween(10, 12);
        assertThat(turns(store, perSecond(0), 10)).isEmpty();
    }

    @Test
    default void anotherTrunksCallsShouldNotCount() {
        TelephonyStorePort store = store();
        enter(store, "acme", 0);

        assertThat(queueOf(store).turns("ST_other", QueuePace.UNLIMITED, "me", LEASE, 10))
                .isEmpty();
        assertThat(turns(store, atOnce(1), 10)).hasSize(1);
    }

    @Test
    default void theCountsShouldTellWhereEveryCallOfATrunkStands() {
        TelephonyStorePort store = store();
        CallQueuePort queue = queueOf(store);
        assertThat(queue.counts()).isEmpty();
        CallId first = enter(store, "acme", 0);
        enter(store, "acme", 1);
        enter(store, "acme", 2);
        enter(store, null, 3);
        turns(store, QueuePace.UNLIMITED, 3);

        store.commit(Commit.ofRow(changed(store, first, DialState.ANSWERED), List.of()));

        assertThat(queue.counts())
                .containsExactly(new QueueCount(TRUNK, null, 0, 1, 0), new QueueCount(TRUNK, "acme", 1, 1, 1));
        assertThat(store.find(first).orElseThrow().control().lease()).isNotNull();
    }

    @Test
    default void aCallThatEndsWhileItWaitsShouldLeaveTheQueue() {
        TelephonyStorePort store = store();
        CallId callId = enter(store, "acme", 0);

        store.commit(Commit.ofRow(store.find(callId).orElseThrow().ended(Calls.START, "END_ASKED"), List.of()));

        assertThat(turns(store, QueuePace.UNLIMITED, 10)).isEmpty();
        assertThat(queueOf(store).counts()).isEmpty();
    }

    @Test
    default void oddNamesShouldNotMixTenants() {
        TelephonyStorePort store = store();
        List<String> tenants = List.of("a", "ab", "a b", "a\\b", "\u00e9", "A", "x".repeat(600));
        Set<CallId> entered = new HashSet<>();
        tenants.forEach(tenant -> {
            entered.add(enter(store, tenant, 1));
            entered.add(enter(store, tenant, 2));
        });

        List<CallId> round = turns(store, QueuePace.UNLIMITED, tenants.size());

        assertThat(round.stream()
                        .map(callId -> store.find(callId).orElseThrow().origin().tenantId()))
                .containsExactlyInAnyOrderElementsOf(tenants);
        assertThat(entered).containsAll(turns(store, QueuePace.UNLIMITED, 64)).hasSize(2 * tenants.size());
    }

    @Test
    default void racersShouldNeverGetOneCallTwiceNorMoreThanMayBeUnderWay() throws InterruptedException {
        TelephonyStorePort store = store();
        CallQueuePort queue = queueOf(store);
        for (int i = 0; i < 40; i++) {
            enter(store, "t" + i % 3, i);
        }
        ConcurrentLinkedQueue<CallId> begun = new ConcurrentLinkedQueue<>();

        Race.run(StoreRaceContract.THREADS, racer -> {
            for (int tries = 0; tries < 10; tries++) {
                queue.turns(TRUNK, atOnce(25), "racer" + racer, LEASE, 3).forEach(row -> begun.add(row.callId()));
            }
        });
        // Who found the queue in somebody else's hands got nothing; what is left goes now.
        for (int tries = 0; tries < 10; tries++) {
            begun.addAll(turns(store, atOnce(25), 3));
        }

        assertThat(begun).doesNotHaveDuplicates().hasSize(25);
    }
}
