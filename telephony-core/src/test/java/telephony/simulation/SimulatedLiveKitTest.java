package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import telephony.call.Participant;
import telephony.dispatch.ListedRoom;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;

/** Where a real LiveKit surprises, the simulated one does. */
class SimulatedLiveKitTest {

    private static final String AGENT = "phone-agent";
    private static final String ROOM = "room";

    private final SimulatedLiveKit livekit = new SimulatedLiveKit().worker(AGENT);

    @Test
    void aDispatchWithoutAWorkerShouldBeDoneAndBringNobodyEver() {
        assertThat(dispatch("nobody").kind()).isEqualTo(Kind.DONE);
        livekit.worker("nobody");
        livekit.advance(Duration.ofMinutes(1));

        assertThat(participants()).isEmpty();
        assertThat(listed().get(1).jobs()).isEmpty();
    }

    @Test
    void whoTalksForAWhileShouldHangUpSoLongAfterFirstHearingAnAgent() {
        SimulatedCall call = livekit.call(PhoneCall.between("+15551230001", "+15559990000")
                .by(DispatchRule.direct(ROOM))
                .talkingFor(Duration.ofSeconds(3)));
        livekit.advance(Duration.ofSeconds(10));
        assertThat(call.heardAt()).isEmpty();
        assertThat(call.isOver()).isFalse();

        dispatch(AGENT);
        livekit.advance(Duration.ofSeconds(10));

        Instant heardAt = call.heardAt().orElseThrow();
        assertThat(call.beganAt()).isEqualTo(SimulatedLiveKit.START);
        assertThat(heardAt)
                .isBetween(call.beganAt().plusSeconds(10), call.beganAt().plusSeconds(11));
        assertThat(call.endedAt()).contains(heardAt.plusSeconds(3));
    }

    @Test
    void aCallShouldKnowWhetherAnAgentWasAskedFor() {
        SimulatedCall refused = livekit.call("+15551230001", "+15559990000");
        SimulatedCall waiting =
                livekit.call(PhoneCall.between("+15551230002", "+15559990000").by(DispatchRule.direct(ROOM)));
        dispatch("nobody");
        livekit.advance(Duration.ofSeconds(1));

        refused.hangUp();
        waiting.hangUp();

        assertThat(refused.isAgentAskedFor()).isFalse();
        assertThat(waiting.isAgentAskedFor()).isTrue();
    }

    @Test
    void aWorkerWithoutANameShouldGetIntoEveryRoom() {
        livekit.worker("");

        dispatch(AGENT);
        livekit.advance(Duration.ofSeconds(1));

        assertThat(participants()).hasSize(2);
    }

    @Test
    void aRoomWithAgentsInItsConfigurationShouldHaveNoAutomaticDispatch() {
        livekit.openRoom(ROOM, AGENT);

        assertThat(listed())
                .extracting(dispatch -> dispatch.asked().agentName())
                .containsExactly(AGENT);
    }

    @Test
    void aJobShouldBeListedFiveSecondsLateAndForEver() {
        livekit.nextAgents(AGENT, AgentBehaviour.crashing(Duration.ofSeconds(1)));
        dispatch(AGENT);

        livekit.advance(Duration.ofSeconds(3));
        assertThat(participants()).hasSize(1);
        assertThat(listed().get(1).jobs()).isEmpty();

        livekit.advance(Duration.ofMinutes(1));
        assertThat(participants()).isEmpty();
        assertThat(listed().get(1).jobs()).hasSize(1);
    }

    @Test
    void anAgentThatCrashedShouldBeShownForTwentySecondsWithItsTrack() {
        SimulatedCall call =
                livekit.call(PhoneCall.between("+15551230001", "+15559990000").by(DispatchRule.direct(ROOM)));
        livekit.nextAgents(AGENT, AgentBehaviour.crashing(Duration.ofSeconds(5)));
        dispatch(AGENT);

        livekit.advance(Duration.ofSeconds(10));
        assertThat(call.agentsNow()).isZero();
        assertThat(participants()).hasSize(2).allMatch(Participant::audioPublished);

        livekit.advance(Duration.ofSeconds(16));
        assertThat(participants()).hasSize(1);
    }

    @Test
    void anAgentWhoseDispatchIsDeletedShouldGoOnForThreeSeconds() {
        String id = dispatch(AGENT).value().id();
        livekit.advance(Duration.ofSeconds(1));

        done(livekit.delete(ROOM, id));

        livekit.advance(Duration.ofMillis(2_900));
        assertThat(participants()).hasSize(1);
        livekit.advance(Duration.ofMillis(1_500));
        assertThat(participants()).isEmpty();
    }

    @Test
    void anAgentWhoseDispatchIsDeletedBeforeItsJobIsAssignedShouldGoOnForFifteenSeconds() {
        done(livekit.delete(ROOM, dispatch(AGENT).value().id()));

        livekit.advance(Duration.ofSeconds(14));
        assertThat(participants()).hasSize(1);
        livekit.advance(Duration.ofSeconds(2));
        assertThat(participants()).isEmpty();
    }

