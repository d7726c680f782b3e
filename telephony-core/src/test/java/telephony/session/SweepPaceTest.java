package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.call.Gap;
import telephony.call.Participant;
import telephony.dispatch.Reconciler;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;

/** When sweeps begin, and what a time without news leaves on the records. */
class SweepPaceTest extends CallScenario {

    private static final Duration TICK = Duration.ofMillis(250);

    /** The seconds, from now, at which sweeps began. */
    private List<Long> sweeps(Duration time) {
        List<Long> begun = new ArrayList<>();
        Instant start = board.clock.instant();
        while (board.clock.instant().isBefore(start.plus(time))) {
            long before = sweepsBegun();
            board.reconciler.sweepIfDue();
            board.driver.tick();
            if (sweepsBegun() > before) {
                begun.add(Duration.between(start, board.clock.instant()).toSeconds());
            }
            board.clock.advance(TICK);
        }
        return begun;
    }

    private long sweepsBegun() {
        return board.liveKit.requests().stream()
                .filter(request ->
                        request.method() == Method.LIST_ROOMS && request.room().isEmpty())
                .count();
    }

    private List<Gap> gaps(Gap.Kind kind) {
        return board.call(SID).gaps().all().stream()
                .filter(gap -> gap.kind() == kind)
                .toList();
    }

    @Test
    void theFirstSweepShouldBeAtOnceAndThenOneEveryThreeSeconds() {
        assertThat(sweeps(Duration.ofSeconds(10))).containsExactly(0L, 3L, 6L, 9L);
    }

    @Test
    void pausesShouldDoubleWhileLiveKitIsAwayAndBeShortAgainWithItsFirstAnswer() {
        board.liveKit.setBroken(Set.of(Method.values()));
        assertThat(sweeps(Duration.ofSeconds(110))).containsExactly(0L, 3L, 9L, 21L, 45L, 75L, 105L);

        board.liveKit.setBroken(Set.of());

        assertThat(sweeps(Duration.ofSeconds(36))).containsExactly(25L, 28L, 31L, 34L);
    }

    @Test
    void aWebhookShouldEndTheWaitForLiveKit() {
        board.liveKit.setBroken(Set.of(Method.values()));
        sweeps(Duration.ofSeconds(50));
        board.liveKit.setBroken(Set.of());

        board.reconciler.webhookTaken();

        assertThat(sweeps(Duration.ofSeconds(4))).containsExactly(0L, 3L);
    }

    @Test
    void whoeverStartsShouldAskEveryRoomOnceWithoutPauses() {
        int rooms = Reconciler.LISTS_PER_SWEEP * 3;
        for (int i = 0; i < rooms; i++) {
            board.liveKit.openRoom("room-" + i);
        }

        assertThat(sweeps(Duration.ofSeconds(7))).containsExactly(0L, 1L, 2L, 5L);
    }

    @Test
    void whoJoinedLongAgoWithoutAWordShouldMakeEveryRoomBeAskedSoon() {
        int rooms = Reconciler.LISTS_PER_SWEEP * 2;
        for (int i = 0; i < rooms; i++) {
            board.liveKit.openRoom("a-room-" + i);
        }
        sweeps(Duration.ofSeconds(12));
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER); // the last in turn, and 12 s late

        List<Long> begun = sweeps(Duration.ofSeconds(12));

        assertThat(board.call(SID).isEnded()).isFalse();
        assertThat(begun)
                .as("at least two sweeps follow each other within a second")
                .satisfies(at -> {
                    boolean hurried = false;
                    for (int i = 1; i < at.size(); i++) {
                        hurried |= at.get(i) - at.get(i - 1) == 1;
                    }
                    assertThat(hurried).isTrue();
                });
    }

    @Test
    void anOutageOfLiveKitShouldBeAGapOfEveryCallThatWentOn() {
        callerJoins();
        agentComes();
        sweeps(Duration.ofSeconds(6));
        Instant from = board.clock.instant();
        board.liveKit.setBroken(Set.of(Method.values()));
        sweeps(Duration.ofSeconds(20));
        assertThat(gaps(Gap.Kind.LIVEKIT_UNREACHABLE)).isEmpty();

        board.liveKit.setBroken(Set.of());
        sweeps(Duration.ofSeconds(5));

        assertThat(gaps(Gap.Kind.LIVEKIT_UNREACHABLE)).hasSize(1);
        Gap gap = gaps(Gap.Kind.LIVEKIT_UNREACHABLE).get(0);
        assertThat(gap.from()).isBetween(from, from.plusSeconds(1));
        assertThat(gap.until()).isEqualTo(from.plusSeconds(21));
        assertThat(board.call(SID).isEnded()).isFalse();
    }

    @Test
    void oneLostAnswerShouldNotBeAGap() {
        callerJoins();
        agentComes();
        board.liveKit.setBroken(Set.of(Method.LIST_ROOMS));
        sweeps(Duration.ofSeconds(2));
        board.liveKit.setBroken(Set.of());

        sweeps(Duration.ofSeconds(5));

        assertThat(gaps(Gap.Kind.LIVEKIT_UNREACHABLE)).isEmpty();
    }

    @Test
    void webhooksTurnedAwayShouldBeAGapAndASweepShouldFollowAtOnce() {
        callerJoins();
        agentComes();
        sweeps(Duration.ofSeconds(1));
        Instant from = board.clock.instant();
        board.reconciler.webhookTurnedAway(from);
        board.reconciler.webhookTurnedAway(from.plusMillis(500));
        board.reconciler.webhookTaken();

        assertThat(sweeps(Duration.ofSeconds(1))).containsExactly(0L);

        assertThat(gaps(Gap.Kind.WEBHOOKS_REFUSED))
                .containsExactly(Gap.of(Gap.Kind.WEBHOOKS_REFUSED, from, from.plusMillis(500)));
    }

    @Test
    void aCallThatBeganAfterTheGapShouldNotHaveIt() {
        sweeps(Duration.ofSeconds(1));
        board.reconciler.webhookTurnedAway(board.clock.instant());
        board.clock.advance(Duration.ofSeconds(1));
        Instant now = board.clock.instant();
        Participant late = Calls.caller("PA_c", "SCL_1", "ringing", now);
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, late);
        board.send(Calls.joined(SID, late, now));

        sweeps(Duration.ofSeconds(4));

        assertThat(gaps(Gap.Kind.WEBHOOKS_REFUSED)).isEmpty();
    }
}
