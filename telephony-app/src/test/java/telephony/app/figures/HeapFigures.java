package telephony.app.figures;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import telephony.adapters.livekit.LiveKitWebhookReader;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.adapters.store.CaffeineTelephonyStore;
import telephony.adapters.store.InMemoryTelephonyStore;
import telephony.call.CallEvent;
import telephony.call.TelephonyCall;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.store.CallQuery;
import telephony.store.TelephonyStorePort;
import telephony.testkit.Switchboard;
import telephony.webhook.WebhookReading;

/** What calls weigh in memory: the recorded call, many times, told by its events; measured after a collection. */
final class HeapFigures {

    private static final int ENDED = 100_000;
    private static final int LIVE = 10_000;
    private static final int COLLECTIONS = 3;

    /** Calls after which time passes, so that what they owe is done. */
    private static final int BATCH = 5_000;

    /** Longer than quiescence: nothing is pending afterwards. */
    private static final Duration QUIET = Duration.ofSeconds(30);

    /** Events of the recording until the agent speaks: the call is up and nothing is pending. */
    private static final int UNTIL_AUDIBLE = 5;

    private HeapFigures() {}

    static void print() throws Exception {
        SignedCalls calls = new SignedCalls("inbound_webhook_dispatch", InstantSource.fixed(Instant.EPOCH));
        double ended = weigh(ENDED, calls.webhooksPerCall(), calls, CaffeineTelephonyStore::new);
        System.out.printf(
                "heap after %,d ended calls, Caffeine store: %.0f MB, %.1f kB a call%n",
                ENDED, ended / 1e6, ended / ENDED / 1e3);
        double live = weigh(LIVE, UNTIL_AUDIBLE, calls, InMemoryTelephonyStore::new);
        System.out.printf("heap per live idle call, memory store: %.1f kB (aim 4 kB)%n", live / LIVE / 1e3);
    }

    /** Bytes by which the heap is larger with so many calls told so far. */
    private static double weigh(
            int number, int events, SignedCalls calls, Function<InstantSource, TelephonyStorePort> store) {
        long before = used();
        TelephonyStorePort filled = filled(number, events, calls, store);
        long after = used();
        TelephonyCall some =
                filled.query(new CallQuery(null, false, 1, null)).items().get(0);
        System.out.println("  each of them now: " + some.status() + ", dispatch "
                + some.dispatch().state());
        return after - before;
    }

    /** Only the store stays: LiveKit and all around it are garbage. */
    private static TelephonyStorePort filled(
            int number, int events, SignedCalls calls, Function<InstantSource, TelephonyStorePort> store) {
        LiveKitWebhookReader reader = new LiveKitWebhookReader(new PhoneNumbers(null));
        Switchboard board =
                new Switchboard(CallRouter.always(AgentConfig.named("phone-agent")), Runnable::run, store::apply);
        for (int call = 0; call < number; call++) {
            for (byte[] body : calls.bodies(call).subList(0, events)) {
                CallEvent event = ((WebhookReading.Event) reader.read(body, board.clock.instant())).event();
                happen(board, event);
                board.sessions.handleLiveKitEvent(event);
            }
            board.told.clear();
            if (call % BATCH == BATCH - 1) {
                board.pass(QUIET);
            }
        }
        board.pass(QUIET);
        return board.store;
    }

    private static void happen(Switchboard board, CallEvent event) {
        String room = event.header().roomName();
        if (event instanceof CallEvent.RoomStarted) {
            board.liveKit.openRoom(room, event.header().roomSid());
        } else if (event instanceof CallEvent.ParticipantJoined joined) {
            board.liveKit.put(room, joined.participant());
        } else if (event instanceof CallEvent.ParticipantLeft left) {
            board.liveKit.take(room, left.participant().identity());
        } else if (event instanceof CallEvent.RoomFinished) {
            board.liveKit.closeRoom(room);
        }
    }

    private static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
