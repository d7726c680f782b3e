package telephony.adapters.simulated;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated LiveKit is reached, and whom it tells.
 *
 * @param port where it listens on the loopback address; 0 = any free one
 * @param apiKey the key's name, of requests and of webhooks
 * @param apiSecret the key's secret, at least 32 characters as LiveKit demands; never shown by {@link #toString()}
 * @param webhookUrl where webhooks go; null = nowhere
 */
public record SimulatedServerSettings(int port, String apiKey, String apiSecret, @Nullable URI webhookUrl) {

    private static final int LEAST_SECRET_CHARS = 32;
    private static final int HIGHEST_PORT = 65_535;

    public SimulatedServerSettings {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException(
                    "the simulated LiveKit's port is " + port + "; set 0 to " + HIGHEST_PORT);
        }
        if (apiKey.isBlank()) {
            throw new IllegalArgumentException("the simulated LiveKit's API key is empty; set any name");
        }
        if (apiSecret.length() < LEAST_SECRET_CHARS) {
            throw new IllegalArgumentException("the simulated LiveKit's API secret has " + apiSecret.length()
                    + " characters; set at least " + LEAST_SECRET_CHARS);
        }
    }

    /** The same with another place for webhooks. */
    public SimulatedServerSettings withWebhookUrl(URI url) {
        return new SimulatedServerSettings(port, apiKey, apiSecret, url);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SimulatedServerSettings[port=" + port + ", apiKey=" + apiKey + ", apiSecret=***, webhookUrl="
                + webhookUrl + "]";
    }
}
