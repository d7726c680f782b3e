package telephony.app.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The core as it is, on days that chance thought of and on those that are kept. More of them: {@code telephony-app sim}. */
class DaysTest {

    private static final long SEEDS = 2_000;

    /** More failing days than this tell no more. */
    private static final int ENOUGH = 3;

    @Test
    void noRandomDayShouldViolateAnything() {
        Map<Long, Violation> failed = new LinkedHashMap<>();
        for (long seed = 1; seed <= SEEDS && failed.size() < ENOUGH; seed++) {
            List<Violation> violations = Proof.violations(Days.of(seed));
            if (!violations.isEmpty()) {
                failed.put(seed, violations.get(0));
            }
        }

        assertThat(failed).as(() -> shortest(failed)).isEmpty();
    }

    /** The first one that failed, made short, step by step. */
    private static String shortest(Map<Long, Violation> failed) {
        List<String> lines = new ArrayList<>();
        failed.entrySet().stream().findFirst().ifPresent(first -> {
            Schedule schedule =
                    Proof.shortest(Days.of(first.getKey()), first.getValue().invariant());
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
            Days.of(seed).happenings().forEach(happening -> kinds.add(happening.getClass()));
        }

        assertThat(kinds).contains(Happening.class.getPermittedSubclasses());
    }
}
