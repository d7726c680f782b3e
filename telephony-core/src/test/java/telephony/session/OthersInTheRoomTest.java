package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.call.CallEvent;
import telephony.call.DispatchState;
import telephony.call.EventHeader;
import telephony.call.Participant;
import telephony.call.SipParticipant;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;

/** The last caller of whom the row knows hangs up, and somebody else may be on the phone with the call's agent. */
class OthersInTheRoomTest extends CallScenario {

    private static final Duration GRACE = Duration.ofSeconds(6);

    /** Another caller is in the room; no webhook tells of his joining. */
    private Participant anotherIsThere() {
        Participant other = Calls.caller("PA_other", "SCL_other", "active", board.clock.instant());
        Participant named =
                new Participant(other.sid(), "sip_+15557777", other.kind(), other.joinedAt(), false, null, other.sip());
        board.liveKit.put(ROOM, named);
        return named;
    }

    private void aCallGoesOn() {
        callerJoins();
        agentComes();
        board.pass(Duration.ofSeconds(20));
    }

    /** The webhook comes so long after it happened. */
    private void callerHungUp(Duration ago) {
        board.liveKit.take(ROOM, CALLER.identity());
        Instant now = board.clock.instant();
        Participant gone = Calls.caller("PA_c", "SCL_1", "hangup", Calls.START);
        EventHeader told =
                new EventHeader("EV_gone", EventHeader.Source.WEBHOOK, now.minus(ago), now, "room-" + SID, SID);
        board.send(new CallEvent.ParticipantLeft(told, gone, "CLIENT_INITIATED", false));
    }

    private long removals() {
        return board.liveKit.count(Method.REMOVE_PARTICIPANT);
    }

    @Test
    void aCallerOfWhomOnlyHisVoiceWasToldShouldKeepTheAgent() {
        aCallGoesOn();
        Participant other = anotherIsThere();
        board.send(Calls.audio(SID, other, board.clock.instant()));

        callerHangsUp();
        board.pass(GRACE);
        assertThat(board.call(SID).isEnded()).isFalse();
        board.reconciler.sweep();
        board.pass(Duration.ofSeconds(30));

        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        assertThat(board.call(SID).legs()).extracting(SipParticipant::sipCallId).containsExactly("SCL_1", "SCL_other");
        assertThat(removals()).isZero();
    }

    @Test
    void aVoiceThatIsNobodysOnThePhoneShouldPutOffTheEndByOneLook() {
        aCallGoesOn();
        Participant person = Calls.person("guest");
        board.liveKit.put(ROOM, person);
        board.send(Calls.audio(SID, person, board.clock.instant()));
        Instant hungUp = board.clock.instant();

        callerHangsUp();
        assertThat(board.call(SID).isEnded()).isFalse();
        board.pass(GRACE);

        assertThat(board.call(SID).times().endedAt()).isEqualTo(hungUp);
        assertThat(board.call(SID).gaps().all()).isEmpty();
        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::sid)
                .containsExactly(person.sid());
    }

    @Test
    void aHangUpThatIsToldInTimeShouldFreeTheAgentAtOnce() {
        aCallGoesOn();

        callerHungUp(CallDecision.TOLD_LATE);

        assertThat(board.call(SID).isEnded()).isTrue();
        assertThat(removals()).isEqualTo(1);
    }

    @Test
    void aHangUpThatIsToldLateShouldNotTakeTheAgentFromWhoJoinedMeanwhile() {
        aCallGoesOn();
        anotherIsThere();
        board.clock.advance(Duration.ofSeconds(12));

        callerHungUp(Duration.ofSeconds(10));
        board.pass(GRACE);
        board.reconciler.sweep();
        board.pass(Duration.ofSeconds(30));

        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        assertThat(removals()).isZero();
    }

    @Test
    void aHangUpThatIsToldLateShouldEndTheCallAsSoonAsALookShowsNobodyElse() {
        aCallGoesOn();
        board.clock.advance(Duration.ofSeconds(12));
        Instant hungUp = board.clock.instant().minusSeconds(10);

        callerHungUp(Duration.ofSeconds(10));
        board.pass(GRACE);

        assertThat(board.call(SID).times().endedAt()).isEqualTo(hungUp);
        assertThat(board.call(SID).endReason()).isEqualTo("CLIENT_INITIATED");
        assertThat(removals()).isEqualTo(1);
    }

    @Test
    void noLaterNewsShouldEndTheCallBeforeTheLook() {
        aCallGoesOn();
        anotherIsThere();
        callerHungUp(Duration.ofSeconds(10));

        board.send(Calls.audio(SID, AGENT, board.clock.instant()));

        assertThat(board.call(SID).isEnded()).isFalse();
    }

    @Test
    void aListThatFailsShouldEndNothing() {
        aCallGoesOn();
        board.liveKit.setBroken(Set.of(Method.LIST_PARTICIPANTS));

        callerHungUp(Duration.ofSeconds(10));
        board.pass(Duration.ofSeconds(20));
        assertThat(board.call(SID).isEnded()).isFalse();
        board.liveKit.setBroken(Set.of());
        board.pass(GRACE);

        assertThat(board.call(SID).isEnded()).isTrue();
    }

    @Test
    void aCallWithoutAnAgentShouldEndAtOnceWhoeverElseIsThere() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, Calls.person("guest"));
        board.liveKit.put(ROOM, CALLER);
        board.send(Calls.joined(SID, CALLER, Calls.START));
        board.send(Calls.audio(SID, Calls.person("guest"), Calls.START));

        callerHangsUp();

        assertThat(board.call(SID).isEnded()).isTrue();
    }

    @Test
    void whoJoinedBetweenTheLooksShouldMakeTheFirstVoid() {
        aCallGoesOn();
        board.liveKit.take(ROOM, CALLER.identity());
        Participant lost = Calls.caller("PA_c", "SCL_1", "active", Calls.START);
        board.send(Calls.left(SID, lost, "CONNECTION_TIMEOUT", board.clock.instant()));
        board.pass(GRACE);
        assertThat(board.call(SID).dispatch().callerMissingSince()).isNotNull();

        // Lists do not show him for a while, and no look comes before he has been there for 5 s.
        Participant other = Calls.caller("PA_other", "SCL_other", "active", board.clock.instant());
        board.liveKit.setBroken(Set.of(Method.LIST_PARTICIPANTS));
        board.send(Calls.joined(SID, other, board.clock.instant()));
        board.pass(GRACE);
        board.liveKit.setBroken(Set.of());
        board.pass(Duration.ofSeconds(2));
        assertThat(board.call(SID).isEnded()).isFalse();
        board.liveKit.put(ROOM, other);
        board.pass(Duration.ofSeconds(30));

        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
    }
}
