package telephony.call;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A few facts by name, sorted and unchangeable. A call in memory has a dozen of these; as tree maps they were nearly half
 * of what it weighs (measured), so names and values stand in one array.
 */
final class Details extends AbstractMap<String, String> {

    private final String[] namesAndValues;

    private Details(String[] namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /** The same facts; neither a name nor a value may be null. */
    static Map<String, String> of(Map<String, String> facts) {
        if (facts instanceof Details same) {
            return same;
        }
        String[] sorted = new String[2 * facts.size()];
        int next = 0;
        for (Entry<String, String> fact : new TreeMap<>(facts).entrySet()) {
            sorted[next++] = Objects.requireNonNull(fact.getKey(), "name");
            sorted[next++] = Objects.requireNonNull(fact.getValue(), fact.getKey());
        }
        return new Details(sorted);
    }

    @Override
    public @Nullable String get(Object name) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equals(name)) {
                return namesAndValues[i + 1];
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(Object name) {
        return get(name) != null;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return namesAndValues.length / 2;
            }

            @Override
            public Iterator<Entry<String, String>> iterator() {
                return IntStream.range(0, size())
                        .mapToObj(i -> Map.entry(namesAndValues[2 * i], namesAndValues[2 * i + 1]))
                        .iterator();
            }
        };
    }
}
