package telephony.simulation;

import java.time.Instant;

/**
 * One try to deliver a webhook, and what was answered.
 *
 * @param webhook what was sent
 * @param attempt the try, from 1
 * @param at when it was sent
 * @param status the answer; {@link WebhookReceiver#NO_ANSWER} = the connection broke
 */
public record Delivery(SimulatedWebhook webhook, int attempt, Instant at, int status) {}
