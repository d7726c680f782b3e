package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import telephony.decided.DecidedCall;
import telephony.decided.DecidedCallPort;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.routing.Rung;

/** What every keeping of decided calls must do. */
public interface DecidedCallPortContract {

    /** How many threads race. */
    int THREADS = 8;

    /** With nothing in it. */
    DecidedCallPort newDecidedCalls();

    private static DecidedCall decided(
            String callId, @Nullable String roomName, @Nullable String sipCallId, Instant at) {
        return new DecidedCall(
                callId,
                roomName,
                "+15551230001",
                "+15559990000",
                null,
                sipCallId,
                RoutingDecision.Dispatch.of(AgentConfig.named("phone"), "number"),
                at,
                Duration.ofNanos(1_234_567),
                Duration.ofMillis(12));
    }

    private static DecidedCall odd() {
        RoutingDecision decision = new RoutingDecision.Dispatch(
                AgentConfig.named("phone"),
                "sales.1",
                "campaign",
                "acme",
                "spring",
                Map.of("offer", 7, "deep", List.of("a", true)),
                List.of(new Rung.FallbackAgent(AgentConfig.named("night")), new Rung.HangUp()));
        return new DecidedCall(
                "SIP-' or 1=1; --\u0000😀",
                "call-\"acme\"\\_'sales'_1\u0000",
                "anonymous'",
                "sip:łódź@example.org",
                "ST_\u0000",
                "7f3c@203.0.113.5\u0000",
                decision,
                Calls.START.plusMillis(123),
                Duration.ZERO,
                Duration.ofMinutes(2));
    }

    @Test
    default void nothingShouldBeFoundWhereNothingIs() {
        DecidedCallPort calls = newDecidedCalls();

        assertThat(calls.findByCallId("SIP-1")).isEmpty();
        assertThat(calls.findByRoomName("room")).isEmpty();
        assertThat(calls.recognise("room", List.of("SIP-1"))).isEmpty();
        assertThat(calls.recognise("", List.of())).isEmpty();
        assertThat(calls.purge(Calls.START, 10)).isZero();
    }

    @Test
    default void whatIsPutShouldComeBackWhole() {
        DecidedCallPort calls = newDecidedCalls();
        DecidedCall plain = decided("SIP-1", null, null, Calls.START);
        DecidedCall refused = new DecidedCall(
                "SIP-2",
                "room",
                null,
                null,
                null,
                null,
                new RoutingDecision.Reject("no-agent", "acme", null),
                Calls.START,
                Duration.ZERO,
                Duration.ZERO);

        assertThat(calls.put(plain)).isTrue();
        assertThat(calls.put(odd())).isTrue();
        assertThat(calls.put(refused)).isTrue();

        assertThat(calls.findByCallId("SIP-1")).contains(plain);
        assertThat(calls.findByCallId(odd().callId())).contains(odd());
        assertThat(calls.findByRoomName(String.valueOf(odd().roomName()))).contains(odd());
        assertThat(calls.recognise("", List.of(String.valueOf(odd().sipCallId()))))
                .contains(odd());
        assertThat(calls.findByRoomName("room")).contains(refused);
    }

    @Test
    default void anIdShouldBeTakenOnce() {
        DecidedCallPort calls = newDecidedCalls();
        DecidedCall first = decided("SIP-1", "room1", null, Calls.START);
        calls.put(first);

        assertThat(calls.put(decided("SIP-1", "room2", null, Calls.START.plusSeconds(1))))
                .isFalse();

        assertThat(calls.findByCallId("SIP-1")).contains(first);
        assertThat(calls.findByRoomName("room2")).isEmpty();
    }

    @Test
    default void aRoomsNameShouldBeTakenOnce() {
        DecidedCallPort calls = newDecidedCalls();
        DecidedCall first = decided("SIP-1", "room", null, Calls.START);
        calls.put(first);

        assertThat(calls.put(decided("SIP-2", "room", "in-sip", Calls.START.plusSeconds(1))))
                .isFalse();

        assertThat(calls.findByRoomName("room")).contains(first);
        assertThat(calls.findByCallId("SIP-2")).isEmpty();
        assertThat(calls.recognise("", List.of("in-sip"))).isEmpty();
    }

