package telephony.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import telephony.guard.DialLedgerPort;
import telephony.guard.LedgerAnswer;
import telephony.guard.LedgerLine;
import telephony.store.StoreUnavailableException;

/** The plainest ledger: one list under one lock. It can be told to be down. */
public final class FakeDialLedger implements DialLedgerPort {

    private record Entry(String owner, LedgerLine line) {}

    private final List<Entry> entries = new ArrayList<>();
    private boolean down;

    /** From now on every step fails, or works again. */
    public synchronized void setDown(boolean isDown) {
        down = isDown;
    }

    /** How many amounts are kept, also those that count no more. */
    public synchronized int size() {
        return entries.size();
    }

    @Override
    public synchronized LedgerAnswer look(String owner, List<LedgerLine> lines, Instant now) {
        refuseWhenDown();
        DialLedgerPort.check(owner, lines);
        return LedgerAnswer.of(
                lines.stream().map(line -> state(owner, line, now)).toList());
    }

    @Override
    public synchronized LedgerAnswer claim(String owner, List<LedgerLine> lines, Instant now) {
        LedgerAnswer answer = look(owner, lines, now);
        if (answer.fits()) {
            for (LedgerLine line : lines) {
                entries.removeIf(
                        mine -> mine.owner().equals(owner) && mine.line().key().equals(line.key()));
                if (line.amount() > 0) {
                    entries.add(new Entry(owner, line));
                }
            }
        }
        return answer;
    }

    private LedgerAnswer.State state(String owner, LedgerLine line, Instant now) {
        List<LedgerLine> others = entries.stream()
                .filter(entry -> !entry.owner().equals(owner))
                .map(Entry::line)
                .filter(other -> other.key().equals(line.key()) && other.isLiveAt(now))
                .sorted(Comparator.comparing(LedgerLine::until, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
        long total = others.stream().mapToLong(LedgerLine::amount).sum();
        boolean fits = total + line.amount() <= line.limit();
        Instant at = null;
        long left = total;
        for (LedgerLine other : others) {
            if (fits || left + line.amount() <= line.limit()) {
                break;
            }
            left -= other.amount();
            at = other.until();
        }
        return new LedgerAnswer.State(line.key(), total, fits, left + line.amount() <= line.limit() ? at : null);
    }

    @Override
    public synchronized void settle(String owner, String kind, long amount) {
        refuseWhenDown();
        Predicate<Entry> meant =
                entry -> entry.owner().equals(owner) && entry.line().kind().equals(kind);
        List<Entry> before = entries.stream().filter(meant).toList();
        entries.removeIf(meant);
        if (amount > 0) {
            before.forEach(entry -> {
                LedgerLine line = entry.line();
                entries.add(
                        new Entry(owner, new LedgerLine(line.key(), kind, amount, LedgerLine.NO_LIMIT, line.until())));
            });
        }
    }

    @Override
    public synchronized int purge(Instant now, int max) {
        refuseWhenDown();
        List<Entry> gone = entries.stream()
                .filter(entry -> !entry.line().isLiveAt(now))
                .limit(max)
                .toList();
        entries.removeAll(gone);
        return gone.size();
    }

    private void refuseWhenDown() {
        if (down) {
            throw new StoreUnavailableException("the ledger was told to be down");
        }
    }
}
