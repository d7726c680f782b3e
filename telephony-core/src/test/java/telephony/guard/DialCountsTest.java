package telephony.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import telephony.outbound.Dial;
import telephony.outbound.GuardVerdict;
import telephony.testkit.Race;

class DialCountsTest {

    private static final Duration TALKED = Duration.ofMinutes(3);

    private final GuardDesk desk = new GuardDesk();

    private GuardVerdict at(Dials dial, Instant when) {
        return desk.guard().check(dial.dial(), when);
    }

    private static Instant after(Duration time) {
        return GuardDesk.NOW.plus(time);
    }

    private static Limits.Velocity velocity(Quota number, Quota prefix, Quota range, Quota country) {
        return new Limits.Velocity(number, prefix, range, country, 100, 0);
    }

    @Test
    void attemptsShouldEndAtTheirLimitAndTellWhenTheyGoOn() {
        desk.attempts = Map.of("US", new Contact.Attempts(3, 4, 2, Duration.ofMinutes(15), Duration.ofDays(60)));

        assertThat(at(Dials.call(1), GuardDesk.NOW).isPermitted()).isTrue();
        GuardVerdict soon = at(Dials.call(2), after(Duration.ofMinutes(14)));
        assertThat(GuardDesk.told(soon)).containsExactly("G8 attempt-limit");
        assertThat(soon.nextAllowedAt()).contains(after(Duration.ofMinutes(15)));
        assertThat(at(Dials.call(2), after(Duration.ofMinutes(15))).isPermitted())
                .isTrue();
        assertThat(at(Dials.call(3), after(Duration.ofMinutes(30))).isPermitted())
                .isTrue();

        GuardVerdict fourth = at(Dials.call(4), after(Duration.ofMinutes(45)));
        assertThat(GuardDesk.told(fourth)).containsExactly("G8 attempt-limit");
        assertThat(fourth.nextAllowedAt()).contains(after(Duration.ofDays(1)));

        assertThat(at(Dials.call(4), after(Duration.ofDays(1))).isPermitted()).isTrue();
        GuardVerdict fifth = at(Dials.call(5), after(Duration.ofDays(2)));
        assertThat(fifth.nextAllowedAt()).contains(after(Duration.ofDays(30)));
    }

    @Test
    void attemptsOfOneCampaignShouldNotTakeThoseOfAnother() {
        desk.attempts = Map.of("US", new Contact.Attempts(9, 9, 1, Duration.ZERO, Duration.ZERO));
        desk.campaigns = Map.of("spring", desk.campaigns.get("spring"), "autumn", desk.campaigns.get("spring"));

        assertThat(desk.codes(Dials.call(1).of("spring").dial())).isEmpty();
        assertThat(desk.codes(Dials.call(2).of("spring").dial())).containsExactly("attempt-limit");
        assertThat(desk.codes(Dials.call(3).of("autumn").dial())).isEmpty();
    }

    @Test
    void whoDeclinedShouldBeLeftAloneForTheQuietTime() {
        assertThat(desk.codes(Dials.first())).isEmpty();
        desk.book().ended(Dials.first(), DialBook.Ending.DECLINED, Duration.ZERO, "US", GuardDesk.NOW);

        GuardVerdict verdict = at(Dials.call(2), after(Duration.ofDays(59)));
        assertThat(GuardDesk.told(verdict)).containsExactly("G8 attempt-limit");
        assertThat(verdict.nextAllowedAt()).contains(after(Duration.ofDays(60)));
        assertThat(at(Dials.call(2), after(Duration.ofDays(60))).isPermitted()).isTrue();
    }

    @Test
    void floodsShouldBeStoppedByNumberPrefixRangeAndCountry() {
        Quota any = Quota.UNLIMITED;
        Quota two = Quota.of(2);
        Map<String, Limits.Velocity> limits = Map.of(
                "+14155550100", velocity(two, any, any, any),
                "+14155551111", velocity(any, two, any, any),
                "+14155550111", velocity(any, any, two, any),
                "+12125550100", velocity(any, any, any, two));

        limits.forEach((third, limit) -> {
            GuardDesk own = new GuardDesk();
            own.velocity = limit;
            String near = third.equals("+14155550100") ? third : "+14155550122";
            assertThat(own.codes(Dials.call(1).to("+14155550100").dial())).isEmpty();
            assertThat(own.codes(Dials.call(2).to(near).dial())).isEmpty();
            GuardVerdict verdict = own.check(Dials.call(3).to(third).dial());
            assertThat(GuardDesk.told(verdict)).as(third).containsExactly("G9 destination-velocity");
            assertThat(verdict.nextAllowedAt()).contains(after(Duration.ofHours(1)));
            assertThat(own.codes(Dials.call(4).to(third).ofTenant("other").dial()))
                    .isEmpty();
        });
    }

