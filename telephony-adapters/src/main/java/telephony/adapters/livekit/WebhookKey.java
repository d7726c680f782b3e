package telephony.adapters.livekit;

import java.util.List;

/**
 * An API key that LiveKit may sign its webhooks with.
 *
 * @param apiKey the key's name: {@code webhook.api_key} of LiveKit's configuration, {@code iss} of its tokens
 * @param secrets the secrets that are accepted for it; more than one while a secret is being changed
 */
public record WebhookKey(String apiKey, List<String> secrets) {

    /** @throws IllegalArgumentException when the name or a secret is empty, or there is no secret */
    public WebhookKey {
        secrets = List.copyOf(secrets);
        if (apiKey.isEmpty()) {
            throw new IllegalArgumentException("A webhook key has no name: give webhook.api_key of LiveKit");
        }
        if (secrets.isEmpty() || secrets.contains("")) {
            throw new IllegalArgumentException("Webhook key " + apiKey + " has no secret, or an empty one");
        }
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "WebhookKey[apiKey=" + apiKey + ", secrets=" + secrets.size() + " hidden]";
    }
}
