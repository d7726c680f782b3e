package telephony.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.store.StoreUnavailableException;

/**
 * Tells good keys from others, from a copy of all keys that is never older than {@link #SEEN_FOR}: so the store is asked
 * twice a second at most however many requests there are, ids that somebody makes up cost it nothing, and a key that was
 * revoked is refused on every process within a second. Safe for any number of threads.
 */
public final class KeyRing {

    /** How old the copy is at most, counted from before it was asked for. */
    public static final Duration SEEN_FOR = Duration.ofMillis(500);

    /** Compared with in place of a key that is not there, so that its absence takes no other time. */
    private static final String NO_HASH = "0".repeat(64);

    /**
     * What a look at the store brought: all keys by id, or why there was nothing to be seen. Its instant is that of its
     * beginning, from which on a change may be missing in it; of a failure it is the end, for nothing is missing in that.
     */
    private record Look(long at, Map<String, ApiKey> keys, @Nullable StoreUnavailableException failure) {}

    private final ApiKeyPort store;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private @Nullable Look latest;
    private boolean noneWhenLastSeen;

    KeyRing(ApiKeyPort store, InstantSource clock, LongSupplier nanos) {
        this.store = store;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Whether no key is kept, not even one that is no good any more: nobody has asked for keys yet. While the store does
     * not answer it is as it was when it last did, because whoever cannot read a key cannot have made one.
     *
     * @throws StoreUnavailableException when keys are kept, or it was never seen whether, and the store does not answer
     */
    public boolean isEmpty() {
        Look look = look();
        if (look.failure() != null && noneWhenLastSeen()) {
            return true;
        }
        return keys(look).isEmpty();
    }

    /**
     * The key that somebody presents, if it is good now.
     *
     * @param presented the text of the key; null = none
     * @return empty = it has not the form of a key, is unknown, revoked or expired; which of these is nobody's business
     * @throws StoreUnavailableException when the store does not answer: a key that may be revoked is not taken
     */
    public Optional<ApiKey> authenticate(@Nullable String presented) {
        Map<String, ApiKey> keys = keys(look());
        Optional<KeyText> text = KeyText.of(presented);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<ApiKey> known = Optional.ofNullable(keys.get(text.get().id()));
        boolean matches = text.get().isOf(known.map(ApiKey::hash).orElse(NO_HASH));
        return known.filter(key -> matches && key.life().isGoodAt(clock.instant()));
    }

    /** Keys were made or changed, or that was tried: the next question is answered from a new copy. */
    synchronized void lookAgain() {
        latest = null;
        noneWhenLastSeen = false;
    }

    private static Map<String, ApiKey> keys(Look look) {
        if (look.failure() != null) {
            throw new StoreUnavailableException("the API keys could not be read", look.failure());
        }
        return look.keys();
    }

    private synchronized boolean noneWhenLastSeen() {
        return noneWhenLastSeen;
    }

    /** One thread asks, and those who came meanwhile take what it sees; a failure too is not asked for again at once. */
    private Look look() {
        long cameAt = nanos.getAsLong();
        synchronized (this) {
            if (latest == null || cameAt - latest.at() >= SEEN_FOR.toNanos()) {
                latest = lookAnew();
                if (latest.failure() == null) {
                    noneWhenLastSeen = latest.keys().isEmpty();
                }
            }
            return latest;
        }
    }

    private Look lookAnew() {
        long beganAt = nanos.getAsLong();
        try {
            Map<String, ApiKey> keys =
                    store.all().stream().collect(Collectors.toUnmodifiableMap(ApiKey::id, Function.identity()));
            return new Look(beganAt, keys, null);
        } catch (StoreUnavailableException e) {
            return new Look(nanos.getAsLong(), Map.of(), e);
        }
    }
}
