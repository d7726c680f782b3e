package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import telephony.adapters.livekit.Replay.Delivery;
import telephony.call.CallEvent;
import telephony.call.CallStatus;
import telephony.call.Direction;
import telephony.call.DispatchState;
import telephony.call.Outcome;
import telephony.call.Outcome.Certainty;
import telephony.call.Outcome.EndedBy;
import telephony.call.Outcome.Result;
import telephony.call.TelephonyCall;
import telephony.testkit.Fixtures;

/** What the records of recorded inbound calls say at the end, with every webhook, with doubled ones and with lost ones. */
class RecordedOutcomesTest {

    /**
     * What really happened, and what can be told of it from the webhooks.
     *
     * @param creates how many agents we send: one, and another when the first died, or did not come within ten seconds
     *     to a caller who was still there
     */
    private record Recorded(String name, Result result, EndedBy endedBy, Certainty certainty, int creates) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Recorded answered(String name, EndedBy endedBy, Certainty certainty) {
        return new Recorded(name, Result.ANSWERED, endedBy, certainty, 1);
    }

    private static Recorded abandoned(String name) {
        return new Recorded(name, Result.ABANDONED, EndedBy.CALLER, Certainty.OBSERVED, 1);
    }

    static Stream<Recorded> recorded() {
        return Stream.of(
                answered("inbound_webhook_dispatch", EndedBy.CALLER, Certainty.OBSERVED),
                answered("inbound_rule_agent", EndedBy.CALLER, Certainty.OBSERVED),
                answered("inbound_two_dispatches", EndedBy.CALLER, Certainty.OBSERVED),
                abandoned("inbound_cancelled"),
                abandoned("inbound_cancelled_2"),
                abandoned("inbound_cancelled_then_receiver_503"),
                new Recorded("inbound_media_timeout", Result.ABANDONED, EndedBy.CALLER, Certainty.OBSERVED, 3),
                new Recorded(
                        "inbound_nobody_answers", Result.AGENT_UNAVAILABLE, EndedBy.LIVEKIT, Certainty.OBSERVED, 1),
                // Removed by the script that made the recordings, not by this switchboard: it cannot know who did it.
                answered("inbound_removed", EndedBy.UNKNOWN, Certainty.DERIVED),
                answered("inbound_room_deleted", EndedBy.UNKNOWN, Certainty.DERIVED),
                new Recorded("agent_crashed", Result.ANSWERED, EndedBy.CALLER, Certainty.OBSERVED, 2),
                answered("livekit_restarted", EndedBy.CALLER, Certainty.OBSERVED),
                answered("livekit_sip_killed", EndedBy.LIVEKIT, Certainty.DERIVED),
                abandoned("receiver_400"),
                abandoned("receiver_503"),
                new Recorded("standin", Result.AGENT_UNAVAILABLE, EndedBy.LIVEKIT, Certainty.OBSERVED, 1));
    }

    /** The leg may come back, the one look was too early to prove that it will not, and nobody looks again. */
    private static final List<String> OPEN = List.of("inbound_room_deleted without room_finished");

