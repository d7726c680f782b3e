package telephony.guard;

import java.util.List;
import telephony.outbound.GuardReason;

/** One guard: pure, so that a stored case can be judged again. */
@FunctionalInterface
interface Guard {

    int UNPROCESSABLE = 422;
    int FORBIDDEN = 403;
    int CONFLICT = 409;
    int TOO_MANY = 429;
    int UNAVAILABLE = 503;

    /** Every reason of this guard against the dial. */
    List<GuardReason> judge(DialCase dialCase, GuardPolicy policy);

    /** A reason that stands on the policy and does not go away by waiting. */
    static GuardReason reason(String rule, String code, int status, String detail, GuardPolicy policy) {
        return new GuardReason(rule, code, status, detail, null, policy.version());
    }
}
