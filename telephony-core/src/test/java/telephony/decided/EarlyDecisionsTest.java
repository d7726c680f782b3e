package telephony.decided;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import telephony.observe.TelephonyListener;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingDecision.Dispatch;
import telephony.routing.RoutingRequest;
import telephony.routing.Rung;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;
import telephony.testkit.Race;

/** What front ends are told before LiveKit sees a call. */
class EarlyDecisionsTest {

    private static final String CALLER = "+911234567890";
    private static final String NUMBER = "+919876543210";
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration AMPLE = Duration.ofMinutes(1);

    private final HandClock clock = new HandClock(Calls.START);
    private final EarlyBooks books = new EarlyBooks();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<RoutingRequest> asked = new CopyOnWriteArrayList<>();
    private Optional<RoutingDecision> rules = Optional.of(
            new Dispatch(AgentConfig.named("phone"), "agent456", "number", "org123", "spring", Map.of(), List.of()));
    private @Nullable RuntimeException broken;
    private Executor lookups = Runnable::run;
    private Executor keeping = Runnable::run;
    private Duration deadline = AMPLE;

    private EarlyDecisions decisions() {
        CallRoutingPort port = new CallRoutingPort() {
            @Override
            public Optional<RoutingDecision> route(RoutingRequest request) {
                asked.add(request);
                if (broken != null) {
                    throw broken;
                }
                return rules;
            }

            @Override
            public Set<String> agentNames() {
                return Set.of();
            }
        };
        TelephonyListener listener = new TelephonyListener() {
            @Override
            public void onEarlyDecision(String asker, boolean fallback, Duration lookup, Duration total) {
                told.add(asker + " fallback=" + fallback + " ordered=" + (lookup.compareTo(total) <= 0));
            }

            @Override
            public void onTrouble(String what, Throwable cause) {
                told.add("trouble " + cause.getClass().getSimpleName());
            }
        };
        return new EarlyDecisions(
                new CallRouter(port, AgentConfig.named("last"), Rung.DEFAULT, Set.of(), failure -> {}),
                () -> new EarlyFallback("k17abc123xyz", "Reception", AgentConfig.named("reception"), "k18def456uvw"),
                books.books(),
                new EarlyDecisions.Threads(lookups, keeping),
                new EarlyDecisions.Ticking(clock, System::nanoTime, deadline, deadline),
                listener);
    }

    private static EarlyCall call(String id) {
        return new EarlyCall(id, CALLER, "Test Caller", NUMBER, "trunk-456", "sip-789");
    }

    private String room(String organization, String agent, long later) {
        return "call-" + organization + "_" + agent + "_" + (Calls.START.toEpochMilli() + later);
    }

    @Test
    void theRoomShouldBearTheOrganizationTheAgentAndTheTime() {
        EarlyDecision answer = decisions().intoRoom(call("test-call-123"), "sip-dispatch");

        assertThat(answer.roomName()).isEqualTo(room("org123", "agent456", 0));
        assertThat(answer.fallback()).isFalse();
        assertThat(told).containsExactly("sip-dispatch fallback=false ordered=true");
        assertThat(asked.get(0))
                .isEqualTo(new RoutingRequest(CALLER, NUMBER, "trunk-456", null, "", Map.of(), Calls.START));
    }

    @Test
    void whatWasAnsweredShouldBeKeptForTheCallThatComes() {
        decisions().intoRoom(call("test-call-123"), "sip-dispatch");

        DecidedCall kept = books.kept.get("test-call-123");
        assertThat(kept.roomName()).isEqualTo(room("org123", "agent456", 0));
        assertThat(kept.decision().reason()).isEqualTo("number");
        assertThat(kept.from()).isEqualTo(CALLER);
        assertThat(kept.to()).isEqualTo(NUMBER);
        assertThat(kept.trunkId()).isEqualTo("trunk-456");
        assertThat(kept.sipCallId()).isEqualTo("sip-789");
        assertThat(kept.at()).isEqualTo(Calls.START);
        assertThat(kept.lookup()).isLessThanOrEqualTo(kept.total());
        assertThat(books.meetings).isEmpty();
    }