    @Test
    default void callsWithoutARoomShouldNotBeInEachOthersWay() {
        DecidedCallPort calls = newDecidedCalls();

        assertThat(calls.put(decided("SIP-1", null, null, Calls.START))).isTrue();
        assertThat(calls.put(decided("SIP-2", null, null, Calls.START))).isTrue();
    }

    @Test
    default void recogniseShouldGoByTheRoomFirstAndThenByTheIdsInTheirOrder() {
        DecidedCallPort calls = newDecidedCalls();
        DecidedCall roomed = decided("SIP-1", "room", "a", Calls.START);
        DecidedCall known = decided("SIP-2", null, "b", Calls.START);
        DecidedCall inSip = decided("SIP-3", null, "c", Calls.START);
        List.of(roomed, known, inSip).forEach(calls::put);

        assertThat(calls.recognise("room", List.of("SIP-2", "c"))).contains(roomed);
        assertThat(calls.recognise("other", List.of("SIP-2", "c"))).contains(known);
        assertThat(calls.recognise("other", List.of("c", "SIP-2"))).contains(inSip);
        assertThat(calls.recognise("other", List.of("nobody", "b"))).contains(known);
        assertThat(calls.recognise("SIP-1", List.of("room"))).isEmpty();
    }

    @Test
    default void ofSeveralWithOneSipIdTheOneDecidedLastShouldBeRecognised() {
        DecidedCallPort calls = newDecidedCalls();
        DecidedCall later = decided("SIP-2", null, "same", Calls.START.plusSeconds(2));
        calls.put(decided("SIP-1", null, "same", Calls.START));
        calls.put(later);
        calls.put(decided("SIP-3", null, "same", Calls.START.plusSeconds(1)));

        assertThat(calls.recognise("", List.of("same"))).contains(later);
    }

    @Test
    default void purgeShouldForgetTheOldestAndWhatPointsToThem() {
        DecidedCallPort calls = newDecidedCalls();
        for (int i = 0; i < 4; i++) {
            calls.put(decided("SIP-" + i, "room" + i, "sip" + i, Calls.START.plusSeconds(i)));
        }

        assertThat(calls.purge(Calls.START.plusSeconds(3), 2)).isEqualTo(2);
        assertThat(calls.findByCallId("SIP-1")).isEmpty();
        assertThat(calls.findByRoomName("room1")).isEmpty();
        assertThat(calls.recognise("room1", List.of("sip1"))).isEmpty();
        assertThat(calls.findByCallId("SIP-2")).isPresent();

        assertThat(calls.purge(Calls.START.plusSeconds(3), 2)).isEqualTo(1);
        assertThat(calls.findByCallId("SIP-3")).isPresent();
        assertThat(calls.put(decided("SIP-0", "room0", "sip0", Calls.START.plusSeconds(9))))
                .isTrue();
    }

    @Test
    default void purgeShouldLeaveANewerOneOfTheSameSipIdWhereItIs() {
        DecidedCallPort calls = newDecidedCalls();
        DecidedCall newer = decided("SIP-2", null, "same", Calls.START.plusSeconds(5));
        calls.put(decided("SIP-1", null, "same", Calls.START));
        calls.put(newer);

        calls.purge(Calls.START.plusSeconds(1), 10);

        assertThat(calls.recognise("", List.of("same"))).contains(newer);
    }

    @Test
    default void ofManyWhoPutOneIdOrOneRoomOneShouldSucceed() throws InterruptedException {
        DecidedCallPort calls = newDecidedCalls();
        AtomicInteger ids = new AtomicInteger();
        AtomicInteger rooms = new AtomicInteger();

        Race.run(THREADS, racer -> {
            if (calls.put(decided("same", "own" + racer, null, Calls.START))) {
                ids.incrementAndGet();
            }
            if (calls.put(decided("own" + racer, "same", null, Calls.START))) {
                rooms.incrementAndGet();
            }
        });

        assertThat(ids).hasValue(1);
        assertThat(rooms).hasValue(1);
        assertThat(calls.findByRoomName("same")).isPresent();
    }

    @Test
    default void anOddTimeZoneShouldChangeNothing() {
        TimeZone before = TimeZone.getDefault();
        try {
            DecidedCallPort calls = newDecidedCalls();
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            calls.put(odd());
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));

            assertThat(calls.findByCallId(odd().callId())).contains(odd());
        } finally {
            TimeZone.setDefault(before);
        }
    }
}
