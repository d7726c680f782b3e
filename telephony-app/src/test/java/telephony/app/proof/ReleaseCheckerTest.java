package telephony.app.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.app.proof.History.START;
import static telephony.app.proof.History.agent;
import static telephony.app.proof.History.caller;
import static telephony.app.proof.History.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.call.AgentPresence;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.simulation.RoomTruth;
import telephony.testkit.Calls;

/** The same for what a call leaves behind, for time lines, heartbeats, and for what is promised of one day alone. */
class ReleaseCheckerTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final Duration SETTLED = Duration.ofSeconds(11);

    private final History history = new History();

    @Test
    void anAgentThatStaysWhenItsCallIsOverShouldBeFound() {
        history.checker.written(START, 0, withAgent(call()).ended(START, "CLIENT_INITIATED"));
        history.rooms(Duration.ofSeconds(5), room(caller(), agent("a", true)));

        assertThat(history.violated()).containsExactly(Invariant.RELEASED_AT_ONCE);
    }

    @Test
    void anAgentOfACallThatGoesOnOrThatStaysForAMomentOrIsForgottenShouldNotBeFound() {
        history.checker.written(START, 0, withAgent(call()));
        history.rooms(LONG, room(caller(), agent("a", true)));
        history.checker.written(START, 0, withAgent(call()).ended(START, "CLIENT_INITIATED"));
        history.rooms(MOMENT, room(agent("a", true)));
        history.checker.forgot(history.now());
        history.rooms(Duration.ofSeconds(10), room(agent("a", true)));

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aHangUpOfWhichTheRecordDoesNotTellShouldBeFound() {
        history.checker.written(START, 0, withCaller(call()));
        history.checker.removing(START, 0, "sip_1", History.ROOM, room(caller()));

        assertThat(history.violated()).containsExactly(Invariant.HANG_UP_IS_RECORDED);
    }

    @Test
    void aHangUpThatIsRecordedOrOfACallerWhoIsGoneShouldNotBeFound() {
        TelephonyCall row = withCaller(call());
        history.checker.written(START, 0, row);
        history.checker.removing(START, 0, "sip_1", History.ROOM, room());
        TelephonyCall hungUp = row.withControl(row.control().withVersion(2));
        history.checker.written(START, 0, hungUp.withDispatch(row.dispatch().hangingUpOn(Set.of("SCL_1"))));
        history.checker.removing(START, 0, "sip_1", History.ROOM, room(caller()));

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void anEventOrTheAnswerToACreateThatIsToldTwiceShouldBeFound() {
        TelephonyCall row = call();
        TimelineEntry event = line(row, TimelineEntry.Kind.EVENT, "eventId", "EV_1");
        TimelineEntry answer = line(row, TimelineEntry.Kind.ANSWER, "marker", "v1:RM_1/1#1:store-1:r");
        history.checker.told(START, row, List.of(event, answer, event, answer));

        assertThat(history.violated()).containsExactly(Invariant.TOLD_ONCE, Invariant.TOLD_ONCE);
    }

    @Test
    void linesOfDifferentThingsAndDecisionsThatComeAgainShouldNotBeFound() {
        TelephonyCall row = call();
        TimelineEntry decision = line(row, TimelineEntry.Kind.DECISION, "marker", "v1:RM_1/1#1:store-1:r");
        TimelineEntry removal = line(row, TimelineEntry.Kind.ANSWER, "target", "agent-1");
        List<TimelineEntry> lines = new ArrayList<>(List.of(decision, decision, removal, removal));
        lines.add(line(row, TimelineEntry.Kind.EVENT, "eventId", "EV_1"));
        lines.add(line(row, TimelineEntry.Kind.EVENT, "eventId", "EV_2"));
        history.checker.told(START, row, lines);

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aCallerWhoWaitsForLongerThanTheDayPromisesShouldBeFound() {
        History promised = promising(Duration.ofSeconds(3));
        promised.checker.disturbed(START, START.plus(LONG), "restart");
        promised.rooms(Duration.ofSeconds(4), room(caller(), agent("a", false)));

        assertThat(promised.violated()).containsExactly(Invariant.SERVED_IN_TIME);
    }

    @Test
    void aCallerWhoWaitsForNoLongerOrHearsSomebodyBetweenShouldNotBeFound() {
        History promised = promising(Duration.ofSeconds(3));
        promised.rooms(MOMENT, room(caller()));
        promised.rooms(MOMENT, room(caller(), agent("a", true)));
        promised.rooms(MOMENT, room(caller()));
        promised.rooms(LONG, room(agent("b", false), History.agent("x", "stranger", false)), served("RM_2"));

        assertThat(promised.violated()).doesNotContain(Invariant.SERVED_IN_TIME);
    }

    @Test
    void removingAnAgentWhoseHeartbeatsAreKnownShouldBeFound() {
        RoomTruth served = room(caller(), agent("a", true));
        history.rooms(SETTLED, served);
        history.checker.beaten(history.now(), "a", false);
        history.checker.beaten(history.now(), "a", true);
        history.checker.beaten(history.now(), "a", false);
        history.checker.removing(history.now(), 0, "a", History.ROOM, served);

        assertThat(history.violated()).containsExactly(Invariant.HEALTHY_AGENT_KEPT);
    }

    @Test
    void removingAnAgentWhoseHeartbeatsAreMissingShouldNotBeFound() {
        RoomTruth served = room(caller(), agent("a", true));
        history.rooms(SETTLED, served);
        history.checker.beaten(history.now(), "a", false);
        history.checker.beaten(history.now(), "a", false);
        history.checker.beaten(history.now(), "a", true);
        history.checker.removing(history.now(), 0, "a", History.ROOM, served);

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void replacingAnAgentWhileAStoppedProcessHasItsSecondHeartbeatShouldNotBeFound() {
        RoomTruth served = room(caller(), agent("a", true));
        history.rooms(Duration.ofSeconds(11), served);
        history.checker.beating(history.now(), "a");
        history.checker.beating(history.now(), "a");
        history.checker.beaten(history.now(), "a", false);
        history.checker.removing(history.now(), 0, "a", History.ROOM, served);

        assertThat(history.violated()).isEmpty();

        history.checker.beaten(history.now(), "a", true);
        history.checker.removing(history.now(), 0, "a", History.ROOM, served);

        assertThat(history.violated()).containsExactly(Invariant.HEALTHY_AGENT_KEPT);
    }

    @Test
    void aCallerWhomOneOddAgentCostsMoreThanItsTimeShouldBeFound() {
        history.checker.agentsAreOdd(START, History.ROOM, 1);
        history.rooms(Bounds.SERVED.plus(Bounds.ODD_AGENT), room(caller()));
        List<Invariant> before = history.violated();
        history.rooms(MOMENT, room(caller()));

        assertThat(before).isEmpty();
        assertThat(history.violated()).containsExactly(Invariant.SERVED_IN_CALM);
    }

    private static History promising(Duration silence) {
        return new History(new Bounds(Duration.ofSeconds(5), Duration.ofSeconds(4), silence, 1));
    }

    private static RoomTruth served(String sid) {
        RoomTruth like = room(caller(), agent("c", true));
        var state =
                new telephony.simulation.RoomState(sid, "call_2", START, Duration.ofMinutes(5), Duration.ofSeconds(20));
        return new RoomTruth(state, List.of(), like.present(), false, false, List.of());
    }

    private static TelephonyCall call() {
        return Calls.inbound(History.SID, "SCL_1", START);
    }

    private static TelephonyCall withAgent(TelephonyCall row) {
        return row.withDispatch(row.dispatch().withAgent(AgentPresence.of("a", Bounds.AGENT)));
    }

    /** His session is known. */
    private static TelephonyCall withCaller(TelephonyCall row) {
        return row.withLeg(row.leg("SCL_1").orElseThrow().withSession("PA_c", session -> session.withJoinedAt(START)));
    }

    private static TimelineEntry line(TelephonyCall row, TimelineEntry.Kind kind, String key, String value) {
        CallId id = row.callId();
        return new TimelineEntry(id, START, kind, "something", Map.of(key, value));
    }
}
