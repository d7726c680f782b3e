package telephony.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.observe.SpendAlert;
import telephony.testkit.Race;

class SpendWatchTest {

    /** What a call of ten minutes costs at most, at 0.02 a minute. */
    private static final long CALL = 200_000;

    private final GuardDesk desk = new GuardDesk();

    @BeforeEach
    void aMinuteCostsTwoCents() {
        desk.prefixes = PrefixTable.of(List.of(new PrefixRule("+1", null, 20_000L)));
    }

    private void capOfAll(int callsADay) {
        desk.spend = new Limits.Spend(
                "EUR", null, null, new Quota(Map.of(Limits.Spend.EVERYBODY, callsADay * CALL)), Quota.UNLIMITED);
    }

    private List<Integer> percents() {
        return desk.alerts.stream().map(SpendAlert::percent).toList();
    }

    @Test
    void eachLevelShouldBeToldWhenItIsReachedAndNeverAgain() {
        capOfAll(10);

        IntStream.rangeClosed(1, 4).forEach(call -> desk.check(Dials.call(call).dial()));
        assertThat(percents()).isEmpty();
        desk.check(Dials.call(5).dial());
        assertThat(percents()).containsExactly(50);
        IntStream.rangeClosed(6, 8).forEach(call -> desk.check(Dials.call(call).dial()));
        assertThat(percents()).containsExactly(50, 80);
        IntStream.rangeClosed(9, 12).forEach(call -> desk.check(Dials.call(call).dial()));

        assertThat(percents()).containsExactly(50, 80, 100);
        SpendAlert half = desk.alerts.get(0);
        assertThat(half.spent()).isEqualTo(5 * CALL);
        assertThat(half.cap()).isEqualTo(10 * CALL);
        assertThat(half.kind()).isEqualTo("day");
        assertThat(half.begins()).isEqualTo("2026-06-10");
    }

    @Test
    void aCapThatRefusesACallShouldBeToldAsUsedUp() {
        desk.spend = new Limits.Spend("EUR", null, null, Quota.of(5 * CALL / 2), Quota.UNLIMITED);
        desk.check(Dials.call(1).dial());
        desk.check(Dials.call(2).dial());

        assertThat(percents()).containsExactly(50, 80);
        desk.check(Dials.call(3).ordered().dial());

        assertThat(percents()).containsExactly(50, 80, 100);
        assertThat(desk.alerts.get(2).advice()).contains("refused");
        assertThat(desk.alerts.get(2).tenantId()).isEqualTo("acme");
    }

    @Test
    void aCallThatIsDearerThanTheWholeCapShouldTellNothing() {
        desk.spend = new Limits.Spend("EUR", null, null, Quota.of(CALL - 1), Quota.UNLIMITED);

        assertThat(desk.codes(Dials.first())).containsExactly("spend-cap");

        assertThat(desk.alerts).isEmpty();
    }

    @Test
    void anOrderThatOnlyAsksShouldReachNoLevel() {
        desk.spend = new Limits.Spend("EUR", null, null, Quota.of(CALL), Quota.UNLIMITED);

        desk.check(Dials.call(1).ordered().dial());

        assertThat(desk.alerts).isEmpty();
    }

    @Test
    void capsShouldBeToldByTenantAndPeriod() {
        desk.spend = new Limits.Spend(
                "EUR", null, null, Quota.of(2 * CALL), new Quota(Map.of(Limits.Spend.EVERYBODY, 4 * CALL)));

        desk.check(Dials.call(1).dial());
        desk.check(Dials.call(2).ofTenant("other").dial());

        assertThat(desk.alerts)
                .extracting(alert -> alert.kind() + " " + alert.tenantId() + " " + alert.percent())
                .containsExactly("tenant_day acme 50", "month null 50", "tenant_day other 50");
    }

    @Test
    void aNewDayShouldBeToldAnew() {
        capOfAll(2);
        desk.check(Dials.call(1).dial());
        Instant tomorrow = GuardDesk.NOW.plus(Duration.ofDays(1));

        desk.guard().check(Dials.call(2).dial(), tomorrow);

        assertThat(percents()).containsExactly(50, 50);
        assertThat(desk.alerts.get(1).begins()).isEqualTo("2026-06-11");
    }

    @Test
    void aRaisedCapShouldBeToldAnew() {
        capOfAll(2);
        desk.check(Dials.call(1).dial());
        capOfAll(4);

        desk.check(Dials.call(2).dial());

        assertThat(desk.alerts).extracting(SpendAlert::cap).containsExactly(2 * CALL, 4 * CALL);
    }

    @Test
    void aProcessThatStartsAgainShouldNotRepeatWhatWasTold() {
        capOfAll(2);
        desk.check(Dials.call(1).dial());
        desk.watch = new SpendWatch(desk.ledger, "process-2", desk.alerts::add);

        desk.check(Dials.call(1).dial());

        assertThat(percents()).containsExactly(50);
    }

    @Test
    void ofManyProcessesOneShouldTell() throws InterruptedException {
        capOfAll(16);
        List<PolicyDialGuard> processes = IntStream.range(0, 16)
                .mapToObj(i -> {
                    desk.watch = new SpendWatch(desk.ledger, "process-" + i, desk.alerts::add);
                    return desk.guard();
                })
                .toList();

        Race.run(16, racer -> processes.get(racer).check(Dials.call(racer).dial(), GuardDesk.NOW));

        assertThat(percents()).containsExactlyInAnyOrder(50, 80, 100);
    }

    @Test
    void whatIsForgottenOfTheLevelsToldShouldBeKnownToTheLedger() {
        desk.spend = new Limits.Spend("EUR", null, null, Quota.of(CALL), Quota.UNLIMITED);
        int tenants = 5;
        desk.watch = new SpendWatch(desk.ledger, "process-1", desk.alerts::add, 2 * SpendWatch.LEVELS.size());
        for (int i = 0; i < tenants; i++) {
            desk.check(Dials.call(i).ofTenant("tenant-" + i).dial());
        }

        desk.check(Dials.call(0).ofTenant("tenant-0").dial());

        assertThat(desk.alerts).hasSize(3 * tenants);
    }

    @Test
    void aLedgerThatIsDownForAMomentShouldDelayTheAlertAndNotFailTheDial() {
        capOfAll(2);
        desk.check(Dials.call(1).dial());
        GuardDecision half = desk.decisions.get(0);
        SpendWatch watch = new SpendWatch(desk.ledger, "process-2", desk.alerts::add);
        desk.alerts.clear();
        capOfAll(1);
        desk.ledger.setDown(true);
        LedgerAnswer spent = LedgerAnswer.of(List.of(new LedgerAnswer.State(key(desk.policy()), CALL, false, null)));

        watch.look(half.dialCase(), desk.policy(), spent, false);
        assertThat(desk.alerts).isEmpty();
        desk.ledger.setDown(false);
        watch.look(half.dialCase(), desk.policy(), spent, false);

        assertThat(percents()).containsExactly(50, 80, 100);
    }

    private static String key(GuardPolicy policy) {
        return SpendCap.of(Dials.first(), policy.limits().spend(), GuardDesk.NOW)
                .get(0)
                .key();
    }
}
