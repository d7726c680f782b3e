package telephony.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses of LiveKit servers. */
final class LiveKitUrl {

    private static final Set<String> PLAIN = Set.of("ws", "http");
    private static final Set<String> ENCRYPTED = Set.of("wss", "https");

    /** By name or address only: what a name resolves to may change after this was checked. */
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private LiveKitUrl() {}

    static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text);
            boolean valid = url.getHost() != null
                    && (PLAIN.contains(scheme(url)) || ENCRYPTED.contains(scheme(url)))
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null;
            return valid ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static boolean isPlain(URI url) {
        return PLAIN.contains(scheme(url));
    }

    static boolean isLoopback(@Nullable URI url) {
        return url != null
                && LOOPBACK.matcher(url.getHost().toLowerCase(Locale.ROOT)).matches();
    }

    private static String scheme(URI url) {
        return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    }
}
