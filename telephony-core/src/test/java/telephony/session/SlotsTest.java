package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.call.CallEvent;
import telephony.call.DispatchState;
import telephony.call.EventHeader;
import telephony.call.Outcome;
import telephony.call.Participant;
import telephony.call.Slot;
import telephony.call.SlotClaim;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.RoutingDecision;
import telephony.routing.Rung;
import telephony.slot.SlotRules;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.FakeRouting;
import telephony.testkit.Switchboard;

/** Callers who wait because those who answer them have as many calls as they may. */
class SlotsTest {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private Switchboard board = new Switchboard();
    private int limit = 1;
    private int priority = 10;

    @BeforeEach
    void limited() {
        board.slotRules = rules();
    }

    private SlotRules rules() {
        return new SlotRules() {
            @Override
            public Optional<SlotClaim> claim(RoutingDecision decision, Instant now) {
                return Optional.of(new SlotClaim(
                        List.of(Slot.ofAgent("sales", limit)), priority, now, now.plus(WAIT), SlotClaim.Stage.WAITING));
            }

            @Override
            public List<Slot> limits(List<String> keys) {
                return keys.stream().map(key -> new Slot(key, limit)).toList();
            }
        };
    }

    private static String sid(int caller) {
        return "RM_" + caller;
    }

    private static String room(int caller) {
        return "room-" + sid(caller);
    }

    private Participant caller(int caller, String status) {
        return Calls.caller("PA_" + caller, "SCL_" + caller, status, board.clock.instant());
    }

    private void calls(int caller) {
        Participant there = caller(caller, "ringing");
        board.liveKit.openRoom(room(caller), sid(caller));
        board.liveKit.put(room(caller), there);
        board.send(Calls.joined(sid(caller), there, board.clock.instant()));
        board.pass(Duration.ofSeconds(1));
    }

    private void isServed(int caller) {
        Instant now = board.clock.instant();
        Participant agent = Calls.agent("PA_a" + caller, "agent-AJ_" + caller, false, now);
        board.liveKit.put(room(caller), agent);
        board.send(Calls.joined(sid(caller), agent, now));
        board.send(Calls.audio(sid(caller), agent, now));
    }

    private void hangsUp(int caller) {
        Participant gone = caller(caller, "hangup");
        board.liveKit.take(room(caller), gone.identity());
        board.send(Calls.left(sid(caller), gone, "CLIENT_INITIATED", board.clock.instant()));
    }

    private TelephonyCall call(int caller) {
        return board.call(sid(caller));
    }

    private void assertWaits(int caller) {
        assertThat(call(caller).isWaitingForSlots()).isTrue();
        assertThat(call(caller).dispatch().state()).isEqualTo(DispatchState.NEW);
    }

    private void assertServed(int caller) {
        assertThat(call(caller).slots().stage()).isEqualTo(SlotClaim.Stage.HELD);
        assertThat(call(caller).dispatch().state()).isEqualTo(DispatchState.CONFIRMED);
    }

    @Test
    void aCallForWhichThereIsRoomShouldGetItsAgentAtOnce() {
        calls(1);

        assertServed(1);
        assertThat(board.timeline(sid(1), TimelineEntry.Kind.DECISION)).doesNotContain("WAIT", "TURN");
    }

    @Test
    void aCallBeyondTheLimitShouldWaitAndNobodyBeSent() {
        calls(1);
        isServed(1);
        calls(2);
        board.pass(Duration.ofSeconds(20));

        assertWaits(2);
        assertThat(board.liveKit.orders()).hasSize(1);
        assertThat(board.timeline(sid(2), TimelineEntry.Kind.DECISION)).containsExactly("ROUTE", "WAIT");
    }

    @Test
    void theCallThatCameFirstShouldGetTheSlotThatIsGivenBack() {
        calls(1);
        isServed(1);
        calls(2);
        calls(3);
        board.pass(Duration.ofSeconds(5));

        hangsUp(1);
        board.pass(Duration.ofSeconds(1));

        assertServed(2);
        assertWaits(3);
        assertThat(board.timeline(sid(2), TimelineEntry.Kind.DECISION)).contains("TURN");
        assertThat(board.liveKit.orders()).hasSize(2);
    }

    @Test
    void aCallOfALowerPriorityNumberShouldComeFirst() {
        calls(1);
        calls(2);
        board.pass(Duration.ofSeconds(2));
        priority = 1;
        calls(3);

        hangsUp(1);
        board.pass(Duration.ofSeconds(1));

        assertServed(3);
        assertWaits(2);
    }

    @Test
    void aLimitThatIsRaisedShouldLetInWhoWaits() {
        calls(1);
        calls(2);
        limit = 2;
        board.pass(Duration.ofSeconds(2));

        assertServed(2);
    }

    @Test
    void aLimitThatIsLoweredShouldEndNoCall() {
        limit = 2;
        calls(1);
        calls(2);
        limit = 1;
        board.pass(Duration.ofSeconds(5));
        calls(3);
        hangsUp(1);
        board.pass(Duration.ofSeconds(5));

        assertThat(call(2).isEnded()).isFalse();
        assertWaits(3);
    }

    @Test
    void aCallerWhoHangsUpWhileHeWaitsShouldHaveAbandonedTheCall() {
        calls(1);
        calls(2);
        calls(3);
        board.pass(Duration.ofSeconds(5));
        hangsUp(2);
        hangsUp(1);
        board.pass(Duration.ofSeconds(1));

        assertThat(call(2).outcome().result()).isEqualTo(Outcome.Result.ABANDONED);
        assertThat(call(2).dispatch().state()).isEqualTo(DispatchState.DONE);
        assertServed(3);
    }

