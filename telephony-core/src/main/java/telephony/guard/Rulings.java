package telephony.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.guard.RulingRefusedException.Reason;
import telephony.store.StoreUnavailableException;

/**
 * Switches dialling off and on, and releases what velocity holds up. What was decided holds here at once and in every other
 * process {@link #SEEN_FOR} later; it is kept with who and why, also when it has ended.
 *
 * <p>Every method throws {@link StoreUnavailableException}, and has then perhaps taken effect, when the store does not answer:
 * whoever asks what is in force may then dial nothing. Safe for any number of threads.
 */
public final class Rulings {

    /** How old what is known to be in force is at most, so that the store is asked twice a second and not for each dial. */
    public static final Duration SEEN_FOR = Duration.ofMillis(500);

    /** Rulings in a store at most, those included that have ended. */
    public static final int MAX_RULINGS = 1_000;

    /** How long one that has ended is kept, unless there are too many. */
    public static final Duration KEPT_AFTER_END = Duration.ofDays(90);

    /** Longest release: what is meant for longer belongs into the guards file. */
    public static final Duration MAX_RELEASE = Duration.ofDays(31);

    /** Longest name, in characters. */
    public static final int MAX_NAME_CHARS = 200;

    /** Longest reason, in characters. */
    public static final int MAX_WHY_CHARS = 500;

