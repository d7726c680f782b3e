package telephony.simulation;

import java.util.concurrent.CompletionStage;

/**
 * Where a simulated LiveKit sends its webhooks. Called without a lock held, one at a time for each room, in the order of
 * the room's events.
 */
@FunctionalInterface
public interface WebhookReceiver {

    /** The status that stands for a broken connection. */
    int NO_ANSWER = 0;

    /**
     * Takes one delivery.
     *
     * @return the HTTP status that is answered. Broken connections ({@value #NO_ANSWER}, or a stage that failed), 429
     *     and 5xx but 501 are tried again; every other status counts as delivered
     */
    CompletionStage<Integer> receive(SimulatedWebhook webhook);
}
