package telephony.guard;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import telephony.outbound.Dial;
import telephony.outbound.DialGuard;
import telephony.outbound.GuardVerdict;

/**
 * Judges dials by a policy, what is known of the world and what was dialled before: all guards in one pass, which tells every
 * reason.
 *
 * <p>At the order nothing is counted, so that an order may be asked about as often as wanted. At the commit everything is
 * counted in one atomic step, and only when no guard refuses: attempts, places, money. Whoever asked not to be called before
 * that step is not called.
 *
 * <p>The policy is taken anew for each dial. Safe for any number of threads; blocks for one step on the ledger.
 */
public final class PolicyDialGuard implements DialGuard {

    /** How far ahead and back public holidays are asked for, beside the horizon: days that zones may differ by. */
    private static final int ZONE_DAYS = 2;

    private final Supplier<GuardPolicy> policy;
    private final GuardSources sources;
    private final DialLedgerPort ledger;
    private final UnaryOperator<String> hash;
    private final Consumer<GuardDecision> decided;
    private final SpendWatch watch;

    /**
     * A guard.
     *
     * @param policy the policy of the moment
     * @param sources what is known of the world
     * @param ledger what was dialled before
     * @param hash a keyed hash of numbers, the same in every process on the ledger and for ever: who stands in the ledger is
     *     not found again with another one
     * @param decided told every decision, before it takes effect; when it throws, the dial is not permitted
     * @param watch told how much money is spent, also by dials that were refused
     */
    public PolicyDialGuard(
            Supplier<GuardPolicy> policy,
            GuardSources sources,
            DialLedgerPort ledger,
            UnaryOperator<String> hash,
            Consumer<GuardDecision> decided,
            SpendWatch watch) {
        this.policy = policy;
        this.sources = sources;
        this.ledger = ledger;
        this.hash = hash;
        this.decided = decided;
        this.watch = watch;
    }

    /**
     * Judges one dial; at the commit it counts it as well when it is permitted.
     *
     * @throws telephony.store.StoreUnavailableException when the ledger or the rulings cannot be read: nothing may then be
     *     dialled
     */
    @Override
    public GuardVerdict check(Dial dial, Instant now) {
        GuardPolicy current = policy.get();
        DialCase dialCase = found(dial, now, current);
        List<LedgerLine> lines = DialCounts.of(dialCase, current, hash).stream()
                .map(DialCount::line)
                .toList();
        String owner = DialKeys.owner(dial);
        LedgerAnswer answer = ledger.look(owner, lines, now);
        boolean refused =
                !answer.fits() || !Guards.judge(dialCase, current, hash, answer).isEmpty();
        if (dial.phase() == Dial.Phase.COMMIT && !refused) {
            answer = ledger.claim(owner, lines, now);
        }
        GuardDecision decision = new GuardDecision(
                dialCase,
                sources.numbers().version(),
                current.version(),
                answer,
                Guards.judge(dialCase, current, hash, answer));
        decided.accept(decision);
        boolean counted =
                dial.phase() == Dial.Phase.COMMIT && decision.verdict().isPermitted();
        watch.look(dialCase, current, answer, counted);
        return decision.verdict();
    }

    private DialCase found(Dial dial, Instant now, GuardPolicy current) {
        @Nullable
        NumberFacts number = DialCase.isAddress(dial)
                ? null
                : sources.numbers().facts(DialCase.target(dial)).orElse(null);
        DialCase bare = new DialCase(dial, now, DialTerms.of(dial), number, null, Map.of(), List.of());
        @Nullable
        RegistryListing registry = bare.country()
                .flatMap(country -> sources.registries().look(country, bare.target()))
                .orElse(null);
        Map<String, HolidayDates> holidays = new TreeMap<>();
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        ContactGuards.windowRules(bare, current).stream()
                .map(WindowRule::holidayCalendar)
                .filter(Objects::nonNull)
                .forEach(calendar -> {
                    Optional<HolidayDates> dates = sources.holidays()
                            .between(
                                    calendar,
                                    today.minusDays(ZONE_DAYS),
                                    today.plusDays(Windows.HORIZON_DAYS + ZONE_DAYS));
                    dates.ifPresent(found -> holidays.put(calendar, found));
                });
        List<Ruling> rulings = sources.rulings().inForce(now).stream()
                .filter(ruling -> ruling.subject().covers(bare))
                .toList();
        return new DialCase(dial, now, bare.terms(), number, registry, holidays, rulings);
    }
}
