package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import telephony.access.ApiKey;
import telephony.access.ApiKeyPort;
import telephony.access.KeyGrant;
import telephony.access.KeyLife;
import telephony.access.Scope;

/** What every keeping of keys must do. */
public interface ApiKeyPortContract {

    /** How many threads race. */
    int THREADS = 8;

    /** With nothing in it. */
    ApiKeyPort newKeys();

    private static ApiKey key(String id) {
        KeyGrant grant = new KeyGrant("of " + id, Set.of(Scope.CALLS_READ, Scope.CALLS_WRITE), null);
        return new ApiKey(id, grant, "ab".repeat(32), new KeyLife(Calls.START, null, null, null), 0);
    }

    private static ApiKey revoked(ApiKey key, Instant at) {
        KeyLife life = new KeyLife(key.life().createdAt(), key.life().expiresAt(), at, null);
        return new ApiKey(key.id(), key.grant(), key.hash(), life, key.version());
    }

    @Test
    default void allShouldShowNothingWhereNothingIs() {
        assertThat(newKeys().all()).isEmpty();
    }

    @Test
    default void whatIsStoredShouldComeBackWhole() {
        ApiKeyPort keys = newKeys();
        Instant at = Calls.START.plusMillis(123);
        ApiKey plain = key("bbb");
        ApiKey full = new ApiKey(
                "aaa",
                new KeyGrant("Łukasz' \"job\" \\ 'x' 😀", Set.of(Scope.CALLS_READ), "tenant ' or 1=1"),
                "0123456789abcdef".repeat(4),
                new KeyLife(at, at.plus(Duration.ofDays(90)), at.plusSeconds(1), "bbb"),
                0);

        assertThat(keys.commit(List.of(plain))).isTrue();
        assertThat(keys.commit(List.of(full))).isTrue();

        assertThat(keys.all()).containsExactly(full.stored(), plain.stored());
    }

    @Test
    default void aNewKeyShouldNotTakeThePlaceOfAnother() {
        ApiKeyPort keys = newKeys();
        keys.commit(List.of(key("aaa")));

        assertThat(keys.commit(List.of(revoked(key("aaa"), Calls.START)))).isFalse();

        assertThat(keys.all()).containsExactly(key("aaa").stored());
    }

    @Test
    default void aKeyThatSomebodyChangedMeanwhileShouldNotBeChanged() {
        ApiKeyPort keys = newKeys();
        keys.commit(List.of(key("aaa")));
        ApiKey seen = keys.all().get(0);
        ApiKey first = revoked(seen, Calls.START.plusSeconds(1));

        assertThat(keys.commit(List.of(first))).isTrue();
        assertThat(keys.commit(List.of(revoked(seen, Calls.START.plusSeconds(2)))))
                .isFalse();
        assertThat(keys.commit(List.of(new ApiKey("zzz", seen.grant(), seen.hash(), seen.life(), 1))))
                .as("one that is not there has no version")
                .isFalse();

        assertThat(keys.all()).containsExactly(first.stored());
    }

    /** As after a crash between the two: either both are there or neither. */
    @Test
    default void twoKeysShouldBeStoredTogetherOrNotAtAll() {
        ApiKeyPort keys = newKeys();
        keys.commit(List.of(key("aaa")));
        ApiKey old = keys.all().get(0);
        ApiKey stale = key("aaa");

        assertThat(keys.commit(List.of(key("bbb"), stale))).isFalse();
        assertThat(keys.all()).containsExactly(old);

        ApiKey replaced = revoked(old, Calls.START);
        assertThat(keys.commit(List.of(key("bbb"), replaced))).isTrue();
        assertThat(keys.all()).containsExactly(replaced.stored(), key("bbb").stored());
    }

    @Test
    default void ofManyWhoReplaceTheSameKeyOneShouldSucceed() throws InterruptedException {
        ApiKeyPort keys = newKeys();
        keys.commit(List.of(key("old")));
        ApiKey seen = keys.all().get(0);
        AtomicInteger successes = new AtomicInteger();

        Race.run(THREADS, racer -> {
            if (keys.commit(List.of(key("new" + racer), revoked(seen, Calls.START)))) {
                successes.incrementAndGet();
            }
        });

        assertThat(successes).hasValue(1);
        assertThat(keys.all()).hasSize(2);
    }

    @Test
    default void whatIsRemovedShouldBeGoneAndWhatIsNotThereNoTrouble() {
        ApiKeyPort keys = newKeys();
        keys.commit(List.of(key("aaa"), key("bbb")));

        keys.remove("aaa");
        keys.remove("aaa");

        assertThat(keys.all()).extracting(ApiKey::id).containsExactly("bbb");
    }

    @Test
    default void aHostileTimeZoneShouldChangeNothing() {
        TimeZone usual = TimeZone.getDefault();
        try {
            ApiKeyPort keys = newKeys();
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
            keys.commit(List.of(key("aaa")));
            TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));

            assertThat(keys.all()).containsExactly(key("aaa").stored());
        } finally {
            TimeZone.setDefault(usual);
        }
    }
}
