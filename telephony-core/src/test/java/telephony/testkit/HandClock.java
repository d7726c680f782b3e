package telephony.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes only when it is turned. */
public final class HandClock implements InstantSource {

    private Instant now;

    /** Shows this until it is turned. */
    public HandClock(Instant start) {
        now = start;
    }

    /** Turns it forward. */
    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    /** Sets it, forward or back. */
    public synchronized void set(Instant to) {
        now = to;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }
}
