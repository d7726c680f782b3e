package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import telephony.decided.DecidedCall;
import telephony.decided.DecidedCallPort;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.testkit.Calls;
import telephony.testkit.DecidedCallPortContract;

/** Decided calls in every store. */
class DecidedCallsOfStoresTest extends AllStores {

    @Nested
    class InMemory implements DecidedCallPortContract {
        @Override
        public DecidedCallPort newDecidedCalls() {
            return new InMemoryDecidedCalls();
        }
    }

    @Nested
    class InH2 implements DecidedCallPortContract {
        @Override
        public DecidedCallPort newDecidedCalls() {
            return new JdbcDecidedCalls(databases.h2Tables(folder, clock));
        }
    }

    @Nested
    class InPostgres implements DecidedCallPortContract {
        @Override
        public DecidedCallPort newDecidedCalls() {
            return new JdbcDecidedCalls(databases.postgresTables(clock));
        }
    }

    @Nested
    class InRedis implements DecidedCallPortContract {
        @Override
        public DecidedCallPort newDecidedCalls() {
            return redis.open(RedisStores.empty(), clock).decidedCalls();
        }
    }

    private static DecidedCall decided() {
        return new DecidedCall(
                "SIP-1",
                "room",
                "+15551230001",
                null,
                null,
                "in-sip",
                RoutingDecision.Dispatch.of(AgentConfig.named("phone"), "number"),
                Calls.START,
                Duration.ofMillis(3),
                Duration.ofMillis(5));
    }

    @Test
    void whatOneProcessDecidesAnotherShouldRecognise() {
        JdbcSettings settings = JdbcSettings.h2(folder.resolve("kept"));
        try (JdbcStores first = new JdbcStores()) {
            first.migrated(settings, clock);
            new JdbcDecidedCalls(first.database(settings)).put(decided());
        }
        RedisSettings shared = RedisStores.empty();
        redis.open(shared, clock).decidedCalls().put(decided());

        databases.migrated(settings, clock);

        assertThat(new JdbcDecidedCalls(databases.database(settings)).findByCallId("SIP-1"))
                .contains(decided());
        assertThat(redis.open(shared, clock).decidedCalls().findByCallId("SIP-1"))
                .contains(decided());
    }

    /** Its call is then routed anew; one that is read by halves would be answered by somebody else. */
    @Test
    void oneThatThisVersionCannotReadShouldBeAbsent() {
        RedisSettings settings = RedisStores.empty();
        DecidedCallPort calls = redis.open(settings, clock).decidedCalls();
        calls.put(decided());
        RedisStores.tellShared(operator -> operator.hset(
                "{" + settings.name() + "}:decided:SIP-1",
                "row",
                DecidedCallCodec.write(decided()).replace("\"kind\":\"dispatch\"", "\"kind\":\"conference\"")));

        assertThat(calls.findByCallId("SIP-1")).isEmpty();
        assertThat(calls.recognise("room", List.of())).isEmpty();
        assertThat(DecidedCallCodec.read("{\"format\":2}")).isEmpty();
        assertThat(DecidedCallCodec.read("{")).isEmpty();
    }
}
