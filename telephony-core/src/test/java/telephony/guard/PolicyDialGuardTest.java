package telephony.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import telephony.outbound.Dial;
import telephony.outbound.GuardVerdict;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Race;

class PolicyDialGuardTest {

    private static final int ROUNDS = 10_000;
    private static final int BATCH = 250;

    private final GuardDesk desk = new GuardDesk();

    /** Everything that can be wrong at once. */
    private Dial wrongInEveryWay() {
        desk.off = new Destinations.Switches(true, Set.of(), Set.of(), Set.of());
        desk.countries = Set.of();
        desk.prefixes = PrefixTable.of(List.of(new PrefixRule("+1", "dear", null)));
        desk.doNotCall = new Contact.DoNotCall(Set.of(GuardDesk.NUMBER), Map.of(), Set.of(), Duration.ofDays(31));
        desk.numbers.put(
                GuardDesk.NUMBER,
                Optional.of(new NumberFacts(
                        NumberFacts.Form.NUMBER, "US", NumberKind.PREMIUM_RATE, Set.of(GuardDesk.NEW_YORK))));
        desk.windows = List.of(GuardDesk.window("night", "US", 1, 2));
        desk.attempts = Map.of("US", new Contact.Attempts(0, 9, 9, Duration.ZERO, Duration.ZERO));
        desk.velocity = new Limits.Velocity(Quota.of(0), Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED, 100, 0);
        desk.slots = new Limits.Slots(Quota.of(0), Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED);
        desk.pace = Quota.of(0);
        desk.spend = new Limits.Spend("EUR", null, 1L, Quota.UNLIMITED, Quota.UNLIMITED);
        desk.prefixes = PrefixTable.of(List.of(new PrefixRule("+1", "dear", 20_000L)));
        desk.abandonment = new Limits.Abandonment(0, 0);
        desk.campaigns = Map.of("spring", new Campaign(null, null, Campaign.Disclosure.NONE, 9, Set.of(), 2));
        return Dials.call(1)
                .of("spring")
                .from("+14155551234")
                .lasting(Duration.ofSeconds(1), Duration.ofMinutes(10))
                .with(Map.of("purpose", "informational"))
                .dial();
    }

    @Test
    void everyReasonShouldBeToldInTheOrderOfTheGuards() {
        assertThat(GuardDesk.told(desk.check(wrongInEveryWay())))
                .containsExactly(
                        "G1 dialing-disabled",
                        "G2 destination-blocked",
                        "G3 country-not-allowed",
                        "G4 destination-blocked",
                        "G5 do-not-call",
                        "G6 consent-missing",
                        "G7 outside-window",
                        "G8 attempt-limit",
                        "G9 destination-velocity",
                        "G10 no-free-line",
                        "G11 rate-limited",
                        "G12 spend-cap",
                        "G13 duration-not-allowed",
                        "G14 caller-id-not-allowed",
                        "G15 campaign-paused",
                        "G16 disclosure-missing",
                        "G17 approval-pending");
    }

    @Test
    void noReasonShouldContainTheNumber() {
        GuardVerdict verdict = desk.check(wrongInEveryWay());

        assertThat(verdict.reasons()).allSatisfy(reason -> assertThat(reason.detail())
                .doesNotContain(GuardDesk.NUMBER)
                .doesNotContain(GuardDesk.NUMBER.substring(1)));
    }

    @Test
    void anOrderShouldCountNothingAndACommitOnce() {
        desk.slots = new Limits.Slots(Quota.of(1), Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED);

        assertThat(desk.codes(Dials.call(1).ordered().dial())).isEmpty();
        assertThat(desk.codes(Dials.call(2).ordered().dial())).isEmpty();
        assertThat(desk.ledger.size()).isZero();

        assertThat(desk.codes(Dials.call(1).dial())).isEmpty();
        assertThat(desk.codes(Dials.call(1).dial()))
                .as("asked again for the same dial")
                .isEmpty();
        assertThat(desk.codes(Dials.call(2).dial())).containsExactly("no-free-line");
    }

