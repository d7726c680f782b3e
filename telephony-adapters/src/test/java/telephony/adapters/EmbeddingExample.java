package telephony.adapters;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.*;
import telephony.Telephony;
import telephony.adapters.livekit.*;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.adapters.store.InMemoryTelephonyStore;
import telephony.routing.*;

public final class EmbeddingExample {
    public static void main(String[] urlKeySecret) throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress(8080), 0);
        embed(http, Executors.newScheduledThreadPool(4), InstantSource.system(), urlKeySecret);
        http.start();
    }

    static Telephony embed(HttpServer http, ScheduledExecutorService threads, InstantSource clock, String... livekit) {
        var api = new LiveKitApi(new LiveKitConnection(livekit[0], livekit[1], livekit[2]), clock, new PhoneNumbers("US"));
        var keys = List.of(new WebhookKey(livekit[1], List.of(livekit[2])));
        var telephony = Telephony.builder()
                .store(new InMemoryTelephonyStore(clock)).clock(clock).executor(threads)
                .dispatches(api.dispatches()).rooms(api.rooms()).serverProbe(api.server())
                .verifier(new LiveKitWebhookVerifier(keys, clock)).reader(new LiveKitWebhookReader(new PhoneNumbers("US")))
                .router(CallRouter.always(AgentConfig.named("phone-agent")))
                .build();
        threads.scheduleWithFixedDelay(telephony::tick, 0, 250, TimeUnit.MILLISECONDS);
        http.createContext("/livekit-webhook", exchange -> { // What throws breaks the connection: LiveKit tries again.
            byte[] body = exchange.getRequestBody().readNBytes(1_000_000);
            var receipt = telephony.receive(body, exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(receipt.verdict().isAuthentic() ? 200 : 401, -1);
            exchange.close();
        });
        return telephony;
    }
}
