package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.adapters.ClassPathWithout;
import telephony.store.Durability;

class RedisServerFactsTest {

    private static final String INFO =
            """
            redis_version:6.2.11
            redis_mode:standalone
            maxmemory:0
            maxmemory_policy:noeviction
            role:master
            connected_slaves:0
            aof_enabled:1
            """;

    private static final Map<String, String> EVERY_COMMIT_ON_DISK =
            Map.of("appendonly", "yes", "appendfsync", "always", "no-appendfsync-on-rewrite", "no");

    private final RedisStores stores = new RedisStores();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        stores.close();
    }

    private static RedisServerFacts facts(String info, Map<String, String> config) {
        return RedisServerFacts.of(info, config, false);
    }

    @Test
    void aPromiseShouldBeMadeOnlyWhereEveryCommitIsOnDisk() {
        assertThat(facts(INFO, EVERY_COMMIT_ON_DISK).promise().durability()).isEqualTo(Durability.COMMITTED);
        assertThat(facts(INFO.replace("connected_slaves:0", "connected_slaves:1"), EVERY_COMMIT_ON_DISK)
                        .promise())
                .isEqualTo(new RedisServerFacts.Promise(
                        Durability.BEST_EFFORT, "it has replicas: a fail-over may lose the last writes"));
        assertThat(RedisServerFacts.of(INFO, EVERY_COMMIT_ON_DISK, true)
                        .promise()
                        .durability())
                .isEqualTo(Durability.BEST_EFFORT);
        assertThat(facts(INFO, Map.of("appendfsync", "always", "no-appendfsync-on-rewrite", "yes"))
                        .promise()
                        .durability())
                .isEqualTo(Durability.BEST_EFFORT);
        assertThat(facts(INFO, Map.of()).promise().reason()).contains("CONFIG GET is not allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "redis_version:6.2.11, redis_version:5.0.14, version 6 or newer",
        "redis_version:6.2.11, redis_version:, version 6 or newer",
        "redis_mode:standalone, redis_mode:cluster, a single server",
    })
    void aServerThatCannotKeepCallsShouldBeRefused(String good, String bad, String advice) {
        assertThat(facts(INFO, Map.of()).refusal()).isEmpty();
        assertThat(facts(INFO.replace(good, bad), Map.of()).refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal).contains(advice));
    }

    @ParameterizedTest
    @CsvSource({
        "allkeys-lru, 100mb, true",
        "volatile-ttl, 100mb, true",
        "noeviction, 100mb, false",
        "allkeys-lru, 0, false"
    })
    void aServerThatThrowsKeysAwayShouldBeRefused(String policy, String maxMemory, boolean refused) {
        try (RedisProcess server = new RedisProcess(
                folder, "--maxmemory", maxMemory, "--maxmemory-policy", policy, "--appendonly", "yes")) {
            RedisSettings settings = RedisStores.patient(server);
            if (refused) {
                assertThatThrownBy(() -> stores.open(settings))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("maxmemory-policy " + policy)
                        .hasMessageContaining("set maxmemory-policy noeviction");
            } else {
                assertThat(stores.open(settings).durability()).isEqualTo(Durability.BEST_EFFORT);
            }
        }
    }

    @Test
    void aServerWithoutAnAppendOnlyFileShouldPromiseNoMoreThanItsProcess() {
        try (RedisProcess server = new RedisProcess(folder)) {
            RedisTelephonyStore store = stores.open(RedisStores.patient(server));

            assertThat(store.durability()).isEqualTo(Durability.PROCESS);
            assertThat(store.durabilityReason()).contains("appendonly is off");
        }
    }

    @Test
    void aUserWhoMayNotReadTheConfigurationShouldBeServedAndPromisedLess() {
        String rights =
                "--appendonly yes --appendfsync always --user switchboard on >secret ~{telephony}:* +@all -@admin"
                        + " -@dangerous +info";
        try (RedisProcess server = new RedisProcess(folder, rights.split(" "))) {
            RedisSettings settings = new RedisSettings(
                    server.uri().replace("//", "//switchboard:secret@"),
                    RedisSettings.DEFAULT_NAME,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    10);
            RedisTelephonyStore store = stores.open(settings);

            assertThat(store.findInboxEntry("EV_1")).isEmpty();
            assertThat(store.durability()).isEqualTo(Durability.BEST_EFFORT);
            assertThat(store.durabilityReason()).contains("CONFIG GET is not allowed");
        }
    }

    @Test
    void settingsShouldRefuseWhatCannotWorkAndNotShowWhatIsSecret() {
        assertThatThrownBy(() -> RedisSettings.of("http://x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://");
        RedisSettings settings = RedisSettings.of("redis://me:pass@word@db:6380/2?timeout=1s&x=secret");
        assertThat(settings).hasToString("redis://***@db:6380/2");
        assertThatThrownBy(() -> settings.named("a}b")).hasMessageContaining("small letters");
        assertThatThrownBy(() -> settings.waiting(Duration.ofMillis(49), Duration.ofSeconds(1)))
                .hasMessageContaining("50 ms");
        assertThatThrownBy(() -> stores.open(RedisSettings.of("redis://me:secret@[broken")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://[user:password@]host")
                .hasMessageNotContaining("secret");
    }

    @Test
    void withoutTheLibraryItShouldSayWhichToAdd() throws Exception {
        try (ClassPathWithout some = new ClassPathWithout("io.lettuce.")) {
            Class<?> settings = some.loadClass(RedisSettings.class.getName());
            Object of = settings.getMethod("of", String.class).invoke(null, "redis://127.0.0.1");
            Constructor<?> constructor =
                    some.loadClass(RedisTelephonyStore.class.getName()).getConstructor(settings, RandomGenerator.class);

            assertThatThrownBy(() -> constructor.newInstance(of, JdbcStores.random()))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("add io.lettuce:lettuce-core to the class path");
        }
    }
}