    @Test
    void everyRecordedInboundCallShouldBeJudged() {
        List<String> inbound = Fixtures.webhookNames().stream()
                .filter(name -> !name.startsWith("outbound") && !name.startsWith("transfer"))
                .filter(name -> !name.startsWith("dispatch_"))
                .toList();

        assertThat(recorded().map(Recorded::name)).containsExactlyInAnyOrderElementsOf(inbound);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void theRecordShouldSayWhatHappened(Recorded recorded) {
        saysWhatHappened(Replay.of(recorded.name()), recorded);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void everyEventTwiceShouldMakeTheSameRecord(Recorded recorded) {
        TelephonyCall once = Replay.of(recorded.name()).call().orElseThrow();
        for (Delivery delivery : List.of(Delivery.TWICE_WITH_ONE_ID, Delivery.TWICE_WITH_TWO_IDS)) {
            Replay twice = Replay.of(recorded.name(), delivery);

            saysWhatHappened(twice, recorded);
            TelephonyCall call = twice.call().orElseThrow();
            assertThat(call.outcome()).isEqualTo(once.outcome());
            assertThat(call.legs()).isEqualTo(once.legs());
            assertThat(call.times()).isEqualTo(once.times());
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void theReversedOrderShouldNeverMakeASecondCreateNorAWrongOutcomeThatIsObserved(Recorded recorded) {
        Replay replay = Replay.backwards(recorded.name());

        assertThat(replay.board.trouble).as(replay.describe()).isEmpty();
        assertThat(replay.creates()).as(replay.describe()).isLessThanOrEqualTo(1);
        TelephonyCall call = replay.call().orElseThrow();
        Outcome outcome = call.outcome();
        assertThat(outcome).as(replay.describe()).isNotNull();
        if (outcome.certainty() == Certainty.OBSERVED) {
            assertThat(outcome.result()).as(replay.describe()).isEqualTo(recorded.result());
            assertThat(outcome.endedBy()).as(replay.describe()).isEqualTo(recorded.endedBy());
        }
    }

    private static void saysWhatHappened(Replay replay, Recorded recorded) {
        TelephonyCall call = replay.call().orElseThrow();
        assertThat(call.origin().direction()).isEqualTo(Direction.INBOUND);
        assertThat(call.origin().episode()).isEqualTo(1);
        assertThat(call.from().raw()).startsWith("+15551");
        assertThat(call.to().raw()).isEqualTo("+15559990000");
        assertThat(call.legs()).hasSize(1);
        Outcome outcome = call.outcome();
        assertThat(outcome).as(replay.describe()).isNotNull();
        assertThat(outcome.result()).isEqualTo(recorded.result());
        assertThat(outcome.endedBy()).isEqualTo(recorded.endedBy());
        assertThat(outcome.certainty()).isEqualTo(recorded.certainty());
        assertThat(outcome.finality()).isEqualTo(Outcome.Finality.FINAL);
        assertThat(call.status())
                .isEqualTo(recorded.result() == Result.ANSWERED ? CallStatus.ENDED : CallStatus.FAILED);
        assertThat(replay.creates()).as(replay.describe()).isEqualTo(recorded.creates());
        assertThat(replay.creates()).as(replay.describe()).isLessThanOrEqualTo(1 + replay.replacements());
        assertThat(call.dispatch().state()).isEqualTo(DispatchState.DONE);
        assertThat(replay.board.trouble).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void aLostEventShouldNeverMakeASecondCreateNorAWrongOutcomeThatIsObserved(Recorded recorded) {
        List<String> derived = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (String lost : Replay.eventIds(recorded.name())) {
            Replay replay = Replay.without(recorded.name(), lost);
            String told = "without " + lost + ": " + replay.describe();

            assertThat(replay.board.trouble).as(told).isEmpty();
            assertThat(replay.creates()).as(told).isLessThanOrEqualTo(1 + replay.replacements());
            assertThat(replay.creates()).as(told).isLessThanOrEqualTo(recorded.creates());
            TelephonyCall call = replay.call().orElseThrow();
            Outcome outcome = call.outcome();
            if (outcome == null) {
                assertThat(call.isEnded()).as(told).isFalse();
                open.add(recorded.name() + " without " + Replay.nameOf(recorded.name(), lost));
                continue;
            }
            if (outcome.certainty() == Certainty.OBSERVED) {
                assertThat(outcome.result()).as(told).isEqualTo(recorded.result());
                assertThat(outcome.endedBy()).as(told).isEqualTo(recorded.endedBy());
            } else {
                derived.add(told);
            }
        }
        // Whatever is lost, something was concluded honestly: the caller's leave is told by one event alone.
        assertThat(derived).isNotEmpty();
        assertThat(OPEN).as("calls whose end nothing shows").containsAll(open);
    }

    @Test
    void aLostLeaveShouldLeaveOpenWhoEndedTheCall() {
        outcomeWithout("inbound_webhook_dispatch", CallEvent.ParticipantLeft.class)
                .isEqualTo(new Outcome(
                        Result.ANSWERED, Outcome.Finality.FINAL, EndedBy.UNKNOWN, null, null, Certainty.DERIVED));
        outcomeWithout("inbound_cancelled", CallEvent.ParticipantLeft.class).isEqualTo(Outcome.unknown(null));
    }

    @Test
    void aLostJoinOfTheCallerShouldNotMakeAnAnsweredCallSurelyAbandoned() {
        outcomeWithout("inbound_webhook_dispatch", CallEvent.ParticipantJoined.class)
                .isEqualTo(new Outcome(
                        Result.ABANDONED,
                        Outcome.Finality.FINAL,
                        EndedBy.CALLER,
                        null,
                        "CLIENT_INITIATED",
                        Certainty.DERIVED));
    }

    private static ObjectAssert<Outcome> outcomeWithout(String name, Class<? extends CallEvent> firstOfType) {
        String lost = Replay.events(name).stream()
                .filter(firstOfType::isInstance)
                .findFirst()
                .orElseThrow()
                .header()
                .eventId();
        return assertThat(Replay.without(name, lost).call().orElseThrow().outcome());
    }

    @Test
    void anAgentSentByTheRuleShouldBeTakenAndNoneOfOursSent() {
        Replay replay = Replay.withAgentByRule("inbound_rule_agent");

        TelephonyCall call = replay.call().orElseThrow();
        assertThat(replay.creates()).isZero();
        assertThat(call.dispatch().isExternal()).isTrue();
        assertThat(call.dispatch().adoptedDispatchId()).isEqualTo("AD_rule");
        assertThat(call.outcome().result()).isEqualTo(Result.ANSWERED);
        assertThat(call.outcome().certainty()).isEqualTo(Certainty.OBSERVED);
        for (String lost : Replay.eventIds("inbound_rule_agent")) {
            assertThat(Replay.withAgentByRule("inbound_rule_agent", lost).creates())
                    .as(lost)
                    .isZero();
        }
    }

    @Test
    void ofTwoAgentsBothShouldStandOnTheRecordAndOneBeRemoved() {
        TelephonyCall call = Replay.of("inbound_two_dispatches").call().orElseThrow();

        assertThat(call.dispatch().agents()).hasSize(2);
        assertThat(call.dispatch().replacement().removed()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void aRoomWithoutACallerShouldBeNoCall(Delivery delivery) {
        for (String name : List.of("dispatch_to_missing_room", "dispatch_without_worker")) {
            Replay replay = Replay.of(name, delivery);

            assertThat(replay.call()).isEmpty();
            assertThat(replay.creates()).isZero();
        }
    }
}
