package telephony.adapters.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import telephony.guard.Ruling;
import telephony.guard.RulingPort;
import telephony.store.StoreUnavailableException;

/** Rulings in a hash beside the calls, by id. */
final class RedisRulings implements RulingPort {

    private final RedisLink link;

    RedisRulings(RedisLink link) {
        this.link = link;
    }

    @Override
    public List<Ruling> all() {
        List<?> answer = link.step("reading the rulings of the guards", RedisScript.RULINGS_ALL, List.of());
        List<Ruling> rulings = new ArrayList<>();
        for (int i = 0; i < answer.size(); i += 2) {
            rulings.add(ruling((String) answer.get(i), (String) answer.get(i + 1)));
        }
        rulings.sort(Comparator.comparing(Ruling::id));
        return List.copyOf(rulings);
    }

    private static Ruling ruling(String id, String text) {
        try {
            return RulingCodec.read(id, text);
        } catch (IllegalArgumentException e) {
            throw new StoreUnavailableException(
                    "ruling " + id + " stands in Redis with text that is no ruling of this version, and nothing is"
                            + " dialled: restore it, or delete its field",
                    e);
        }
    }

    @Override
    public void put(Ruling ruling) {
        link.step(
                "storing a ruling of the guards",
                RedisScript.RULINGS_PUT,
                List.of(ruling.id(), RulingCodec.write(ruling)));
    }

    @Override
    public void remove(String id) {
        link.step("removing ruling " + id, RedisScript.RULINGS_REMOVE, List.of(id));
    }
}
