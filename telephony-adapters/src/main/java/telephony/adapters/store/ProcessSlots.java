package telephony.adapters.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.Slot;
import telephony.call.TelephonyCall;
import telephony.slot.SlotBoard;
import telephony.slot.SlotPlace;
import telephony.slot.SlotPort;

/** The slots that the rows in this process's memory hold and wait for. Guarded by the lock of their store. */
final class ProcessSlots implements SlotPort {

    private final Object lock;
    private final Supplier<Instant> clock;
    private final TreeMap<String, Long> held = new TreeMap<>();
    private final Map<String, Line> lines = new HashMap<>();

    /** Who waits for the same. */
    private static final class Line {

        private static final Comparator<SlotPlace> OLDEST_FIRST =
                Comparator.comparing(SlotPlace::until).thenComparing(SlotPlace.ORDER);

        private final NavigableSet<SlotPlace> inOrder = new TreeSet<>(SlotPlace.ORDER);

        /** The same in the order in which they lose their places, so that those who have lost them are few to look at. */
        private final NavigableSet<SlotPlace> byEnd = new TreeSet<>(OLDEST_FIRST);

        void add(SlotPlace place) {
            inOrder.add(place);
            byEnd.add(place);
        }

        void remove(SlotPlace place) {
            inOrder.remove(place);
            byEnd.remove(place);
        }

        boolean isEmpty() {
            return inOrder.isEmpty();
        }

        /** Those who stand before this place, but himself. */
        Stream<SlotPlace> before(SlotPlace place, Instant now) {
            return inOrder.headSet(place, false).stream()
                    .filter(other -> other.isInLine(now) && !other.callId().equals(place.callId()));
        }

        Optional<SlotPlace> first(Instant now) {
            return inOrder.stream().filter(place -> place.isInLine(now)).findFirst();
        }

        long size(Instant now) {
            long gone = byEnd.stream().takeWhile(place -> !place.isInLine(now)).count();
            return inOrder.size() - gone;
        }
    }

    /**
     * The slots of a store.
     *
     * @param lock of the store
     * @param clock the store's
     */
    ProcessSlots(Object lock, Supplier<Instant> clock) {
        this.lock = lock;
        this.clock = clock;
    }

    /** Whether this row may be stored in place of that one; called under the lock. */
    boolean fits(TelephonyCall next, @Nullable TelephonyCall before) {
        SlotPlace place = SlotPlace.of(next).filter(SlotPlace::isHeld).orElse(null);
        boolean had =
                before != null && SlotPlace.of(before).filter(SlotPlace::isHeld).isPresent();
        if (place == null || had) {
            return true;
        }
        Line line = lines.get(place.line());
        return place.hasRoom(key -> held.getOrDefault(key, 0L))
                && (line == null || line.before(place, clock.get()).findFirst().isEmpty());
    }

    /** This row is stored from now on; called under the lock. */
    void add(TelephonyCall row) {
        SlotPlace.of(row).ifPresent(place -> {
            if (place.isHeld()) {
                place.slots().forEach(slot -> held.merge(slot.key(), 1L, Long::sum));
            } else {
                lines.computeIfAbsent(place.line(), name -> new Line()).add(place);
            }
        });
    }

    /** This row is stored no more; called under the lock. */
    void remove(TelephonyCall row) {
        SlotPlace.of(row).ifPresent(place -> {
            if (place.isHeld()) {
                place.slots().forEach(this::giveBack);
            } else {
                lines.computeIfPresent(place.line(), (name, line) -> {
                    line.remove(place);
                    return line.isEmpty() ? null : line;
                });
            }
        });
    }

    private void giveBack(Slot slot) {
        held.computeIfPresent(slot.key(), (key, count) -> count == 1 ? null : count - 1);
    }

    private record First(SlotPlace place, Line line) {}

    @Override
    public SlotBoard board() {
        synchronized (lock) {
            Instant now = clock.get();
            List<SlotBoard.Line> told = lines.values().stream()
                    .flatMap(line -> line.first(now).map(place -> new First(place, line)).stream())
                    .sorted(Comparator.comparing(First::place, SlotPlace.ORDER))
                    .limit(MAX_LINES)
                    .map(first -> new SlotBoard.Line(
                            first.place().line(),
                            first.place().callId(),
                            first.place().priority(),
                            first.place().since(),
                            first.line().size(now)))
                    .toList();
            Map<String, Long> counts = new LinkedHashMap<>();
            held.entrySet().stream().limit(MAX_KEYS).forEach(key -> counts.put(key.getKey(), key.getValue()));
            return new SlotBoard(told, counts);
        }
    }

    @Override
    public long before(TelephonyCall call) {
        synchronized (lock) {
            Instant now = clock.get();
            SlotPlace place = SlotPlace.of(call).filter(at -> at.isInLine(now)).orElse(null);
            Line line = place == null ? null : lines.get(place.line());
            return place == null || line == null ? 0 : line.before(place, now).count();
        }
    }
}
