package telephony.webhook;

import java.util.Locale;

/**
 * What became of a webhook request that was taken in or refused.
 *
 * @param kind what became of it
 * @param verdict whether it was LiveKit's
 */
public record WebhookReceipt(Kind kind, WebhookVerdict verdict) {

    /** What became of a request. */
    public enum Kind {
        /** It is stored; as durable as the store says. */
        TAKEN,
        /** It had been stored before. */
        DUPLICATE,
        /** It concerns no call; nothing is stored. */
        NOT_OURS,
        /** It is authentic and unusable; it is stored for a person to look at. */
        QUARANTINED,
        /** It is not LiveKit's; nothing is stored. */
        REFUSED;

        /** The stable word, as it stands in metrics: {@code taken}, {@code not-ours} and so on. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
