package telephony.webhook;

import telephony.call.CallEvent;

/** What a webhook body turned out to be. */
public sealed interface WebhookReading {

    /** Something that happened in a room. */
    record Event(CallEvent event) implements WebhookReading {}

    /** Something that concerns no call, such as a recording; nothing is kept. */
    record NotOurs(String eventName) implements WebhookReading {}

    /**
     * Authentic, but nothing can be made of it; it is kept for a person to look at.
     *
     * @param eventId LiveKit's id where it could be read, else one derived from the content
     * @param reason what is wrong with it
     * @param raw the body as text, without secrets
     */
    record Unusable(String eventId, String reason, String raw) implements WebhookReading {}
}
