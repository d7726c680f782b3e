package telephony.directory;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by name, unchangeable, made so that another one with a few changes costs microseconds however many there are: names
 * are spread over small tables, and those without a change are shared. A name is looked up in one such table.
 */
final class SplitMap<V> {

    /** Into how many tables names are spread; a power of two. With a million names each holds about 250. */
    private static final int TABLES = 4_096;

    private static final int TABLE_SHIFT = Integer.numberOfLeadingZeros(TABLES) + 1;

    private static final int SMALLEST_SLOTS = 4;

    private static final Object[] NO_SLOTS = new Object[0];

    /** Each table: name, value, name, value, at the place that the name's hash says or behind it; null = free. */
    private final Object[][] tables;

    private final int[] sizes;
    private final int size;

    private SplitMap(Object[][] tables, int[] sizes, int size) {
        this.tables = tables;
        this.sizes = sizes;
        this.size = size;
    }

    static <V> SplitMap<V> empty() {
        Object[][] tables = new Object[TABLES][];
        Arrays.fill(tables, NO_SLOTS);
        return new SplitMap<>(tables, new int[TABLES], 0);
    }

    int size() {
        return size;
    }

    /** The value of this name; null = it has none. */
    @SuppressWarnings("unchecked")
    @Nullable
    V get(String name) {
        int hash = spread(name);
        return (V) find(tables[hash >>> TABLE_SHIFT], name, hash);
    }

    /** All values, in no order. */
    @SuppressWarnings("unchecked")
    void forEach(Consumer<? super V> told) {
        for (Object[] slots : tables) {
            for (int i = 1; i < slots.length; i += 2) {
                if (slots[i] != null) {
                    told.accept((V) slots[i]);
                }
            }
        }
    }

    /** Changes, from which another map is made; this one stays as it is. */
    Edit<V> edit() {
        return new Edit<>(this);
    }

    private static int spread(String name) {
        int mixed = name.hashCode() * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    private static @Nullable Object find(Object[] slots, String name, int hash) {
        if (slots.length == 0) {
            return null;
        }
        int at = placeOf(slots, name, hash);
        return slots[at] == null ? null : slots[at + 1];
    }

    /** Where this name is, or would be. */
    private static int placeOf(Object[] slots, String name, int hash) {
        int mask = slots.length / 2 - 1;
        int slot = hash & mask;
        while (slots[2 * slot] != null && !name.equals(slots[2 * slot])) {
            slot = (slot + 1) & mask;
        }
        return 2 * slot;
    }

    /** Changes on the way to another map; for one thread. */
    static final class Edit<V> {

        private final Object[][] tables;
        private final int[] sizes;
        private final BitSet own = new BitSet(TABLES);
        private int size;

        private Edit(SplitMap<V> from) {
            tables = from.tables.clone();
            sizes = from.sizes.clone();
            size = from.size;
        }

        @SuppressWarnings("unchecked")
        @Nullable
        V get(String name) {
            int hash = spread(name);
            return (V) find(tables[hash >>> TABLE_SHIFT], name, hash);
        }

        void put(String name, V value) {
            int hash = spread(name);
            int table = hash >>> TABLE_SHIFT;
            makeRoom(table);
            Object[] slots = tables[table];
            int at = placeOf(slots, name, hash);
            if (slots[at] == null) {
                sizes[table]++;
                size++;
            }
            slots[at] = name;
            slots[at + 1] = value;
        }

        /** A table of our own with room for one more; a third of its places stays free, so that places are found fast. */
        private void makeRoom(int table) {
            Object[] slots = tables[table];
            int places = slots.length / 2;
            if (3 * (sizes[table] + 1) > 2 * places) {
                tables[table] = copied(slots, Math.max(SMALLEST_SLOTS, 2 * places), null);
                own.set(table);
            } else if (!own.get(table)) {
                tables[table] = slots.clone();
                own.set(table);
            }
        }

        void remove(String name) {
            int table = spread(name) >>> TABLE_SHIFT;
            if (get(name) == null) {
                return;
            }
            sizes[table]--;
            size--;
            tables[table] = sizes[table] == 0 ? NO_SLOTS : copied(tables[table], tables[table].length / 2, name);
            own.set(table, sizes[table] > 0);
        }

        private static Object[] copied(Object[] from, int places, @Nullable String without) {
            Object[] slots = new Object[2 * places];
            for (int i = 0; i < from.length; i += 2) {
                if (from[i] instanceof String name && !name.equals(without)) {
                    int at = placeOf(slots, name, spread(name));
                    slots[at] = name;
                    slots[at + 1] = from[i + 1];
                }
            }
            return slots;
        }

        /** The map with all changes; there are no more afterwards. */
        SplitMap<V> done() {
            return new SplitMap<>(tables, sizes, size);
        }
    }
}
