package telephony.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import telephony.outbound.Dial;
import telephony.outbound.GuardReason;

/** G8 and G12 as far as no ledger is needed, and G13, G14, G16 and G17: what the order itself and its campaign say. */
final class OrderGuards {

    private OrderGuards() {}

    /** G8: limits of attempts must be known. */
    static List<GuardReason> attempts(DialCase dialCase, GuardPolicy policy) {
        boolean unknown = dialCase.isContact()
                && dialCase.country().isPresent()
                && DialCounts.attempts(dialCase, policy).isEmpty();
        return unknown
                ? List.of(Guard.reason(
                        "G8",
                        "attempts-unknown",
                        Guard.FORBIDDEN,
                        "how often people in this country may be called is not known; add it to attempts",
                        policy))
                : List.of();
    }

    /** G12: what one call may cost. */
    static List<GuardReason> cost(DialCase dialCase, GuardPolicy policy) {
        Long most = policy.limits().spend().call();
        long limit = most == null ? LedgerLine.MAX_AMOUNT : Math.min(most, LedgerLine.MAX_AMOUNT);
        return DialCounts.reserve(dialCase, policy).orElse(0) > limit
                ? List.of(Guard.reason(
                        "G12",
                        "spend-cap",
                        Guard.FORBIDDEN,
                        "the most that this call could cost is more than a call may; give a shorter maxDuration",
                        policy))
                : List.of();
    }

    /** G13: how long it rings and lasts. */
    static List<GuardReason> times(DialCase dialCase, GuardPolicy policy) {
        Limits.Times times = policy.limits().times();
        List<GuardReason> reasons = new ArrayList<>();
        Duration ringing = dialCase.dial().ringingTimeout();
        if (ringing.compareTo(times.leastRinging()) < 0 || ringing.compareTo(times.mostRinging()) > 0) {
            reasons.add(duration(
                    "ringingTimeout must be " + times.leastRinging().toSeconds() + " to "
                            + times.mostRinging().toSeconds() + " s",
                    policy));
        }
        Duration longest = dialCase.dial().maxDuration();
        if (longest.isNegative() || longest.isZero() || longest.compareTo(times.mostDuration()) > 0) {
            reasons.add(duration(
                    "maxDuration must be more than 0 and at most "
                            + times.mostDuration().toSeconds() + " s",
                    policy));
        }
        return reasons;
    }

    private static GuardReason duration(String detail, GuardPolicy policy) {
        return Guard.reason("G13", "duration-not-allowed", Guard.UNPROCESSABLE, detail, policy);
    }

    /** G14: the number that is shown must be ours, the tenant's and the campaign's. */
    static List<GuardReason> callerId(DialCase dialCase, GuardPolicy policy) {
        Dial dial = dialCase.dial();
        String from = dial.from();
        String campaigns =
                policy.campaign(dial.campaignId()).map(Campaign::callerId).orElse(null);
        if (from == null) {
            return policy.callers().trunksOwn() && campaigns == null
                    ? List.of()
                    : List.of(callerId("say from: the number to show; see callerIds", policy));
        }
        Callers.CallerId own = policy.callers().owned().get(from);
        if (own == null) {
            return List.of(
                    callerId("from is not among the numbers that were verified to be ours; see callerIds", policy));
        }
        List<GuardReason> reasons = new ArrayList<>();
        if (!own.tenants().isEmpty()
                && (dial.tenantId() == null || !own.tenants().contains(dial.tenantId()))) {
            reasons.add(callerId("from is not this tenant's number; see callerIds", policy));
        }
        boolean abroad = !own.countries().isEmpty()
                && dialCase.country().filter(own.countries()::contains).isEmpty();
        if (abroad && !dialCase.isAddress()) {
            reasons.add(callerId("from is not to be shown in the called country; see callerIds", policy));
        }
        if (campaigns != null && !campaigns.equals(from)) {
            reasons.add(callerId("from is not the one number of this campaign; see campaigns", policy));
        }
        return reasons;
    }

    private static GuardReason callerId(String detail, GuardPolicy policy) {
        return Guard.reason("G14", "caller-id-not-allowed", Guard.FORBIDDEN, detail, policy);
    }

    /** G16: what the agent must say is settled. */
    static List<GuardReason> disclosure(DialCase dialCase, GuardPolicy policy) {
        String name = dialCase.dial().campaignId();
        if (!dialCase.isContact()) {
            return List.of();
        }
        if (name == null) {
            boolean marketing =
                    dialCase.purpose(policy).filter(Purpose.MARKETING::equals).isPresent();
            return marketing
                    ? List.of(disclosure(
                            "a marketing call needs a campaign, which says what the agent discloses", policy))
                    : List.of();
        }
        return policy.campaign(name)
                .map(campaign -> campaign.disclosure().missing())
                .map(missing -> missing.isEmpty()
                        ? List.<GuardReason>of()
                        : List.of(disclosure(
                                "this campaign's disclosure lacks " + String.join(", ", missing) + "; see campaigns",
                                policy)))
                .orElseGet(() -> List.of(disclosure(
                        "this campaign is not known; add it to campaigns, with what its agents disclose", policy)));
    }

    private static GuardReason disclosure(String detail, GuardPolicy policy) {
        return Guard.reason("G16", "disclosure-missing", Guard.UNPROCESSABLE, detail, policy);
    }

    /** G17: a large campaign needs more than one person. */
    static List<GuardReason> approval(DialCase dialCase, GuardPolicy policy) {
        return policy
                .campaign(dialCase.dial().campaignId())
                .filter(campaign -> !campaign.isApproved())
                .map(campaign -> Guard.reason(
                        "G17",
                        "approval-pending",
                        Guard.FORBIDDEN,
                        "a campaign of this size takes the names of " + campaign.approvals()
                                + " people in approvedBy; see campaigns",
                        policy))
                .stream()
                .toList();
    }
}
