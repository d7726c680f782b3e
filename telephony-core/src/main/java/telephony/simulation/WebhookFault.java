package telephony.simulation;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * What happens to a webhook on its way.
 *
 * @param which the webhooks that it happens to
 * @param kind what happens
 * @param by how long it is held back, where it is
 * @param times how often it happens at most
 */
public record WebhookFault(Predicate<SimulatedWebhook> which, Kind kind, Duration by, int times) {

    /** What can happen. */
    public enum Kind {
        /** It is never sent. */
        DROP,
        /** It is delivered twice, with one id. */
        DUPLICATE,
        /** It is sent later; what the room sends meanwhile overtakes it. */
        DELAY,
        /**
         * It is sent right after the next one of its room, or after the given time when none comes. One that overtakes
         * another in this way is not held back itself.
         */
        REORDER
    }

    private static final Duration LONGEST_WAIT_FOR_THE_NEXT = Duration.ofSeconds(5);

    /** The first one that is so is never sent. */
    public static WebhookFault drop(Predicate<SimulatedWebhook> which) {
        return new WebhookFault(which, Kind.DROP, Duration.ZERO, 1);
    }

    /** The first one that is so is delivered twice. */
    public static WebhookFault duplicate(Predicate<SimulatedWebhook> which) {
        return new WebhookFault(which, Kind.DUPLICATE, Duration.ZERO, 1);
    }

    /** The first one that is so is sent so much later. */
    public static WebhookFault delay(Predicate<SimulatedWebhook> which, Duration by) {
        return new WebhookFault(which, Kind.DELAY, by, 1);
    }

    /** The first one that is so is overtaken by the next one of its room. */
    public static WebhookFault reorder(Predicate<SimulatedWebhook> which) {
        return new WebhookFault(which, Kind.REORDER, LONGEST_WAIT_FOR_THE_NEXT, 1);
    }

    /** The same, so often. */
    public WebhookFault times(int most) {
        return new WebhookFault(which, kind, by, most);
    }

    /** The same for this room alone. */
    WebhookFault inRoom(String name) {
        return new WebhookFault(which.and(webhook -> webhook.room().name().equals(name)), kind, by, times);
    }

    /** Webhooks of this event in any room. */
    public static Predicate<SimulatedWebhook> event(String name) {
        return webhook -> webhook.event().equals(name);
    }
}