    @Test
    void oneNumberAHundredTimesShouldRingAsOftenAsTheLimitSays() {
        desk.velocity = velocity(Quota.of(5), Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED);

        long rang = 0;
        for (int call = 1; call <= 100; call++) {
            rang += desk.check(Dials.call(call).dial()).isPermitted() ? 1 : 0;
        }

        assertThat(rang).isEqualTo(5);
    }

    @Test
    void trustedTargetsShouldNotCountAsAFlood() {
        desk.velocity = velocity(Quota.of(1), Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED);
        desk.trusted = Set.of(GuardDesk.NUMBER);

        assertThat(desk.codes(Dials.call(1).dial())).isEmpty();
        assertThat(desk.codes(Dials.call(2).dial())).isEmpty();
    }

    @Test
    void manyShortCallsShouldStopTheirTenant() {
        desk.velocity = new Limits.Velocity(Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED, 50, 4);
        for (int call = 1; call <= 4; call++) {
            assertThat(desk.codes(Dials.call(call).dial())).isEmpty();
            Duration talked = call <= 2 ? Duration.ofSeconds(9) : Duration.ofSeconds(10);
            desk.book().ended(Dials.call(call).dial(), DialBook.Ending.ANSWERED, talked, "US", GuardDesk.NOW);
        }
        assertThat(desk.codes(Dials.call(5).dial()))
                .as("half is not more than half")
                .isEmpty();
        desk.book().ended(Dials.call(5).dial(), DialBook.Ending.ANSWERED, Duration.ofSeconds(1), "US", GuardDesk.NOW);

        assertThat(desk.codes(Dials.call(6).dial())).containsExactly("destination-velocity");
        assertThat(desk.codes(Dials.call(7).ofTenant("other").dial())).isEmpty();
        assertThat(at(Dials.call(6), after(Duration.ofHours(1))).isPermitted()).isTrue();
    }

    @Test
    void placesShouldBeTakenByCallsUnderWayAndGivenBackWhenTheyEnd() {
        desk.slots = new Limits.Slots(Quota.of(3), new Quota(Map.of("acme", 2L)), Quota.UNLIMITED, Quota.UNLIMITED);

        assertThat(desk.codes(Dials.call(1).dial())).isEmpty();
        assertThat(desk.codes(Dials.call(2).dial())).isEmpty();
        GuardVerdict full = desk.check(Dials.call(3).dial());
        assertThat(GuardDesk.told(full)).containsExactly("G10 no-free-line");
        assertThat(full.reasons().get(0).httpStatus()).isEqualTo(429);
        assertThat(desk.codes(Dials.call(4).ofTenant("other").dial())).isEmpty();
        assertThat(desk.codes(Dials.call(5).ofTenant("other").dial())).containsExactly("no-free-line");

        desk.book().ended(Dials.call(1).dial(), DialBook.Ending.NOT_ANSWERED, Duration.ZERO, "US", GuardDesk.NOW);
        assertThat(desk.codes(Dials.call(3).dial())).isEmpty();
    }

    @Test
    void aPlaceOfACallThatNobodyEndedShouldBeFreeAfterItsLatestEnd() {
        desk.slots = new Limits.Slots(Quota.of(1), Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED);
        assertThat(desk.codes(Dials.first())).isEmpty();
        Instant latest = after(Duration.ofSeconds(30).plusMinutes(10).plus(DialCounts.SLOT_GRACE));

        assertThat(at(Dials.call(2), latest.minusMillis(1)).isPermitted()).isFalse();
        assertThat(at(Dials.call(2), latest).isPermitted()).isTrue();
    }

    @Test
    void callsShouldBeginNoFasterThanTheirTrunkMay() {
        desk.pace = Quota.of(2);

        assertThat(desk.codes(Dials.call(1).dial())).isEmpty();
        assertThat(desk.codes(Dials.call(2).dial())).isEmpty();
        GuardVerdict third = desk.check(Dials.call(3).dial());
        assertThat(GuardDesk.told(third)).containsExactly("G11 rate-limited");
        assertThat(third.nextAllowedAt()).contains(after(Duration.ofSeconds(1)));
        assertThat(at(Dials.call(3), after(Duration.ofSeconds(1))).isPermitted())
                .isTrue();
    }

