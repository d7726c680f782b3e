package telephony.testkit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import telephony.access.ApiKey;
import telephony.access.ApiKeyPort;
import telephony.store.StoreUnavailableException;

/** The plainest keeping of keys. Beyond the contract it can be down, and it counts how often it is asked for all. */
public final class FakeApiKeys implements ApiKeyPort {

    private final Map<String, ApiKey> keys = new TreeMap<>();
    private boolean down;
    private int conflictsToCome;
    private int looks;

    /** Down: every step throws; up again: as if nothing had been. */
    public synchronized void setDown(boolean isDown) {
        down = isDown;
    }

    /** The next commits meet somebody faster, this often. */
    public synchronized void meetConflicts(int howMany) {
        conflictsToCome = howMany;
    }

    /** How often all were asked for. */
    public synchronized int looks() {
        return looks;
    }

    @Override
    public synchronized List<ApiKey> all() {
        looks++;
        up();
        return List.copyOf(keys.values());
    }

    @Override
    public synchronized boolean commit(List<ApiKey> next) {
        up();
        if (conflictsToCome > 0) {
            conflictsToCome--;
            return false;
        }
        boolean asExpected = next.stream().allMatch(key -> version(key.id()) == key.version());
        if (asExpected) {
            next.forEach(key -> keys.put(key.id(), key.stored()));
        }
        return asExpected;
    }

    private long version(String id) {
        ApiKey known = keys.get(id);
        return known == null ? 0 : known.version();
    }

    @Override
    public synchronized void remove(String id) {
        up();
        keys.remove(id);
    }

    private void up() {
        if (down) {
            throw new StoreUnavailableException("the fake keys are down");
        }
    }
}
