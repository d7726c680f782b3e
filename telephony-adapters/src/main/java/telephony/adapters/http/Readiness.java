package telephony.adapters.http;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether this process should get traffic.
 *
 * @param ready whether it should
 * @param components state of what it needs, by name, such as {@code store} and {@code livekit}; shown to loopback peers
 *     only
 */
public record Readiness(boolean ready, Map<String, String> components) {
    public Readiness {
        components = Collections.unmodifiableMap(new TreeMap<>(components));
    }
}
