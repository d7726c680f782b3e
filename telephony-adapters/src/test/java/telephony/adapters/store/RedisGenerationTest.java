package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telephony.store.Commit;
import telephony.store.Durability;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.Race;

/** When the store knows that it may have lost what it acknowledged, and when it knows that it has not. */
class RedisGenerationTest {

    private static final String[] EVERY_COMMIT_ON_DISK = {"--appendonly", "yes", "--appendfsync", "always"};
    private static final String[] EVERY_SECOND_ON_DISK = {"--appendonly", "yes", "--appendfsync", "everysec"};
    private static final int WRITERS = 4;
    private static final int COMMITS_BEFORE_THE_KILL = 100;

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

    private static Commit step(String name) {
        return new Commit(Calls.inboxEntry("EV_" + name), Calls.inbound("RM_" + name, "SCL_" + name), 0, List.of());
    }

    private static Commit.Result write(RedisTelephonyStore store, String name) {
        return store.commit(step(name));
    }

    /** More than once: when the kill comes in the middle of a write is chance. */
    @RepeatedTest(3)
    void noAcknowledgedCommitShouldBeLostWhenTheServerIsKilled() throws InterruptedException {
        try (RedisProcess server = new RedisProcess(folder, EVERY_COMMIT_ON_DISK)) {
            RedisTelephonyStore store = storeIn(server);
            Instant since = store.rememberingSince();
            assertThat(store.durability()).isEqualTo(Durability.COMMITTED);
            List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());

            Race.run(WRITERS, writer -> writeUntilKilled(store, server, writer, acknowledged));
            server.start(EVERY_COMMIT_ON_DISK);

            assertThat(RedisStores.since(store)).isEqualTo(since);
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(COMMITS_BEFORE_THE_KILL);
            assertThat(acknowledged)
                    .allMatch(name -> store.findNewestByRoomSid("RM_" + name).isPresent())
                    .allMatch(name -> store.findBySipCallId("SCL_" + name).isPresent())
                    .allMatch(name -> store.findInboxEntry("EV_" + name).isPresent());
        }
    }

    private static void writeUntilKilled(
            RedisTelephonyStore store, RedisProcess server, int writer, List<String> acknowledged) {
        for (int i = 0; i < 100 * COMMITS_BEFORE_THE_KILL; i++) {
            String name = writer + "-" + i;
            try {
                if (write(store, name) == Commit.Result.STORED) {
                    acknowledged.add(name);
                }
            } catch (StoreUnavailableException killed) {
                return;
            }
            if (writer == 0 && acknowledged.size() >= COMMITS_BEFORE_THE_KILL) {
                server.kill();
            }
        }
        throw new AssertionError("the server outlived its end");
    }

    @Test
    void aRestartThatMayHaveLostTheLastMomentsShouldBeginAnewAndKeepTheName() {
        try (RedisProcess server = new RedisProcess(folder, EVERY_SECOND_ON_DISK)) {
            RedisTelephonyStore store = storeIn(server);
            RedisTelephonyStore other = storeIn(server);
            assertThat(store.durability()).isEqualTo(Durability.BEST_EFFORT);
            assertThat(store.durabilityReason()).contains("everysec");
            Instant since = store.rememberingSince();

            server.kill();
            server.start(EVERY_SECOND_ON_DISK);

            Instant anew = RedisStores.since(store);
            assertThat(anew).isAfter(since).isBeforeOrEqualTo(store.now());
            assertThat(RedisStores.since(other)).isEqualTo(anew);
            assertThat(storeIn(server).rememberingSince()).isEqualTo(anew);
            assertThat(storeIn(server).instanceId()).isEqualTo(store.instanceId());
        }
    }

    @Test
    void aRestartWithALaxerSettingThanBeforeOrALaxerOneBeforeShouldBeginAnew() {
        try (RedisProcess server = new RedisProcess(folder, EVERY_COMMIT_ON_DISK)) {
            RedisTelephonyStore store = storeIn(server);
            Instant first = store.rememberingSince();

            server.kill();
            server.start(EVERY_SECOND_ON_DISK);
            Instant second = RedisStores.since(store);
            assertThat(store.durability()).isEqualTo(Durability.BEST_EFFORT);

            server.kill();
            server.start(EVERY_COMMIT_ON_DISK);
            Instant third = RedisStores.since(store);
            assertThat(store.durability()).isEqualTo(Durability.COMMITTED);

            assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void whenAllIsGoneAStepShouldBeRefusedAndTheStoreBeginAnewUnderItsName() {
        try (RedisProcess server = new RedisProcess(folder, EVERY_COMMIT_ON_DISK)) {
            RedisTelephonyStore store = storeIn(server);
            Instant since = store.rememberingSince();
            write(store, "1");
            RedisStores.tell(server, operator -> operator.flushall());

            assertThatThrownBy(() -> write(store, "2"))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("nothing was done")
                    .hasMessageContaining("begun anew");

            assertThat(RedisStores.commit(store, step("2"))).isEqualTo(Commit.Result.STORED);
            assertThat(store.rememberingSince()).isAfter(since);
            assertThat(store.findInboxEntry("EV_1")).isEmpty();
            assertThat(storeIn(server).instanceId()).isEqualTo(store.instanceId());
        }
    }

    @Test
    void aReplicaThatTookOverShouldBeginAnewWhateverItWritesToDisk() {
        Path elsewhere = folder.resolve("replica");
        assertThat(elsewhere.toFile().mkdir()).isTrue();
        try (RedisProcess master = new RedisProcess(folder, EVERY_COMMIT_ON_DISK);
                RedisProcess replica = new RedisProcess(elsewhere, EVERY_COMMIT_ON_DISK)) {
            RedisTelephonyStore store = storeIn(master);
            Instant since = store.rememberingSince();
            write(store, "1");
            RedisStores.tell(replica, operator -> operator.replicaof("127.0.0.1", master.port()));
            RedisStores.await(replica, "master_link_status:up");
            master.kill();
            assertThatThrownBy(() -> storeIn(replica))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("replica");
            RedisStores.tell(replica, operator -> operator.replicaofNoOne());

            RedisTelephonyStore tookOver = storeIn(replica);

            assertThat(tookOver.findInboxEntry("EV_1")).isPresent();
            assertThat(tookOver.instanceId()).isEqualTo(store.instanceId());
            assertThat(tookOver.rememberingSince()).isAfter(since);
        }
    }

    @Test
    void aFailOverBySentinelShouldBeFollowedAndBeginAnew() {
        Path elsewhere = folder.resolve("replica");
        assertThat(elsewhere.toFile().mkdir()).isTrue();
        try (RedisProcess master = new RedisProcess(folder, EVERY_COMMIT_ON_DISK);
                RedisProcess replica = new RedisProcess(elsewhere, EVERY_COMMIT_ON_DISK);
                RedisProcess sentinel = RedisProcess.sentinelOf(master, folder)) {
            RedisStores.tell(replica, operator -> operator.replicaof("127.0.0.1", master.port()));
            RedisTelephonyStore store =
                    stores.open(RedisSettings.of(sentinel.uri().replace("redis:", "redis-sentinel:") + "#calls")
                            .waiting(Duration.ofSeconds(2), Duration.ofSeconds(2)));
            assertThat(store.durability()).isEqualTo(Durability.BEST_EFFORT);
            assertThat(store.durabilityReason()).contains("fail-over");
            Instant since = store.rememberingSince();
            write(store, "1");
            RedisStores.await(replica, "master_link_status:up");
            RedisStores.await(sentinel, "slaves=1");

            master.kill();

            assertThat(RedisStores.commit(store, step("2"))).isEqualTo(Commit.Result.STORED);
            assertThat(store.rememberingSince()).isAfter(since);
            long there = RedisStores.tell(replica, operator -> operator.exists("{telephony}:event:EV_2"));
            assertThat(there).isEqualTo(1);
        }
    }

    @Test
    void aBackupThatWasRestoredShouldBeginAnewOnceItsOperatorSaysSo() {
        try (RedisProcess server = new RedisProcess(folder, EVERY_COMMIT_ON_DISK)) {
            RedisTelephonyStore store = storeIn(server);
            Instant since = store.rememberingSince();
            RedisStores.tell(server, operator -> operator.hdel("{telephony}:store", "durable"));
            server.kill();
            server.start(EVERY_COMMIT_ON_DISK);

            assertThat(RedisStores.since(store)).isAfter(since);
        }
    }

    @Test
    void aStoreOfANewerVersionShouldBeRefusedAndLeftAlone() {
        try (RedisProcess server = new RedisProcess(folder, EVERY_COMMIT_ON_DISK)) {
            Instant since = storeIn(server).rememberingSince();
            RedisStores.tell(server, operator -> operator.hset("{telephony}:store", "format", "2"));

            assertThatThrownBy(() -> storeIn(server))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("newer version (form 2): run that version");

            RedisStores.tell(server, operator -> operator.hset("{telephony}:store", "format", "1"));
            assertThat(storeIn(server).rememberingSince()).isEqualTo(since);
        }
    }
}
