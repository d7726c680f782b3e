package telephony.app.proof;

import java.time.Instant;

/**
 * Something that must not be.
 *
 * @param invariant what it breaks
 * @param at when it was seen
 * @param what the case in point
 */
record Violation(Invariant invariant, Instant at, String what) {

    @Override
    public String toString() {
        return invariant + " at " + at + ": " + what;
    }
}
