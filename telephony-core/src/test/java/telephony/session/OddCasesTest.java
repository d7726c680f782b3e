package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import telephony.call.CallEvent;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.ParticipantSession;
import telephony.call.Sessions;
import telephony.dispatch.ListedDispatch;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.Rung;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.FakeRouting;
import telephony.testkit.Switchboard;

/** Rooms whose name comes back, rooms that live on, late answers, full queues. */
class OddCasesTest extends CallScenario {

    @Test
    void cleanUpShouldEndAlthoughTheRoomIsGoneAndNobodyToldSo() {
        callerJoins();
        board.liveKit.closeRoom(ROOM); // room_finished is lost, or belongs to a newer episode
        board.send(hangup(SID, "PA_c", "SCL_1"));
        board.pass(Duration.ofMinutes(10));
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
    }

    @Test
    void cleanUpShouldEndAlthoughRemovingIsForbidden() {
        callerJoins();
        agentComes();
        for (int i = 0; i < 5000; i++) {
            board.liveKit.answerNext(Method.REMOVE_PARTICIPANT, Kind.ALARM, false);
        }
        callerHangsUp();
        board.pass(Duration.ofMinutes(10));
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
    }

    @Test
    void anAgentOfAnotherIncarnationShouldNotBeTouched() {
        board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.AMBIGUOUS, false);
        callerJoins();
        assertThat(board.state(SID)).isEqualTo(DispatchState.VERIFY);
        // The caller hangs up, the webhook is late; the room's name comes back for the next call.
        board.liveKit.openRoom(ROOM, "RM_y");
        Participant next = Calls.caller("PA_n", "SCL_2", "ringing", Calls.START);
        Participant nextAgent = Calls.agent("PA_b", "agent-AJ_2", true, Calls.START);
        board.liveKit.put(ROOM, next);
        board.liveKit.put(ROOM, nextAgent);
        board.pass(Duration.ofSeconds(2));
        board.send(hangup(SID, "PA_c", "SCL_1"));
        board.pass(Duration.ofSeconds(2));
        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .contains("agent-AJ_2");
    }

    @Test
    void aDispatchOfAnotherIncarnationShouldNotBeTouched() {
        board.liveKit.answerNext(Method.LIST_ROOMS, Kind.AMBIGUOUS, false);
        callerJoins();
        board.liveKit.openRoom(ROOM, "RM_y");
        board.liveKit.putDispatch(ROOM, new ListedDispatch("AD_y", Calls.AGENT, Calls.START, null, Set.of()));
        board.pass(Duration.ofSeconds(2));
        board.send(hangup(SID, "PA_c", "SCL_1"));
        board.pass(Duration.ofSeconds(2));
        assertThat(board.liveKit.dispatches(ROOM))
                .extracting(ListedDispatch::id)
                .contains("AD_y");
    }

    @Test
    void aLateCreateThatRevivedTheRoomShouldBeCleanedUp() {
        board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.AMBIGUOUS, true);
        board.whenTold = entry -> {
            if (entry.name().equals("INTENT")) {
                board.whenTold = e -> {};
                board.liveKit.closeRoom(ROOM);
                board.send(hangup(SID, "PA_c", "SCL_1"));
                board.send(Calls.finished(SID, board.clock.instant()));
            }
        };
        callerJoins();
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
        board.liveKit.put(ROOM, AGENT); // joins the empty room that the create made; its webhook names another SID
        board.pass(Duration.ofMinutes(3));
        assertThat(board.liveKit.dispatches(ROOM)).isEmpty();
    }

    @Test
    void whatALookAfterTheEndShowsShouldBeRemovedAtOnce() {
        board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.AMBIGUOUS, true);
        callerJoins();
        var marker = board.liveKit.orders().get(0).marker();
        String id = board.liveKit.dispatches(ROOM).get(0).id();
        board.liveKit.putDispatch(
                ROOM, new ListedDispatch(id, Calls.AGENT, Calls.START, marker, Set.of(AGENT.identity())));
        board.liveKit.put(ROOM, AGENT); // its join webhook is late
        callerHangsUp();
        board.pass(Duration.ofSeconds(5));
        assertThat(board.liveKit.participants(ROOM)).isEmpty();
    }

    @Test
    void lateNewsOfAnEarlierEpisodesLegShouldBeThatEpisodes() {
        callerJoins();
        agentComes();
        // LiveKit restarts: the same leg in a new session; then it hangs up.
        Participant again = Calls.caller("PA_c2", "SCL_1", "ringing", Calls.START.plusSeconds(5));
        board.send(Calls.joined(SID, again, Calls.START.plusSeconds(5)));
        board.send(Calls.left(
                SID,
                Calls.caller("PA_c2", "SCL_1", "hangup", Calls.START.plusSeconds(5)),
                "CLIENT_INITIATED",
                Calls.START.plusSeconds(8)));
        assertThat(board.call(SID).isEnded()).isTrue();
        board.clock.advance(Duration.ofSeconds(10));
        Participant next = Calls.caller("PA_e", "SCL_9", "ringing", board.clock.instant());
        board.liveKit.put(ROOM, next);
        board.send(Calls.joined(SID, next, board.clock.instant()));
        assertThat(board.call(SID).origin().episode()).isEqualTo(2);
        // The old session's end is told 20 s late.
        board.send(Calls.left(SID, CALLER, "CONNECTION_TIMEOUT", board.clock.instant()));
        board.send(hangup(SID, "PA_e", "SCL_9"));
        assertThat(board.call(SID).isEnded()).isTrue();
    }

    @Test
    void aJoinAfterAnAbortedOneShouldGetItsAgentInALaterEpisodeToo() {
        callerJoins();
        callerHangsUp();
        board.pass(Duration.ofSeconds(30));
        Instant t = board.clock.instant();
        board.send(new CallEvent.ParticipantLeft(
                Calls.header(SID, t), Calls.caller("PA_x", "SCL_2", "ringing", t), "JOIN_FAILURE", true));
        Participant next = Calls.caller("PA_y", "SCL_2", "ringing", t.plusSeconds(1));
        board.liveKit.put(ROOM, next);
        board.send(Calls.joined(SID, next, t.plusSeconds(1)));
        board.pass(Duration.ofSeconds(30));
        assertThat(board.call(SID).origin().episode()).isEqualTo(2);
    }

    @Test
    void aLateAnswerOfAnOlderAttemptShouldNotChangeTheOrderOfAttempts() {
        Switchboard two = board.replica();
        board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.AMBIGUOUS, false);
        board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.AMBIGUOUS, false);
        board.liveKit.hold(Method.CREATE_DISPATCH);
        callerJoins();
        two.pass(Duration.ofSeconds(24)); // the first one's process is stopped
        assertThat(board.state(SID)).isEqualTo(DispatchState.INTENT);
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(2);
        board.liveKit.release(Method.CREATE_DISPATCH);
        two.pass(Duration.ofSeconds(30));
        assertThat(board.liveKit.orders()).extracting(o -> o.marker().attempt()).containsExactly(1, 2, 3);
    }

    @Test
    void aRowThatCouldNotBeStartedOnShouldBeFreeForTheNextTick() {
        var rejects = new int[] {2};
        Switchboard busy = new Switchboard(CallRouter.always(AgentConfig.named(Calls.AGENT)), work -> {
            if (rejects[0]-- > 0) {
                throw new RejectedExecutionException("full");
            }
            work.run();
        });
        busy.liveKit.openRoom(ROOM, SID);
        busy.liveKit.put(ROOM, CALLER);
        busy.send(Calls.joined(SID, CALLER, Calls.START)); // wake refused
        busy.pass(Duration.ofSeconds(10)); // first tick: claimed, then refused
        assertThat(busy.state(SID)).isEqualTo(DispatchState.CONFIRMED);
    }

    @Test
    void aCallerBeyondTheLimitOfLegsShouldKeepTheAgent() {
        callerJoins();
        agentComes();
        // A hotline room: callers come and go, never nobody there.
        for (int i = 2; i <= 65; i++) {
            board.send(Calls.joined(
                    SID, Calls.caller("PA_" + i, "SCL_" + i, "active", Calls.START.plusSeconds(i)), Calls.START));
            String before = i == 2 ? "PA_c" : "PA_" + (i - 1);
            board.send(Calls.left(
                    SID,
                    Calls.caller(before, "SCL_" + (i - 1), "hangup", Calls.START),
                    "CLIENT_INITIATED",
                    Calls.START));
        }
        assertThat(board.call(SID).isEnded()).as("caller 65 is still there").isFalse();
    }

    @Test
    void aRefusedTokenShouldNotBeForgottenOverAFailedLook() {
        board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.UNAUTHENTICATED, false);
        callerJoins();
        board.liveKit.answerNext(Method.LIST_DISPATCH, Kind.UNAVAILABLE, false);
        board.pass(Duration.ofSeconds(3));
        var orders = board.liveKit.orders();
        Instant second = board.call(SID).dispatch().lastAttempt().orElseThrow().intentAt();
        assertThat(orders).hasSize(2);
        assertThat(orders.get(1).tokenExpiresAt()).isEqualTo(second.plusSeconds(5));
    }

    @Test
    void theEndReasonShouldBeThatOfTheLastToLeave() {
        callerJoins();
        board.send(Calls.joined(SID, Calls.caller("PA_2", "SCL_2", "active", Calls.START.plusSeconds(1)), Calls.START));
        board.send(Calls.left(
                SID,
                Calls.caller("PA_2", "SCL_2", "hangup", Calls.START.plusSeconds(1)),
                "USER_REJECTED",
                Calls.START.plusSeconds(2)));
        board.send(Calls.left(
                SID,
                Calls.caller("PA_c", "SCL_1", "hangup", Calls.START),
                "CLIENT_INITIATED",
                Calls.START.plusSeconds(3)));
        assertThat(board.call(SID).endReason()).isEqualTo("CLIENT_INITIATED");
    }

    @Test
    void updatedAtShouldBeWhenTheRowLastChanged() {
        for (int i = 0; i < 50; i++) {
            board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.REFUSED, false);
        }
        callerJoins();
        board.pass(Duration.ofSeconds(70));
        assertThat(board.state(SID)).isEqualTo(DispatchState.FAILED);
        assertThat(board.call(SID).times().updatedAt()).isAfter(Calls.START.plusSeconds(50));
    }

    @Test
    void aJoinThatComesAfterItsRoomWasClosedShouldNotStayOpen() {
        board.send(Calls.finished(SID, Calls.START)); // 200, not ours, never sent again
        board.clock.advance(Duration.ofSeconds(6));
        board.send(Calls.joined(SID, CALLER, Calls.START));
        board.send(Calls.left(SID, CALLER, "CONNECTION_TIMEOUT", Calls.START));
        board.pass(Duration.ofMinutes(5));
        assertThat(board.call(SID).isEnded()).isTrue();
    }

    @Test
    void sessionsShouldNotDependOnTheOrderOfNews() {
        ParticipantSession s = ParticipantSession.joined("PA", Calls.START);
        Sessions base = new Sessions(List.of(s));
        Sessions a = base.with("PA", x -> x.withLeft(Calls.START, null, false))
                .with("PA", x -> x.withLeft(Calls.START, "CLIENT_INITIATED", true));
        Sessions b = base.with("PA", x -> x.withLeft(Calls.START, "CLIENT_INITIATED", true))
                .with("PA", x -> x.withLeft(Calls.START, null, false));
        assertThat(a).isEqualTo(b);
    }

    @Test
    void aLegWhoseEndWasToldShouldNotProveACaller() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER); // the list lags
        board.liveKit.answerNext(Method.LIST_ROOMS, Kind.AMBIGUOUS, false);
        board.send(Calls.joined(SID, CALLER, Calls.START));
        board.send(Calls.left(SID, CALLER, "CONNECTION_TIMEOUT", Calls.START));
        board.pass(Duration.ofSeconds(2));
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isZero();
    }

    @Test
    void anAnswerShouldBeWrittenDownAlthoughTheExecutorIsFull() {
        var work = new ArrayDeque<Runnable>();
        var list = new ArrayList<Integer>();
        Switchboard busy = new Switchboard(CallRouter.always(AgentConfig.named(Calls.AGENT)), task -> {
            list.add(1);
            if (list.size() == 3) { // wake, afterLook, afterCreate
                throw new RejectedExecutionException("full");
            }
            task.run();
        });
        busy.liveKit.openRoom(ROOM, SID);
        busy.liveKit.put(ROOM, CALLER);
        busy.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.REFUSED, false);
        busy.send(Calls.joined(SID, CALLER, Calls.START));
        busy.pass(Duration.ofSeconds(10));
        assertThat(busy.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(work).isEmpty();
    }

    @Test
    void rulesThatCannotBeReadShouldStopNothing() {
        var rules = new CallRoutingPort() {
            @Override
            public Optional<RoutingDecision> route(RoutingRequest r) {
                throw new IllegalStateException("rules are down");
            }

            @Override
            public Set<String> agentNames() {
                throw new IllegalStateException("rules are down");
            }
        };
        Switchboard down = new Switchboard(
                new CallRouter(rules, AgentConfig.named(Calls.AGENT), Rung.DEFAULT, Set.of(), e -> {}), Runnable::run);
        down.liveKit.openRoom(ROOM, SID);
        down.liveKit.put(ROOM, CALLER);
        down.liveKit.put(ROOM, AGENT);
        down.send(Calls.joined(SID, CALLER, Calls.START));
        org.assertj.core.api.Assertions.assertThatCode(() -> down.send(Calls.joined(SID, AGENT, Calls.START)))
                .doesNotThrowAnyException();
    }

    @Test
    void aCreateShouldNotLeaveWhenItsTokenHasExpired() {
        board.whenTold = entry -> {
            if (entry.name().equals("INTENT")) {
                board.clock.advance(Duration.ofSeconds(8));
            }
        };
        callerJoins();
        assertThat(board.liveKit.orders())
                .allSatisfy(o -> assertThat(o.tokenExpiresAt().plusSeconds(60)).isAfter(board.clock.instant()));
    }

    @Test
    void aSecondCallerOfARejectedRoomShouldBeRejectedToo() {
        RoutingDecision reject = new RoutingDecision.Reject("blocked");
        Switchboard b = new Switchboard(
                new CallRouter(
                        FakeRouting.always(reject), AgentConfig.named(Calls.AGENT), Rung.DEFAULT, Set.of(), e -> {}),
                Runnable::run);
        b.liveKit.openRoom(ROOM, SID);
        b.liveKit.put(ROOM, CALLER);
        b.send(Calls.joined(SID, CALLER, Calls.START));
        Participant other = new Participant(
                "PA_2", "sip_+1777", ParticipantKind.SIP, Calls.START, false, null, Calls.sip("SCL_2", "ringing"));
        b.liveKit.put(ROOM, other);
        b.send(Calls.joined(SID, other, Calls.START));
        b.pass(Duration.ofSeconds(5));
        assertThat(b.liveKit.participants(ROOM)).isEmpty();
    }
}
