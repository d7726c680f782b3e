package telephony.app.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import telephony.app.proof.Happening.Call;
import telephony.app.proof.Happening.Outage;

class ShrinkingTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void whatDoesNotMatterShouldBeLeftOut() {
        List<Happening> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(Call.of(i, Duration.ofMillis(1234L * i), Duration.ofMillis(45_678)));
        }
        Predicate<Schedule> fails = s -> isThere(s, 7) && isThere(s, 13);

        Schedule shortest = new Shrinking(fails).shortest(new Schedule(World.plain(1), many));

        assertThat(shortest.happenings())
                .containsExactly(Call.of(7, Duration.ZERO, Duration.ZERO), Call.of(13, Duration.ZERO, Duration.ZERO));
    }

    private static boolean isThere(Schedule schedule, int caller) {
        return schedule.happenings().stream().anyMatch(h -> h instanceof Call call && call.caller() == caller);
    }

    @Test
    void theWorldAndTheTimesShouldBecomeSimpleAsFarAsItFails() {
        World three = World.plain(1).withReplicas(3);
        Schedule day = Schedule.of(new Outage(Duration.ofMillis(31_415), Outage.Kind.API, Duration.ofMillis(27_182)))
                .in(three);
        Predicate<Schedule> fails = s -> s.world().replicas() > 1
                && s.happenings().stream()
                        .anyMatch(h ->
                                h instanceof Outage outage && outage.length().compareTo(SECOND) > 0);

        Schedule shortest = new Shrinking(fails).shortest(day);

        assertThat(shortest.world().replicas()).isEqualTo(2);
        assertThat(shortest.happenings())
                .containsExactly(new Outage(Duration.ZERO, Outage.Kind.API, Duration.ofSeconds(20)));
    }

    @Test
    void triesShouldBeBounded() {
        AtomicInteger tries = new AtomicInteger();
        Schedule day = Days.of(3);

        new Shrinking(s -> {
                    tries.incrementAndGet();
                    return tries.get() % 2 == 0;
                })
                .shortest(day);

        assertThat(tries.get()).isLessThanOrEqualTo(Shrinking.MOST_TRIES);
    }
}
