package telephony.guard;

import telephony.outbound.GuardReason;

/**
 * Something that the ledger counts for a dial, and what is said when it does not fit.
 *
 * @param line what is counted
 * @param rule whose it is
 * @param code the reason's code
 * @param status the reason's HTTP status
 * @param detail the reason's words
 */
record DialCount(LedgerLine line, String rule, String code, int status, String detail) {

    GuardReason reason(LedgerAnswer.State state, GuardPolicy policy) {
        return new GuardReason(rule, code, status, detail, state.fitsAt(), policy.version());
    }
}
