package telephony.app.proof;

import java.time.Duration;
import java.util.function.Predicate;
import telephony.simulation.SimulatedWebhook;
import telephony.simulation.WebhookFault;

/**
 * What happens to webhooks of a call's room.
 *
 * @param kind what
 * @param event LiveKit's name of those that it happens to; empty = all
 * @param by how long they are held back, where they are
 * @param times to how many at most
 */
record WebhookTrouble(WebhookFault.Kind kind, String event, Duration by, int times) {

    WebhookFault fault() {
        Predicate<SimulatedWebhook> which =
                webhook -> event.isEmpty() || webhook.event().equals(event);
        WebhookFault fault =
                switch (kind) {
                    case DROP -> WebhookFault.drop(which);
                    case DUPLICATE -> WebhookFault.duplicate(which);
                    case DELAY -> WebhookFault.delay(which, by);
                    case REORDER -> WebhookFault.reorder(which);
                };
        return fault.times(times);
    }
}