    @Test
    void aRefusedCommitShouldCountNothing() {
        desk.countries = Set.of();

        assertThat(desk.codes(Dials.first())).containsExactly("country-not-allowed");
        assertThat(desk.ledger.size()).isZero();
    }

    @Test
    void aLedgerThatCannotAnswerShouldPermitNothing() {
        desk.ledger.setDown(true);

        assertThatThrownBy(() -> desk.check(Dials.first())).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> desk.check(Dials.call(1).ordered().dial()))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(desk.decisions).isEmpty();
    }

    @Test
    void aDecisionThatCannotBeRecordedShouldPermitNothing() {
        PolicyDialGuard guard = new PolicyDialGuard(
                desk::policy,
                new GuardSources(
                        new NumberFactsPort() {
                            @Override
                            public Optional<NumberFacts> facts(String text) {
                                return Optional.of(GuardDesk.american("America/New_York"));
                            }

                            @Override
                            public String version() {
                                return "numbers-1";
                            }
                        },
                        (calendar, from, to) -> Optional.empty(),
                        DoNotCallPort.none(),
                        desk.rulings),
                desk.ledger,
                GuardDesk::hash,
                decision -> {
                    throw new IllegalStateException("the record is full");
                },
                desk.watch);

        assertThatThrownBy(() -> guard.check(Dials.first(), GuardDesk.NOW)).hasMessage("the record is full");
    }

    @Test
    void everyDecisionShouldComeOutTheSameFromItsRecord() {
        desk.slots = new Limits.Slots(Quota.of(1), Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED);
        desk.check(Dials.first());
        desk.check(Dials.call(2).dial());
        GuardPolicy then = desk.policy();
        desk.book().ended(Dials.first(), DialBook.Ending.DECLINED, Duration.ZERO, "US", GuardDesk.NOW);

        assertThat(desk.decisions).hasSize(2).allSatisfy(decision -> {
            assertThat(decision.again(then, GuardDesk::hash)).isEqualTo(decision.reasons());
            assertThat(decision.policyVersion()).isEqualTo("policy-1");
            assertThat(decision.numberData()).isEqualTo("numbers-1");
        });
        assertThat(desk.decisions.get(0).verdict().isPermitted()).isTrue();
        assertThat(desk.decisions.get(1).verdict().codes()).isEqualTo("no-free-line");

        Dial wrong = wrongInEveryWay();
        desk.check(wrong);
        GuardDecision last = desk.decisions.get(2);
        assertThat(last.again(desk.policy(), GuardDesk::hash))
                .hasSizeGreaterThan(16)
                .isEqualTo(last.reasons());
    }

    @Test
    void aDecisionShouldNotBeMadeAgainByAnotherPolicy() {
        desk.check(Dials.first());
        GuardPolicy now = desk.policy();
        GuardPolicy other = new GuardPolicy(
                "policy-2", now.destinations(), now.contact(), now.limits(), now.callers(), now.campaigns());

        assertThatThrownBy(() -> desk.decisions.get(0).again(other, GuardDesk::hash))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoseOptOutWasAcknowledgedShouldNeverBeCalledAfterwards() throws InterruptedException {
        AtomicInteger called = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();

        for (int round = 0; round < ROUNDS; round += BATCH) {
            int first = round;
            // A ledger for each batch: the fake one looks through a list.
            GuardDesk own = new GuardDesk();
            PolicyDialGuard guard = own.guard();
            DialBook book = own.book();
            AtomicIntegerArray told = new AtomicIntegerArray(BATCH);
            Race.run(2, racer -> {
                for (int i = 0; i < BATCH; i++) {
                    String number = String.format("+1415%07d", first + i);
                    if (racer == 0) {
                        book.optOut(number, "acme", GuardDesk.NOW);
                        told.set(i, 1);
                        continue;
                    }
                    boolean before = told.get(i) == 1;
                    boolean permitted = guard.check(
                                    Dials.call(first + i).to(number).dial(), GuardDesk.NOW)
                            .isPermitted();
                    assertThat(before && permitted).as("round %d", first + i).isFalse();
                    (permitted ? called : refused).incrementAndGet();
                }
            });
        }

        assertThat(called.get() + refused.get()).isEqualTo(ROUNDS);
    }
}
