package telephony.adapters.http;

import org.jspecify.annotations.Nullable;

/**
 * Where the server listens and whether it serves.
 *
 * @param host address to listen on, such as {@code 0.0.0.0}
 * @param port port to listen on; 0 = any free one, see {@link TelephonyHttpServer#port()}
 * @param enabled false: every route below {@code /telephony} answers 404; health goes on answering
 * @param orders what orders to place calls are read with
 * @param dropIns what the drop-in routes work with; null = they are not served
 */
public record HttpSettings(
        String host, int port, boolean enabled, OrderSettings orders, @Nullable DropInSettings dropIns) {

    private static final int MAX_PORT = 65_535;

    /** With orders that name their agent and their numbers in full. */
    public HttpSettings(String host, int port, boolean enabled) {
        this(host, port, enabled, OrderSettings.NONE, null);
    }

    public HttpSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must not be blank: use 0.0.0.0 for all addresses");
        }
        requirePort(port);
        if (dropIns != null) {
            dropIns.port().ifPresent(HttpSettings::requirePort);
        }
    }

    private static void requirePort(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be between 0 and " + MAX_PORT + ", not " + port);
        }
    }
}
