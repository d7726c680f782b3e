package telephony.adapters.simulated;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import telephony.simulation.SimulatedWebhook;
import telephony.simulation.WebhookReceiver;

/** Posts webhooks as LiveKit does: signed over the bytes, the same bytes and the same token at every try. */
final class WebhookPoster implements WebhookReceiver {

    /** Events whose bytes are remembered for their next try; far more than wait at once in a simulation. */
    private static final int MAX_REMEMBERED = 1_000;

    /** LiveKit waits for ever; a simulation need not. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final JsonFormat.Printer JSON = JsonFormat.printer().omittingInsignificantWhitespace();

    private final HttpClient client;
    private final URI url;
    private final Tokens tokens;
    private final Map<String, Signed> signed = new LinkedHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // Read once where it comes in, never compared.
    private record Signed(byte[] body, String token) {}

    WebhookPoster(HttpClient client, URI url, Tokens tokens) {
        this.client = client;
        this.url = url;
        this.tokens = tokens;
    }

    @Override
    public CompletionStage<Integer> receive(SimulatedWebhook webhook) {
        Signed post = signed(webhook);
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(LONGEST_WAIT)
                .header("Content-Type", "application/webhook+json")
                .header("Authorization", post.token())
                .header("User-Agent", "Go-http-client/1.1")
                .POST(HttpRequest.BodyPublishers.ofByteArray(post.body()))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    private synchronized Signed signed(SimulatedWebhook webhook) {
        Signed known = signed.get(webhook.id());
        if (known != null) {
            return known;
        }
        if (signed.size() >= MAX_REMEMBERED) {
            signed.remove(signed.keySet().iterator().next());
        }
        byte[] body = json(webhook).getBytes(StandardCharsets.UTF_8);
        Signed made = new Signed(body, tokens.ofWebhook(body));
        signed.put(webhook.id(), made);
        return made;
    }

    /** The body. */
    static String json(SimulatedWebhook webhook) {
        try {
            return JSON.print(Wire.webhook(webhook));
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("an event has no JSON form", impossible);
        }
    }
}
