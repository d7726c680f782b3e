package telephony.guard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import telephony.outbound.Dial;
import telephony.outbound.GuardReason;

/** All guards together: pure, and always in the order of their numbers. */
final class Guards {

    /** Guards that need no ledger. */
    private static final List<Guard> OF_THE_CASE = List.of(
            DestinationGuards::switchedOff,
            DestinationGuards::number,
            DestinationGuards::country,
            DestinationGuards::prefix,
            ContactGuards::doNotCall,
            ContactGuards::consent,
            ContactGuards::window,
            OrderGuards::attempts,
            OrderGuards::cost,
            OrderGuards::times,
            OrderGuards::callerId,
            OrderGuards::disclosure,
            OrderGuards::approval);

    private static final int PERCENT = 100;

    private Guards() {}

    /** Reasons that are there whatever the ledger says. */
    static List<GuardReason> withoutLedger(DialCase dialCase, GuardPolicy policy) {
        return OF_THE_CASE.stream()
                .flatMap(guard -> guard.judge(dialCase, policy).stream())
                .toList();
    }

    /** Every reason, by the guards' numbers. */
    static List<GuardReason> judge(
            DialCase dialCase, GuardPolicy policy, UnaryOperator<String> hash, LedgerAnswer answer) {
        List<GuardReason> reasons = new ArrayList<>(withoutLedger(dialCase, policy));
        for (DialCount count : DialCounts.of(dialCase, policy, hash)) {
            answer.of(count.line().key())
                    .filter(state -> !state.fits())
                    .ifPresent(state -> reasons.add(count.reason(state, policy)));
        }
        reasons.addAll(shares(dialCase, policy, answer));
        reasons.sort(
                Comparator.comparingInt(reason -> Integer.parseInt(reason.rule().substring(1))));
        return List.copyOf(reasons);
    }

    /** What a share of earlier calls says: the part of G9 about short calls, and G15. */
    static List<GuardReason> shares(DialCase dialCase, GuardPolicy policy, LedgerAnswer answer) {
        List<GuardReason> reasons = new ArrayList<>();
        Dial dial = dialCase.dial();
        Limits.Velocity velocity = policy.limits().velocity();
        long answered = total(answer, DialCounts.answered(dial));
        long shortOnes = total(answer, DialCounts.shortOnes(dial));
        boolean released = dialCase.isRuled(Ruling.Kind.RELEASE);
        if (!released
                && answered >= velocity.shortLeast()
                && shortOnes * PERCENT > answered * velocity.shortPercent()) {
            reasons.add(Guard.reason(
                    "G9",
                    "destination-velocity",
                    Guard.FORBIDDEN,
                    "most calls of the last hour were hung up within seconds; find out why, and wait or release them with"
                            + " guards release",
                    policy));
        }
        String campaign = dial.campaignId();
        if (campaign != null
                && List.of("day", "month").stream().anyMatch(time -> isAbandoning(answer, policy, campaign, time))) {
            reasons.add(Guard.reason(
                    "G15",
                    "campaign-paused",
                    Guard.CONFLICT,
                    "too many people answered this campaign's calls while no agent was there",
                    policy));
        }
        return reasons;
    }

    private static boolean isAbandoning(LedgerAnswer answer, GuardPolicy policy, String campaign, String time) {
        Limits.Abandonment limit = policy.limits().abandonment();
        long answered = total(answer, DialCounts.answeredOf(campaign, time));
        long abandoned = total(answer, DialCounts.abandonedOf(campaign, time));
        return answered >= limit.leastAnswered() && abandoned * PERCENT >= answered * limit.pausePercent();
    }

    private static long total(LedgerAnswer answer, String key) {
        Optional<LedgerAnswer.State> state = answer.of(key);
        return state.map(LedgerAnswer.State::others).orElse(0L);
    }
}
