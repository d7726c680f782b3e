package telephony.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.outbound.Dial;
import telephony.queue.QueuePace;

class RampUpTest {

    private static final String TRUNK = "ST_new";
    private static final Instant MIDNIGHT = Instant.parse("2026-06-11T00:00:00Z");

    private final GuardDesk desk = new GuardDesk();

    /** New since the day of the desk. */
    @BeforeEach
    void aNewTrunk() {
        desk.rampUp = new RampUp(List.of(1L, 2L, 5L), Map.of(TRUNK, LocalDate.of(2026, 6, 10)));
    }

    private OptionalLong at(Instant now) {
        return desk.rampUp.of(TRUNK, now);
    }

    private static Dial on(@Nullable String trunk, int call, Dial.Kind kind) {
        Dial dial = Dials.call(call).kind(kind).dial();
        return new Dial(
                dial.callId(),
                dial.number(),
                dial.kind(),
                dial.phase(),
                dial.to(),
                dial.from(),
                trunk,
                dial.tenantId(),
                dial.campaignId(),
                dial.ringingTimeout(),
                dial.maxDuration(),
                dial.metadata());
    }

    @Test
    void eachDayShouldHaveItsLimitUntilTheLastOneIsOver() {
        assertThat(at(MIDNIGHT.minus(Duration.ofDays(9)))).as("before its day").hasValue(1);
        assertThat(at(MIDNIGHT.minusMillis(1))).hasValue(1);
        assertThat(at(MIDNIGHT)).hasValue(2);
        assertThat(at(MIDNIGHT.plus(Duration.ofDays(2)).minusMillis(1))).hasValue(5);
        assertThat(at(MIDNIGHT.plus(Duration.ofDays(2)))).isEmpty();
        assertThat(desk.rampUp.of("ST_old", MIDNIGHT)).isEmpty();
        assertThat(desk.rampUp.of(null, MIDNIGHT)).isEmpty();
        assertThatThrownBy(() -> new RampUp(Collections.nCopies(RampUp.MAX_DAYS + 1, 1L), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theQueueShouldGoAtTheSlowerPace() {
        assertThat(desk.policy().limits().pace(TRUNK, GuardDesk.NOW)).isEqualTo(new QueuePace(1L, null));
        desk.queue = new Limits.Queue(Quota.of(4), Quota.of(7), 100);

        Limits limits = desk.policy().limits();

        assertThat(limits.pace(TRUNK, GuardDesk.NOW)).isEqualTo(new QueuePace(1L, 7L));
        assertThat(limits.pace(TRUNK, MIDNIGHT.plus(Duration.ofDays(1)))).isEqualTo(new QueuePace(4L, 7L));
        assertThat(limits.pace(TRUNK, MIDNIGHT.plus(Duration.ofDays(2)))).isEqualTo(new QueuePace(4L, 7L));
        assertThat(limits.pace("ST_old", GuardDesk.NOW)).isEqualTo(new QueuePace(4L, 7L));
    }

    @Test
    void aTransferShouldBeRefusedWhereAsManyBeganAsANewTrunkMay() {
        assertThat(desk.codes(on(TRUNK, 1, Dial.Kind.CALL))).isEmpty();

        assertThat(GuardDesk.told(desk.check(on(TRUNK, 2, Dial.Kind.BRIDGE)))).containsExactly("G11 rate-limited");
        assertThat(desk.codes(on("ST_old", 3, Dial.Kind.BRIDGE))).isEmpty();
        assertThat(desk.guard()
                        .check(on(TRUNK, 2, Dial.Kind.BRIDGE), GuardDesk.NOW.plusSeconds(1))
                        .isPermitted())
                .isTrue();
    }

    @Test
    void aCallThatHadItsTurnInTheQueueShouldNotBeRefusedForTheRampAgain() {
        assertThat(desk.codes(on(TRUNK, 1, Dial.Kind.CALL))).isEmpty();

        assertThat(desk.codes(on(TRUNK, 2, Dial.Kind.CALL))).isEmpty();
    }

    @Test
    void theUsualLimitShouldHoldOnANewTrunkToo() {
        desk.pace = Quota.of(2);
        desk.check(on(TRUNK, 1, Dial.Kind.CALL));
        desk.check(on(TRUNK, 2, Dial.Kind.CALL));

        assertThat(desk.codes(on(TRUNK, 3, Dial.Kind.CALL))).containsExactly("rate-limited");
    }
}
