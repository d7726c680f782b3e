package telephony.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes rooms in turn, in the order of their names, so many at a time. For one thread at a time. */
final class RoomTurn {

    private final int atATime;
    private @Nullable String last;

    RoomTurn(int atATime) {
        this.atATime = atATime;
    }

    /** The rooms after the one that was last, and from the first one again. */
    List<ListedRoom> next(List<ListedRoom> rooms) {
        List<ListedRoom> sorted = new ArrayList<>(rooms);
        sorted.sort(Comparator.comparing(ListedRoom::name));
        String from = last;
        int first = 0;
        while (from != null && first < sorted.size() && sorted.get(first).name().compareTo(from) <= 0) {
            first++;
        }
        List<ListedRoom> turn = new ArrayList<>();
        for (int i = 0; i < Math.min(atATime, sorted.size()); i++) {
            turn.add(sorted.get((first + i) % sorted.size()));
        }
        last = turn.isEmpty() ? null : turn.get(turn.size() - 1).name();
        return turn;
    }
}
