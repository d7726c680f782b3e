package telephony.app.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is to happen, as data, so that a part of it can be left out: the same schedule is always played in the same way.
 *
 * @param world what does not change
 * @param happenings what happens, in any order
 */
record Schedule(World world, List<Happening> happenings) {

    Schedule {
        happenings = List.copyOf(happenings);
    }

    /** One process, true clocks, and this. */
    static Schedule of(Happening... happenings) {
        return new Schedule(World.plain(1), List.of(happenings));
    }

    /** The same in another world. */
    Schedule in(World next) {
        return new Schedule(next, happenings);
    }

    /** The same with something else happening. */
    Schedule with(List<Happening> next) {
        return new Schedule(world, next);
    }

    /** A line for each thing, for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(world.toString());
        happenings.stream()
                .sorted(Comparator.comparing(Happening::at))
                .forEach(happening -> lines.add(happening.toString()));
        return lines;
    }
}
