package telephony.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.access.KeyRefusedException.Reason;
import telephony.testkit.Calls;
import telephony.testkit.FakeApiKeys;
import telephony.testkit.HandClock;

/** Making, revoking and replacing of keys; S25. */
class ApiKeysTest {

    private static final KeyGrant READER = new KeyGrant("dashboard", Set.of(Scope.CALLS_READ), null);
    private static final Duration DAY = Duration.ofDays(1);

    private final HandClock clock = new HandClock(Calls.START);
    private final FakeApiKeys store = new FakeApiKeys();
    private final ApiKeys keys = new ApiKeys(
            store, clock, RandomGeneratorFactory.of("L64X128MixRandom").create(7), () -> clock.millis() * 1_000_000);

    private boolean isGood(IssuedKey issued) {
        return keys.ring().authenticate(issued.text()).isPresent();
    }

    private void later(Duration time) {
        clock.advance(time);
    }

    private static void assertRefused(Reason reason, Runnable work) {
        assertThatThrownBy(work::run).isInstanceOfSatisfying(KeyRefusedException.class, e -> assertThat(e.reason())
                .isEqualTo(reason));
    }

    @Test
    void s25AKeyShouldTellWhatItIsAndBeKeptAsItsHashAlone() {
        IssuedKey issued = keys.create(READER, null);

        String id = issued.key().id();
        assertThat(issued.text()).matches("tk_" + id + "_[0-9a-f]{64}");
        String secret = issued.text().substring(issued.text().length() - 64);
        assertThat(store.all().toString()).contains(id).doesNotContain(secret);
        assertThat(store.all().get(0).hash())
                .isEqualTo(KeyText.of(issued.text()).orElseThrow().hash())
                .isNotEqualTo(secret);
        assertThat(issued.toString() + KeyText.of(issued.text())).contains(id).doesNotContain(secret);
    }

    @Test
    void noTwoKeysShouldBeAlike() {
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            texts.add(keys.create(READER, null).text());
        }

