package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchMarker;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.dispatch.Janitor;
import telephony.dispatch.ListedDispatch;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;

/** What calls that are over left behind, and what looks like it and is somebody else's. */
class JanitorTest extends CallScenario {

    private static final String GHOST = "agent-AJ_ghost";
    private static final DispatchMarker OTHER_ROOM = new DispatchMarker("RM_old", 1, 1, "test", "r");

    private void ghost(String room, DispatchMarker marker) {
        dispatch("AD_ghost", room, Calls.AGENT, marker, GHOST);
        board.liveKit.put(room, Calls.agent("PA_g", GHOST, true, board.clock.instant()));
    }

    private void dispatch(String id, String room, String agentName, DispatchMarker marker, String identity) {
        board.liveKit.putDispatch(
                room, new ListedDispatch(id, agentName, board.clock.instant(), marker, Set.of(identity)));
    }

    private List<String> identities(String room) {
        return board.liveKit.participants(room).stream()
                .map(Participant::identity)
                .toList();
    }

    private List<String> dispatches(String room) {
        return board.liveKit.dispatches(room).stream().map(ListedDispatch::id).toList();
    }

    @Test
    void anAgentWhoseMarkerNamesAnotherIncarnationShouldBeRemovedWithItsDispatch() {
        board.liveKit.openRoom("reborn");
        ghost("reborn", OTHER_ROOM);

        board.reconciler.sweep();

        assertThat(identities("reborn")).isEmpty();
        assertThat(dispatches("reborn")).isEmpty();
        assertThat(board.leftovers).containsExactly(GHOST, "AD_ghost");
    }

    @Test
    void anAgentOfAnEpisodeThatEndedShouldBeRemoved() {
        callerJoins();
        agentComes();
        callerHangsUp();
        board.pass(Duration.ofSeconds(30));
        String sid = board.call(SID).origin().roomSid();
        ghost(ROOM, new DispatchMarker(sid, 1, 9, "test", "r"));

        board.reconciler.sweep();

        assertThat(identities(ROOM)).doesNotContain(GHOST);
        assertThat(dispatches(ROOM)).doesNotContain("AD_ghost");
    }

    @Test
    void anEpisodeThatTheStoreDoesNotKnowShouldNotCountAsEnded() {
        String sid = board.liveKit.openRoom("unknown");
        ghost("unknown", new DispatchMarker(sid, 1, 1, "test", "r"));

        board.reconciler.sweep();

        assertThat(identities("unknown")).containsExactly(GHOST);
        assertThat(dispatches("unknown")).containsExactly("AD_ghost");
    }

    @Test
    void markersOfOtherInstancesShouldNotBeTouched() {
        board.liveKit.openRoom("reborn");
        ghost("reborn", new DispatchMarker("RM_old", 1, 1, "another", "r"));

        board.reconciler.sweep();

        assertThat(identities("reborn")).containsExactly(GHOST);
        assertThat(dispatches("reborn")).containsExactly("AD_ghost");
    }

    @Test
    void dispatchesWithoutAMarkerShouldNotBeTouched() {
        board.liveKit.openRoom("bobs");
        ghost("bobs", null);

        board.reconciler.sweep();

        assertThat(identities("bobs")).containsExactly(GHOST);
        assertThat(dispatches("bobs")).containsExactly("AD_ghost");
    }

    @Test
    void agentsOfOtherNamesShouldNotBeTouchedWhateverTheirMarker() {
        board.liveKit.openRoom("reborn");
        dispatch("AD_x", "reborn", "somebody-elses", OTHER_ROOM, "agent-x");
        board.liveKit.put(
                "reborn",
                new Participant("PA_x", "agent-x", ParticipantKind.AGENT, Calls.START, true, "somebody-elses", null));
        board.liveKit.put("reborn", Calls.agent("PA_o", "agent-ours", true, Calls.START));

        board.reconciler.sweep();

        assertThat(identities("reborn")).containsExactlyInAnyOrder("agent-x", "agent-ours");
        assertThat(dispatches("reborn")).containsExactly("AD_x");
    }

    @Test
    void theAgentOfAnOpenCallShouldNotBeTouchedWhoeverBroughtIt() {
        callerJoins();
        agentComes();
        dispatch("AD_old", ROOM, Calls.AGENT, OTHER_ROOM, AGENT.identity());
        board.liveKit.put(ROOM, Calls.agent("PA_other", "agent-other", false, Calls.START));

        board.reconciler.sweep();

        assertThat(identities(ROOM)).contains(AGENT.identity());
        assertThat(dispatches(ROOM)).contains("AD_old");
    }

    @Test
    void nothingShouldBeAskedWhereEveryAgentHasItsCall() {
        callerJoins();
        agentComes();
        long before = board.liveKit.count(Method.LIST_DISPATCH);

        board.reconciler.sweep();

        assertThat(board.liveKit.count(Method.LIST_DISPATCH)).isEqualTo(before);
    }

    @Test
    void aRoomWhoseNameCameBackMeanwhileShouldBeLeftAlone() {
        board.liveKit.openRoom("reborn");
        ghost("reborn", OTHER_ROOM);
        board.liveKit.hold(Method.LIST_DISPATCH);
        board.reconciler.sweep();
        board.liveKit.openRoom("reborn", "RM_newest");
        ghost("reborn", OTHER_ROOM);

        board.liveKit.release(Method.LIST_DISPATCH);

        assertThat(identities("reborn")).containsExactly(GHOST);
        assertThat(board.leftovers).isEmpty();
    }

    @Test
    void aDispatchWhoseAgentIsNotNamedYetShouldStayUntilItIs() {
        board.liveKit.openRoom("reborn");
        board.liveKit.putDispatch(
                "reborn", new ListedDispatch("AD_ghost", Calls.AGENT, board.clock.instant(), OTHER_ROOM, Set.of()));
        board.liveKit.put("reborn", Calls.agent("PA_g", GHOST, true, board.clock.instant()));

        board.reconciler.sweep();
        assertThat(dispatches("reborn")).containsExactly("AD_ghost");
        ghost("reborn", OTHER_ROOM); // the list of jobs has caught up
        board.reconciler.sweep();

        assertThat(dispatches("reborn")).isEmpty();
        assertThat(identities("reborn")).isEmpty();
    }

    @Test
    void anAgentThatCouldNotBeRemovedShouldKeepItsDispatchForTheNextTime() {
        board.liveKit.openRoom("reborn");
        ghost("reborn", OTHER_ROOM);
        board.liveKit.setBroken(Set.of(Method.REMOVE_PARTICIPANT));
        board.reconciler.sweep();
        assertThat(dispatches("reborn")).containsExactly("AD_ghost");

        board.liveKit.setBroken(Set.of());
        board.reconciler.sweep();

        assertThat(dispatches("reborn")).isEmpty();
    }

    @Test
    void oneSweepShouldAskABoundedNumberOfRooms() {
        int rooms = Janitor.LISTS_PER_SWEEP * 2;
        for (int i = 0; i < rooms; i++) {
            board.liveKit.openRoom("reborn-" + i);
            ghost("reborn-" + i, OTHER_ROOM);
        }

        board.reconciler.sweep();
        assertThat(board.liveKit.count(Method.LIST_DISPATCH)).isEqualTo(Janitor.LISTS_PER_SWEEP);
        board.reconciler.sweep();

        for (int i = 0; i < rooms; i++) {
            assertThat(dispatches("reborn-" + i)).isEmpty();
        }
    }
}