    private static final int ID_BYTES = 6;
    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]+");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern PREFIX = Pattern.compile("\\+[1-9][0-9]{0,14}");

    private record Look(long at, List<Ruling> rulings) {}

    private final RulingPort store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final LongSupplier nanos;
    private @Nullable Look latest;

    /**
     * The rulings in this store.
     *
     * @param clock the store's, on which rulings end at the same instant for every process
     * @param random makes ids
     * @param nanos a monotonic clock, in nanoseconds, such as {@code System::nanoTime}
     */
    public Rulings(RulingPort store, InstantSource clock, RandomGenerator random, LongSupplier nanos) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.nanos = nanos;
    }

    /** What is in force at this time, as it was at most {@link #SEEN_FOR} ago. */
    List<Ruling> inForce(Instant now) {
        return seen().stream().filter(ruling -> ruling.isInForceAt(now)).toList();
    }

    /** All of this kind, in force or not, the newest first, as they are in the store now. */
    public List<Ruling> list(Ruling.Kind kind) {
        return store.all().stream()
                .filter(ruling -> ruling.kind() == kind)
                .sorted(Comparator.comparing(Ruling::at).reversed().thenComparing(Ruling::id))
                .toList();
    }

    /**
     * Nothing more is dialled there; calls under way go on. Where that is so already, nothing changes.
     *
     * @param by who wants it, and {@code why}
     * @return what is in force for just this subject now
     * @throws RulingRefusedException {@link Reason#INVALID} or {@link Reason#FULL}
     */
    public Ruling switchOff(Ruling.Subject subject, String by, String why) {
        Optional<Ruling> already = offs(subject).stream().findFirst();
        return already.isPresent() ? already.get() : made(Ruling.Kind.OFF, subject, by, why, null);
    }

    /**
     * It is dialled there again, as far as the guards file and other rulings allow it.
     *
     * @return what was lifted
     * @throws RulingRefusedException {@link Reason#INVALID}, or {@link Reason#NOT_FOUND} when nothing of just this subject is
     *     switched off
     */
    public List<Ruling> switchOn(Ruling.Subject subject, String by) {
        checkText("who", by, MAX_NAME_CHARS);
        List<Ruling> offs = offs(subject);
        if (offs.isEmpty()) {
            throw new RulingRefusedException(
                    Reason.NOT_FOUND,
                    "nothing of just this kind was switched off; look what was, and at off in the guards file");
        }
        return offs.stream().map(off -> lift(off, by)).toList();
    }

    private List<Ruling> offs(Ruling.Subject subject) {
        Instant now = now();
        return list(Ruling.Kind.OFF).stream()
                .filter(off -> off.subject().equals(subject) && off.isInForceAt(now))
                .toList();
    }

    /**
     * Velocity holds up nothing there until this time. What is dialled is counted all the same.
     *
     * @param subject at least one thing must be said of it, other than the campaign
     * @param until in the future, at most {@link #MAX_RELEASE} from now
     * @throws RulingRefusedException {@link Reason#INVALID} or {@link Reason#FULL}
     */
    public Ruling release(Ruling.Subject subject, String by, String why, Instant until) {
        if (subject.tenantId() == null && subject.country() == null && subject.prefix() == null) {
            throw invalid("say what is released: a number or its beginning, a country or a tenant");
        }
        Instant now = now();
        if (!until.isAfter(now) || until.isAfter(now.plus(MAX_RELEASE))) {
            throw invalid("a release ends in the future, and at most " + MAX_RELEASE.toDays() + " days from now");
        }
        return made(Ruling.Kind.RELEASE, subject, by, why, until.truncatedTo(ChronoUnit.MILLIS));
    }

    /**
     * Ends a release before its time. One that has ended stays as it is.
     *
     * @throws RulingRefusedException {@link Reason#INVALID}, or {@link Reason#NOT_FOUND} when there is no such release
     */
    public Ruling revoke(String id, String by) {
        checkText("who", by, MAX_NAME_CHARS);
        Ruling release = list(Ruling.Kind.RELEASE).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RulingRefusedException(Reason.NOT_FOUND, "there is no release of this id"));
        return release.isInForceAt(now()) ? lift(release, by) : release;
    }

    private Ruling lift(Ruling ruling, String by) {
        return stored(ruling.lifted(by, now()));
    }

    private Ruling made(Ruling.Kind kind, Ruling.Subject subject, String by, String why, @Nullable Instant until) {
        check(subject);
        checkText("who", by, MAX_NAME_CHARS);
        checkText("why", why, MAX_WHY_CHARS);
        Instant now = now();
        makeRoom(now);
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return stored(new Ruling(HexFormat.of().formatHex(id), kind, subject, by, why, now, until, null));
    }

    /** This process sees at once what it has done itself. */
    private Ruling stored(Ruling ruling) {
        try {
            store.put(ruling);
            return ruling;
        } finally {
            lookAgain();
        }
    }

    private static void check(Ruling.Subject subject) {
        if (subject.tenantId() != null) {
            checkText("the tenant", subject.tenantId(), MAX_NAME_CHARS);
        }
        if (subject.campaignId() != null) {
            checkText("the campaign", subject.campaignId(), MAX_NAME_CHARS);
        }
        if (subject.country() != null && !COUNTRY.matcher(subject.country()).matches()) {
            throw invalid("a country has two capital letters, such as FR");
        }
        if (subject.prefix() != null && !PREFIX.matcher(subject.prefix()).matches()) {
            throw invalid("a number, or its beginning, is written as +, country code and digits, such as +1212555");
        }
    }

    private static void checkText(String what, String text, int mostChars) {
        if (text.isBlank()
                || text.length() > mostChars
                || !PRINTABLE.matcher(text).matches()) {
            throw invalid("say " + what + " in 1 to " + mostChars + " printable characters");
        }
    }

    private static RulingRefusedException invalid(String message) {
        return new RulingRefusedException(Reason.INVALID, message);
    }

    /** What ended long ago goes; when that is not enough, what ended first. Nothing in force is ever dropped. */
    private void makeRoom(Instant now) {
        List<Ruling> kept = store.all();
        List<Ruling> over = kept.stream()
                .filter(ruling -> !ruling.isInForceAt(now))
                .sorted(Comparator.comparing(Rulings::endOf))
                .toList();
        int tooMany = kept.size() + 1 - MAX_RULINGS;
        if (tooMany > over.size()) {
            throw new RulingRefusedException(
                    Reason.FULL, "there are " + MAX_RULINGS + " switches and releases in force: lift some of them");
        }
        for (int i = 0; i < over.size(); i++) {
            boolean longOver = endOf(over.get(i)).plus(KEPT_AFTER_END).isBefore(now);
            if (longOver || i < tooMany) {
                store.remove(over.get(i).id());
            }
        }
    }

    private static Instant endOf(Ruling ruling) {
        Instant end = ruling.end();
        return end == null ? ruling.at() : end;
    }

    private synchronized void lookAgain() {
        latest = null;
    }

    /** One thread asks, and those who came meanwhile take what it sees. */
    private List<Ruling> seen() {
        long cameAt = nanos.getAsLong();
        synchronized (this) {
            if (latest == null || cameAt - latest.at() >= SEEN_FOR.toNanos()) {
                long beganAt = nanos.getAsLong();
                latest = new Look(beganAt, store.all());
            }
            return latest.rulings();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
