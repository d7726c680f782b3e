package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import telephony.adapters.ClassPathWithout;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;
import telephony.testkit.Race;
import telephony.testkit.TelephonyStoreContract;

class CaffeineTelephonyStoreTest implements TelephonyStoreContract {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final HandClock clock = new HandClock(Calls.START);

    @Override
    public TelephonyStorePort newStore(InstantSource clock) {
        return new CaffeineTelephonyStore(clock);
    }

    private TelephonyStorePort storeOf(int calls) {
        return new CaffeineTelephonyStore(clock, new InMemoryTelephonyStore.Limits(calls, 100, 10), KEPT);
    }

    private static TelephonyCall open(String name) {
        return Calls.inbound("RM_" + name, "SCL_" + name);
    }

    private static TelephonyCall ended(String name) {
        return open(name).ended(Calls.START, "over");
    }

    private static TelephonyCall stored(TelephonyStorePort store, TelephonyCall row) {
        TimelineEntry line = new TimelineEntry(row.callId(), Calls.START, TimelineEntry.Kind.EVENT, "x", Map.of());
        assertThat(store.commit(Commit.ofRow(row, List.of(line)))).isEqualTo(Commit.Result.STORED);
        return store.find(row.callId()).orElseThrow();
    }

    /** Any step of the driver: the store tidies up in it. */
    private void pass(Duration time, TelephonyStorePort store) {
        clock.advance(time);
        store.claimDue("me", LEASE, 1);
    }

    @Test
    void anEndedCallShouldLeaveAWhileAfterItsLastChangeWithAllThatBelongsToIt() {
        TelephonyStorePort store = storeOf(10);
        TelephonyCall row = stored(store, ended("1"));
        pass(KEPT.minusMillis(1), store);
        stored(store, row.withDueAt(null));
        pass(KEPT.minusMillis(1), store);
        assertThat(store.find(row.callId())).isPresent();

        pass(Duration.ofMillis(1), store);

        assertThat(store.find(row.callId())).isEmpty();
        assertThat(store.findNewestByRoomSid("RM_1")).isEmpty();
        assertThat(store.findBySipCallId("SCL_1")).isEmpty();
        assertThat(store.timeline(row.callId(), 0, 10)).isEmpty();
    }

    @Test
    void aCallThatIsOpenOrStillDueShouldNeverLeaveByTime() {
        TelephonyStorePort store = storeOf(10);
        TelephonyCall open = stored(store, open("1"));
        TelephonyCall owing = stored(store, ended("2").withDueAt(Calls.START.plus(Duration.ofDays(9))));

        pass(KEPT.multipliedBy(100), store);

        assertThat(store.find(open.callId())).isPresent();
        assertThat(store.find(owing.callId())).isPresent();
    }

    @Test
    void anEventIdShouldLeaveAfterTheSameWhile() {
        TelephonyStorePort store = storeOf(10);
        store.commit(Commit.ofEvent(Calls.inboxEntry("EV_1"), List.of()));

        pass(KEPT, store);
        assertThat(store.findInboxEntry("EV_1")).isPresent();
        pass(Duration.ofMillis(1), store);

        assertThat(store.findInboxEntry("EV_1")).isEmpty();
    }

    @Test
    void theEndedCallThatChangedLongestAgoShouldMakeRoom() {
        TelephonyStorePort store = storeOf(3);
        TelephonyCall open = stored(store, open("1"));
        TelephonyCall first = stored(store, ended("2"));
        TelephonyCall second = stored(store, ended("3"));
        clock.advance(Duration.ofMillis(1));
        stored(store, first.withDueAt(null));

        TelephonyCall next = stored(store, open("4"));

        assertThat(store.find(second.callId())).isEmpty();
        assertThat(List.of(open, first, next))
                .allMatch(row -> store.find(row.callId()).isPresent());
    }

    @Test
    void aNewCallShouldBeRefusedWhenAllThatAreKeptAreOpen() {
        TelephonyStorePort store = storeOf(1);
        TelephonyCall open = stored(store, open("1"));

        assertThatThrownBy(() -> store.commit(Commit.ofRow(open("2"), List.of())))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("limit of 1 calls");

        stored(store, open.ended(Calls.START, "over"));
        assertThat(stored(store, open("2"))).isNotNull();
    }

    @Test
    void whatWasPurgedShouldNotStandInTheWayOfANewCall() {
        TelephonyStorePort store = storeOf(2);
        stored(store, ended("1"));
        Instant later = Calls.START.plusSeconds(1);
        store.purge(later, later, 10);
        stored(store, ended("2"));
        stored(store, ended("3"));

        assertThat(stored(store, open("4"))).isNotNull();
    }

    @Test
    void manyRacersShouldNeverFillItBeyondItsLimit() throws InterruptedException {
        int limit = 20;
        TelephonyStorePort store = storeOf(limit);

        Race.run(THREADS, racer -> {
            for (int i = 0; i < 200; i++) {
                store.commit(Commit.ofRow(ended(racer + "-" + i), List.of()));
            }
        });

        assertThat(store.query(CallQuery.all(null, 200, null)).items()).hasSize(limit);
    }

    @Test
    void withoutCaffeineItShouldSayWhichLibraryToAdd() throws Exception {
        try (ClassPathWithout caffeine = new ClassPathWithout("com.github.benmanes.caffeine.")) {
            Constructor<?> constructor =
                    caffeine.loadClass(CaffeineTelephonyStore.class.getName()).getConstructor(InstantSource.class);

            assertThatThrownBy(() -> constructor.newInstance(clock))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("add com.github.ben-manes.caffeine:caffeine to the class path");
        }
    }

    @Test
    void whatIsRememberedShouldBeginWithTheProcess() {
        assertThat(newStore(new HandClock(Calls.START)).rememberingSince()).isEqualTo(Calls.START);
    }
}
