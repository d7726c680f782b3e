package telephony.guard;

import java.util.List;
import java.util.function.UnaryOperator;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;

/**
 * What was decided about one dial, with all that it was decided by. {@link #again} decides it again.
 *
 * @param dialCase the dial and what was found out about it
 * @param numberData which data on numbering plans it was, such as {@code libphonenumber-9.0.43}
 * @param policyVersion which policy it was
 * @param ledger what the ledger said
 * @param reasons every reason against the dial; none = permitted
 */
public record GuardDecision(
        DialCase dialCase, String numberData, String policyVersion, LedgerAnswer ledger, List<GuardReason> reasons) {

    public GuardDecision {
        reasons = List.copyOf(reasons);
    }

    /** The verdict. */
    public GuardVerdict verdict() {
        return new GuardVerdict(reasons);
    }

    /**
     * Decides the stored case again.
     *
     * @param policy the policy of {@link #policyVersion}
     * @param hash the keyed hash of then
     * @return the reasons; those of then, or the record or the program has changed
     * @throws IllegalArgumentException when the policy is another one
     */
    public List<GuardReason> again(GuardPolicy policy, UnaryOperator<String> hash) {
        if (!policy.version().equals(policyVersion)) {
            throw new IllegalArgumentException("decided by policy " + policyVersion + ", not by " + policy.version());
        }
        return Guards.judge(dialCase, policy, hash, ledger);
    }
}
