package telephony.guard;

import java.time.Instant;
import java.util.List;
import telephony.store.StoreUnavailableException;

/**
 * Counts, under keys and with limits, for all processes together: attempts, calls in a place, lines in use, money. It has no
 * policy: which keys there are, what is counted and how long is decided elsewhere.
 *
 * <p>Every amount belongs to an owner, such as a dial. An owner has one amount under one key: who claims again, after a crash
 * or because somebody else was faster, changes his own amount and counts once.
 *
 * <p><b>Atomic:</b> {@link #claim} writes all lines or none, and no two claims ever exceed a limit together. {@link #look} is
 * not atomic with anything. <b>Absent:</b> a key without amounts is at 0. <b>Duplicate:</b> two lines of one key in one claim
 * are refused. <b>Broken:</b> {@link StoreUnavailableException}, and no other exception, when the ledger cannot do its work;
 * whether it took effect is then not known, and repeating it is safe. <b>Threads:</b> safe for any number of threads and,
 * where the store is shared, processes. <b>Blocking:</b> every method may block, at most for the store's own time-out.
 *
 * <p>Every implementation passes {@code telephony.testkit.DialLedgerContract}.
 */
public interface DialLedgerPort {

    /** Lines of one claim at most. */
    int MAX_LINES = 64;

    /** Amounts that are looked at to tell when a line will fit, and amounts that ran out and are cleared away in one step. */
    int MAX_LOOKED_AT = 1_000;

    /** Longest name of an owner, in characters. */
    int MAX_OWNER_CHARS = 200;

    /**
     * Tells how it stands, without counting anything.
     *
     * @param owner whose own amounts are left out
     * @param lines at most {@value #MAX_LINES}, of different keys
     * @param now the store's clock
     * @throws IllegalArgumentException when there are too many, or two of one key
     */
    LedgerAnswer look(String owner, List<LedgerLine> lines, Instant now);

    /**
     * Counts all lines for this owner if each of them fits, else none. A line fits when the live amounts of all others under
     * its key and its own come to its limit at most. What the owner had under these keys is replaced, or, when they do not
     * all fit, left as it was; what he has under other keys stays. A line with amount 0 takes away what he had.
     *
     * @return every line's state, also behind the first that does not fit
     * @throws IllegalArgumentException when there are too many, or two of one key
     */
    LedgerAnswer claim(String owner, List<LedgerLine> lines, Instant now);

    /**
     * Sets every amount of this kind that the owner has to this one, whatever the limits; 0 takes them away. An owner who has
     * none of this kind, or none any more, gets none.
     *
     * @param amount 0 to {@link LedgerLine#MAX_AMOUNT}
     */
    void settle(String owner, String kind, long amount);

    /**
     * Clears away amounts that count no more.
     *
     * @param max how many at most
     * @return how many went; a store that lets them go by itself says 0
     */
    int purge(Instant now, int max);

    /**
     * Refuses what no ledger takes.
     *
     * @throws IllegalArgumentException when an owner's name is too long, there are too many lines, or two of one key
     */
    static void check(String owner, List<LedgerLine> lines) {
        if (owner.isEmpty() || owner.length() > MAX_OWNER_CHARS) {
            throw new IllegalArgumentException("an owner has 1 to " + MAX_OWNER_CHARS + " characters");
        }
        if (lines.size() > MAX_LINES) {
            throw new IllegalArgumentException("at most " + MAX_LINES + " lines are counted at once");
        }
        if (lines.stream().map(LedgerLine::key).distinct().count() < lines.size()) {
            throw new IllegalArgumentException("two lines of one key");
        }
    }
}
