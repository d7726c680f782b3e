package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.FlushMode;
import io.lettuce.core.KillArgs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telephony.call.TelephonyCall;
import telephony.store.Commit;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.Race;

/** What the store does while its server is down, hangs, is full or has forgotten its scripts, and afterwards. */
class RedisOutageTest {

    private static final Duration STEP_TIME = Duration.ofSeconds(1);

    /** What a machine on which everything is tested at once may add to the time of a step. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final RedisStores stores = new RedisStores();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        stores.close();
    }

    private RedisTelephonyStore storeIn(RedisProcess server) {
        return stores.open(RedisStores.patient(server));
    }

    private static Commit event(String eventId) {
        return Commit.ofEvent(Calls.inboxEntry(eventId), List.of());
    }

    @Test
    void aServerThatHangsShouldBeToldOfInTimeAndUsedAgainAfterwards() {
        try (RedisProcess server = new RedisProcess(folder, "--save", "")) {
            RedisTelephonyStore store =
                    stores.open(RedisSettings.of(server.uri()).waiting(STEP_TIME, STEP_TIME));
            Instant since = store.rememberingSince();
            server.freeze();

            long start = System.nanoTime();
            assertThatThrownBy(() -> store.commit(event("EV_1")))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("committing event EV_1")
                    .hasMessageContaining("no answer within 1000 ms")
                    .hasMessageContaining("may be repeated");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STEP_TIME.plus(SLACK));

            long next = System.nanoTime();
            assertThatThrownBy(() -> store.commit(event("EV_2")))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("nothing was done");
            assertThat(Duration.ofNanos(System.nanoTime() - next)).isLessThan(SLACK);

            server.thaw();
            assertThat(RedisStores.commit(store, event("EV_2"))).isEqualTo(Commit.Result.STORED);
            assertThat(store.rememberingSince()).isEqualTo(since);
        }
    }

    @Test
    void moreStepsThanMayBeUnderWayShouldBeRefusedAtOnce() throws InterruptedException {
        try (RedisProcess server = new RedisProcess(folder, "--save", "")) {
            Duration wait = Duration.ofSeconds(5);
            RedisTelephonyStore store =
                    stores.open(new RedisSettings(server.uri(), RedisSettings.DEFAULT_NAME, wait, wait, 2));
            List<String> refusals = Collections.synchronizedList(new ArrayList<>());
            server.freeze();

            Race.run(4, racer -> {
                try {
                    store.commit(event("EV_" + racer));
                } catch (StoreUnavailableException e) {
                    refusals.add(e.getMessage());
                }
            });
            server.thaw();

            assertThat(refusals).hasSize(4);
            assertThat(refusals.stream().filter(message -> message.contains("because 2 steps already wait")))
                    .hasSize(2);
            assertThat(RedisStores.commit(store, event("EV_9"))).isEqualTo(Commit.Result.STORED);
        }
    }

    @Test
    void liveKitShouldHearOfATroubleWithinASecondByDefault() {
        assertThat(RedisSettings.of("redis://localhost").stepTime()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aServerThatIsDownShouldBeToldOfAtOnceAndUsedAgainAfterwards() {
        try (RedisProcess server = new RedisProcess(folder, "--save", "")) {
            RedisTelephonyStore store = storeIn(server);
            Instant since = store.rememberingSince();
            server.kill();

            long start = System.nanoTime();
            assertThatThrownBy(() -> store.commit(event("EV_1"))).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(store::rememberingSince)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("nothing was done")
                    .hasMessageContaining("127.0.0.1");
            assertThat(store.now()).isAfterOrEqualTo(since);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SLACK);

            server.start("--save", "");
            assertThat(RedisStores.commit(store, event("EV_1"))).isEqualTo(Commit.Result.STORED);
        }
    }

    @Test
    void aServerThatIsNotThereAtTheStartShouldBeNamedWithoutItsPassword() {
        RedisSettings nowhere = RedisSettings.of("redis://me:secret@127.0.0.1:" + RedisProcess.freePort());

        assertThatThrownBy(() -> stores.open(nowhere))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("redis://***@127.0.0.1:")
                .hasMessageContaining("see that it runs")
                .hasMessageNotContaining("secret")
                .hasStackTraceContaining("Connection refused");
    }

    @Test
    void aServerThatForgotItsScriptsShouldGetThemAgain() {
        try (RedisProcess server = new RedisProcess(folder, "--save", "")) {
            RedisTelephonyStore store = storeIn(server);

            assertThat(store.commit(event("EV_1"))).isEqualTo(Commit.Result.STORED);
            RedisStores.tell(server, operator -> operator.scriptFlush(FlushMode.SYNC));

            assertThat(store.commit(event("EV_1"))).isEqualTo(Commit.Result.DUPLICATE);
            assertThat(store.findInboxEntry("EV_1")).isPresent();
        }
    }

    @Test
    void aConnectionThatWasCutShouldBeReplacedAndNothingForgotten() {
        try (RedisProcess server = new RedisProcess(folder, "--save", "")) {
            RedisTelephonyStore store = storeIn(server);
            Instant since = store.rememberingSince();

            RedisStores.tell(server, operator -> operator.clientKill(KillArgs.Builder.skipme()));

            assertThat(RedisStores.commit(store, event("EV_1"))).isEqualTo(Commit.Result.STORED);
            assertThat(RedisStores.since(store)).isEqualTo(since);
        }
    }

    @Test
    void aServerThatIsFullShouldRefuseACommitAsAWhole() {
        try (RedisProcess server = new RedisProcess(folder, "--save", "")) {
            RedisTelephonyStore store = storeIn(server);
            TelephonyCall row = Calls.inbound("RM_1", "SCL_1");
            TelephonyCall over = Calls.inbound("RM_2", "SCL_2").ended(Calls.START, "x");
            store.commit(Commit.ofRow(over, List.of()));
            RedisStores.tell(server, operator -> operator.configSet("maxmemory", "1"));

            assertThatThrownBy(() -> store.commit(new Commit(Calls.inboxEntry("EV_1"), row, 0, List.of())))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("nothing was done")
                    .hasMessageContaining("OOM");
            assertThat(store.findInboxEntry("EV_1")).isEmpty();
            assertThat(store.find(row.callId())).isEmpty();
            assertThat(store.purge(Calls.START.plusSeconds(1), Calls.START, 10)).isEqualTo(1);

            RedisStores.tell(server, operator -> operator.configSet("maxmemory", "0"));
            assertThat(store.commit(new Commit(Calls.inboxEntry("EV_1"), row, 0, List.of())))
                    .isEqualTo(Commit.Result.STORED);
        }
    }

    @Test
    void aServerThatBecameAReplicaShouldBeLeftUntilItIsAMasterAgain() {
        try (RedisProcess server = new RedisProcess(folder, "--save", "")) {
            RedisTelephonyStore store = storeIn(server);
            Instant since = store.rememberingSince();
            RedisStores.tell(server, operator -> operator.replicaof("127.0.0.1", RedisProcess.freePort()));

            assertThatThrownBy(() -> store.commit(event("EV_1")))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("nothing was done")
                    .hasMessageContaining("READONLY");
            RedisStores.tell(server, operator -> operator.replicaofNoOne());

            assertThat(RedisStores.commit(store, event("EV_1"))).isEqualTo(Commit.Result.STORED);
            assertThat(store.rememberingSince()).isAfter(since);
        }
    }

    @Test
    void aClosedStoreShouldRefuseEveryStep() {
        try (RedisProcess server = new RedisProcess(folder, "--save", "")) {
            RedisTelephonyStore store = storeIn(server);

            store.close();

            assertThatThrownBy(() -> store.commit(event("EV_1")))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("the store was closed");
        }
    }
}
