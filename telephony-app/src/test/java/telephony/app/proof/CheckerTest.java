package telephony.app.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.app.proof.History.agent;
import static telephony.app.proof.History.caller;
import static telephony.app.proof.History.marker;
import static telephony.app.proof.History.room;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import telephony.dispatch.LiveKitAnswer;
import telephony.simulation.RoomTruth;

/** The checker finds what was planted, that alone, and not its neighbour that is as it must be: what is in the rooms and asked of LiveKit. */
class CheckerTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private final History history = new History();

    @Test
    void twoAgentsHeardForLongShouldBeFound() {
        history.rooms(Duration.ofSeconds(6), room(caller(), agent("a", true), agent("b", true)));

        assertThat(history.violated()).containsExactly(Invariant.ONE_AUDIBLE_AGENT);
    }

    @Test
    void twoAgentsHeardForAMomentOrWhileDisturbedOrOneOfThemMuteShouldNotBeFound() {
        history.rooms(MOMENT, room(caller(), agent("a", true), agent("b", true)));
        history.rooms(LONG, room(caller(), agent("a", true), agent("b", false)));
        history.checker.disturbed(history.now(), history.now().plus(LONG), "restart");
        history.rooms(LONG, room(caller(), agent("a", true), agent("b", true)));

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void twoDispatchesOfOneAttemptShouldBeFound() {
        history.rooms(MOMENT, room(List.of(sent("AD_1", 1), sent("AD_2", 1)), caller()));

        assertThat(history.violated()).containsExactly(Invariant.ONE_DISPATCH_PER_ATTEMPT);
    }

    @Test
    void dispatchesOfTwoAttemptsShouldNotBeFound() {
        history.rooms(MOMENT, room(List.of(sent("AD_1", 1), sent("AD_2", 2)), caller()));

        assertThat(history.violated()).isEmpty();
    }

    private static RoomTruth.Sent sent(String id, int attempt) {
        return new RoomTruth.Sent(id, Bounds.AGENT, marker(attempt, "r"));
    }

    @Test
    void aCreateBesideAnAgentThatIsHeardShouldBeFound() {
        RoomTruth served = room(caller(), agent("a", true));
        history.rooms(Duration.ofSeconds(11), served).create(1, served);

        assertThat(history.violated()).containsExactly(Invariant.NO_CREATE_BESIDE_AN_AGENT);
    }

    @Test
    void aCreateBesideAnAgentThatIsMuteOrCameJustNowShouldNotBeFound() {
        RoomTruth mute = room(caller(), agent("a", false));
        RoomTruth fresh = room(caller(), agent("b", true));
        history.rooms(Duration.ofSeconds(11), mute).create(1, mute);
        history.rooms(LONG, room(caller(), agent("c", true)));
        history.rooms(MOMENT, fresh).create(2, fresh);

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aCreateWhileAnEarlierOneMayStillTakeEffectShouldBeFound() {
        history.create(1, null).rooms(Duration.ofSeconds(19)).create(2, null);

        assertThat(history.violated()).containsExactly(Invariant.QUIESCENCE_KEPT);
    }

    @Test
    void aCreateAfterAnAnswerOrQuiescenceOrTheDispatchItselfShouldNotBeFound() {
        history.create(1, null);
        history.checker.created(history.now(), 0, History.order(1), LiveKitAnswer.Kind.REFUSED);
        history.create(2, null).rooms(Duration.ofSeconds(20)).create(3, null);
        history.rooms(MOMENT, room(List.of(sent("AD_3", 3)))).create(4, null);

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aCreateInARoomThatHasHadNoCallerForAWhileShouldBeFound() {
        history.rooms(MOMENT, room(caller()))
                .rooms(Duration.ofSeconds(25), room())
                .create(1, room());

        assertThat(history.violated()).containsExactly(Invariant.NO_CREATE_WITHOUT_CALLER);
    }

    @Test
    void aCreateForACallerWhoLeftJustNowOrIsBackShouldNotBeFound() {
        history.rooms(MOMENT, room(caller()))
                .rooms(Duration.ofSeconds(15), room())
                .create(1, room());
        history.rooms(Duration.ofSeconds(25), room()).create(2, room(caller()));

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void anAmbiguousAnswerShouldNotCountAsAnAnswer() {
        history.create(1, null);
        history.checker.created(history.now(), 0, History.order(1), LiveKitAnswer.Kind.AMBIGUOUS);
        history.create(2, null);

        assertThat(history.violated()).containsExactly(Invariant.QUIESCENCE_KEPT);
    }

    @Test
    void anAttemptThatIsSentAfterALaterOneShouldBeFound() {
        history.create(2, null).rooms(Duration.ofSeconds(30)).create(1, null);

        assertThat(history.violated()).containsExactly(Invariant.ATTEMPTS_INCREASE);
    }

    @Test
    void moreCreatesThanACallNeedsShouldBeFoundOnce() {
        for (int attempt = 1; attempt <= Bounds.MOST_CREATES + 2; attempt++) {
            history.create(attempt, null).rooms(Duration.ofSeconds(30));
        }

        assertThat(history.violated()).containsExactly(Invariant.ATTEMPTS_INCREASE);
    }

    @Test
    void removingSomebodyElsesAgentOrDispatchOrAnyRoomShouldBeFound() {
        RoomTruth room =
                room(List.of(new RoomTruth.Sent("AD_x", "stranger", null)), caller(), agent("x", "stranger", true));
        history.checker.removing(history.now(), 0, "x", History.ROOM, room);
        history.checker.deleting(history.now(), 0, "AD_x", History.ROOM, room);
        history.checker.deletingRoom(history.now(), 0, History.ROOM);

        assertThat(history.violated())
                .containsExactly(
                        Invariant.NOTHING_FOREIGN_TOUCHED,
                        Invariant.NOTHING_FOREIGN_TOUCHED,
                        Invariant.NOTHING_FOREIGN_TOUCHED);
    }

    @Test
    void removingAMuteAgentOfOursAndItsDispatchShouldNotBeFound() {
        RoomTruth room = room(List.of(sent("AD_1", 1)), caller(), agent("a", false));
        history.checker.removing(history.now(), 0, "a", History.ROOM, room);
        history.checker.removing(history.now(), 0, "nobody", History.ROOM, room);
        history.checker.deleting(history.now(), 0, "AD_1", History.ROOM, room);
        history.checker.deleting(history.now(), 0, "AD_gone", History.ROOM, null);

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void removingAnAgentThatIsHeardOrHangingUpOnItsCallerShouldBeFound() {
        RoomTruth served = room(caller(), agent("a", true));
        history.rooms(Duration.ofSeconds(11), served);
        history.checker.removing(history.now(), 0, "a", History.ROOM, served);
        history.checker.removing(history.now(), 0, "sip_1", History.ROOM, served);

        assertThat(history.violated()).containsExactly(Invariant.HEALTHY_AGENT_KEPT, Invariant.HEALTHY_AGENT_KEPT);
    }

    @Test
    void removingATwinOrAnAgentWithoutCallerOrHangingUpInSilenceShouldNotBeFound() {
        RoomTruth twins = room(caller(), agent("a", true), agent("b", true));
        history.rooms(Duration.ofSeconds(4), twins);
        history.checker.removing(history.now(), 0, "b", History.ROOM, twins);
        history.rooms(Duration.ofSeconds(11), room(caller(), agent("a", true)));
        history.checker.removing(history.now(), 0, "a", History.ROOM, room(agent("a", true)));
        history.checker.removing(history.now(), 0, "sip_1", History.ROOM, room(caller()));

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aCallerWhoWaitsAlthoughAllIsWellShouldBeFound() {
        history.rooms(Bounds.SERVED.plus(MOMENT), room(caller()));

        assertThat(history.violated()).containsExactly(Invariant.SERVED_IN_CALM);
    }

    @Test
    void aCallerWhoWaitsForAWhileOrAnewOrWhereAgentsAreOddShouldNotBeFound() {
        history.rooms(Bounds.SERVED.minus(MOMENT), room(caller()));
        history.checker.disturbed(history.now(), history.now().plus(MOMENT), "no API");
        history.rooms(Bounds.SERVED, room(caller()));
        history.checker.agentsAreOdd(history.now(), History.ROOM, 2);
        history.rooms(Duration.ofSeconds(15), room(caller()));

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aCallerWhomNobodyAnswersShouldBeFound() {
        history.checker.agentsAreOdd(history.now(), null, 1);
        history.rooms(LONG, room(caller(), agent("a", false)));

        assertThat(history.violated()).containsExactly(Invariant.NEVER_SILENT);
    }

    @Test
    void aCallerWhoIsAnsweredInTimeOrDisturbedMeanwhileOrInAMeetingShouldNotBeFound() {
        Duration most = Bounds.SILENCE.minus(MOMENT);
        history.checker.agentsAreOdd(history.now(), History.ROOM, 2);
        history.rooms(most, room(caller())).rooms(MOMENT, room(caller(), agent("a", true)));
        history.rooms(most, room(caller()));
        history.checker.disturbed(history.now(), history.now().plus(LONG), "no API");
        history.rooms(LONG, room(caller())).rooms(MOMENT, room());
        RoomTruth.Present guest = new RoomTruth.Present(
                "PA_g", "guest", telephony.call.ParticipantKind.STANDARD, "", History.START, false);
        history.rooms(LONG, room(caller(), guest));

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void silenceShouldGoOnCountingAfterADisturbance() {
        history.checker.agentsAreOdd(history.now(), History.ROOM, 2);
        history.rooms(Bounds.SILENCE.minus(MOMENT), room(caller()));
        history.checker.disturbed(history.now(), history.now().plus(MOMENT), "no API");
        history.rooms(Duration.ofSeconds(5), room(caller()));

        assertThat(history.violated()).containsExactly(Invariant.NEVER_SILENT);
    }

    @Test
    void anAgentAloneForLongShouldBeFound() {
        history.rooms(Bounds.LEFT_BEHIND.plus(MOMENT), room(agent("a", true)));

        assertThat(history.violated()).containsExactly(Invariant.NO_AGENT_LEFT_BEHIND);
    }

    @Test
    void anAgentAloneForAWhileOrWithACallerOrOfAForgottenRoomShouldNotBeFound() {
        history.rooms(Bounds.LEFT_BEHIND.minus(MOMENT), room(agent("a", true)));
        history.rooms(LONG, room(caller(), agent("a", true)));
        history.checker.forgot(history.now());
        history.rooms(LONG, room(agent("a", true)));

        assertThat(history.violated()).isEmpty();
    }
}
