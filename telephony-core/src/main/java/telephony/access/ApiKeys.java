package telephony.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.access.KeyRefusedException.Reason;
import telephony.store.StoreUnavailableException;

/**
 * Makes, lists, revokes and replaces keys. What it answers is stored; {@link StoreUnavailableException} from any method
 * means that the store could not do it, or did not say so: look with {@link #list}. Safe for any number of threads.
 */
public final class ApiKeys {

    /** Keys in a store at most, those included that are no good any more. */
    public static final int MAX_KEYS = 1_000;

    /** How long a key is kept for people to see after it has ended; then the next key that is made drops it. */
    public static final Duration KEPT_AFTER_END = Duration.ofDays(90);

    /** How long the key before goes on at most after it was replaced. */
    public static final Duration MAX_OVERLAP = Duration.ofDays(90);

    /** Longest name of a key and longest tenant, in characters. */
    public static final int MAX_NAME_CHARS = 100;

    /** How often a change is tried again that met another one. */
    private static final int TRIES = 5;

    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1," + MAX_NAME_CHARS + "}");

    private final ApiKeyPort store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final KeyRing ring;

    /**
     * The keys in this store.
     *
     * @param clock the store's, on which keys end at the same instant for every process
     * @param random makes ids and secrets, so it must be unpredictable: a {@link java.security.SecureRandom}
     * @param nanos a monotonic clock, in nanoseconds, such as {@code System::nanoTime}
     */
    public ApiKeys(ApiKeyPort store, InstantSource clock, RandomGenerator random, LongSupplier nanos) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.ring = new KeyRing(store, clock, nanos);
    }

    /** Who tells good keys from others. */
    public KeyRing ring() {
        return ring;
    }

    /** All keys, good or not, in the order of their ids. */
    public List<ApiKey> list() {
        return store.all();
    }

    /**
     * Makes a key. It is good here at once, and in other processes {@link KeyRing#SEEN_FOR} later.
     *
     * @param expiresAt when it ends; null = when it is revoked
     * @throws KeyRefusedException {@link Reason#INVALID} or {@link Reason#FULL}
     */
    public IssuedKey create(KeyGrant grant, @Nullable Instant expiresAt) {
        check(grant);
        Instant now = now();
        checkEnd(now, expiresAt);
        makeRoom(now);
        for (int i = 0; i < TRIES; i++) {
            IssuedKey made = make(grant, KeyLife.from(now, expiresAt));
            if (stored(List.of(made.key()))) {
                return new IssuedKey(made.key().stored(), made.text());
            }
        }
        throw busy();
    }

    /**
     * Revokes a key: {@link KeyRing#SEEN_FOR} after this returns, no process takes it any more. One that is revoked
     * already stays as it is.
     *
     * @return the key as it is kept now
     * @throws KeyRefusedException {@link Reason#NOT_FOUND} or {@link Reason#BUSY}
     */
    public ApiKey revoke(String id) {
        for (int i = 0; i < TRIES; i++) {
            ApiKey key = find(id);
            if (key.life().revokedAt() != null) {
                return key;
            }
            ApiKey revoked = key.withLife(key.life().revoked(now()));
            if (stored(List.of(revoked))) {
                return revoked.stored();
            }
        }
        throw busy();
    }

    /**
     * Makes another key with the same name, scopes and tenant, which lasts as long as the one before was to last, and lets
     * the one before go on for a while. Both happen or neither.
     *
     * @param overlap how long the one before goes on at most, from zero to {@link #MAX_OVERLAP}; if it ends earlier by
     *     itself, it ends then
     * @throws KeyRefusedException {@link Reason#INVALID}, {@link Reason#NOT_FOUND}, {@link Reason#OVER} when the key has
     *     ended or was replaced before, {@link Reason#FULL} or {@link Reason#BUSY}
     */
    public IssuedKey rotate(String id, Duration overlap) {
        if (overlap.isNegative() || overlap.compareTo(MAX_OVERLAP) > 0) {
            throw new KeyRefusedException(
                    Reason.INVALID, "the overlap must be between nothing and " + MAX_OVERLAP.toDays() + " days");
        }
        Instant now = now();
        for (int i = 0; i < TRIES; i++) {
            ApiKey old = find(id);
            checkReplaceable(old, now);
            makeRoom(now);
            Instant oldEnd = old.life().expiresAt();
            Instant newEnd =
                    oldEnd == null ? null : now.plus(Duration.between(old.life().createdAt(), oldEnd));
            IssuedKey made = make(old.grant(), KeyLife.from(now, newEnd));
            KeyLife goingOn = old.life().replaced(made.key().id(), now.plus(overlap));
            if (stored(List.of(made.key(), old.withLife(goingOn)))) {
                return new IssuedKey(made.key().stored(), made.text());
            }
        }
        throw busy();
    }

    /** This process sees at once what it has done itself, however old its copy of the keys may be. */
    private boolean stored(List<ApiKey> next) {
        try {
            return store.commit(next);
        } finally {
            ring.lookAgain();
        }
    }

    private static void checkReplaceable(ApiKey old, Instant now) {
        if (old.life().successor() != null) {
            throw new KeyRefusedException(
                    Reason.OVER,
                    "key " + old.id() + " was replaced by " + old.life().successor() + " already: rotate that one");
        }
        if (!old.life().isGoodAt(now)) {
            throw new KeyRefusedException(
                    Reason.OVER, "key " + old.id() + " is revoked or has expired: make another one");
        }
    }

    private static void check(KeyGrant grant) {
        if (!PRINTABLE.matcher(grant.name()).matches() || grant.name().isBlank()) {
            throw new KeyRefusedException(
                    Reason.INVALID, "give a name of at most " + MAX_NAME_CHARS + " printable characters");
        }
        if (grant.scopes().isEmpty()) {
            throw new KeyRefusedException(
                    Reason.INVALID, "give at least one scope of " + String.join(", ", Scope.words()));
        }
        String tenant = grant.tenantId();
        if (tenant == null) {
            return;
        }
        if (!PRINTABLE.matcher(tenant).matches() || tenant.isBlank()) {
            throw new KeyRefusedException(
                    Reason.INVALID, "give a tenant of at most " + MAX_NAME_CHARS + " printable characters");
        }
        String tooMuch = grant.scopes().stream()
                .filter(scope -> !scope.isForTenants())
                .map(Scope::word)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!tooMuch.isEmpty()) {
            throw new KeyRefusedException(
                    Reason.INVALID,
                    "a key that is bound to a tenant cannot have " + tooMuch + ", which concern them all");
        }
    }

    private static void checkEnd(Instant now, @Nullable Instant expiresAt) {
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw new KeyRefusedException(Reason.INVALID, "the key would have expired before it was made");
        }
    }

    /** Drops keys that ended long ago. Those who make keys at the same time may pass the limit by as many as they are. */
    private void makeRoom(Instant now) {
        List<ApiKey> kept = store.all();
        List<ApiKey> longOver =
                kept.stream().filter(key -> isLongOver(key, now)).toList();
        if (kept.size() - longOver.size() >= MAX_KEYS) {
            throw new KeyRefusedException(
                    Reason.FULL,
                    "there are " + MAX_KEYS + " keys, and no more may be: those that ended leave "
                            + KEPT_AFTER_END.toDays() + " days later");
        }
        // Never the last one: without any key the API answers this machine without one.
        longOver.stream().limit(Math.max(0, kept.size() - 1)).forEach(key -> store.remove(key.id()));
    }

    private static boolean isLongOver(ApiKey key, Instant now) {
        Instant end = key.life().endsAt();
        return end != null && end.plus(KEPT_AFTER_END).isBefore(now);
    }

    private IssuedKey make(KeyGrant grant, KeyLife life) {
        KeyText text = KeyText.make(random);
        return new IssuedKey(new ApiKey(text.id(), grant, text.hash(), life, 0), text.text());
    }

    private ApiKey find(String id) {
        return store.all().stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new KeyRefusedException(
                        Reason.NOT_FOUND, "there is no key of this id: its id stands between the two _ of the key"));
    }

    private static KeyRefusedException busy() {
        return new KeyRefusedException(Reason.BUSY, "somebody else changed the same key just now: try again");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
