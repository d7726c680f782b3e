package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.call.Direction;
import telephony.call.Outcome;
import telephony.call.PhoneNumber;
import telephony.call.TelephonyCall;
import telephony.testkit.Calls;
import telephony.testkit.FakeTelephonyStore;
import telephony.testkit.HandClock;

/** Calls of the model before LiveKit become calls of ours, once each. */
class OldSessionsTest {

    private static final Instant BEGAN = Instant.parse("2025-03-01T10:00:00Z");

    private final HandClock clock = new HandClock(Calls.START);
    private final FakeTelephonyStore store = new FakeTelephonyStore(clock);
    private final OldSessions sessions = new OldSessions(store);

    private static OldSession session(String id, String tenant, Direction direction, Instant answeredAt, String cause) {
        return new OldSession(
                id,
                direction,
                new PhoneNumber("+14155552671", "+14155552671"),
                new PhoneNumber("5559990000", null),
                tenant,
                BEGAN,
                answeredAt,
                BEGAN.plusSeconds(60),
                cause,
                "caller");
    }

    private static OldSession session(String id, String tenant) {
        return session(id, tenant, Direction.INBOUND, BEGAN.plusSeconds(4), "normal_clearing");
    }

    @Test
    void anImportedSessionShouldBeACallThatIsOverAndWasInNoRoom() {
        TelephonyCall call =
                store.find(sessions.take(session("v3:1", "acme")).callId()).orElseThrow();

        assertThat(call.origin().hasRoom()).isFalse();
        assertThat(call.isEnded()).isTrue();
        assertThat(call.control().dueAt()).isNull();
        assertThat(call.to()).isEqualTo(new PhoneNumber("5559990000", null));
        assertThat(call.times().createdAt()).isEqualTo(BEGAN);
        assertThat(call.outcome().endedBy()).isEqualTo(Outcome.EndedBy.CALLER);
        assertThat(store.timeline(call.callId(), 0, 10)).singleElement().satisfies(line -> assertThat(line.name())
                .isEqualTo("SESSION_IMPORTED"));
    }

    @Test
    void theSameSessionShouldBeTakenInOnceAndKeepWhatItWas() {
        OldSessions.Taken first = sessions.take(session("v3:1", "acme"));
        OldSessions.Taken again = sessions.take(session("v3:1", "acme", Direction.INBOUND, null, "user_busy"));

        assertThat(first.isNew()).isTrue();
        assertThat(again).isEqualTo(new OldSessions.Taken(first.callId(), false));
        assertThat(store.find(first.callId()).orElseThrow().outcome().isAnswered())
                .isTrue();
    }

    @Test
    void twoTenantsMayHaveTheSameId() {
        assertThat(sessions.take(session("v3:1", "acme")).callId())
                .isNotEqualTo(sessions.take(session("v3:1", "globex")).callId());
        assertThat(sessions.take(session("v3:1", null)).isNew()).isTrue();
    }

    @Test
    void anImportedSessionShouldBeKeptFromItsImportOn() {
        sessions.take(session("v3:1", "acme"));

        assertThat(store.purge(Calls.START, Calls.START, 10)).isZero();
        clock.advance(Duration.ofDays(2));
        assertThat(store.purge(Calls.START.plusSeconds(1), Calls.START, 10)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "INBOUND, user_busy, BUSY",
        "OUTBOUND, call_rejected, DECLINED",
        "OUTBOUND, timeout, NO_ANSWER",
        "INBOUND, timeout, AGENT_UNAVAILABLE",
        "INBOUND, originator_cancel, ABANDONED",
        "OUTBOUND, originator_cancel, CANCELED",
        "OUTBOUND, unallocated_number, INVALID_NUMBER",
        "OUTBOUND, something_else, UNKNOWN",
        "INBOUND, , UNKNOWN"
    })
    void whatACarrierSaidOfACallThatNobodyAnsweredShouldBecomeItsOutcome(
            Direction direction, String cause, Outcome.Result result) {
        TelephonyCall call = session("v3:1", null, direction, null, cause).row(Calls.START);

        assertThat(call.outcome().result()).isEqualTo(result);
    }

    @Test
    void anIdMadeOfADigestShouldBeAUuidOfVersion8() {
        TelephonyCall call = session("v3:1", "acme").row(Calls.START);

        assertThat(call.callId().value().version()).isEqualTo(8);
        assertThat(call.callId().value().variant()).isEqualTo(2);
    }

    @Test
    void aSessionShouldBeOfTheNumberOfOursThatItWentThrough() {
        assertThat(session("v3:1", null).isOf("5559990000")).isTrue();
        assertThat(session("v3:1", null).isOf("+14155552671")).isFalse();
        assertThat(session("v3:1", null, Direction.OUTBOUND, null, null).isOf("+14155552671"))
                .isTrue();
    }
}
