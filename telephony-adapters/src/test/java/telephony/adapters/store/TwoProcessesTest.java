package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import telephony.Telephony;
import telephony.call.CallEvent;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.HandClock;
import telephony.testkit.Race;
import telephony.webhook.WebhookReading;
import telephony.webhook.WebhookVerdict;

/** Two processes, each with connections of its own, on one PostgreSQL database. */
class TwoProcessesTest {

    private static final int CALLS = 20;
    private static final int THREADS = 8;
    private static final int DELIVERIES = 6;
    private static final int MOST_TICKS = 200;

    /** LiveKit tries again when it is answered 503; more often than here. */
    private static final int TRIES = 5;

    private final JdbcStores stores = new JdbcStores();
    private final HandClock clock = new HandClock(Calls.START.minus(Duration.ofDays(1)));
    private final FakeLiveKit livekit = new FakeLiveKit(clock);

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void aStormOfWebhooksOnBothShouldSendOneAgentIntoEachCall() throws Exception {
        JdbcSettings settings = PostgresServer.emptySchema();
        JdbcTelephonyStore oneStore = stores.migrated(settings, clock);
        JdbcTelephonyStore twoStore = stores.migrated(settings, clock);
        List<Telephony> processes = List.of(process(oneStore), process(twoStore));
        clock.set(Calls.START);
        List<String> storm = storm();
        AtomicInteger next = new AtomicInteger();

        Race.run(THREADS, racer -> {
            for (int i = next.getAndIncrement(); i < storm.size(); i = next.getAndIncrement()) {
                deliver(processes.get(i % 2), storm.get(i));
                processes.get(racer % 2).tick();
            }
        });
        for (int i = 0; i < MOST_TICKS && !allHaveTheirAgent(twoStore); i++) {
            clock.advance(Duration.ofMillis(250));
            processes.forEach(Telephony::tick);
        }

        assertThat(oneStore.instanceId()).isEqualTo(twoStore.instanceId());
        assertThat(allHaveTheirAgent(oneStore)).isTrue();
        assertThat(livekit.requests().stream()
                        .filter(request -> request.method() == Method.CREATE_DISPATCH)
                        .map(FakeLiveKit.Request::room))
                .as("one create for each call")
                .hasSize(CALLS)
                .doesNotHaveDuplicates();
    }

    /** Each event several times, in any order, to either process. */
    private List<String> storm() {
        List<String> storm = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            livekit.openRoom("room-RM_" + call, "RM_" + call);
            livekit.put("room-RM_" + call, caller(String.valueOf(call)));
            storm.addAll(Collections.nCopies(DELIVERIES, "EV_" + call + " " + call));
            // After a restart of LiveKit the same call joins again, under a new event id.
            storm.addAll(Collections.nCopies(DELIVERIES, "EV_again_" + call + " " + call));
        }
        Collections.shuffle(storm, new Random(42));
        return storm;
    }

    private static Participant caller(String call) {
        return Calls.caller("PA_" + call, "SCL_" + call, "ringing", Calls.START);
    }

    private static void deliver(Telephony process, String body) {
        for (int tries = 1; ; tries++) {
            try {
                process.receive(body.getBytes(StandardCharsets.UTF_8), null);
                return;
            } catch (StoreUnavailableException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static boolean allHaveTheirAgent(JdbcTelephonyStore store) {
        return IntStream.range(0, CALLS)
                .mapToObj(call -> store.findNewestByRoomSid("RM_" + call).orElseThrow())
                .allMatch(call -> call.dispatch().state() == DispatchState.CONFIRMED);
    }

    private Telephony process(JdbcTelephonyStore store) {
        return Telephony.builder()
                .store(store)
                .instance(store.instanceId())
                .clock(store::now)
                .dispatches(livekit)
                .rooms(livekit)
                .verifier((body, authorization) -> WebhookVerdict.AUTHENTIC)
                .reader(TwoProcessesTest::read)
                .router(CallRouter.always(AgentConfig.named(Calls.AGENT)))
                .executor(Runnable::run)
                .build();
    }

    /** The body of a webhook here: the event's id and the call's number. */
    private static WebhookReading read(byte[] body, Instant receivedAt) {
        String[] words = new String(body, StandardCharsets.UTF_8).split(" ");
        return new WebhookReading.Event(new CallEvent.ParticipantJoined(
                Calls.header(words[0], "RM_" + words[1], receivedAt), caller(words[1])));
    }
}
