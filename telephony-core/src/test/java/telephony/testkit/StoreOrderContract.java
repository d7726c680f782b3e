package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.store.Commit;
import telephony.store.OrderKey;
import telephony.store.TelephonyStorePort;

/** What every store must keep of orders and their keys; a part of {@link TelephonyStoreContract}. */
public interface StoreOrderContract {

    /** An empty store whose clock is this one, as far as it can be told one. */
    TelephonyStorePort newStore(InstantSource clock);

    private TelephonyStorePort store() {
        return newStore(new HandClock(Calls.START));
    }

    private static OrderKey key(String scope, String key, TelephonyCall row) {
        return key(scope, key, row, Calls.START);
    }

    private static OrderKey key(String scope, String key, TelephonyCall row, Instant at) {
        return new OrderKey(scope, key, "sha-of-the-order", row.callId(), at);
    }

    private static Commit.Result order(TelephonyStorePort store, TelephonyCall row, OrderKey key) {
        TimelineEntry line = new TimelineEntry(
                row.callId(), Calls.START, TimelineEntry.Kind.EVENT, "ordered", Map.of("key", key.key()));
        return store.commit(Commit.ofOrder(row, List.of(line), key));
    }

    @Test
    default void anOrderShouldStoreItsRowAndItsKeyTogether() {
        TelephonyStorePort store = store();
        TelephonyCall row = Calls.outbound();

        assertThat(order(store, row, key("acme", "K-1", row))).isEqualTo(Commit.Result.STORED);

        assertThat(store.findOrderKey("acme", "K-1")).contains(key("acme", "K-1", row));
        TelephonyCall stored = store.find(row.callId()).orElseThrow();
        assertThat(stored.withControl(row.control())).isEqualTo(row);
        assertThat(store.timeline(row.callId(), 0, 10)).hasSize(1);
    }

    @Test
    default void anOrderShouldStoreNothingUnderAKeyThatWasClaimed() {
        TelephonyStorePort store = store();
        TelephonyCall first = Calls.outbound();
        TelephonyCall second = Calls.outbound();
        order(store, first, key("acme", "K-1", first));

        assertThat(order(store, second, key("acme", "K-1", second))).isEqualTo(Commit.Result.KEY_TAKEN);

        assertThat(store.find(second.callId())).isEmpty();
        assertThat(store.timeline(second.callId(), 0, 10)).isEmpty();
        assertThat(store.findOrderKey("acme", "K-1").map(OrderKey::callId)).contains(first.callId());
    }

    @Test
    default void anOrderWhoseRowExistsShouldNotClaimItsKey() {
        TelephonyStorePort store = store();
        TelephonyCall row = Calls.outbound();
        order(store, row, key("acme", "K-1", row));

        assertThat(order(store, row, key("acme", "K-2", row))).isEqualTo(Commit.Result.CONFLICT);

        assertThat(store.findOrderKey("acme", "K-2")).isEmpty();
    }

    @Test
    default void scopesShouldNotShareKeys() {
        TelephonyStorePort store = store();
        TelephonyCall first = Calls.outbound();
        TelephonyCall second = Calls.outbound();
        TelephonyCall third = Calls.outbound();

        assertThat(order(store, first, key("a", "bc", first))).isEqualTo(Commit.Result.STORED);
        assertThat(order(store, second, key("ab", "c", second))).isEqualTo(Commit.Result.STORED);
        assertThat(order(store, third, key("", "abc", third))).isEqualTo(Commit.Result.STORED);
        assertThat(store.findOrderKey("ab", "c").map(OrderKey::callId)).contains(second.callId());
        assertThat(store.findOrderKey("a", "c")).isEmpty();
    }

    @Test
    default void aKeyShouldBeRememberedLongerThanItsCallAndThenForgotten() {
        HandClock clock = new HandClock(Calls.START);
        TelephonyStorePort store = newStore(clock);
        TelephonyCall ended = Calls.outbound().withDueAt(null).ended(Calls.START, "CLIENT_INITIATED");
        order(store, ended, key("acme", "K-1", ended));

        clock.advance(OrderKey.VALID_FOR.plus(Duration.ofDays(1)));
        store.purge(clock.instant(), clock.instant(), 10);

        assertThat(store.find(ended.callId())).isEmpty();
        OrderKey kept = store.findOrderKey("acme", "K-1").orElseThrow();
        assertThat(kept.isValidAt(store.now())).isFalse();
        TelephonyCall again = Calls.outbound();
        assertThat(order(store, again, key("acme", "K-1", again, clock.instant())))
                .isEqualTo(Commit.Result.KEY_TAKEN);

        clock.advance(OrderKey.REMEMBERED_FOR);
        assertThat(store.purge(clock.instant(), clock.instant(), 10)).isEqualTo(1);
        assertThat(store.findOrderKey("acme", "K-1")).isEmpty();
    }

    @Test
    default void oneOfManyRacersShouldClaimAKey() throws InterruptedException {
        TelephonyStorePort store = store();
        AtomicInteger stored = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();

        Race.run(StoreRaceContract.THREADS, racer -> {
            for (int tries = 0; tries < 100; tries++) {
                TelephonyCall row = Calls.outbound();
                Commit.Result result = order(store, row, key("acme", "K-1", row));
                if (result != Commit.Result.CONFLICT) {
                    (result == Commit.Result.STORED ? stored : taken).incrementAndGet();
                    return;
                }
            }
        });

        assertThat(stored.get()).isEqualTo(1);
        assertThat(taken.get()).isEqualTo(StoreRaceContract.THREADS - 1);
        OrderKey winner = store.findOrderKey("acme", "K-1").orElseThrow();
        assertThat(store.find(winner.callId())).isPresent();
    }
}
