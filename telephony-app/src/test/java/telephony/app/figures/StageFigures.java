package telephony.app.figures;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import telephony.Telephony;
import telephony.adapters.livekit.LiveKitWebhookReader;
import telephony.adapters.livekit.LiveKitWebhookVerifier;
import telephony.adapters.livekit.WebhookKey;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.adapters.store.InMemoryTelephonyStore;
import telephony.call.CallEvent;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.testkit.FakeLiveKit;
import telephony.webhook.WebhookReading;

/** Where the time of a webhook goes: each stage alone, on one thread, without HTTP. */
final class StageFigures {

    private static final int CALLS = 20_000;
    private static final int WARM_UP = 5_000;

    private StageFigures() {}

    static void print(SignedCalls signed) {
        InstantSource clock = InstantSource.system();
        LiveKitWebhookVerifier verifier = new LiveKitWebhookVerifier(
                List.of(new WebhookKey(SignedCalls.KEY, List.of(SignedCalls.SECRET))), clock);
        LiveKitWebhookReader reader = new LiveKitWebhookReader(new PhoneNumbers(null));
        Telephony telephony = telephony(clock, verifier, reader);
        long verify = 0;
        long read = 0;
        long decide = 0;
        long count = 0;
        for (int call = 0; call < CALLS; call++) {
            List<byte[]> bodies = signed.bodies(call);
            List<String> tokens = bodies.stream().map(signed::authorization).toList();
            List<CallEvent> events = new ArrayList<>();
            long begin = System.nanoTime();
            for (int i = 0; i < bodies.size(); i++) {
                verifier.verify(bodies.get(i), tokens.get(i));
            }
            long verified = System.nanoTime();
            Instant now = clock.instant();
            for (byte[] body : bodies) {
                events.add(((WebhookReading.Event) reader.read(body, now)).event());
            }
            long understood = System.nanoTime();
            events.forEach(telephony.sessions()::handleLiveKitEvent);
            long decided = System.nanoTime();
            if (call >= WARM_UP) {
                verify += verified - begin;
                read += understood - verified;
                decide += decided - understood;
                count += bodies.size();
            }
        }
        System.out.printf(
                "where it goes, microseconds a webhook on one thread: verify %.1f, read %.1f, decide and store %.1f;"
                        + " the rest is HTTP%n%n",
                verify / 1e3 / count, read / 1e3 / count, decide / 1e3 / count);
    }

    /** One that sends nobody: its executor does nothing. */
    private static Telephony telephony(
            InstantSource clock, LiveKitWebhookVerifier verifier, LiveKitWebhookReader reader) {
        FakeLiveKit livekit = new FakeLiveKit(clock);
        Executor none = work -> {};
        return Telephony.builder()
                .store(new InMemoryTelephonyStore(clock))
                .clock(clock)
                .executor(none)
                .dispatches(livekit)
                .rooms(livekit)
                .verifier(verifier)
                .reader(reader)
                .router(CallRouter.always(AgentConfig.named("phone-agent")))
                .build();
    }
}