    @Test
    void aCreateForARoomThatIsGoneShouldMakeAnotherOneOfItsName() {
        String first = livekit.openRoom(ROOM);
        done(livekit.deleteRoom(ROOM));

        dispatch(AGENT);

        assertThat(rooms()).singleElement().satisfies(room -> {
            assertThat(room.name()).isEqualTo(ROOM);
            assertThat(room.sid()).isNotEqualTo(first);
        });
    }

    @Test
    void aRoomThatDiedEmptyShouldBeListedForEverAndBeRevivedByADispatch() {
        String sid = livekit.openRoom(ROOM);
        livekit.restart(Duration.ofSeconds(2));
        livekit.advance(Duration.ofMinutes(4));

        assertThat(rooms()).extracting(ListedRoom::sid).containsExactly(sid);
        assertThat(participants()).isEmpty();
        assertThat(answer(livekit.list(ROOM)).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(answer(livekit.deleteRoom(ROOM)).kind()).isEqualTo(Kind.UNAVAILABLE);

        dispatch(AGENT);
        assertThat(rooms()).extracting(ListedRoom::sid).containsExactly(sid);
        done(livekit.deleteRoom(ROOM));
        assertThat(rooms()).isEmpty();
        assertThat(answer(livekit.deleteRoom(ROOM)).kind()).isEqualTo(Kind.ABSENT);
    }

    @Test
    void aRoomThatIsNotServedShouldBeSaidSoAfterThreeSeconds() {
        CompletableFuture<?> answer = livekit.list(ROOM).toCompletableFuture();

        livekit.advance(Duration.ofMillis(2_999));
        assertThat(answer).isNotDone();
        livekit.advance(Duration.ofMillis(1));
        assertThat(answer).isDone();
    }

    @Test
    void theSecondCallOfOneNumberShouldThrowTheFirstOutOfASharedRoom() {
        PhoneCall call = PhoneCall.between("+15551230001", "+15559990000").by(DispatchRule.direct(ROOM));

        SimulatedCall first = livekit.call(call);
        livekit.advance(Duration.ofSeconds(5));
        SimulatedCall second = livekit.call(call);
        livekit.advance(Duration.ofSeconds(5));

        assertThat(first.endReason()).contains("DUPLICATE_IDENTITY");
        assertThat(second.isOver()).isFalse();
        assertThat(second.identity()).isEqualTo(first.identity());
        assertThat(second.sipCallId()).isNotEqualTo(first.sipCallId());
    }

    @Test
    void aCallerShouldGiveUpWhileItRingsAndNotOnceItIsAnswered() {
        PhoneCall impatient = PhoneCall.between("+15551230001", "+15559990000").givingUpAfter(Duration.ofSeconds(8));

        SimulatedCall unanswered = livekit.call(impatient);
        SimulatedCall answered =
                livekit.call(impatient.by(DispatchRule.individual("call").withAgents(AGENT)));
        livekit.advance(Duration.ofSeconds(9));

        assertThat(unanswered.isOver()).isTrue();
        assertThat(unanswered.status()).isEqualTo("hangup");
        assertThat(unanswered.isAnswered()).isFalse();
        assertThat(answered.isOver()).isFalse();
        assertThat(answered.status()).isEqualTo("active");
    }

    @Test
    void aCallThatEndsWhileLiveKitIsDownShouldNotComeBack() {
        SimulatedCall call = livekit.call("+15551230001", "+15559990000");
        livekit.advance(Duration.ofSeconds(1));
        livekit.kill();
        call.hangUp();
        livekit.start();
        livekit.advance(Duration.ofSeconds(30));

        assertThat(call.isOver()).isTrue();
        assertThat(call.endReason()).isEmpty();
        assertThat(livekit.deliveries()).extracting(d -> d.webhook().event()).doesNotContain("participant_left");
    }

    @Test
    void whoWasThereWhenLiveKitDiedShouldBeListedUntilHeComesBack() {
        SimulatedCall call = livekit.call("+15551230001", "+15559990000");
        livekit.advance(Duration.ofSeconds(1));
        List<Participant> before =
                answer(livekit.listParticipants(call.roomName())).value();

        livekit.restart(Duration.ofSeconds(1));
        livekit.advance(Duration.ofSeconds(2));
        List<Participant> remembered =
                answer(livekit.listParticipants(call.roomName())).value();
        livekit.advance(Duration.ofSeconds(3));

        assertThat(remembered).isEqualTo(before).hasSize(1);
        assertThat(answer(livekit.listParticipants(call.roomName())).value())
                .singleElement()
                .satisfies(back ->
                        assertThat(back.sid()).isNotEqualTo(before.get(0).sid()));
    }

    @Test
    void nobodyShouldAnswerForTheRemovalOfOneWhoIsOnlyRemembered() {
        SimulatedCall call = livekit.call("+15551230001", "+15559990000");
        livekit.advance(Duration.ofSeconds(1));
        livekit.kill();
        call.hangUp();
        livekit.start();
        livekit.advance(Duration.ofMinutes(10));

        assertThat(answer(livekit.listParticipants(call.roomName())).value()).hasSize(1);
        assertThat(answer(livekit.removeParticipant(call.roomName(), call.identity()))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void whoeverWasInARoomShouldComeBackAfterTwoRestartsInARow() {
        SimulatedCall call = livekit.call(PhoneCall.between("+15551230001", "+15559990000")
                .by(DispatchRule.individual("call").withAgents(AGENT)));
        livekit.advance(Duration.ofSeconds(2));
        livekit.restart(Duration.ofSeconds(1));
        livekit.advance(Duration.ofMillis(1_200));
        livekit.restart(Duration.ofSeconds(1));
        livekit.advance(Duration.ofSeconds(10));

        assertThat(call.isOver()).isFalse();
        assertThat(call.agentsNow()).isEqualTo(1);
    }

    @Test
    void aLaggingListShouldShowWhoWasThereFiveSecondsAgo() {
        SimulatedLiveKit slow = new SimulatedLiveKit(
                SimulatedLiveKit.START, 1, SimulationTiming.SEEN.withParticipantListLag(Duration.ofSeconds(5)));
        SimulatedCall call = slow.call("+15551230001", "+15559990000");

        slow.advance(Duration.ofSeconds(4));
        assertThat(answer(slow.listParticipants(call.roomName())).value()).isEmpty();
        slow.advance(Duration.ofSeconds(2));
        assertThat(answer(slow.listParticipants(call.roomName())).value()).hasSize(1);
        call.hangUp();
        slow.advance(Duration.ofSeconds(4));
        assertThat(answer(slow.listParticipants(call.roomName())).value()).hasSize(1);
        slow.advance(Duration.ofSeconds(2));
        assertThat(answer(slow.listParticipants(call.roomName())).value()).isEmpty();
    }

    @Test
    void aRequestThatArrivesAfterItsTokenExpiredShouldHaveNoEffect() {
        livekit.api().failNext(ApiMethod.CREATE_DISPATCH, ApiFault.lateEffect(Duration.ofSeconds(10)));
        Instant longExpired = livekit.clock().instant().minusSeconds(55);

        answer(livekit.api().create(new NewDispatch(ROOM, AGENT, "", null, longExpired)));
        livekit.advance(Duration.ofSeconds(30));

        assertThat(rooms()).isEmpty();
    }

    @Test
    void anAnswerThatIsUnderWayWhenLiveKitDiesShouldBeAmbiguous() {
        livekit.api().failNext(ApiMethod.CREATE_DISPATCH, ApiFault.slow(Duration.ofSeconds(3)));
        CompletableFuture<LiveKitAnswer<DispatchState>> create = livekit.api()
                .create(new NewDispatch(ROOM, AGENT, "", null, null))
                .toCompletableFuture();

        livekit.advance(Duration.ofSeconds(1));
        livekit.kill();
        livekit.advance(Duration.ofSeconds(5));

        assertThat(create.join().kind()).isEqualTo(Kind.AMBIGUOUS);
        assertThat(dispatch(AGENT).kind()).isEqualTo(Kind.REFUSED);
        assertThatThrownBy(() -> livekit.call("+15551230001", "+15559990000")).hasMessageContaining("down");
    }

    @Test
    void whatHappensShouldNotTurnTime() {
        livekit.call("+15551230001", "+15559990000");

        livekit.sendWebhooksTo(webhook -> {
            assertThatThrownBy(() -> livekit.advance(Duration.ofSeconds(1))).hasMessageContaining("already");
            return CompletableFuture.completedFuture(204);
        });
        livekit.advance(Duration.ofSeconds(1));

        assertThat(livekit.deliveries()).extracting(Delivery::status).contains(204);
    }

    @Test
    void behavioursShouldBeReadFromText() {
        assertThat(AgentBehaviour.parse("slow=8s")).isEqualTo(AgentBehaviour.slow(Duration.ofSeconds(8)));
        assertThat(AgentBehaviour.parse("crash@500ms")).isEqualTo(AgentBehaviour.crashing(Duration.ofMillis(500)));
        assertThat(AgentBehaviour.parse(" Never ")).isEqualTo(AgentBehaviour.neverComing());
        assertThatThrownBy(() -> AgentBehaviour.parse("slow")).hasMessageContaining("slow=8s");
    }

    private LiveKitAnswer<DispatchState> dispatch(String agentName) {
        return answer(livekit.api().create(new NewDispatch(ROOM, agentName, "", null, null)));
    }

    private List<DispatchState> listed() {
        return answer(livekit.api().list(ROOM)).value();
    }

    private List<Participant> participants() {
        return answer(livekit.listParticipants(ROOM)).value();
    }

    private List<ListedRoom> rooms() {
        return answer(livekit.listRooms(Set.of())).value();
    }

    private void done(CompletionStage<LiveKitAnswer<Void>> stage) {
        assertThat(answer(stage).kind()).isEqualTo(Kind.DONE);
    }

    private <T> LiveKitAnswer<T> answer(CompletionStage<LiveKitAnswer<T>> stage) {
        CompletableFuture<LiveKitAnswer<T>> answer = stage.toCompletableFuture();
        livekit.clock().runUntil(answer::isDone, Duration.ofSeconds(10));
        return answer.join();
    }
}
