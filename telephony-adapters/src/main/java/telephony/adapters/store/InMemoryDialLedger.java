package telephony.adapters.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import telephony.guard.DialLedgerPort;
import telephony.guard.LedgerAnswer;
import telephony.guard.LedgerLine;
import telephony.store.StoreUnavailableException;

/**
 * Counts in this process's memory, and forgets with it: marks such as who does not want to be called are gone after a
 * restart, so this is for one process that dials nobody in earnest. One lock guards all of it.
 *
 * <p>Bounded: a claim is refused with {@link StoreUnavailableException} when {@value #MAX_AMOUNTS} amounts are kept.
 */
public final class InMemoryDialLedger implements DialLedgerPort {

    /** Amounts at most. */
    public static final int MAX_AMOUNTS = 1_000_000;

    private static final Comparator<Amount> FIRST_OVER =
            Comparator.comparing(Amount::until).thenComparing(Amount::key).thenComparing(Amount::owner);

    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, Set<Amount>> ofOwners = new HashMap<>();
    private final NavigableSet<Amount> byEnd = new TreeSet<>(FIRST_OVER);

    /** An amount under a key; {@code until} is {@link Instant#MAX} when it counts for ever. */
    private record Amount(String key, String owner, String kind, long amount, Instant until) {}

    /** What is under one key. */
    private static final class Account {
        private final Map<String, Amount> ofOwners = new HashMap<>();
        private final NavigableSet<Amount> byEnd = new TreeSet<>(FIRST_OVER);
        private long total;
    }

    @Override
    public synchronized LedgerAnswer look(String owner, List<LedgerLine> lines, Instant now) {
        DialLedgerPort.check(owner, lines);
        return LedgerAnswer.of(
                lines.stream().map(line -> state(owner, line, now)).toList());
    }

    @Override
    public synchronized LedgerAnswer claim(String owner, List<LedgerLine> lines, Instant now) {
        LedgerAnswer answer = look(owner, lines, now);
        if (answer.fits()) {
            if (byEnd.size() + lines.size() > MAX_AMOUNTS) {
                purge(now, MAX_LOOKED_AT);
            }
            if (byEnd.size() + lines.size() > MAX_AMOUNTS) {
                throw new StoreUnavailableException("nothing was counted for " + owner + ": the ledger in memory keeps "
                        + MAX_AMOUNTS + " amounts at most; use a database");
            }
            lines.forEach(line -> put(owner, line));
        }
        return answer;
    }

    private LedgerAnswer.State state(String owner, LedgerLine line, Instant now) {
        Account account = accounts.get(line.key());
        if (account == null) {
            return new LedgerAnswer.State(line.key(), 0, line.amount() <= line.limit(), null);
        }
        List<Amount> over = account.byEnd.stream()
                .takeWhile(amount -> !amount.until().isAfter(now))
                .limit(MAX_LOOKED_AT)
                .toList();
        over.forEach(this::remove);
        Amount own = account.ofOwners.get(owner);
        long others = account.total - (own == null ? 0 : own.amount());
        boolean fits = others + line.amount() <= line.limit();
        return new LedgerAnswer.State(
                line.key(), others, fits, fits ? null : fitsAt(account, owner, others, line.limit() - line.amount()));
    }

    private static @Nullable Instant fitsAt(Account account, String owner, long others, long room) {
        long left = others;
        int looked = 0;
        for (Amount amount : account.byEnd) {
            if (amount.until().equals(Instant.MAX) || ++looked > MAX_LOOKED_AT) {
                return null;
            }
            left -= amount.owner().equals(owner) ? 0 : amount.amount();
            if (left <= room) {
                return amount.until();
            }
        }
        return null;
    }

    private void put(String owner, LedgerLine line) {
        Account account = accounts.get(line.key());
        Amount before = account == null ? null : account.ofOwners.get(owner);
        if (before != null) {
            remove(before);
        }
        if (line.amount() > 0) {
            Instant until = line.until() == null ? Instant.MAX : line.until();
            add(new Amount(line.key(), owner, line.kind(), line.amount(), until));
        }
    }

    private void add(Amount amount) {
        Account account = accounts.computeIfAbsent(amount.key(), key -> new Account());
        account.ofOwners.put(amount.owner(), amount);
        account.byEnd.add(amount);
        account.total += amount.amount();
        ofOwners.computeIfAbsent(amount.owner(), owner -> new HashSet<>()).add(amount);
        byEnd.add(amount);
    }

    private void remove(Amount amount) {
        accounts.computeIfPresent(amount.key(), (key, account) -> {
            account.ofOwners.remove(amount.owner());
            account.byEnd.remove(amount);
            account.total -= amount.amount();
            return account.ofOwners.isEmpty() ? null : account;
        });
        ofOwners.computeIfPresent(amount.owner(), (owner, amounts) -> {
            amounts.remove(amount);
            return amounts.isEmpty() ? null : amounts;
        });
        byEnd.remove(amount);
    }

    @Override
    public synchronized void settle(String owner, String kind, long amount) {
        List<Amount> meant = new ArrayList<>(ofOwners.getOrDefault(owner, Set.of()));
        meant.removeIf(own -> !own.kind().equals(kind));
        for (Amount own : meant) {
            remove(own);
            if (amount > 0) {
                add(new Amount(own.key(), owner, kind, amount, own.until()));
            }
        }
    }

    @Override
    public synchronized int purge(Instant now, int max) {
        List<Amount> over = byEnd.stream()
                .takeWhile(amount -> !amount.until().isAfter(now))
                .limit(max)
                .toList();
        over.forEach(this::remove);
        return over.size();
    }
}
