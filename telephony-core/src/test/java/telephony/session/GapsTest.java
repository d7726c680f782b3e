package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.call.CallEvent;
import telephony.call.Gap;
import telephony.call.Gap.Kind;
import telephony.call.Participant;
import telephony.dispatch.LiveKitAnswer;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;

/** What a record says that it cannot know. */
class GapsTest extends CallScenario {

    private List<Gap> gaps() {
        return board.call(SID).gaps().all();
    }

    @Test
    void aCallOfWhichEverythingWasToldShouldHaveNone() {
        callerJoins();
        agentComes();
        board.reconciler.sweep();
        callerHangsUp();
        board.pass(Duration.ofSeconds(30));

        assertThat(gaps()).isEmpty();
    }

    @Test
    void aCallerFoundByASweepShouldBeAGapFromHisJoiningToTheSweep() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);
        board.clock.advance(Duration.ofSeconds(3));

        board.reconciler.sweep();

        assertThat(gaps())
                .containsExactly(new Gap(Kind.JOIN_NOT_TOLD, Calls.START, Calls.START.plusSeconds(3), "PA_c"));
    }

    @Test
    void whatLiveKitTellsLateShouldNotBeMissingAnyMore() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);
        board.reconciler.sweep();
        Participant speaking = Calls.agent("PA_a", "agent-AJ_1", true, Calls.START);
        board.liveKit.put(ROOM, speaking);
        board.reconciler.sweep();
        assertThat(gaps()).extracting(Gap::kind).contains(Kind.JOIN_NOT_TOLD, Kind.AUDIO_NOT_TOLD);

        board.send(Calls.joined(SID, CALLER, Calls.START));
        board.send(Calls.joined(SID, AGENT, Calls.START));
        assertThat(gaps()).extracting(Gap::kind).containsExactly(Kind.AUDIO_NOT_TOLD);
        board.send(Calls.audio(SID, AGENT, Calls.START));

        assertThat(gaps()).isEmpty();
    }

    @Test
    void anAgentThatOnlyALookShowedShouldBeAGap() {
        callerJoins();
        board.liveKit.put(ROOM, Calls.agent("PA_a", "agent-AJ_1", true, Calls.START.plusSeconds(1)));

        board.pass(Duration.ofSeconds(11)); // the join deadline's look finds it

        assertThat(gaps()).extracting(Gap::kind).containsExactlyInAnyOrder(Kind.JOIN_NOT_TOLD, Kind.AUDIO_NOT_TOLD);
        assertThat(gaps()).allSatisfy(gap -> {
            assertThat(gap.about()).isEqualTo("PA_a");
            assertThat(gap.from()).isEqualTo(Calls.START.plusSeconds(1));
        });
    }

    @Test
    void anEndThatLooksProvedShouldBeAGapUntilItIsTold() {
        callerJoins();
        agentComes();
        Instant heard = board.call(SID).times().updatedAt();
        board.liveKit.take(ROOM, CALLER.identity());
        board.clock.advance(Duration.ofSeconds(10));
        board.reconciler.sweep();
        board.pass(Duration.ofSeconds(10));
        assertThat(board.call(SID).isEnded()).isTrue();
        assertThat(gaps())
                .containsExactly(
                        Gap.of(Kind.END_NOT_TOLD, heard, board.call(SID).times().endedAt()));

        Participant gone = Calls.caller("PA_c", "SCL_1", "hangup", Calls.START);
        Instant left = Calls.START.plusSeconds(9);
        board.send(Calls.left(SID, gone, "CLIENT_INITIATED", left));

        assertThat(gaps()).isEmpty();
        assertThat(board.call(SID).times().endedAt()).isEqualTo(left);
        assertThat(board.call(SID).endReason()).isEqualTo("CLIENT_INITIATED");
    }

    @Test
    void aRoomThatLiveKitDoesNotAnswerForShouldNotKeepItsCallOpenForEver() {
        callerJoins();
        agentComes();
        board.liveKit.setBroken(Set.of(Method.LIST_PARTICIPANTS));
        board.reconciler.sweep();
        board.clock.advance(Duration.ofSeconds(3));
        Instant from = board.clock.instant();
        board.reconciler.sweep();
        assertThat(gaps()).containsExactly(Gap.of(Kind.ROOM_UNREADABLE, from, null));

        board.pass(Duration.ofSeconds(58));
        assertThat(board.call(SID).isEnded()).isFalse();
        board.pass(Duration.ofSeconds(4));

        assertThat(board.call(SID).isEnded()).isTrue();
        assertThat(board.call(SID).endReason()).isEqualTo("ROOM_UNREADABLE");
        assertThat(gaps()).extracting(Gap::kind).containsExactlyInAnyOrder(Kind.ROOM_UNREADABLE, Kind.END_NOT_TOLD);
        assertThat(gaps()).allSatisfy(gap -> assertThat(gap.isOpen()).isFalse());
    }

    @Test
    void aRoomOfWhichAnythingIsToldShouldCountAsServed() {
        callerJoins();
        agentComes();
        board.liveKit.setBroken(Set.of(Method.LIST_PARTICIPANTS));
        board.reconciler.sweep();
        board.reconciler.sweep();
        board.pass(Duration.ofSeconds(50));
        board.send(Calls.audio(SID, CALLER, board.clock.instant()));

        board.pass(Duration.ofSeconds(50));
        assertThat(board.call(SID).isEnded()).isFalse();
    }

    @Test
    void whileLiveKitItselfIsAwayNoCallShouldEnd() {
        callerJoins();
        agentComes();
        board.liveKit.setBroken(Set.of(Method.LIST_PARTICIPANTS));
        board.reconciler.sweep();
        board.reconciler.sweep();
        board.liveKit.setBroken(Set.of(Method.values()));

        board.pass(Duration.ofMinutes(5));

        assertThat(board.call(SID).isEnded()).isFalse();
        assertThat(board.call(SID).gaps().open(Kind.ROOM_UNREADABLE)).isEmpty();
    }

    @Test
    void aRefusedTokenShouldSayNothingOfTheRoom() {
        callerJoins();
        agentComes();
        for (int i = 0; i < 200; i++) {
            board.liveKit.answerNext(Method.LIST_PARTICIPANTS, LiveKitAnswer.Kind.UNAUTHENTICATED, false);
        }
        board.reconciler.sweep();
        board.reconciler.sweep();

        board.pass(Duration.ofSeconds(90));

        assertThat(board.call(SID).isEnded()).isFalse();
        assertThat(gaps()).isEmpty();
    }

    @Test
    void theEndOfTheRoomShouldNotPassForTheLeavingThatNobodyTold() {
        callerJoins();
        agentComes();
        Instant heard = board.call(SID).times().updatedAt();
        board.pass(Duration.ofSeconds(20));
        board.liveKit.closeRoom(ROOM);
        Instant closed = board.clock.instant();

        board.send(new CallEvent.RoomFinished(Calls.header("EV_f", SID, closed)));
        assertThat(gaps()).containsExactly(Gap.of(Kind.END_NOT_TOLD, heard, closed));

        board.send(hangup(SID, "PA_c", "SCL_1"));
        assertThat(gaps()).isEmpty();
    }

    @Test
    void anEndProvenByLooksShouldStayAGapWhenOnlyTheRoomsEndIsTold() {
        callerJoins();
        agentComes();
        board.pass(Duration.ofSeconds(10));
        board.liveKit.take(ROOM, CALLER.identity());
        board.sessions.suspect(board.call(SID).callId());
        board.pass(Duration.ofSeconds(20));
        assertThat(gaps()).extracting(Gap::kind).containsExactly(Kind.END_NOT_TOLD);

        board.send(new CallEvent.RoomFinished(Calls.header("EV_f", SID, board.clock.instant())));

        assertThat(gaps()).extracting(Gap::kind).containsExactly(Kind.END_NOT_TOLD);
    }
}
