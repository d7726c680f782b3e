package telephony.app.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import telephony.simulation.CalleeBehaviour;
import telephony.simulation.TransferBehaviour;

/** The core as it is, on days that chance thought of and on those that are kept. More of them: {@code telephony-app sim}. */
class DaysTest {

    private static final long SEEDS = 2_000;
    private static final long SEEDS_OF_ORDERS = 500;

    /** More steps of one kind than this an ordered call has not. */
    private static final int STEPS = 12;

    /** More steps of one kind than this a transfer has not. */
    private static final int STEPS_OF_TRANSFER = 6;

    private static final Duration ASKED = Duration.ofSeconds(10);

    /** More failing days than this tell no more. */
    private static final int ENOUGH = 3;

    @Test
    void noRandomDayShouldViolateAnything() {
        noneShouldViolateAnything(SEEDS, Days::of);
    }

    @Test
    void noRandomDayOnWhichWeCallShouldViolateAnything() {
        noneShouldViolateAnything(SEEDS_OF_ORDERS, OrderDays::of);
    }

    /** Each step of an ordered call, of the one process or of two, is met by its death, and by its being stopped. */
    @Test
    void noStepOfAnOrderedCallShouldBeOneThatCannotBeInterrupted() {
        List<Schedule> days = new ArrayList<>();
        for (CalleeBehaviour callee : List.of(
                CalleeBehaviour.answering().after(Duration.ofSeconds(4)).talkingFor(Duration.ofSeconds(15)),
                CalleeBehaviour.busy())) {
            for (Happening.Moment moment : Happening.Moment.values()) {
                for (int skip = 0; skip < STEPS && moment != Happening.Moment.NOW; skip++) {
                    days.add(interrupted(callee, moment, skip, Happening.Snag.What.DIES, Duration.ofSeconds(2)));
                    days.add(interrupted(callee, moment, skip, Happening.Snag.What.STOPS, Duration.ofSeconds(40)));
                }
            }
        }

        noneShouldViolateAnything(days.size(), seed -> days.get(Math.toIntExact(seed) - 1));
    }

    /** The same for each step of a transfer, of the call of somebody who called us. */
    @Test
    void noStepOfATransferShouldBeOneThatCannotBeInterrupted() {
        Duration soon = Duration.ofSeconds(4);
        List<Schedule> days = new ArrayList<>();
        for (Happening.Handover asked : List.of(
                Happening.Handover.cold(ASKED, TransferBehaviour.working().after(soon)),
                Happening.Handover.cold(ASKED, TransferBehaviour.failing(603)),
                Happening.Handover.bridge(
                        ASKED, CalleeBehaviour.answering().after(soon).talkingFor(Duration.ofSeconds(15))),
                Happening.Handover.bridge(ASKED, CalleeBehaviour.busy()))) {
            for (Happening.Moment moment : Happening.Moment.values()) {
                for (int skip = 0; skip < STEPS_OF_TRANSFER && moment != Happening.Moment.NOW; skip++) {
                    days.add(interrupted(asked, moment, skip, Happening.Snag.What.DIES, Duration.ofSeconds(2)));
                    days.add(interrupted(asked, moment, skip, Happening.Snag.What.STOPS, Duration.ofSeconds(40)));
                }
            }
        }

        noneShouldViolateAnything(days.size(), seed -> days.get(Math.toIntExact(seed) - 1));
    }

    private static Schedule interrupted(
            Happening.Handover asked, Happening.Moment moment, int skip, Happening.Snag.What what, Duration length) {
        return Schedule.of(
                        Happening.Call.of(0, Duration.ZERO, Duration.ofSeconds(70)),
                        asked.ofCaller(0),
                        new Happening.Snag(ASKED, 0, moment, skip, what, length))
                .in(World.plain(1).withReplicas(1 + skip % 2));
    }

    private static Schedule interrupted(
            CalleeBehaviour callee, Happening.Moment moment, int skip, Happening.Snag.What what, Duration length) {
        return Schedule.of(
                        Happening.Order.of(Duration.ZERO, callee),
                        new Happening.Snag(Duration.ZERO, 0, moment, skip, what, length))
                .in(World.plain(1).withReplicas(1 + skip % 2));
    }

    private static void noneShouldViolateAnything(long seeds, LongFunction<Schedule> days) {
        Map<Long, Violation> failed = new LinkedHashMap<>();
        for (long seed = 1; seed <= seeds && failed.size() < ENOUGH; seed++) {
            List<Violation> violations = Proof.violations(days.apply(seed));
            if (!violations.isEmpty()) {
                failed.put(seed, violations.get(0));
            }
        }

        assertThat(failed).as(() -> shortest(failed, days)).isEmpty();
    }

    /** The first one that failed, made short, step by step. */
    private static String shortest(Map<Long, Violation> failed, LongFunction<Schedule> days) {
        List<String> lines = new ArrayList<>();
        failed.entrySet().stream().findFirst().ifPresent(first -> {
            Schedule schedule =
                    Proof.shortest(days.apply(first.getKey()), first.getValue().invariant());
            lines.addAll(schedule.lines());
            lines.addAll(Proof.trace(schedule));
        });
        return String.join("\n", lines);
    }

    @ParameterizedTest
    @EnumSource(Directed.class)
    void noDirectedDayShouldViolateAnything(Directed directed) {
        assertThat(Proof.violations(directed.schedule())).isEmpty();
    }

    @Test
    void theSameSeedShouldBeTheSameDayToTheLastId() {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(Proof.trace(Days.of(seed)))
                    .isEqualTo(Proof.trace(Days.of(seed)))
                    .hasSizeGreaterThan(10);
        }
    }

    @Test
    void daysShouldHaveAllThatCanHappen() {
        List<Class<?>> kinds = new ArrayList<>();
        for (long seed = 1; seed <= 200; seed++) {
            OrderDays.of(seed).happenings().forEach(happening -> kinds.add(happening.getClass()));
        }

        assertThat(kinds).contains(Happening.class.getPermittedSubclasses());
    }
}
