package telephony.adapters.http;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Ids of requests: when the server started, and how many requests there were since. */
final class RequestIds {

    private static final int RADIX = 36;

    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    RequestIds(InstantSource clock) {
        this.prefix = Long.toString(clock.millis(), RADIX) + "-";
    }

    String next() {
        return prefix + Long.toString(count.incrementAndGet(), RADIX);
    }
}
