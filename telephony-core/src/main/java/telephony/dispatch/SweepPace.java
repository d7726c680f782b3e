package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import telephony.call.Gap;

/**
 * When the next sweep may begin: every few seconds, faster while there is something to catch up with, slower and slower
 * while LiveKit does not answer. Thread-safe.
 */
final class SweepPace {

    /** How long after the beginning of a sweep the next one may begin. */
    static final Duration EVERY = Duration.ofSeconds(3);

    /** The same while rooms are still to be asked after a gap; this bounds the requests per second. */
    static final Duration CATCHING_UP = Duration.ofSeconds(1);

    /** The longest pause while LiveKit does not answer; it begins with {@link #EVERY} and doubles. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** So many sweeps in a row without an answer are an outage; one alone may be chance. */
    static final int OUTAGE = 2;

    private Instant began = Instant.MIN;
    private Instant next = Instant.MIN;
    private Instant firstFailure = Instant.MIN;
    private int failures;
    // Whoever starts has everything to catch up with.
    private int toCatchUp = Integer.MAX_VALUE;

    /** Whether a sweep is to begin now; whoever gets true begins it. */
    synchronized boolean begin(Instant now) {
        if (now.isBefore(next)) {
            return false;
        }
        began(now);
        return true;
    }

    /** A sweep begins now, due or not. */
    synchronized void began(Instant now) {
        began = now;
        next = now.plus(EVERY);
    }

    /** LiveKit answered this sweep; tells the outage that is over by it. */
    synchronized Optional<Gap> answered(Instant now) {
        boolean outage = failures >= OUTAGE;
        failures = 0;
        next = began.plus(EVERY);
        if (!outage) {
            return Optional.empty();
        }
        catchUp();
        return Optional.of(Gap.of(Gap.Kind.LIVEKIT_UNREACHABLE, firstFailure, now));
    }

    /** LiveKit did not answer this sweep. */
    synchronized void failed() {
        if (failures == 0) {
            firstFailure = began;
        }
        Duration pause = EVERY.multipliedBy(1L << Math.min(failures, 4));
        next = began.plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
        failures++;
    }

    /** Something was missed: every room is to be asked once, soon. */
    synchronized void catchUp() {
        toCatchUp = Integer.MAX_VALUE;
        if (failures == 0) {
            hurry();
        }
    }

    /** So many rooms of this many were asked. */
    synchronized void asked(int some, int all) {
        toCatchUp = Math.max(0, Math.min(toCatchUp, all) - some);
        if (failures == 0) {
            next = began.plus(toCatchUp > 0 ? CATCHING_UP : EVERY);
        }
    }

    /** Whether rooms are still to be asked after something was missed. */
    synchronized boolean isCatchingUp() {
        return toCatchUp > 0;
    }

    /** LiveKit gave a sign of life: there is no reason to wait longer for it. */
    synchronized void signOfLife() {
        if (failures > 0) {
            hurry();
        }
    }

    private void hurry() {
        Instant soon = began.equals(Instant.MIN) ? Instant.MIN : began.plus(CATCHING_UP);
        next = soon.isBefore(next) ? soon : next;
    }
}
