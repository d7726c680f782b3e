package telephony.guard;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import telephony.observe.SpendAlert;
import telephony.outbound.Dial;
import telephony.store.StoreUnavailableException;

/**
 * Tells when half, four fifths and all of the money of a cap is spent or reserved: each once for all processes on the ledger,
 * which decides who tells. A cap whose limit was changed in the meantime is told of anew. When a process dies in the moment
 * in which it tells, that level is not told again; the next one is. Thread-safe.
 */
public final class SpendWatch {

    /** Levels of which this process remembers that they were told; of others it asks the ledger again. */
    static final int MAX_REMEMBERED = 10_000;

    /** Hundredths of a cap at which it is told of. */
    static final List<Integer> LEVELS = List.of(50, 80, SpendAlert.ALL);

    private static final int PERCENT = 100;
    private static final String TOLD = "told";
    private static final String NOBODY = "nobody";

    private final DialLedgerPort ledger;
    private final String process;
    private final Consumer<SpendAlert> alerted;
    private final int mostRemembered;
    private final Set<String> told = new HashSet<>();
    private final Set<String> unsure = new HashSet<>();

    /**
     * @param ledger where the money is counted
     * @param process a name that no other process on the ledger has, and this one not again after a restart; at most
     *     {@link DialLedgerPort#MAX_OWNER_CHARS} characters
     * @param alerted told every alert, on the thread of the dial that brought it about
     */
    public SpendWatch(DialLedgerPort ledger, String process, Consumer<SpendAlert> alerted) {
        this(ledger, process, alerted, MAX_REMEMBERED);
    }

    SpendWatch(DialLedgerPort ledger, String process, Consumer<SpendAlert> alerted, int mostRemembered) {
        this.ledger = ledger;
        this.process = process;
        this.alerted = alerted;
        this.mostRemembered = mostRemembered;
    }

    /** Looks at what the ledger said of a dial; {@code counted} = it was permitted, and its money is reserved. */
    void look(DialCase dialCase, GuardPolicy policy, LedgerAnswer answer, boolean counted) {
        Dial dial = dialCase.dial();
        long amount = DialCounts.reserve(dialCase, policy).orElse(0);
        for (SpendCap cap : SpendCap.of(dial, policy.limits().spend(), dialCase.now())) {
            answer.of(cap.key()).ifPresent(state -> {
                long spent = state.others() + (counted ? amount : 0);
                // A call that is dearer than the whole cap says nothing about what is left of it.
                boolean refused = !state.fits() && amount <= cap.limit();
                for (int level : LEVELS) {
                    boolean reached = cap.limit() > 0 && spent * PERCENT >= cap.limit() * level;
                    if (reached || (refused && level == SpendAlert.ALL)) {
                        SpendAlert alert = new SpendAlert(
                                level,
                                cap.period(),
                                cap.begins(),
                                cap.tenantId(),
                                spent,
                                cap.limit(),
                                policy.limits().spend().currency());
                        tell(cap, alert, dialCase.now());
                    }
                }
            });
        }
    }

    /** One at a time, so that the ledger sees what this process told before. */
    private synchronized void tell(SpendCap cap, SpendAlert alert, Instant now) {
        String key = cap.alertKey(alert.percent());
        if (told.contains(key)) {
            return;
        }
        try {
            if (isFirst(new LedgerLine(key, TOLD, 1, 1, cap.ends()), now)) {
                alerted.accept(alert);
            }
            remember(key);
        } catch (StoreUnavailableException e) {
            // A dial must not fail for this: the next one tells, also when only the answer got lost.
            unsure.add(key);
        }
    }

    private boolean isFirst(LedgerLine line, Instant now) {
        boolean free = unsure.contains(line.key())
                || ledger.look(NOBODY, List.of(line), now).fits();
        return free && ledger.claim(process, List.of(line), now).fits();
    }

    private void remember(String key) {
        if (told.size() >= mostRemembered) {
            told.clear();
        }
        told.add(key);
        unsure.remove(key);
    }
}
