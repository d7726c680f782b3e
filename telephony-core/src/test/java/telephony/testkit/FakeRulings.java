package telephony.testkit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import telephony.guard.Ruling;
import telephony.guard.RulingPort;
import telephony.store.StoreUnavailableException;

/** The plainest keeping of rulings. Beyond the contract it can be down, and it counts how often it is asked for all. */
public final class FakeRulings implements RulingPort {

    private final Map<String, Ruling> rulings = new TreeMap<>();
    private boolean down;
    private int looks;

    /** Down: every step throws; up again: as if nothing had been. */
    public synchronized void setDown(boolean isDown) {
        down = isDown;
    }

    /** How often all were asked for. */
    public synchronized int looks() {
        return looks;
    }

    @Override
    public synchronized List<Ruling> all() {
        looks++;
        up();
        return List.copyOf(rulings.values());
    }

    @Override
    public synchronized void put(Ruling ruling) {
        up();
        rulings.put(ruling.id(), ruling);
    }

    @Override
    public synchronized void remove(String id) {
        up();
        rulings.remove(id);
    }

    private void up() {
        if (down) {
            throw new StoreUnavailableException("the fake rulings are down");
        }
    }
}
