package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import telephony.call.CallEvent;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.call.TelephonyCall;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.Race;
import telephony.testkit.Switchboard;

/** Doubled, reordered and racing events. */
class EventOrderTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final Participant CALLER = Calls.caller("PA_c", "SCL_1", "ringing", Calls.START);
    private static final Participant AGENT = Calls.agent("PA_a", "agent-AJ_1", false, Calls.START.plusMillis(300));
    private static final int DELIVERIES = 1_000;
    private static final int THREADS = 64;

    /** The six events of a short call. */
    private static List<CallEvent> shortCall() {
        return List.of(
                Calls.joined(SID, CALLER, Calls.START),
                Calls.audio(SID, CALLER, Calls.START),
                Calls.joined(SID, AGENT, Calls.START),
                Calls.audio(SID, AGENT, Calls.START),
                Calls.left(SID, Calls.caller("PA_c", "SCL_1", "hangup", Calls.START), "CLIENT_INITIATED", Calls.START),
                Calls.finished(SID, Calls.START));
    }

    @Test
    void oneJoinDeliveredByManyThreadsShouldMakeOneCreate() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        Switchboard board = new Switchboard(CallRouter.always(AgentConfig.named(Calls.AGENT)), pool);
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);
        CallEvent join = Calls.joined(SID, CALLER, Calls.START);
        AtomicInteger taken = new AtomicInteger();

        Race.run(THREADS, racer -> {
            for (int i = 0; i < DELIVERIES; i++) {
                if (board.send(join) == TelephonySessionService.Handled.TAKEN) {
                    taken.incrementAndGet();
                }
            }
        });
        pool.shutdown();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        assertThat(taken.get()).isEqualTo(1);
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
        assertThat(board.trouble).isEmpty();
    }

    @Test
    void oneJoinUnderManyEventIdsShouldMakeOneCreate() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        Switchboard board = new Switchboard(CallRouter.always(AgentConfig.named(Calls.AGENT)), pool);
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);

        // As after a restart of LiveKit: the same call, but every event and every session is a new one.
        Race.run(8, racer -> {
            for (int i = 0; i < 50; i++) {
                board.send(Calls.joined(
                        SID, Calls.caller("PA_" + racer + "_" + i, "SCL_1", "ringing", Calls.START), Calls.START));
            }
        });
        pool.shutdown();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        board.clock.advance(Duration.ofSeconds(1));

        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isLessThanOrEqualTo(1);
        assertThat(board.call(SID).legs()).hasSize(1);
    }

    @Test
    void applyingAnEventTwiceShouldChangeNothing() {
        Switchboard board = new Switchboard();
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);
        for (CallEvent event : shortCall()) {
            board.send(event);
            TelephonyCall before = board.call(SID);

            // Not the same delivery, which the inbox knows, but the same news under another event id.
            CallEvent again = renamed(event);
            assertThat(board.send(again)).isEqualTo(TelephonySessionService.Handled.TAKEN);

            assertThat(board.call(SID)).as("after %s twice", event.name()).isEqualTo(before);
            assertThat(board.send(event)).isEqualTo(TelephonySessionService.Handled.DUPLICATE);
        }
    }

    private static CallEvent renamed(CallEvent event) {
        var header = Calls.header(SID, event.header().receivedAt());
        if (event instanceof CallEvent.ParticipantJoined e) {
            return new CallEvent.ParticipantJoined(header, e.participant());
        }
        if (event instanceof CallEvent.ParticipantLeft e) {
            return new CallEvent.ParticipantLeft(header, e.participant(), e.reason(), e.aborted());
        }
        if (event instanceof CallEvent.TrackPublished e) {
            return new CallEvent.TrackPublished(header, e.participantSid(), e.identity(), e.audio());
        }
        return new CallEvent.RoomFinished(header);
    }

    @Test
    void everyOrderOfTheEventsShouldMakeAtMostOneCreateAndEndTheCall() {
        List<List<CallEvent>> orders = new ArrayList<>();
        permute(new ArrayList<>(shortCall()), 0, orders);

        for (List<CallEvent> order : orders) {
            Switchboard board = new Switchboard();
            board.liveKit.openRoom(ROOM, SID);
            board.liveKit.put(ROOM, CALLER);
            order.forEach(board::send);
            // What came before the call was known concerned nobody then; LiveKit's retry brings it again at the end.
            order.stream().map(EventOrderTest::renamed).forEach(board::send);
            board.liveKit.take(ROOM, CALLER.identity());
            board.pass(Duration.ofSeconds(30));

            List<String> names = order.stream().map(CallEvent::name).toList();
            assertThat(board.liveKit.count(Method.CREATE_DISPATCH))
                    .as("%s", names)
                    .isLessThanOrEqualTo(1);
            assertThat(board.call(SID).isEnded()).as("%s", names).isTrue();
            assertThat(board.state(SID)).as("%s", names).isEqualTo(DispatchState.DONE);
            assertThat(board.liveKit.participants(ROOM)).as("%s", names).isEmpty();
            assertThat(board.trouble).as("%s", names).isEmpty();
        }
        assertThat(orders).hasSize(720);
    }

    private static void permute(List<CallEvent> events, int from, List<List<CallEvent>> into) {
        if (from == events.size()) {
            into.add(List.copyOf(events));
            return;
        }
        for (int i = from; i < events.size(); i++) {
            Collections.swap(events, from, i);
            permute(events, from + 1, into);
            Collections.swap(events, from, i);
        }
    }

    @Test
    void doneShouldAbsorbEveryEvent() {
        Switchboard board = new Switchboard();
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);
        shortCall().forEach(board::send);
        board.liveKit.closeRoom(ROOM);
        board.pass(Duration.ofSeconds(30));
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        long creates = board.liveKit.count(Method.CREATE_DISPATCH);

        shortCall().forEach(board::send);
        board.send(new CallEvent.RoomStarted(Calls.header(SID, Calls.START)));
        board.sessions.dispatchAgentIfNeeded(board.call(SID).callId());
        board.sessions.markEnded(board.call(SID).callId(), "again");
        board.pass(Duration.ofSeconds(5));

        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        assertThat(board.call(SID).origin().episode()).isEqualTo(1);
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(creates);
    }
}
