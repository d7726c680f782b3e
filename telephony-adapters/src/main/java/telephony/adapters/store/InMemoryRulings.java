package telephony.adapters.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import telephony.guard.Ruling;
import telephony.guard.RulingPort;

/** Rulings in this process's memory, gone with it: what is to stay switched off belongs into the guards file, or a database. */
public final class InMemoryRulings implements RulingPort {

    private final Map<String, Ruling> rulings = new TreeMap<>();

    @Override
    public synchronized List<Ruling> all() {
        return List.copyOf(rulings.values());
    }

    @Override
    public synchronized void put(Ruling ruling) {
        rulings.put(ruling.id(), ruling);
    }

    @Override
    public synchronized void remove(String id) {
        rulings.remove(id);
    }
}
