package telephony.app.proof;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that is not LiveKit's. */
final class DriftingClock implements InstantSource {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final InstantSource livekit;
    private final Instant start;
    private final World.Drift drift;

    DriftingClock(InstantSource livekit, Instant start, World.Drift drift) {
        this.livekit = livekit;
        this.start = start;
        this.drift = drift;
    }

    @Override
    public Instant instant() {
        Instant now = livekit.instant();
        long gone = Duration.between(start, now).toMillis();
        return now.plus(drift.ahead()).plusMillis(drift.perMinute().toMillis() * gone / MINUTE);
    }
}
