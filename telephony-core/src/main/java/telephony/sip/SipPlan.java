package telephony.sip;

import java.util.List;

/**
 * What is to be done so that LiveKit has what a document wants.
 *
 * @param set the document's set
 * @param changes one for each trunk and rule of the document or of the set, in the order in which they are done
 * @param warnings what is allowed and probably not meant, as it would be afterwards
 */
public record SipPlan(String set, List<SipChange> changes, List<SipWarning> warnings) {

    public SipPlan {
        changes = List.copyOf(changes);
        warnings = List.copyOf(warnings);
    }

    /** Whether LiveKit has all already. */
    public boolean isNothingToDo() {
        return changes.stream().allMatch(SipChange.Nothing.class::isInstance);
    }

    /** Whether something is refused, so that nothing may be done. */
    public boolean isRefused() {
        return changes.stream().anyMatch(SipChange.Refused.class::isInstance);
    }
}
