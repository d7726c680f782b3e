package telephony.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.observe.TelephonyListener;
import telephony.session.TelephonySessionService;
import telephony.store.InboxEntry;

/**
 * The way in for LiveKit's webhooks, for any HTTP server: raw bytes and one header in, what became of them out. When
 * {@link #receive} returns a stored kind, the event is as durable as the store is; no request to LiveKit is waited for.
 */
public final class WebhookIntake {

    private final LiveKitWebhookVerifierPort verifier;
    private final WebhookReaderPort reader;
    private final TelephonySessionService sessions;
    private final TelephonyListener listener;
    private final InstantSource clock;

    /** Verifies, reads and hands on; the clock stamps the arrival. */
    public WebhookIntake(
            LiveKitWebhookVerifierPort verifier,
            WebhookReaderPort reader,
            TelephonySessionService sessions,
            TelephonyListener listener,
            InstantSource clock) {
        this.verifier = verifier;
        this.reader = reader;
        this.sessions = sessions;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Takes in one request.
     *
     * @param body the body, byte for byte as received
     * @param authorization the {@code Authorization} header; null = there was none
     * @throws telephony.store.StoreUnavailableException when it could not be stored: answer 503, LiveKit tries again
     */
    public WebhookReceipt receive(byte[] body, @Nullable String authorization) {
        WebhookVerdict verdict = verifier.verify(body, authorization);
        if (!verdict.isAuthentic()) {
            listener.onWebhookRefused(verdict.reason().word(), verdict.detail());
            return new WebhookReceipt(WebhookReceipt.Kind.REFUSED, verdict);
        }
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new WebhookReceipt(take(reader.read(body, receivedAt), receivedAt), verdict);
    }

    /**
     * Takes in once more what is in quarantine.
     *
     * @return empty = no such event is kept; {@link WebhookReceipt.Kind#DUPLICATE} = it is not in quarantine
     * @throws telephony.store.StoreUnavailableException when it could not be stored
     */
    public Optional<WebhookReceipt.Kind> replay(String eventId) {
        return sessions.inboxEntry(eventId).map(entry -> {
            String raw = entry.raw();
            if (entry.verdict() != InboxEntry.Verdict.QUARANTINED || raw == null) {
                return WebhookReceipt.Kind.DUPLICATE;
            }
            WebhookReading reading = reader.read(raw.getBytes(StandardCharsets.UTF_8), entry.receivedAt());
            return reading instanceof WebhookReading.Unusable
                    ? WebhookReceipt.Kind.QUARANTINED
                    : take(reading, entry.receivedAt());
        });
    }

    private WebhookReceipt.Kind take(WebhookReading reading, Instant receivedAt) {
        if (reading instanceof WebhookReading.Event event) {
            return switch (sessions.handleLiveKitEvent(event.event())) {
                case TAKEN -> WebhookReceipt.Kind.TAKEN;
                case DUPLICATE -> WebhookReceipt.Kind.DUPLICATE;
                case NOT_OURS -> WebhookReceipt.Kind.NOT_OURS;
            };
        }
        if (reading instanceof WebhookReading.Unusable unusable) {
            boolean first = sessions.quarantine(unusable.eventId(), unusable.reason(), unusable.raw(), receivedAt);
            return first ? WebhookReceipt.Kind.QUARANTINED : WebhookReceipt.Kind.DUPLICATE;
        }
        return WebhookReceipt.Kind.NOT_OURS;
    }
}
