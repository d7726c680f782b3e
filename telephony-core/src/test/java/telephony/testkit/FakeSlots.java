package telephony.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import telephony.call.Slot;
import telephony.call.TelephonyCall;
import telephony.slot.SlotBoard;
import telephony.slot.SlotPlace;
import telephony.slot.SlotPort;

/** The plainest slots that keep the contract: all rows are looked at each time. */
final class FakeSlots implements SlotPort {

    private final FakeTelephonyStore store;

    FakeSlots(FakeTelephonyStore store) {
        this.store = store;
    }

    /** Whether the store may take this row. */
    boolean fits(TelephonyCall next) {
        TelephonyCall before = store.rows().get(next.callId());
        boolean had =
                before != null && SlotPlace.of(before).filter(SlotPlace::isHeld).isPresent();
        SlotPlace place = SlotPlace.of(next)
                .filter(SlotPlace::isHeld)
                .filter(held -> !had)
                .orElse(null);
        if (place == null) {
            return true;
        }
        Map<String, Long> held = held();
        return place.hasRoom(key -> held.getOrDefault(key, 0L)) && before(place) == 0;
    }

    private List<SlotPlace> places() {
        return store.rows().values().stream()
                .flatMap(row -> SlotPlace.of(row).stream())
                .toList();
    }

    private List<SlotPlace> inLine() {
        return places().stream()
                .filter(place -> place.isInLine(store.now()))
                .sorted(SlotPlace.ORDER)
                .toList();
    }

    private Map<String, Long> held() {
        Map<String, Long> held = new TreeMap<>();
        places().stream()
                .filter(SlotPlace::isHeld)
                .flatMap(place -> place.slots().stream())
                .map(Slot::key)
                .forEach(key -> held.merge(key, 1L, Long::sum));
        return held;
    }

    private long before(SlotPlace place) {
        return inLine().stream()
                .filter(other -> other.line().equals(place.line()))
                .filter(other -> !other.callId().equals(place.callId()))
                .filter(other -> SlotPlace.ORDER.compare(other, place) < 0)
                .count();
    }

    @Override
    public SlotBoard board() {
        synchronized (store) {
            List<SlotPlace> waiting = inLine();
            List<SlotBoard.Line> lines = new ArrayList<>();
            waiting.stream().map(SlotPlace::line).distinct().limit(MAX_LINES).forEach(line -> {
                List<SlotPlace> there =
                        waiting.stream().filter(p -> p.line().equals(line)).toList();
                SlotPlace first = there.get(0);
                lines.add(new SlotBoard.Line(line, first.callId(), first.priority(), first.since(), there.size()));
            });
            Map<String, Long> held = new TreeMap<>();
            held().entrySet().stream().limit(MAX_KEYS).forEach(key -> held.put(key.getKey(), key.getValue()));
            return new SlotBoard(lines, held);
        }
    }

    @Override
    public long before(TelephonyCall call) {
        synchronized (store) {
            return SlotPlace.of(call)
                    .filter(place -> place.isInLine(store.now()))
                    .map(this::before)
                    .orElse(0L);
        }
    }
}
