package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchMarker;
import telephony.call.DispatchState;
import telephony.call.TimelineEntry;
import telephony.dispatch.ListedDispatch;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;

/** The look after the create: somebody on another store has sent an agent into the same call. */
class RivalsTest extends CallScenario {

    private void aStrangerSends(String id, Instant at) {
        DispatchMarker marker = new DispatchMarker(SID, 4, 1, "stranger", "x1");
        board.liveKit.putDispatch(ROOM, new ListedDispatch(id, Calls.AGENT, at, marker, Set.of("agent-" + id)));
    }

    private void whileOurCreateIsUnderWay(Runnable something) {
        board.liveKit.hold(Method.CREATE_DISPATCH);
        callerJoins();
        something.run();
        board.liveKit.release(Method.CREATE_DISPATCH);
    }

    @Test
    void theLookAfterTheCreateShouldKeepTheOldestDispatchAndDeleteTheOthers() {
        whileOurCreateIsUnderWay(() -> aStrangerSends("AD_early", Calls.START.minusSeconds(1)));
        board.pass(Duration.ofSeconds(2));

        assertThat(board.liveKit.dispatches(ROOM))
                .extracting(ListedDispatch::id)
                .containsExactly("AD_early");
        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(board.call(SID).dispatch().adoptedDispatchId()).isEqualTo("AD_early");
    }

    @Test
    void ourOwnShouldStayWhereItIsTheOldest() {
        whileOurCreateIsUnderWay(() -> aStrangerSends("AD_late", Calls.START.plusSeconds(1)));
        board.pass(Duration.ofSeconds(2));

        assertThat(board.liveKit.dispatches(ROOM))
                .extracting(d -> d.attempt().orElseThrow().instance())
                .containsExactly("test");
        assertThat(board.liveKit.requests())
                .extracting(r -> r.method() + " " + r.target())
                .containsSubsequence("REMOVE_PARTICIPANT agent-AD_late", "DELETE_DISPATCH AD_late");
    }

    @Test
    void twoStoresForOneLiveKitShouldBeAnAlarm() {
        whileOurCreateIsUnderWay(() -> aStrangerSends("AD_late", Calls.START.plusSeconds(1)));

        assertThat(board.told)
                .filteredOn(line -> line.kind() == TimelineEntry.Kind.ALARM)
                .singleElement()
                .satisfies(line -> assertThat(line.details().get("note")).contains("shared-store-missing", "stranger"));
    }

    @Test
    void aDispatchOfItsOwnShouldBeLookedAtOnceAndNotAgain() {
        callerJoins();
        long looks = board.liveKit.count(Method.LIST_DISPATCH);

        board.pass(Duration.ofSeconds(9));

        assertThat(looks).isEqualTo(2);
        assertThat(board.liveKit.count(Method.LIST_DISPATCH)).isEqualTo(2);
    }
}
