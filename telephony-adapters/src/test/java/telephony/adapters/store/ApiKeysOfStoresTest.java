package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import telephony.access.ApiKey;
import telephony.access.ApiKeyPort;
import telephony.access.ApiKeys;
import telephony.access.IssuedKey;
import telephony.access.KeyGrant;
import telephony.access.KeyLife;
import telephony.access.Scope;
import telephony.store.StoreUnavailableException;
import telephony.testkit.ApiKeyPortContract;
import telephony.testkit.Calls;

/** API keys in every store; S25. */
class ApiKeysOfStoresTest extends AllStores {

    private static final KeyGrant READER = new KeyGrant("dashboard", Set.of(Scope.CALLS_READ), "acme");

    private ApiKeys keys(ApiKeyPort port) {
        return new ApiKeys(port, clock, JdbcStores.random(), System::nanoTime);
    }

    private static String secretOf(IssuedKey issued) {
        return issued.text().substring(issued.text().lastIndexOf('_') + 1);
    }

    @Nested
    class InMemory implements ApiKeyPortContract {
        @Override
        public ApiKeyPort newKeys() {
            return new InMemoryTelephonyStore(clock).apiKeys();
        }
    }

    @Nested
    class InCaffeine implements ApiKeyPortContract {
        @Override
        public ApiKeyPort newKeys() {
            return new CaffeineTelephonyStore(clock).apiKeys();
        }
    }

    @Nested
    class InH2 implements ApiKeyPortContract {
        @Override
        public ApiKeyPort newKeys() {
            return databases.h2(folder, clock).apiKeys();
        }
    }

    @Nested
    class InPostgres implements ApiKeyPortContract {
        @Override
        public ApiKeyPort newKeys() {
            return databases.postgres(clock).apiKeys();
        }
    }

    @Nested
    class InRedis implements ApiKeyPortContract {
        @Override
        public ApiKeyPort newKeys() {
            return redis.open(RedisStores.empty(), clock).apiKeys();
        }
    }

    @Test
    void s25ADumpOfTheDatabaseShouldHoldTheHashButNoPartOfTheSecret() {
        JdbcSettings settings = JdbcSettings.h2(folder.resolve("dumped"));
        IssuedKey issued = keys(databases.migrated(settings, clock).apiKeys()).create(READER, null);

        List<String> dump = databases.database(settings).run("dumping", connection -> {
            try (Statement script = connection.createStatement()) {
                List<String> lines = new ArrayList<>();
                ResultSet rows = script.executeQuery("SCRIPT");
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
                return lines;
            }
        });

        assertThat(String.join("\n", dump))
                .contains(issued.key().id())
                .contains(issued.key().hash())
                .doesNotContain(secretOf(issued))
                .doesNotContain(secretOf(issued).substring(0, 16));
    }

    @Test
    void s25ADumpOfRedisShouldHoldTheHashButNoPartOfTheSecret() {
        RedisSettings settings = RedisStores.empty();
        IssuedKey issued = keys(redis.open(settings, clock).apiKeys()).create(READER, null);

        String dump = RedisStores.tellShared(operator -> operator.hgetall("{" + settings.name() + "}:api-keys"))
                .toString();

        assertThat(dump)
                .contains(issued.key().id())
                .contains(issued.key().hash())
                .doesNotContain(secretOf(issued))
                .doesNotContain(secretOf(issued).substring(0, 16));
    }

    @Test
    void keysShouldSurviveTheProcessInADatabase() {
        JdbcSettings settings = JdbcSettings.h2(folder.resolve("kept"));
        IssuedKey issued;
        try (JdbcStores first = new JdbcStores()) {
            issued = keys(first.migrated(settings, clock).apiKeys()).create(READER, null);
        }

        ApiKeys again = keys(databases.migrated(settings, clock).apiKeys());

        assertThat(again.ring().authenticate(issued.text())).contains(issued.key());
    }

    @Test
    void aKeyThatNobodyCanReadShouldNotLookAsIfThereWereNone() {
        RedisSettings settings = RedisStores.empty();
        ApiKeyPort keys = redis.open(settings, clock).apiKeys();
        RedisStores.tellShared(operator -> operator.hset("{" + settings.name() + "}:api-keys", "broken", "{"));

        assertThatThrownBy(keys::all)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("broken")
                .hasMessageContaining("restore it, or delete its field");
    }

    @Test
    void aScopeOfANewerVersionShouldAllowNothing() {
        ApiKey read = ApiKeyCodec.read(
                "aaa",
                1,
                "{\"format\":1,\"name\":\"x\",\"scopes\":[\"calls:read\",\"calls:listen\"],\"hash\":\"00\",\"createdAt\":1}");

        assertThat(read.grant().scopes()).containsExactly(Scope.CALLS_READ);
    }

    /** The form in which keys stand in stores: a change of it is a change for everybody's keys. */
    @Test
    void theFormOfAKeyShouldNotChangeUnnoticed() {
        KeyLife life = new KeyLife(Calls.START, Calls.START.plusSeconds(2), Calls.START.plusSeconds(1), "bbb");
        ApiKey key = new ApiKey("aaa", READER, "ab", life, 3);

        assertThat(ApiKeyCodec.write(key))
                .isEqualTo("{\"format\":1,\"name\":\"dashboard\",\"scopes\":[\"calls:read\"],\"hash\":\"ab\","
                        + "\"createdAt\":1795255200000,\"expiresAt\":1795255202000,\"revokedAt\":1795255201000,"
                        + "\"tenantId\":\"acme\",\"successor\":\"bbb\"}");
        assertThat(ApiKeyCodec.read("aaa", 3, ApiKeyCodec.write(key))).isEqualTo(key);
    }
}
