package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import telephony.guard.Ruling;
import telephony.guard.RulingPort;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.RulingPortContract;

/** Rulings in every store. */
class RulingsOfStoresTest extends AllStores {

    @Nested
    class InMemory implements RulingPortContract {
        @Override
        public RulingPort newRulings() {
            return new InMemoryRulings();
        }
    }

    @Nested
    class InH2 implements RulingPortContract {
        @Override
        public RulingPort newRulings() {
            return databases.h2Rulings(folder, clock);
        }
    }

    @Nested
    class InPostgres implements RulingPortContract {
        @Override
        public RulingPort newRulings() {
            return databases.postgresRulings(clock);
        }
    }

    @Nested
    class InRedis implements RulingPortContract {
        @Override
        public RulingPort newRulings() {
            return redis.open(RedisStores.empty(), clock).rulings();
        }
    }

    private static Ruling off() {
        return new Ruling("aaa", Ruling.Kind.OFF, Ruling.Subject.EVERYTHING, "ann", "a fire", Calls.START, null, null);
    }

    @Test
    void whatIsSwitchedOffShouldStaySoWhenTheProcessStartsAgain() {
        JdbcSettings settings = JdbcSettings.h2(folder.resolve("kept"));
        try (JdbcStores first = new JdbcStores()) {
            first.migrated(settings, clock);
            new JdbcRulings(first.database(settings)).put(off());
        }

        databases.migrated(settings, clock);

        assertThat(new JdbcRulings(databases.database(settings)).all()).containsExactly(off());
    }

    @Test
    void aRulingThatNobodyCanReadShouldNotLookAsIfThereWereNone() {
        RedisSettings settings = RedisStores.empty();
        RulingPort rulings = redis.open(settings, clock).rulings();
        RedisStores.tellShared(operator -> operator.hset("{" + settings.name() + "}:guard-rulings", "broken", "{"));

        assertThatThrownBy(rulings::all)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("broken")
                .hasMessageContaining("restore it, or delete its field");
    }

    /** The form in which rulings stand in stores: a change of it is a change for everybody's. */
    @Test
    void theFormOfARulingShouldNotChangeUnnoticed() {
        Instant at = Calls.START;
        Ruling ruling = new Ruling(
                "aaa",
                Ruling.Kind.RELEASE,
                new Ruling.Subject("acme", "FR", "spring", "+331"),
                "ann",
                "meant",
                at,
                at.plusSeconds(2),
                new Ruling.Lifted("bob", at.plusSeconds(1)));

        assertThat(RulingCodec.write(ruling))
                .isEqualTo(
                        "{\"format\":1,\"kind\":\"RELEASE\",\"tenantId\":\"acme\",\"country\":\"FR\","
                                + "\"campaignId\":\"spring\",\"prefix\":\"+331\",\"by\":\"ann\",\"why\":\"meant\","
                                + "\"at\":1795255200000,\"until\":1795255202000,\"lifted\":{\"by\":\"bob\",\"at\":1795255201000}}");
        assertThat(RulingCodec.read("aaa", RulingCodec.write(ruling))).isEqualTo(ruling);
    }
}