    private void limitSpend(long call, Quota day) {
        desk.spend = new Limits.Spend("EUR", null, call, day, Quota.UNLIMITED);
        desk.prefixes = PrefixTable.of(List.of(new PrefixRule("+1", null, 20_000L)));
    }

    @Test
    void theMostThatACallCanCostShouldBeReservedAndSettledWhenItEnds() {
        // Ten minutes at 0.02 are 0.20; the day has 0.40.
        limitSpend(200_000, Quota.of(400_000));
        assertThat(desk.codes(Dials.call(1).dial())).isEmpty();
        assertThat(desk.codes(Dials.call(2).dial())).isEmpty();
        assertThat(GuardDesk.told(desk.check(Dials.call(3).dial()))).containsExactly("G12 spend-cap");

        desk.book().ended(Dials.call(1).dial(), DialBook.Ending.NOT_ANSWERED, Duration.ZERO, "US", GuardDesk.NOW);
        assertThat(desk.codes(Dials.call(3).dial())).isEmpty();

        desk.book().ended(Dials.call(2).dial(), DialBook.Ending.ANSWERED, Duration.ofSeconds(61), "US", GuardDesk.NOW);
        assertThat(desk.codes(Dials.call(4).dial()))
                .as("0.04 and 0.20 are spent")
                .containsExactly("spend-cap");
        Duration eightMinutes = Duration.ofMinutes(8);
        assertThat(desk.codes(Dials.call(4)
                        .lasting(Duration.ofSeconds(30), eightMinutes)
                        .dial()))
                .isEmpty();
    }

    @Test
    void aCallWhoseEndNobodyKnowsShouldKeepItsMoneyUntilTheDayIsOver() {
        limitSpend(200_000, Quota.of(200_000));
        assertThat(desk.codes(Dials.call(1).dial())).isEmpty();
        desk.book().ended(Dials.call(1).dial(), DialBook.Ending.UNKNOWN, Duration.ZERO, "US", GuardDesk.NOW);

        assertThat(at(Dials.call(2), Instant.parse("2026-06-10T23:59:59Z")).codes())
                .isEqualTo("spend-cap");
        assertThat(at(Dials.call(2), Instant.parse("2026-06-11T00:00:00Z")).isPermitted())
                .isTrue();
    }

    @Test
    void oneCallShouldNotCostMoreThanACallMay() {
        limitSpend(199_999, Quota.UNLIMITED);

        assertThat(GuardDesk.told(desk.check(Dials.first()))).containsExactly("G12 spend-cap");
    }

    @Test
    void spendShouldStopExactlyAtItsCapWhenSixteenRace() throws InterruptedException {
        limitSpend(200_000, new Quota(Map.of(Limits.Spend.EVERYBODY, 1_400_000L)));
        PolicyDialGuard guard = desk.guard();
        AtomicInteger permitted = new AtomicInteger();

        Race.run(16, racer -> {
            for (int i = 0; i < 5; i++) {
                Dial dial = Dials.call(racer * 100 + i).dial();
                if (guard.check(dial, GuardDesk.NOW).isPermitted()) {
                    permitted.incrementAndGet();
                }
            }
        });

        assertThat(permitted).hasValue(7);
    }

    @Test
    void aCampaignThatLeavesPeopleWaitingShouldPause() {
        desk.abandonment = new Limits.Abandonment(2, 50);
        for (int call = 1; call <= 50; call++) {
            Dial dial = Dials.call(call).of("spring").dial();
            assertThat(desk.codes(dial)).as("call %d", call).isEmpty();
            DialBook.Ending ending = call == 50 ? DialBook.Ending.ABANDONED : DialBook.Ending.ANSWERED;
            desk.book().ended(dial, ending, TALKED, "US", GuardDesk.NOW);
            if (call == 49) {
                assertThat(desk.codes(Dials.call(99).of("spring").ordered().dial()))
                        .isEmpty();
            }
        }

        assertThat(GuardDesk.told(desk.check(Dials.call(51).of("spring").dial())))
                .containsExactly("G15 campaign-paused");
        assertThat(desk.codes(Dials.call(52).dial())).isEmpty();
        assertThat(at(Dials.call(51).of("spring"), after(Duration.ofDays(2))).codes())
                .as("30 days count as well")
                .isEqualTo("campaign-paused");
        assertThat(at(Dials.call(51).of("spring"), after(Duration.ofDays(30))).isPermitted())
                .isTrue();
    }
}
