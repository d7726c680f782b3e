package telephony.app.proof;

import java.util.List;

/** Plays schedules and judges them. */
final class Proof {

    private Proof() {}

    /** What is violated when this is played, in the order of being seen; empty = nothing. */
    static List<Violation> violations(Schedule schedule) {
        Checker checker = new Checker(Bounds.of(schedule));
        new Play(schedule, checker, false).run();
        return checker.violations();
    }

    /** The same, step by step, for people. */
    static List<String> trace(Schedule schedule) {
        Trace trace = new Trace();
        new Play(schedule, new Checker(Bounds.of(schedule), trace), true).run();
        return trace.lines();
    }

    /** The shortest schedule that is found to violate this as the given one does. */
    static Schedule shortest(Schedule failing, Invariant invariant) {
        return new Shrinking(candidate ->
                        violations(candidate).stream().anyMatch(violation -> violation.invariant() == invariant))
                .shortest(failing);
    }
}
