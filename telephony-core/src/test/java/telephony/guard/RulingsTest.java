package telephony.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import telephony.guard.RulingRefusedException.Reason;
import telephony.outbound.Dial;
import telephony.store.StoreUnavailableException;

class RulingsTest {

    private static final Ruling.Subject ACME = subject("acme", null, null, null);
    private static final Instant LATER = GuardDesk.NOW.plus(Duration.ofHours(1));

    private final GuardDesk desk = new GuardDesk();
    private final Rulings rulings = desk.rulings;

    private static Ruling.Subject subject(
            @Nullable String tenant, @Nullable String country, @Nullable String campaign, @Nullable String prefix) {
        return new Ruling.Subject(tenant, country, campaign, prefix);
    }

    private static void assertRefused(Reason reason, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(RulingRefusedException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }

    /** Those that are about a call of the tenant acme to the United States, of the campaign spring. */
    static Stream<Ruling.Subject> aboutIt() {
        return Stream.of(
                Ruling.Subject.EVERYTHING,
                ACME,
                subject(null, "US", null, null),
                subject(null, null, "spring", null),
                subject(null, null, null, "+1415"),
                subject(null, null, null, GuardDesk.NUMBER),
                subject("acme", "US", "spring", "+1"));
    }

    static Stream<Ruling.Subject> notAboutIt() {
        return Stream.of(
                subject("other", null, null, null),
                subject(null, "CA", null, null),
                subject(null, null, "autumn", null),
                subject(null, null, null, "+1416"),
                subject("acme", "CA", null, null),
                subject("other", "US", "spring", "+1"));
    }

    @ParameterizedTest
    @MethodSource("aboutIt")
    void whatIsSwitchedOffShouldNotBeDialledUntilItIsSwitchedOn(Ruling.Subject subject) {
        Dial mine = Dials.call(1).of("spring").dial();

        rulings.switchOff(subject, "ann", "a fire");
        assertThat(GuardDesk.told(desk.check(mine))).containsExactly("G1 dialing-disabled");
        List<Ruling> lifted = rulings.switchOn(subject, "bob");

        assertThat(desk.codes(mine)).isEmpty();
        assertThat(lifted).hasSize(1);
        assertThat(rulings.list(Ruling.Kind.OFF)).isEqualTo(lifted);
        assertThat(lifted.get(0).by()).isEqualTo("ann");
        assertThat(lifted.get(0).why()).isEqualTo("a fire");
        assertThat(lifted.get(0).lifted()).isEqualTo(new Ruling.Lifted("bob", GuardDesk.NOW));
    }

    @ParameterizedTest
    @MethodSource("notAboutIt")
    void whatIsSwitchedOffElsewhereShouldStopNothingHere(Ruling.Subject subject) {
        rulings.switchOff(subject, "ann", "a fire");

        assertThat(desk.codes(Dials.call(1).of("spring").dial())).isEmpty();
    }

    @Test
    void everyProcessShouldSeeASwitchWithinHalfASecond() {
        PolicyDialGuard elsewhere =
                desk.elsewhere(new Rulings(desk.ruled, () -> GuardDesk.NOW, new Random(2), () -> desk.nanos));
        Dial mine = Dials.first();
        assertThat(elsewhere.check(mine, GuardDesk.NOW).isPermitted()).isTrue();

        rulings.switchOff(ACME, "ann", "a fire");
        desk.nanos += Rulings.SEEN_FOR.toNanos();
        assertThat(elsewhere.check(mine, GuardDesk.NOW).isPermitted()).isFalse();
        rulings.switchOn(ACME, "ann");
        desk.nanos += Rulings.SEEN_FOR.toNanos();

        assertThat(elsewhere.check(mine, GuardDesk.NOW).isPermitted()).isTrue();
    }

    @Test
    void manyDialsShouldAskTheStoreTwiceASecondAtMost() {
        for (int call = 1; call <= 100; call++) {
            desk.check(Dials.call(call).dial());
            desk.nanos += Duration.ofMillis(10).toNanos();
        }

        assertThat(desk.ruled.looks()).isEqualTo(2);
    }

    @Test
    void aStoreThatDoesNotTellWhatIsSwitchedOffShouldStopAllDialling() {
        desk.ruled.setDown(true);

        assertThatThrownBy(() -> desk.check(Dials.first())).isInstanceOf(StoreUnavailableException.class);
        assertThat(desk.ledger.size()).isZero();
    }

    @Test
    void switchingOffTwiceShouldBeOneSwitch() {
        Ruling first = rulings.switchOff(ACME, "ann", "a fire");

        assertThat(rulings.switchOff(ACME, "bob", "smoke")).isEqualTo(first);
        assertThat(rulings.list(Ruling.Kind.OFF)).containsExactly(first);
    }

    @Test
    void switchingOnWhatIsNotOffShouldSaySo() {
        rulings.switchOff(subject("acme", "US", null, null), "ann", "a fire");

        assertRefused(Reason.NOT_FOUND, () -> rulings.switchOn(ACME, "bob"));
    }

    @ParameterizedTest
    @MethodSource("aboutIt")
    void aReleaseShouldLetThroughWhatVelocityHoldsUpUntilItsEnd(Ruling.Subject subject) {
        if (subject.tenantId() == null && subject.country() == null && subject.prefix() == null) {
            assertRefused(Reason.INVALID, () -> rulings.release(subject, "ann", "meant", LATER));
            return;
        }
        desk.velocity = new Limits.Velocity(Quota.of(1), Quota.of(1), Quota.of(1), Quota.of(1), 0, 0);
        desk.check(Dials.call(1).of("spring").dial());
        Dial next = Dials.call(2).of("spring").dial();
        assertThat(desk.codes(next)).containsOnly("destination-velocity");

        Ruling release = rulings.release(subject, "ann", "meant", LATER);
        assertThat(desk.codes(next)).isEmpty();

        Instant lastMoment = LATER.minusMillis(1);
        assertThat(desk.guard()
                        .check(Dials.call(3).of("spring").dial(), lastMoment)
                        .isPermitted())
                .isTrue();
        assertThat(GuardDesk.told(desk.guard().check(Dials.call(4).of("spring").dial(), LATER)))
                .as("what was dialled meanwhile was counted")
                .containsOnly("G9 destination-velocity");
        assertThat(rulings.list(Ruling.Kind.RELEASE)).containsExactly(release);
    }

    @ParameterizedTest
    @MethodSource("notAboutIt")
    void aReleaseOfSomethingElseShouldReleaseNothing(Ruling.Subject subject) {
        desk.velocity = new Limits.Velocity(Quota.of(1), Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED, 100, 0);
        desk.check(Dials.call(1).of("spring").dial());
        if (subject.tenantId() != null || subject.country() != null || subject.prefix() != null) {
            rulings.release(subject, "ann", "meant", LATER);
        }

        assertThat(desk.codes(Dials.call(2).of("spring").dial())).containsExactly("destination-velocity");
    }

    @Test
    void aReleaseShouldLetThroughATenantWhoseCallsWereShort() {
        desk.velocity = new Limits.Velocity(Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED, 50, 1);
        Dial dial = Dials.call(1).dial();
        desk.check(dial);
        desk.book().ended(dial, DialBook.Ending.ANSWERED, Duration.ofSeconds(1), "US", GuardDesk.NOW);
        assertThat(desk.codes(Dials.call(2).dial())).containsExactly("destination-velocity");

        rulings.release(ACME, "ann", "we test", LATER);

        assertThat(desk.codes(Dials.call(2).dial())).isEmpty();
    }

    @Test
    void aReleaseShouldLiftNoOtherGuard() {
        desk.slots = new Limits.Slots(Quota.of(0), Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED);

        rulings.release(ACME, "ann", "meant", LATER);

        assertThat(desk.codes(Dials.first())).containsExactly("no-free-line");
    }

    @Test
    void aRevokedReleaseShouldReleaseNothingMoreAndStayListed() {
        desk.velocity = new Limits.Velocity(Quota.of(0), Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED, 100, 0);
        Ruling release = rulings.release(ACME, "ann", "meant", LATER);
        assertThat(desk.codes(Dials.first())).isEmpty();

        Ruling revoked = rulings.revoke(release.id(), "bob");

        assertThat(desk.codes(Dials.call(2).dial())).containsExactly("destination-velocity");
        assertThat(revoked.lifted()).isEqualTo(new Ruling.Lifted("bob", GuardDesk.NOW));
        assertThat(rulings.revoke(release.id(), "carl")).isEqualTo(revoked);
        assertThat(rulings.list(Ruling.Kind.RELEASE)).containsExactly(revoked);
        assertRefused(Reason.NOT_FOUND, () -> rulings.revoke("none", "bob"));
    }

    @Test
    void aDecisionShouldBeDecidedAgainWithTheRulingsOfThen() {
        rulings.switchOff(ACME, "ann", "a fire");
        desk.check(Dials.first());
        rulings.switchOn(ACME, "ann");

        GuardDecision then = desk.decisions.get(0);

        assertThat(then.again(desk.policy(), GuardDesk::hash)).isEqualTo(then.reasons());
        assertThat(then.reasons()).isNotEmpty();
    }

    @Test
    void whatCannotBeShouldBeRefused() {
        assertRefused(Reason.INVALID, () -> rulings.release(ACME, "ann", "meant", GuardDesk.NOW));
        assertRefused(
                Reason.INVALID,
                () -> rulings.release(
                        ACME,
                        "ann",
                        "meant",
                        GuardDesk.NOW.plus(Rulings.MAX_RELEASE).plusMillis(1)));
        assertRefused(Reason.INVALID, () -> rulings.release(ACME, "", "meant", LATER));
        assertRefused(Reason.INVALID, () -> rulings.release(ACME, "ann", " ", LATER));
        assertRefused(Reason.INVALID, () -> rulings.switchOff(ACME, "ann", "x".repeat(Rulings.MAX_WHY_CHARS + 1)));
        assertRefused(Reason.INVALID, () -> rulings.switchOff(ACME, "an\nn", "a fire"));
        Stream.of(
                        subject("", null, null, null),
                        subject(null, "us", null, null),
                        subject(null, null, "a\u0000b", null),
                        subject(null, null, null, "1415"),
                        subject(null, null, null, "+0"))
                .forEach(subject -> assertRefused(Reason.INVALID, () -> rulings.switchOff(subject, "ann", "a fire")));
        assertThat(desk.ruled.all()).isEmpty();
    }

    @Test
    void whatEndedFirstShouldMakeRoomAndWhatIsInForceNever() {
        for (int i = 0; i < Rulings.MAX_RULINGS; i++) {
            rulings.switchOff(subject("t" + i, null, null, null), "ann", "a fire");
        }
        assertRefused(Reason.FULL, () -> rulings.switchOff(ACME, "ann", "a fire"));
        rulings.switchOn(subject("t7", null, null, null), "ann");

        rulings.switchOff(ACME, "ann", "a fire");

        assertThat(desk.ruled.all()).hasSize(Rulings.MAX_RULINGS);
        assertThat(rulings.list(Ruling.Kind.OFF))
                .extracting(off -> off.subject().tenantId())
                .contains("acme")
                .doesNotContain("t7");
    }
}
