package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import telephony.call.CallEvent;
import telephony.call.CallStatus;
import telephony.call.Direction;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.SipAttributes;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.ListedDispatch;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.RoutingStep;
import telephony.routing.Rung;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.FakeRouting;
import telephony.testkit.Switchboard;

class StraightPathTest extends CallScenario {

    @Test
    void aCallShouldGetOneAgentAndLeaveNothingBehind() {
        callerJoins();

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);

        agentComes();

        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        assertThat(board.call(SID).status()).isEqualTo(CallStatus.AGENT_DISPATCHED);
        assertThat(board.call(SID).times().answeredAt()).isNotNull();

        callerHangsUp();

        assertThat(board.liveKit.participants(ROOM)).isEmpty();
        assertThat(board.liveKit.dispatches(ROOM)).isEmpty();
        assertThat(board.state(SID)).isEqualTo(DispatchState.CLEAN);
        assertThat(board.call(SID).status()).isEqualTo(CallStatus.ENDED);
        assertThat(board.call(SID).endReason()).isEqualTo("CLIENT_INITIATED");

        board.pass(Duration.ofSeconds(25));

        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        assertThat(board.call(SID).control().dueAt()).isNull();
        assertThat(board.call(SID).control().lease()).isNull();
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
        assertThat(board.trouble).isEmpty();
    }

    @Test
    void aCreateShouldBePrecededByALookAndItsIntent() {
        board.liveKit.hold(Method.CREATE_DISPATCH);
        callerJoins();

        assertThat(board.liveKit.requests())
                .extracting(r -> r.method())
                .containsExactly(
                        Method.LIST_ROOMS, Method.LIST_PARTICIPANTS, Method.LIST_DISPATCH, Method.CREATE_DISPATCH);
        assertThat(board.state(SID)).isEqualTo(DispatchState.INTENT);
        var attempt = board.call(SID).dispatch().lastAttempt().orElseThrow();
        assertThat(attempt.marker().toString()).startsWith("v1:RM_1/1#1:test:");
        assertThat(attempt.quiesceAt()).isEqualTo(Calls.START.plusSeconds(22));
        assertThat(attempt.tokenExpiresAt())
                .isEqualTo(Calls.START.plusSeconds(5).minusSeconds(60));
    }

    @Test
    void theAgentShouldBeToldWhatTheCallIsAbout() {
        callerJoins();

        DispatchOrder order = board.liveKit.orders().get(0);
        assertThat(order.agentName()).isEqualTo(Calls.AGENT);
        assertThat(order.metadata()).containsOnlyKeys("telephony");
        @SuppressWarnings("unchecked")
        Map<String, Object> ours = (Map<String, Object>) order.metadata().get("telephony");
        assertThat(ours)
                .containsEntry("version", 1)
                .containsEntry("call_id", board.call(SID).callId().toString())
                .containsEntry("direction", "inbound")
                .containsEntry("from", "+15551231")
                .containsEntry("to", "+15559990000")
                .containsEntry("reason", "default")
                .containsEntry("dispatch", order.marker().toString());
    }

    @Test
    void aRejoinOfTheSameCallAfterALiveKitRestartShouldSendNobody() {
        callerJoins();
        agentComes();
        long before = board.liveKit.requests().size();

        Participant again = Calls.caller("PA_c2", "SCL_1", "ringing", Calls.START.plusSeconds(9));
        board.send(new CallEvent.RoomStarted(Calls.header(SID, Calls.START.plusSeconds(9))));
        board.send(Calls.joined(SID, again, Calls.START.plusSeconds(9)));

        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        assertThat(board.liveKit.requests()).hasSize((int) before);
        assertThat(board.call(SID).legs()).hasSize(1);
        assertThat(board.call(SID).legs().get(0).sessions().all()).hasSize(2);

        // The old session's end comes late: the leg is still there in its new session.
        board.send(Calls.left(SID, CALLER, "CONNECTION_TIMEOUT", Calls.START.plusSeconds(30)));

        assertThat(board.call(SID).isEnded()).isFalse();
    }

    @Test
    void aSecondCallerInTheRoomShouldShareTheAgent() {
        callerJoins();
        agentComes();
        Participant second = Calls.caller("PA_d", "SCL_2", "ringing", Calls.START.plusSeconds(5));

        board.send(Calls.joined(SID, second, Calls.START.plusSeconds(5)));
        callerHangsUp();

        assertThat(board.call(SID).legs()).hasSize(2);
        assertThat(board.call(SID).isEnded()).isFalse();
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
        assertThat(board.liveKit.count(Method.REMOVE_PARTICIPANT)).isZero();
    }

    @Test
    void aNewCallInARoomThatLivesOnShouldBeAnotherEpisode() {
        callerJoins();
        agentComes();
        callerHangsUp();
        board.pass(Duration.ofSeconds(25));
        Instant later = board.clock.instant();
        Participant next = Calls.caller("PA_e", "SCL_9", "ringing", later);
        board.liveKit.put(ROOM, next);

        board.send(Calls.joined(SID, next, later));

        TelephonyCall second = board.call(SID);
        assertThat(second.origin().episode()).isEqualTo(2);
        assertThat(second.dispatch().state()).isEqualTo(DispatchState.CONFIRMED);
        assertThat(board.liveKit.orders()).extracting(o -> o.marker().episode()).containsExactly(1, 2);
    }

    @Test
    void aReplayedJoinOfACallThatIsOverShouldOpenNothing() {
        callerJoins();
        callerHangsUp();
        board.pass(Duration.ofSeconds(25));
        long creates = board.liveKit.count(Method.CREATE_DISPATCH);

        board.send(Calls.joined(SID, CALLER, Calls.START));

        assertThat(board.call(SID).origin().episode()).isEqualTo(1);
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(creates);
    }

    @Test
    void anAgentThatComesWhenTheCallIsOverShouldBeRemoved() {
        callerJoins();
        callerHangsUp();

        board.liveKit.put(ROOM, AGENT);
        board.send(Calls.joined(SID, AGENT, board.clock.instant()));

        assertThat(board.liveKit.participants(ROOM)).isEmpty();
        board.pass(Duration.ofSeconds(25));
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);

        Participant tardy = Calls.agent("PA_t", "agent-AJ_2", true, board.clock.instant());
        board.liveKit.put(ROOM, tardy);
        board.liveKit.putDispatch(
                ROOM,
                new ListedDispatch(
                        "AD_t",
                        Calls.AGENT,
                        Calls.START,
                        board.liveKit.orders().get(0).marker(),
                        Set.of(tardy.identity())));
        board.send(Calls.joined(SID, tardy, board.clock.instant()));
        board.pass(Duration.ofSeconds(6));

        assertThat(board.liveKit.participants(ROOM)).isEmpty();
        assertThat(board.liveKit.dispatches(ROOM)).isEmpty();
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        board.pass(Duration.ofSeconds(6));
        assertThat(board.call(SID).control().dueAt()).isNull();
    }

    @Test
    void anAgentOfSomebodyElseInARoomThatLivesOnShouldBeLeftAlone() {
        callerJoins();
        agentComes();
        callerHangsUp();
        board.pass(Duration.ofSeconds(25));
        board.clock.advance(Duration.ofHours(1));

        Participant webAgent = Calls.agent("PA_w", "agent-AJ_web", true, board.clock.instant());
        board.liveKit.put(ROOM, Calls.person("bob"));
        board.liveKit.put(ROOM, webAgent);
        board.send(Calls.joined(SID, webAgent, board.clock.instant()));
        board.pass(Duration.ofSeconds(10));

        assertThat(board.liveKit.participants(ROOM)).contains(webAgent);
    }

    @Test
    void roomFinishedShouldEndTheCallAndOweOnlyThePassAtQuiescence() {
        callerJoins();
        agentComes();
        board.liveKit.closeRoom(ROOM);

        board.send(Calls.finished(SID, board.clock.instant()));

        assertThat(board.call(SID).isEnded()).isTrue();
        assertThat(board.liveKit.count(Method.REMOVE_PARTICIPANT)).isZero();
        board.pass(Duration.ofSeconds(25));
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
    }

    @Test
    void somebodyElsesOutboundCallShouldBeRecordedAndLeftAlone() {
        SipAttributes dialled = new SipAttributes("SCL_o", "dialing", "ST_o", null, null, null, Map.of());
        Participant callee = new Participant("PA_o", "callee", ParticipantKind.SIP, Calls.START, false, null, dialled);
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, callee);

        board.send(Calls.joined(SID, callee, Calls.START));
        board.send(Calls.joined(SID, AGENT, Calls.START));
        board.send(Calls.finished(SID, Calls.START.plusSeconds(1)));

        assertThat(board.call(SID).origin().direction()).isEqualTo(Direction.OUTBOUND);
        assertThat(board.call(SID).status()).isEqualTo(CallStatus.ENDED);
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        assertThat(board.liveKit.requests()).isEmpty();
    }

    @Test
    void eventsThatConcernNoCallShouldStoreNothing() {
        assertThat(board.send(Calls.joined(SID, AGENT, Calls.START)))
                .isEqualTo(TelephonySessionService.Handled.NOT_OURS);
        assertThat(board.send(Calls.joined(SID, Calls.person("bob"), Calls.START)))
                .isEqualTo(TelephonySessionService.Handled.NOT_OURS);
        assertThat(board.send(new CallEvent.RoomStarted(Calls.header("EV_r", SID, Calls.START))))
                .isEqualTo(TelephonySessionService.Handled.NOT_OURS);

        assertThat(board.store.findNewestByRoomSid(SID)).isEmpty();
        assertThat(board.store.findInboxEntry("EV_r")).isEmpty();
    }

    @Test
    void anIgnoredCallShouldBeRecordedAndARejectedOneRemoved() {
        RoutingDecision ignore = new RoutingDecision.Ignore("internal");
        Switchboard ignoring = new Switchboard(router(FakeRouting.always(ignore)), Runnable::run);
        ignoring.liveKit.openRoom(ROOM, SID);
        ignoring.send(Calls.joined(SID, CALLER, Calls.START));
        assertThat(ignoring.state(SID)).isEqualTo(DispatchState.NEW);
        assertThat(ignoring.liveKit.requests()).isEmpty();

        RoutingDecision reject = new RoutingDecision.Reject("blocked");
        Switchboard rejecting = new Switchboard(router(FakeRouting.always(reject)), Runnable::run);
        rejecting.liveKit.openRoom(ROOM, SID);
        rejecting.liveKit.put(ROOM, CALLER);
        rejecting.send(Calls.joined(SID, CALLER, Calls.START));
        assertThat(rejecting.liveKit.participants(ROOM)).isEmpty();
        assertThat(rejecting.liveKit.count(Method.CREATE_DISPATCH)).isZero();
    }

    private static CallRouter router(CallRoutingPort rules) {
        return new CallRouter(rules, AgentConfig.named(Calls.AGENT), Rung.DEFAULT, Set.of(), failure -> {});
    }

    @Test
    void howItWasDecidedShouldStandOnTheTimeLineWithNumbersMasked() {
        CallRoutingPort rules = new CallRoutingPort() {
            @Override
            public Optional<RoutingDecision> route(RoutingRequest request) {
                return Optional.of(new RoutingDecision.Reject("closed", "acme", "spring"));
            }

            @Override
            public Optional<RoutingDecision> explain(RoutingRequest request, Consumer<RoutingStep> told) {
                told.accept(new RoutingStep("number " + request.to(), "the caller is handed on to +33140000000"));
                told.accept(new RoutingStep("hours", "x".repeat(10_000), "closed"));
                return route(request);
            }

            @Override
            public Set<String> agentNames() {
                return Set.of();
            }
        };
        Switchboard closed = new Switchboard(router(rules), Runnable::run);
        closed.liveKit.openRoom(ROOM, SID);
        closed.send(Calls.joined(SID, CALLER, Calls.START));

        TelephonyCall row = closed.call(SID);
        assertThat(row.origin().tenantId())
                .as("a refused call is its tenant's as well")
                .isEqualTo("acme");
        assertThat(row.origin().campaignId()).isEqualTo("spring");
        TimelineEntry line = closed.store.timeline(row.callId(), 0, 100).get(0);
        assertThat(line.name()).isEqualTo("ROUTE");
        assertThat(line.details())
                .containsOnlyKeys("reason", "step01", "step02")
                .containsEntry("reason", "closed");
        assertThat(line.details().get("step01"))
                .isEqualTo("number " + row.to().masked() + ": the caller is handed on to +3******0000");
        assertThat(line.details().get("step02")).hasSizeLessThanOrEqualTo(300);
    }

    @Test
    void everyDecisionAndAnswerShouldStandOnTheTimeLineInOrder() {
        callerJoins();
        agentComes();
        callerHangsUp();
        board.pass(Duration.ofSeconds(25));

        assertThat(board.timeline(SID, TimelineEntry.Kind.DECISION))
                .containsExactly("ROUTE", "WANT", "INTENT", "CONFIRMED", "JOINED", "AUDIBLE", "CLEAN", "DONE");
        assertThat(board.timeline(SID, TimelineEntry.Kind.ANSWER))
                .containsExactly("Look", "CreateDispatch", "RemoveParticipant", "DeleteDispatch", "Look");
        assertThat(board.timeline(SID, TimelineEntry.Kind.EVENT))
                .containsExactly("participant_joined", "participant_joined", "track_published", "participant_left");
        List<TimelineEntry> stored = board.store.timeline(board.call(SID).callId(), 0, 100);
        assertThat(board.told).isEqualTo(stored);
    }

    @Test
    void markEndedShouldReleaseTheAgentAndKeepTheFirstReason() {
        callerJoins();
        agentComes();
        TelephonyCall call = board.call(SID);

        assertThat(board.sessions.markEnded(call.callId(), "closed by the operator"))
                .isPresent();
        board.sessions.markEnded(call.callId(), "again");

        assertThat(board.call(SID).endReason()).isEqualTo("closed by the operator");
        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .doesNotContain("agent-AJ_1");
        assertThat(board.sessions.markEnded(Calls.newCallId(), "none")).isEmpty();
    }
}