    @Test
    void twoCallsOfOneMillisecondShouldNotShareARoom() {
        EarlyDecisions decisions = decisions();

        EarlyDecision first = decisions.intoRoom(call("a"), "sip-dispatch");
        EarlyDecision second = decisions.intoRoom(call("b"), "sip-dispatch");

        assertThat(first.roomName()).isEqualTo(room("org123", "agent456", 0));
        assertThat(second.roomName()).isEqualTo(room("org123", "agent456", 1));
    }

    @Test
    void aRoomThatAnotherProcessNamedShouldNotBeNamedAgain() {
        EarlyDecision others = decisions().intoRoom(call("a"), "sip-dispatch");

        EarlyDecision ours = decisions().intoRoom(call("b"), "sip-dispatch");

        assertThat(ours.roomName()).isEqualTo(room("org123", "agent456", 1)).isNotEqualTo(others.roomName());
        assertThat(books.kept).containsOnlyKeys("a", "b");
    }

    @Test
    void manyAtOnceOnTwoProcessesShouldAllGetRoomsOfTheirOwn() throws Exception {
        List<EarlyDecisions> processes = List.of(decisions(), decisions());
        List<String> rooms = new CopyOnWriteArrayList<>();

        Race.run(
                8,
                i -> rooms.add(String.valueOf(processes
                        .get(i % 2)
                        .intoRoom(call("call-" + i), "sip-dispatch")
                        .roomName())));

        assertThat(rooms).hasSize(8).doesNotHaveDuplicates();
        assertThat(books.kept.values()).extracting(DecidedCall::roomName).containsExactlyInAnyOrderElementsOf(rooms);
    }

    /** Toggling between two requests shows at once, and whoever of the two comes is recognised. */
    @Test
    void theSameCallAskedTwiceShouldBeDecidedAnewInARoomOfItsOwn() {
        EarlyDecisions decisions = decisions();
        decisions.intoRoom(call("test-call-123"), "sip-dispatch");
        rules = Optional.of(Dispatch.of(AgentConfig.named("night"), "number"));

        EarlyDecision again = decisions.intoRoom(call("test-call-123"), "sip-dispatch");

        assertThat(again.roomName()).isEqualTo(room("k18def456uvw", "night", 1));
        assertThat(again.keptAs()).isNotEqualTo("test-call-123");
        DecidedCall kept = books.kept.get(again.keptAs());
        assertThat(kept.roomName()).isEqualTo(again.roomName());
        assertThat(kept.frontEndId()).isEqualTo("test-call-123");
        assertThat(books.kept.get("test-call-123").frontEndId()).isEqualTo("test-call-123");
    }

    @Test
    void anAgentThatTheDirectoryDoesNotKnowShouldBeNamedAsLiveKitKnowsIt() {
        rules = Optional.of(Dispatch.of(AgentConfig.named("night"), "file"));
        assertThat(decisions().look(null, NUMBER, "route-by-phone").agentId()).isEqualTo("night");

        rules = Optional.of(Dispatch.of(AgentConfig.named("reception"), "default"));
        assertThat(decisions().look(null, NUMBER, "route-by-phone").agentId()).isEqualTo("k17abc123xyz");
        assertThat(books.kept).isEmpty();
    }

    @Test
    void rulesThatFailShouldBeAnsweredForByTheFallback() {
        broken = new IllegalStateException("the index is gone");

        EarlyDecision answer = decisions().intoRoom(call("a"), "sip-dispatch");

        assertThat(answer.roomName()).isEqualTo(room("k18def456uvw", "k17abc123xyz", 0));
        assertThat(answer.decision().reason()).isEqualTo(CallRouter.RULES_FAILED);
        assertThat(answer.decision().agent()).contains(AgentConfig.named("reception"));
        assertThat(answer.fallback()).isTrue();
        assertThat(books.kept.get("a").decision()).isEqualTo(answer.decision());
    }

