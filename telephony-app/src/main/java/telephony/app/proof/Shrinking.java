package telephony.app.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes a failing schedule as short as it can: leaves out what happens in it (delta debugging: halves first, then smaller and
 * smaller parts), then makes what is left and the world simpler, and begins anew until nothing changes any more.
 */
final class Shrinking {

    /** So many schedules are tried at most. */
    static final int MOST_TRIES = 2_000;

    private final Predicate<Schedule> fails;
    private int triesLeft = MOST_TRIES;

    /** @param fails whether a schedule still fails in the way that is looked for */
    Shrinking(Predicate<Schedule> fails) {
        this.fails = fails;
    }

    /** The shortest that was found; it fails as the given one does. */
    Schedule shortest(Schedule failing) {
        Schedule now = failing;
        Schedule before;
        do {
            before = now;
            now = simplerHappenings(simplerWorld(fewer(now)));
        } while (!now.equals(before) && triesLeft > 0);
        return now;
    }

    private boolean stillFails(Schedule schedule) {
        return triesLeft-- > 0 && fails.test(schedule);
    }

    private Schedule fewer(Schedule failing) {
        Schedule now = failing;
        int part = Math.max(1, now.happenings().size() / 2);
        while (triesLeft > 0) {
            Optional<Schedule> fewer = withoutAPart(now, part);
            if (fewer.isPresent()) {
                now = fewer.get();
            } else if (part == 1) {
                return now;
            } else {
                part = part / 2;
            }
        }
        return now;
    }

    private Optional<Schedule> withoutAPart(Schedule now, int part) {
        for (int from = 0; from < now.happenings().size(); from += part) {
            List<Happening> fewer = new ArrayList<>(now.happenings());
            fewer.subList(from, Math.min(fewer.size(), from + part)).clear();
            Schedule shorter = now.with(fewer);
            if (stillFails(shorter)) {
                return Optional.of(shorter);
            }
        }
        return Optional.empty();
    }

    private Schedule simplerWorld(Schedule failing) {
        Schedule now = failing;
        Optional<Schedule> simpler;
        do {
            Schedule from = now;
            simpler = first(from.world().simpler().map(from::in));
            now = simpler.orElse(from);
        } while (simpler.isPresent());
        return now;
    }

    private Schedule simplerHappenings(Schedule failing) {
        Schedule now = failing;
        for (int i = 0; i < now.happenings().size(); i++) {
            Optional<Schedule> simpler;
            do {
                Schedule from = now;
                int index = i;
                simpler = first(from.happenings().get(i).simpler().map(next -> {
                    List<Happening> replaced = new ArrayList<>(from.happenings());
                    replaced.set(index, next);
                    return from.with(replaced);
                }));
                now = simpler.orElse(from);
            } while (simpler.isPresent());
        }
        return now;
    }

    private Optional<Schedule> first(Stream<Schedule> candidates) {
        return candidates.filter(this::stillFails).findFirst();
    }
}