    @Test
    void aCallerForWhomThereIsNoRoomInTimeShouldBeHungUpOnAndTheOutcomeSaysWhy() {
        calls(1);
        isServed(1);
        calls(2);
        board.pass(WAIT.plusSeconds(3));

        assertThat(board.liveKit.count(Method.REMOVE_PARTICIPANT)).isEqualTo(1);
        Participant gone = caller(2, "ringing");
        board.send(Calls.left(sid(2), gone, "PARTICIPANT_REMOVED", board.clock.instant()));
        assertThat(call(2).outcome().result()).isEqualTo(Outcome.Result.CAPACITY);
        assertThat(call(2).outcome().endedBy()).isEqualTo(Outcome.EndedBy.US);
        assertThat(call(2).slots().stage()).isEqualTo(SlotClaim.Stage.GIVEN_UP);
        assertThat(board.liveKit.orders()).hasSize(1);
    }

    @Test
    void whoeverWaitedForTooLongShouldGetTheRoutesOtherAgent() {
        AgentConfig other = AgentConfig.named("overflow");
        RoutingDecision.Dispatch route = RoutingDecision.Dispatch.of(AgentConfig.named(Calls.AGENT), "number")
                .withOnAgentMissing(List.of(new Rung.Redispatch(), new Rung.FallbackAgent(other)));
        board = new Switchboard(
                new CallRouter(
                        FakeRouting.always(route),
                        AgentConfig.named(Calls.AGENT),
                        Rung.DEFAULT,
                        Set.of(),
                        failure -> {}),
                Runnable::run);
        board.slotRules = rules();
        calls(1);
        isServed(1);
        calls(2);
        board.pass(WAIT.plusSeconds(3));

        assertThat(board.liveKit.orders()).hasSize(2);
        assertThat(board.liveKit.orders().get(1).agentName()).isEqualTo("overflow");
        assertThat(call(2).dispatch().state()).isEqualTo(DispatchState.CONFIRMED);
    }

    @Test
    void anAgentThatCameByAnotherWayShouldServeWhoWaits() {
        calls(1);
        isServed(1);
        calls(2);
        board.liveKit.put(room(2), Calls.agent("PA_a2", "agent-AJ_2", true, board.clock.instant()));
        board.pass(WAIT.plusSeconds(3));

        assertThat(call(2).dispatch().state()).isEqualTo(DispatchState.AUDIBLE);
        assertThat(board.liveKit.orders()).hasSize(1);
        assertThat(board.liveKit.count(Method.REMOVE_PARTICIPANT)).isZero();
    }

    @Test
    void aCallThatASweepFindsShouldNotBeMadeToWait() {
        calls(1);
        Participant there = caller(2, "active");
        board.liveKit.openRoom(room(2), sid(2));
        board.liveKit.put(room(2), there);
        Instant now = board.clock.instant();
        EventHeader header =
                new EventHeader("reconciled-" + sid(2), EventHeader.Source.RECONCILED, now, now, room(2), sid(2));
        board.send(new CallEvent.ParticipantJoined(header, there));

        assertServed(2);
    }

    @Test
    void aCallThatASweepFindsShouldPassWhoWaits() {
        calls(1);
        calls(3);
        Participant there = caller(2, "active");
        board.liveKit.openRoom(room(2), sid(2));
        board.liveKit.put(room(2), there);
        Instant now = board.clock.instant();
        EventHeader header =
                new EventHeader("reconciled-" + sid(2), EventHeader.Source.RECONCILED, now, now, room(2), sid(2));
        board.send(new CallEvent.ParticipantJoined(header, there));

        assertThat(call(2).slots()).isNull();
        assertThat(call(2).dispatch().state()).isEqualTo(DispatchState.CONFIRMED);
        assertWaits(3);
    }

    @Test
    void aProcessThatDiesShouldLeaveNoSlotBehind() {
        calls(1);
        calls(2);
        Switchboard other = board.replica();
        other.slotRules = rules();
        Participant gone = caller(1, "hangup");
        board.liveKit.take(room(1), gone.identity());
        other.send(Calls.left(sid(1), gone, "CLIENT_INITIATED", board.clock.instant()));
        other.pass(Duration.ofSeconds(2));

        assertServed(2);
    }

    @Test
    void twoProcessesShouldLetInNoMoreThanThereIsRoomFor() {
        calls(1);
        isServed(1);
        calls(2);
        calls(3);
        Switchboard other = board.replica();
        other.slotRules = rules();
        board.pass(Duration.ofSeconds(1));
        hangsUp(1);
        for (int i = 0; i < 20; i++) {
            board.pass(Duration.ofMillis(100));
            other.tick();
        }

        assertServed(2);
        assertWaits(3);
        assertThat(board.liveKit.orders()).hasSize(2);
    }

    @Test
    void theHistoryShouldTellForWhatACallWaits() {
        calls(1);
        calls(2);

        Map<String, String> details = board.store.timeline(call(2).callId(), 0, 100).stream()
                .filter(line -> line.name().equals("WAIT"))
                .findFirst()
                .orElseThrow()
                .details();

        assertThat(details).containsEntry("for", "agent:sales").containsEntry("priority", "10");
    }
}
