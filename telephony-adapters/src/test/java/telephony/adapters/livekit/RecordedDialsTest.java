package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.call.CallEvent;
import telephony.call.CallId;
import telephony.call.DialResult;
import telephony.call.DispatchState;
import telephony.call.EventHeader;
import telephony.call.Outcome;
import telephony.call.Participant;
import telephony.call.TelephonyCall;
import telephony.outbound.OutboundOrder;
import telephony.routing.AgentConfig;
import telephony.testkit.Calls;
import telephony.testkit.Fixtures;
import telephony.testkit.Switchboard;

/**
 * Recorded dials, played to the domain: an order brings its agent and dials, and then LiveKit's recorded webhooks of the
 * callee's leg, and its recorded answer to the dial, come as they came.
 */
class RecordedDialsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Switchboard board = new Switchboard();
    private CallId callId;
    private String room;
    private String roomSid;
    private String identity;

    /** Places the call, and lets its agent come; then the phone rings. */
    private void dial() {
        TelephonyCall ordered = board.orders
                .place(OutboundOrder.to("+14155552671", AgentConfig.named(Calls.AGENT)), "K")
                .orThrow();
        callId = ordered.callId();
        room = ordered.origin().roomName();
        roomSid = call().origin().roomSid();
        identity = call().dial().identity();
        Participant agent = Calls.agent("PA_agent", "agent-1", true, board.clock.instant());
        board.liveKit.put(room, agent);
        board.send(new CallEvent.ParticipantJoined(header("EV_agent"), agent));
        board.tick();
        assertThat(board.liveKit.dials()).hasSize(1);
    }

    private TelephonyCall call() {
        return board.store.find(callId).orElseThrow();
    }

    private EventHeader header(String id) {
        Instant now = board.clock.instant();
        return new EventHeader(id, EventHeader.Source.WEBHOOK, now, now, room, roomSid);
    }

    /** LiveKit's webhooks of the recorded leg, as those of this call; also what its lists show by then. */
    private void tell(String recording) {
        for (CallEvent event : Replay.events(recording)) {
            board.clock.advance(Duration.ofMillis(100));
            if (event instanceof CallEvent.ParticipantJoined joined) {
                Participant callee = asCallee(joined.participant());
                board.liveKit.put(room, callee);
                board.send(new CallEvent.ParticipantJoined(header(event.header().eventId()), callee));
            } else if (event instanceof CallEvent.ParticipantLeft left) {
                board.liveKit.take(room, identity);
                board.send(new CallEvent.ParticipantLeft(
                        header(event.header().eventId()), asCallee(left.participant()), left.reason(), left.aborted()));
            }
        }
    }

    private Participant asCallee(Participant recorded) {
        return new Participant(
                recorded.sid(), identity, recorded.kind(), board.clock.instant(), false, null, recorded.sip());
    }

    /** What the adapter makes of the recorded answer of this SIP code; 0 = it rang out. */
    private static DialResult answer(int code) throws Exception {
        JsonNode recorded = StreamSupport.stream(
                        JSON.readTree(Fixtures.api("SIP.CreateSIPParticipant")).spliterator(), false)
                .filter(seen -> code == 0
                        ? seen.path("response").asText().contains("timed out")
                        : seen.path("response").asText().contains("\"sip_status_code\":\"" + code + "\""))
                .findFirst()
                .orElseThrow();
        return SipAnswers.ofDial(new Twirp.Reply(
                recorded.path("status").asInt(),
                "application/json",
                "",
                recorded.path("response").asText().getBytes(StandardCharsets.UTF_8),
                null));
    }

    private Outcome closed() {
        board.pass(Duration.ofSeconds(150));
        assertThat(call().dispatch().state()).isEqualTo(DispatchState.DONE);
        assertThat(board.liveKit.dials()).hasSize(1);
        assertThat(board.trouble).isEmpty();
        return call().outcome();
    }

    @ParameterizedTest
    @CsvSource({
        "404, INVALID_NUMBER, NEVER, CARRIER",
        "408, NO_ANSWER, RETRYABLE, CARRIER",
        "486, BUSY, RETRYABLE, CALLEE",
        "487, CANCELED, RETRYABLE, CARRIER",
        "503, TRUNK_FAILED, RETRYABLE, CARRIER",
        "603, DECLINED, NEVER, CALLEE"
    })
    void aFailedDialShouldEndAsItsSipCodeSaysWhicheverIsToldFirst(
            int code, Outcome.Result result, Outcome.Finality finality, Outcome.EndedBy endedBy) throws Exception {
        for (boolean answerFirst : List.of(true, false)) {
            RecordedDialsTest dial = new RecordedDialsTest();
            dial.dial();
            if (answerFirst) {
                dial.board.liveKit.answerDial(answer(code));
            }
            dial.tell("outbound_wait_" + code);
            if (!answerFirst) {
                dial.board.liveKit.answerDial(answer(code));
            }
            assertThat(dial.call().isEnded()).isTrue();

            Outcome outcome = dial.closed();

            assertThat(outcome.result()).isEqualTo(result);
            assertThat(outcome.finality()).isEqualTo(finality);
            assertThat(outcome.endedBy()).isEqualTo(endedBy);
            assertThat(outcome.sipStatusCode()).isEqualTo(code);
            assertThat(outcome.certainty()).isEqualTo(Outcome.Certainty.OBSERVED);
        }
    }

    /** The recordings have no answer of these two codes; what LiveKit answers is in the same form. */
    @ParameterizedTest
    @CsvSource({"403, DECLINED", "480, NO_ANSWER"})
    void aCodeWithoutARecordedAnswerShouldEndAsItSaysToo(int code, Outcome.Result result) {
        dial();
        tell("outbound_wait_" + code);
        board.liveKit.answerDial(new DialResult(DialResult.Kind.FAILED, code, "recorded elsewhere"));

        assertThat(closed().result()).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"outbound_wait_200", "outbound_wait_200_bye"})
    void anAnsweredCallShouldBeAnswered(String recording) {
        dial();
        board.liveKit.answerDial(DialResult.of(DialResult.Kind.ANSWERED, "ok"));
        assertThat(call().times().answeredAt()).isNotNull();
        tell(recording);

        Outcome outcome = closed();

        assertThat(outcome.result()).isEqualTo(Outcome.Result.ANSWERED);
        assertThat(outcome.endedBy()).isIn(Outcome.EndedBy.CALLEE, Outcome.EndedBy.UNKNOWN);
        assertThat(outcome.certainty()).isEqualTo(Outcome.Certainty.OBSERVED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPhoneThatRangOutShouldBeNoAnswer(boolean answerFirst) throws Exception {
        dial();
        if (answerFirst) {
            board.liveKit.answerDial(answer(0));
        }
        tell("outbound_wait_none");
        if (!answerFirst) {
            board.liveKit.answerDial(answer(0));
        }

        Outcome outcome = closed();

        assertThat(outcome.result()).isEqualTo(Outcome.Result.NO_ANSWER);
        assertThat(outcome.certainty()).isEqualTo(Outcome.Certainty.OBSERVED);
        assertThat(outcome.sipStatusCode()).isNull();
    }

    /** The recording named 603 is of a phone that was answered after all, until its room was deleted. */
    @ParameterizedTest
    @CsvSource({
        "200, ANSWERED",
        "403, DECLINED",
        "404, NO_ANSWER",
        "408, NO_ANSWER",
        "480, NO_ANSWER",
        "486, DECLINED",
        "487, DECLINED",
        "503, TRUNK_FAILED",
        "603, ANSWERED",
        "none, NO_ANSWER"
    })
    void withoutAnAnswerTheWebhooksShouldSayWhatTheyCanAndNoMore(String code, Outcome.Result result) {
        dial();
        board.liveKit.answerDial(DialResult.of(DialResult.Kind.LOST, "the connection broke"));
        tell("outbound_nowait_" + code);

        Outcome outcome = closed();

        assertThat(outcome.result()).isEqualTo(result);
        assertThat(outcome.certainty()).isEqualTo(Outcome.Certainty.DERIVED);
        assertThat(outcome.sipStatusCode()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = DialResult.Kind.class,
            names = {"REFUSED", "NOT_SENT"})
    void aDialThatLiveKitDidNotMakeShouldEndTheCallAtOnce(DialResult.Kind kind) {
        dial();
        board.liveKit.answerDial(DialResult.of(kind, "no such trunk"));

        assertThat(call().isEnded()).isTrue();
        assertThat(closed().result()).isEqualTo(Outcome.Result.TRUNK_FAILED);
    }
}
