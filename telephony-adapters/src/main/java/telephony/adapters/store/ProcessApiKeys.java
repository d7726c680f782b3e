package telephony.adapters.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import telephony.access.ApiKey;
import telephony.access.ApiKeyPort;

/** Keys in this process's memory, gone with it. */
final class ProcessApiKeys implements ApiKeyPort {

    private final Map<String, ApiKey> keys = new TreeMap<>();

    @Override
    public synchronized List<ApiKey> all() {
        return List.copyOf(keys.values());
    }

    @Override
    public synchronized boolean commit(List<ApiKey> next) {
        if (!next.stream().allMatch(this::hasItsVersion)) {
            return false;
        }
        next.forEach(key -> keys.put(key.id(), key.stored()));
        return true;
    }

    private boolean hasItsVersion(ApiKey next) {
        ApiKey known = keys.get(next.id());
        return next.version() == (known == null ? 0 : known.version());
    }

    @Override
    public synchronized void remove(String id) {
        keys.remove(id);
    }
}
