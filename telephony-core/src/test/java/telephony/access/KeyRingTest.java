package telephony.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.FakeApiKeys;
import telephony.testkit.HandClock;

/** Telling good keys from others, on two processes that share a store; S24. */
class KeyRingTest {

    private static final KeyGrant READER = new KeyGrant("dashboard", Set.of(Scope.CALLS_READ), null);

    private final HandClock clock = new HandClock(Calls.START);
    private final HandClock monotonic = new HandClock(Calls.START);
    private final FakeApiKeys store = new FakeApiKeys();
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    private final ApiKeys here = keys();
    private final ApiKeys there = keys();

    private ApiKeys keys() {
        return new ApiKeys(store, clock, random, () -> monotonic.millis() * 1_000_000);
    }

    @Test
    void aGoodKeyShouldBeRecognised() {
        IssuedKey issued = here.create(READER, null);

        assertThat(there.ring().authenticate(issued.text())).contains(issued.key());
    }

    @Test
    void s24WhatIsNoKeyOrNotOursShouldNotBeRecognised() {
        String text = here.create(READER, null).text();
        String other = here.create(READER, null).text();
        char last = text.charAt(text.length() - 1);
        String changed = text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0');
        String crossed = text.substring(0, 16) + other.substring(16);

        for (String bad :
                new String[] {changed, crossed, text + "0", text.toUpperCase(Locale.ROOT), " " + text, text + "\n"}) {
            assertThat(here.ring().authenticate(bad)).as(bad).isEmpty();
        }
        assertThat(here.ring().authenticate(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tk_", "tk__", "Bearer x", "tk_000000000000_"})
    void s24WhatHasNotTheFormOfAKeyShouldNotBeRecognised(String bad) {
        here.create(READER, null);

        assertThat(here.ring().authenticate(bad)).isEmpty();
    }

    @Test
    void s24AnIdThatIsNotThereShouldNotBeRecognised() {
        here.create(READER, null);

        assertThat(here.ring().authenticate("tk_000000000000_" + "0".repeat(64)))
                .isEmpty();
    }

    @Test
    void revocationShouldReachEveryProcessWithinASecond() {
        IssuedKey issued = here.create(READER, null);
        assertThat(there.ring().authenticate(issued.text())).isPresent();

        here.revoke(issued.key().id());
        monotonic.advance(KeyRing.SEEN_FOR);

        assertThat(there.ring().authenticate(issued.text())).isEmpty();
        assertThat(KeyRing.SEEN_FOR).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void whatAProcessDoesItselfItShouldSeeAtOnce() {
        assertThat(here.ring().isEmpty()).isTrue();

        IssuedKey issued = here.create(READER, null);
        assertThat(here.ring().isEmpty()).isFalse();
        assertThat(here.ring().authenticate(issued.text())).isPresent();

        here.revoke(issued.key().id());
        assertThat(here.ring().authenticate(issued.text())).isEmpty();
    }

    @Test
    void theStoreShouldBeAskedSeldomHoweverManyRequestsThereAre() {
        String text = here.create(READER, null).text();
        int before = store.looks();

        for (int i = 0; i < 10_000; i++) {
            there.ring().isEmpty();
            there.ring().authenticate("tk_" + "%012d".formatted(i) + "_" + "0".repeat(64));
            there.ring().authenticate(text);
        }

        assertThat(store.looks() - before).isEqualTo(1);
    }

    @Test
    void whileTheStoreIsDownNoKeyShouldBeTakenAndTheStoreBeAskedSeldom() {
        IssuedKey issued = here.create(READER, null);
        assertThat(here.ring().isEmpty()).isFalse();
        monotonic.advance(KeyRing.SEEN_FOR);
        store.setDown(true);
        int before = store.looks();

        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> here.ring().authenticate(issued.text()))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> here.ring().isEmpty()).isInstanceOf(StoreUnavailableException.class);
        }
        assertThat(store.looks() - before).isEqualTo(1);

        store.setDown(false);
        monotonic.advance(KeyRing.SEEN_FOR);
        assertThat(here.ring().authenticate(issued.text())).isPresent();
    }

    @Test
    void whereNoKeyIsThereShouldBeNoneWhileTheStoreIsDownButNotBeforeItWasSeen() {
        assertThat(here.ring().isEmpty()).isTrue();
        monotonic.advance(KeyRing.SEEN_FOR);
        store.setDown(true);

        assertThat(here.ring().isEmpty()).isTrue();
        assertThatThrownBy(() -> there.ring().isEmpty()).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void theFirstKeyShouldCloseTheDoorEvenWhenTheStoreGoesDownRightAfter() {
        assertThat(here.ring().isEmpty()).isTrue();
        here.create(READER, null);
        store.setDown(true);

        assertThatThrownBy(() -> here.ring().isEmpty()).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aKeyThatIsNoGoodShouldStillCountAsOne() {
        here.revoke(here.create(READER, null).key().id());

        assertThat(there.ring().isEmpty()).isFalse();
    }
}
