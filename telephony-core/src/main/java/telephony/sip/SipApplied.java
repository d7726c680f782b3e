package telephony.sip;

import java.util.List;
import telephony.dispatch.LiveKitAnswer;

/**
 * What became of a plan.
 *
 * @param plan the plan as it was found at that moment
 * @param verdict how it ended
 * @param steps what LiveKit was asked, in order; the last one is the one that failed, if any did
 */
public record SipApplied(SipPlan plan, Verdict verdict, List<Step> steps) {

    /** How it ended. */
    public enum Verdict {
        /** All is as the document wants it. */
        DONE,
        /** The plan refuses something, so nothing was done. */
        REFUSED,
        /** The plan is another one than that which was agreed to, so nothing was done. */
        CHANGED_MEANWHILE,
        /** A step failed; those before it took effect, those after it were not tried. */
        FAILED
    }

    /**
     * One request.
     *
     * @param change what was to be done
     * @param kind what LiveKit's answer means
     * @param detail LiveKit's answer for the operator
     */
    public record Step(SipChange change, LiveKitAnswer.Kind kind, String detail) {

        /** Whether it surely took effect. */
        public boolean isDone() {
            return kind == LiveKitAnswer.Kind.DONE
                    || (change instanceof SipChange.Delete && kind == LiveKitAnswer.Kind.ABSENT);
        }
    }

    public SipApplied {
        steps = List.copyOf(steps);
    }
}
