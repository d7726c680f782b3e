package telephony.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import telephony.outbound.Dial;

/**
 * What is written into the ledger beside the dials themselves: how they ended, and who does not want to be
 * called. Each of these takes effect for every process on the ledger as soon as it returns, and may be repeated.
 *
 * <p>Safe for any number of threads. Every method throws {@link telephony.store.StoreUnavailableException}, and has then
 * perhaps taken effect, when the ledger cannot answer.
 */
public final class DialBook {

    /** A call that was hung up within this time of its answer is short. */
    public static final Duration SHORT = Duration.ofSeconds(10);

    private static final String SEEN = "seen";

    private final Supplier<GuardPolicy> policy;
    private final DialLedgerPort ledger;
    private final DialKeys keys;

    /** How a dial ended, as far as guards care. */
    public enum Ending {
        /** Nobody answered, or nothing rang. */
        NOT_ANSWERED,
        /** It was declined. */
        DECLINED,
        /** It was answered, and an agent was there in time. */
        ANSWERED,
        /** It was answered, and no agent was there within two seconds. */
        ABANDONED,
        /** Nobody knows: its money stays reserved, its place is free when its time is over. */
        UNKNOWN
    }

    /** A book with the same policy, ledger and keyed hash as the guard's. */
    public DialBook(Supplier<GuardPolicy> policy, DialLedgerPort ledger, UnaryOperator<String> hash) {
        this.policy = policy;
        this.ledger = ledger;
        this.keys = new DialKeys(hash);
    }

    /**
     * A dial has ended, or was not made after it had been permitted.
     *
     * @param dial as it was judged
     * @param ending how
     * @param talked how long it lasted from its answer on; zero when it was not answered
     * @param country of the number; null = not known
     * @param now the store's clock
     */
    public void ended(Dial dial, Ending ending, Duration talked, @Nullable String country, Instant now) {
        if (ending == Ending.UNKNOWN) {
            return;
        }
        String owner = DialKeys.owner(dial);
        boolean answered = ending == Ending.ANSWERED || ending == Ending.ABANDONED;
        ledger.settle(owner, DialCounts.SLOT, 0);
        long cost = answered ? DialCounts.cost(dial, policy.get(), talked).orElse(0) : 0;
        ledger.settle(owner, DialCounts.SPEND, Math.min(cost, LedgerLine.MAX_AMOUNT));
        if (answered) {
            ledger.claim(owner, seen(dial, ending, talked, now), now);
        }
        if (ending == Ending.DECLINED) {
            leaveAlone(dial, country, now);
        }
    }

    private static List<LedgerLine> seen(Dial dial, Ending ending, Duration talked, Instant now) {
        List<LedgerLine> lines = new ArrayList<>();
        lines.add(seen(DialCounts.answered(dial), now.plus(DialCounts.HOUR)));
        if (talked.compareTo(SHORT) < 0) {
            lines.add(seen(DialCounts.shortOnes(dial), now.plus(DialCounts.HOUR)));
        }
        String campaign = dial.campaignId();
        if (campaign != null) {
            lines.add(seen(DialCounts.answeredOf(campaign, "day"), now.plus(DialCounts.DAY)));
            lines.add(seen(DialCounts.answeredOf(campaign, "month"), now.plus(DialCounts.MONTH)));
            if (ending == Ending.ABANDONED) {
                lines.add(seen(DialCounts.abandonedOf(campaign, "day"), now.plus(DialCounts.DAY)));
                lines.add(seen(DialCounts.abandonedOf(campaign, "month"), now.plus(DialCounts.MONTH)));
            }
        }
        return lines;
    }

    private static LedgerLine seen(String key, Instant until) {
        return new LedgerLine(key, SEEN, 1, LedgerLine.NO_LIMIT, until);
    }

    private void leaveAlone(Dial dial, @Nullable String country, Instant now) {
        Contact.Attempts attempts = policy.get().contact().attemptsIn(country == null ? Quota.ANY : country);
        if (attempts != null && !attempts.quiet().isZero()) {
            mark(keys.quiet(dial.tenantId(), DialCase.target(dial)), 1, now.plus(attempts.quiet()), now);
        }
    }

    /**
     * Who has this number does not want to be called any more.
     *
     * @param number in E.164
     * @param tenantId by this tenant; null = by anybody
     * @param now the store's clock
     */
    public void optOut(String number, @Nullable String tenantId, Instant now) {
        mark(keys.doNotCall(tenantId, number), 1, null, now);
    }

    /** Who has this number may be called again; what other tenants were told stays. */
    public void optIn(String number, @Nullable String tenantId, Instant now) {
        mark(keys.doNotCall(tenantId, number), 0, null, now);
    }

    private void mark(String key, long amount, @Nullable Instant until, Instant now) {
        LedgerAnswer unused = ledger.claim(
                DialKeys.MARKS, List.of(new LedgerLine(key, DialKeys.MARKS, amount, LedgerLine.NO_LIMIT, until)), now);
    }
}