    @Test
    void rulesThatTakeTooLongShouldBeAnsweredForByTheFallback() {
        List<Runnable> waiting = new ArrayList<>();
        lookups = waiting::add;
        deadline = AT_ONCE;

        EarlyDecision answer = decisions().look(null, NUMBER, "route-by-phone");

        assertThat(answer.agentId()).isEqualTo("k17abc123xyz");
        assertThat(answer.decision().reason()).isEqualTo(EarlyDecisions.LOOKUP_LATE);
        assertThat(told).containsExactly("trouble TimeoutException", "route-by-phone fallback=true ordered=true");
        waiting.forEach(Runnable::run);
        assertThat(asked).as("what nobody waits for is not begun").isEmpty();
    }

    @Test
    void aLookUpForWhichThereIsNoThreadShouldBeAnsweredForByTheFallback() {
        lookups = work -> {
            throw new RejectedExecutionException("full");
        };

        EarlyDecision answer = decisions().ofLead(call("a"), "sip-inbound");

        assertThat(answer.decision().reason()).isEqualTo(EarlyDecisions.LOOKUP_FAILED);
        assertThat(answer.fallback()).isTrue();
        assertThat(answer.decision().tenantId()).isEqualTo("k18def456uvw");
    }

    @Test
    void aStoreThatIsDownShouldNotKeepACallerFromHisAgent() {
        books.down = true;

        EarlyDecision room = decisions().intoRoom(call("a"), "sip-dispatch");
        EarlyDecision agent = decisions().ofLead(call("b"), "sip-inbound");

        assertThat(room.roomName()).isEqualTo(room("org123", "agent456", 0));
        assertThat(room.keptAs()).isNull();
        assertThat(room.fallback()).isFalse();
        assertThat(agent.agentId()).isEqualTo("agent456");
        assertThat(told).contains("trouble StoreUnavailableException", "sip-inbound fallback=false ordered=true");
    }

    /** The answer does not wait; what is written late is what was answered. */
    @Test
    void aStoreThatIsSlowShouldKeepTheVeryRoomThatWasAnswered() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        books.beforePut = () -> {
            begun.countDown();
            awaited(answered);
        };
        List<Thread> writers = new ArrayList<>();
        keeping = work -> {
            writers.add(new Thread(work, "slow store"));
            writers.get(0).start();
            awaited(begun);
        };
        deadline = AT_ONCE;

        EarlyDecision late = decisions().intoRoom(call("b"), "sip-dispatch");
        answered.countDown();
        writers.get(0).join();

        assertThat(late.keptAs()).isNull();
        assertThat(late.roomName()).isEqualTo(room("org123", "agent456", 0));
        assertThat(books.kept.get("b").roomName()).isEqualTo(late.roomName());
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCallerShouldBeToldToTheLeadsUnderTheFrontEndsOwnId() {
        EarlyDecisions decisions = decisions();
        decisions.ofLead(call("SIP-12345"), "sip-inbound");
        EarlyDecision again = decisions.ofLead(call("SIP-12345"), "sip-inbound");

        assertThat(books.meetings).hasSize(2).allSatisfy(meeting -> {
            assertThat(meeting.callKey()).isEqualTo("SIP-12345");
            assertThat(meeting.number()).isEqualTo(CALLER);
            assertThat(meeting.name()).isEqualTo("Test Caller");
            assertThat(meeting.tenantId()).isEqualTo("org123");
            assertThat(meeting.campaignId()).isEqualTo("spring");
        });
        assertThat(books.kept.get(again.keptAs()).roomName()).isNull();
    }

    @Test
    void aCallerWhoWithholdsHisNumberShouldBeNoLead() {
        decisions().ofLead(new EarlyCall("a", null, null, NUMBER, null, null), "sip-inbound");

        assertThat(books.meetings).isEmpty();
        assertThat(books.kept).containsOnlyKeys("a");
    }

    @Test
    void aCallThatIsRefusedShouldGetARoomInWhichItIsRefused() {
        rules = Optional.of(new RoutingDecision.Reject("unknown-number"));

        EarlyDecision answer = decisions().intoRoom(call("a"), "sip-dispatch");

        assertThat(answer.roomName()).isEqualTo(room("k18def456uvw", "k17abc123xyz", 0));
        assertThat(books.kept.get("a").decision()).isEqualTo(new RoutingDecision.Reject("unknown-number"));
    }
}
