package telephony.app.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen, as data, so that a part of it can be left out: the same schedule is always played in the same way.
 *
 * @param world what does not change
 * @param happenings what happens, in any order
 * @param promised what must hold on this day beyond what must hold on any
 */
record Schedule(World world, List<Happening> happenings, Promise promised) {

    /**
     * What is known of one day alone. It counts in calm and in disturbance alike.
     *
     * @param silence for how long at most a caller is without an agent's voice; null = nothing is promised
     * @param together for how long at most a caller hears two agents; null = as on any day
     */
    record Promise(@Nullable Duration silence, @Nullable Duration together) {
        static final Promise NOTHING = new Promise(null, null);
    }

    Schedule {
        happenings = List.copyOf(happenings);
    }

    Schedule(World world, List<Happening> happenings) {
        this(world, happenings, Promise.NOTHING);
    }

    /** One process, true clocks, and this. */
    static Schedule of(Happening... happenings) {
        return new Schedule(World.plain(1), List.of(happenings));
    }

    /** The same in another world. */
    Schedule in(World next) {
        return new Schedule(next, happenings, promised);
    }

    /** The same with something else happening. */
    Schedule with(List<Happening> next) {
        return new Schedule(world, next, promised);
    }

    /** The same, on which no caller is without an agent's voice for longer than this. */
    Schedule servedWithin(Duration silence) {
        return new Schedule(world, happenings, new Promise(silence, promised.together()));
    }

    /** The same, on which no caller hears two agents for longer than this. */
    Schedule aloneWithin(Duration together) {
        return new Schedule(world, happenings, new Promise(promised.silence(), together));
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