        assertThat(texts).hasSize(200);
    }

    @Test
    void aKeyShouldBeGoodUntilItExpires() {
        IssuedKey issued = keys.create(READER, Calls.START.plus(DAY));

        later(DAY.minusMillis(1));
        assertThat(isGood(issued)).isTrue();
        later(Duration.ofMillis(1));
        assertThat(isGood(issued)).isFalse();
    }

    @Test
    void aRevokedKeyShouldStayRevokedAsItFirstWas() {
        IssuedKey issued = keys.create(READER, null);
        ApiKey first = keys.revoke(issued.key().id());
        later(DAY);

        assertThat(keys.revoke(issued.key().id())).isEqualTo(first);
        assertThat(first.life().revokedAt()).isEqualTo(Calls.START);
        assertThat(isGood(issued)).isFalse();
    }

    @Test
    void rotateShouldLetTheOldKeyGoOnForTheOverlapAndNoLonger() {
        IssuedKey old = keys.create(new KeyGrant("ci", Set.of(Scope.CALLS_READ), "acme"), null);

        IssuedKey next = keys.rotate(old.key().id(), DAY);

        assertThat(next.key().grant()).isEqualTo(old.key().grant());
        assertThat(keys.list())
                .filteredOn(key -> key.id().equals(old.key().id()))
                .singleElement()
                .satisfies(key -> {
                    assertThat(key.life().successor()).isEqualTo(next.key().id());
                    assertThat(key.life().expiresAt()).isEqualTo(Calls.START.plus(DAY));
                });
        later(DAY.minusMillis(1));
        assertThat(isGood(old)).isTrue();
        assertThat(isGood(next)).isTrue();
        later(Duration.ofMillis(1));
        assertThat(isGood(old)).isFalse();
        assertThat(isGood(next)).isTrue();
    }

    @Test
    void rotateShouldGiveTheNextKeyAsMuchTimeAndTheOldOneNoMoreThanItHad() {
        IssuedKey old = keys.create(READER, Calls.START.plus(Duration.ofDays(90)));
        later(Duration.ofDays(89));

        IssuedKey next = keys.rotate(old.key().id(), Duration.ofDays(30));

        assertThat(next.key().life().expiresAt()).isEqualTo(clock.instant().plus(Duration.ofDays(90)));
        later(DAY);
        assertThat(isGood(old)).isFalse();
    }

    @Test
    void rotateWithoutOverlapShouldEndTheOldKeyAtOnce() {
        IssuedKey old = keys.create(READER, null);

        keys.rotate(old.key().id(), Duration.ZERO);

        assertThat(isGood(old)).isFalse();
    }

    @Test
    void aKeyThatIsOverOrReplacedShouldNotBeReplaced() {
        IssuedKey revoked = keys.create(READER, null);
        keys.revoke(revoked.key().id());
        IssuedKey expired = keys.create(READER, Calls.START.plusSeconds(1));
        IssuedKey replaced = keys.create(READER, null);
        keys.rotate(replaced.key().id(), DAY);
        later(Duration.ofSeconds(1));

        for (IssuedKey key : List.of(revoked, expired, replaced)) {
            assertRefused(Reason.OVER, () -> keys.rotate(key.key().id(), DAY));
        }
    }

    @Test
    void whatIsNotThereShouldBeRefused() {
        assertRefused(Reason.NOT_FOUND, () -> keys.revoke("nobody"));
        assertRefused(Reason.NOT_FOUND, () -> keys.rotate("nobody", DAY));
    }

    @Test
    void anOverlapOutsideItsBoundsShouldBeRefused() {
        IssuedKey key = keys.create(READER, null);

        assertRefused(Reason.INVALID, () -> keys.rotate(key.key().id(), Duration.ofMillis(-1)));
        assertRefused(Reason.INVALID, () -> keys.rotate(key.key().id(), ApiKeys.MAX_OVERLAP.plusMillis(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "a\u001b[1m", "a\u202eb", "\u0000"})
    void aNameThatIsNotPrintableShouldBeRefused(String name) {
        assertRefused(Reason.INVALID, () -> keys.create(new KeyGrant(name, Set.of(Scope.CALLS_READ), null), null));
        assertRefused(Reason.INVALID, () -> keys.create(new KeyGrant("x", Set.of(Scope.CALLS_READ), name), null));
    }

    @Test
    void aNameThatIsTooLongShouldBeRefused() {
        String longest = "n".repeat(ApiKeys.MAX_NAME_CHARS);
        keys.create(new KeyGrant(longest, Set.of(Scope.CALLS_READ), longest), null);

        assertRefused(
                Reason.INVALID, () -> keys.create(new KeyGrant(longest + "n", Set.of(Scope.CALLS_READ), null), null));
    }

    @Test
    void aKeyWithoutScopesOrWithoutAFutureShouldBeRefused() {
        assertRefused(Reason.INVALID, () -> keys.create(new KeyGrant("x", Set.of(), null), null));
        assertRefused(Reason.INVALID, () -> keys.create(READER, Calls.START));
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void aTenantsKeyShouldHaveOnlyWhatCanBeDividedByTenant(Scope scope) {
        KeyGrant grant = new KeyGrant("x", Set.of(scope), "acme");

        if (EnumSet.of(Scope.ADMIN, Scope.SIP_WRITE).contains(scope)) {
            assertRefused(Reason.INVALID, () -> keys.create(grant, null));
        } else {
            assertThat(keys.create(grant, null).key().grant()).isEqualTo(grant);
        }
    }

    @Test
    void adminShouldAllowAllAndNothingElseAnythingElse() {
        for (Scope had : Scope.values()) {
            KeyGrant grant = new KeyGrant("x", Set.of(had), null);
            assertThat(Stream.of(Scope.values()).filter(grant::allows))
                    .containsExactly(had == Scope.ADMIN ? Scope.values() : new Scope[] {had});
        }
    }

    @Test
    void noMoreKeysThanTheLimitShouldBeMadeUntilOldOnesLeave() {
        for (int i = 0; i < ApiKeys.MAX_KEYS; i++) {
            store.commit(List.of(new ApiKey("k" + i, READER, "", KeyLife.from(Calls.START, null), 0)));
        }
        assertRefused(Reason.FULL, () -> keys.create(READER, null));
        assertRefused(Reason.FULL, () -> keys.rotate("k1", DAY));

        keys.revoke("k7");
        later(ApiKeys.KEPT_AFTER_END);
        assertRefused(Reason.FULL, () -> keys.create(READER, null));
        later(Duration.ofMillis(1));
        keys.create(READER, null);

        assertThat(keys.list()).hasSize(ApiKeys.MAX_KEYS).extracting(ApiKey::id).doesNotContain("k7");
    }

    @Test
    void theLastKeyShouldNotLeaveBeforeItsSuccessorIsThere() {
        IssuedKey only = keys.create(READER, Calls.START.plusSeconds(1));
        later(ApiKeys.KEPT_AFTER_END.plusDays(1));
        store.meetConflicts(100);

        assertRefused(Reason.BUSY, () -> keys.create(READER, null));

        assertThat(keys.list())
                .extracting(ApiKey::id)
                .containsExactly(only.key().id());
    }

    @Test
    void aChangeThatMeetsAnotherShouldBeTriedAgainButNotForEver() {
        IssuedKey key = keys.create(READER, null);

        store.meetConflicts(2);
        IssuedKey next = keys.rotate(key.key().id(), DAY);
        store.meetConflicts(2);
        keys.revoke(next.key().id());
        store.meetConflicts(100);

        assertRefused(Reason.BUSY, () -> keys.revoke(key.key().id()));
        assertThat(keys.list()).hasSize(2);
    }

    @Test
    void timesShouldBeInMilliseconds() {
        clock.set(Instant.parse("2026-11-21T10:00:00.123456789Z"));

        assertThat(keys.create(READER, null).key().life().createdAt())
                .isEqualTo(Instant.parse("2026-11-21T10:00:00.123Z"));
    }
}
