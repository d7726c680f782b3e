package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Keeps in mind what LiveKit's server is like, and asks anew now and then. Thread-safe; owns no thread. */
public final class ServerWatch {

    /** Servers are replaced and clocks drift, but neither every minute. */
    static final Duration AGAIN = Duration.ofMinutes(10);

    /** As long as something is not known. */
    static final Duration UNTIL_KNOWN = Duration.ofSeconds(5);

    private final @Nullable ServerProbePort probe;
    private final InstantSource clock;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile ServerFacts asked = ServerFacts.UNKNOWN;
    private volatile boolean namelessAgents;
    private volatile Instant next = Instant.MIN;

    /** @param probe asks LiveKit; null = nobody does, and nothing will be known */
    public ServerWatch(@Nullable ServerProbePort probe, InstantSource clock) {
        this.probe = probe;
        this.clock = clock;
    }

    /** Asks if it is time to; returns at once. */
    public void askIfDue() {
        Instant now = clock.instant();
        if (probe == null || now.isBefore(next) || !asking.compareAndSet(false, true)) {
            return;
        }
        next = now.plus(UNTIL_KNOWN);
        probe.probe().whenComplete((answer, failure) -> {
            if (answer != null) {
                asked = answer;
                boolean known = answer.leeway() != ServerFacts.Leeway.UNKNOWN && answer.version() != null;
                next = now.plus(known ? AGAIN : UNTIL_KNOWN);
            }
            asking.set(false);
        });
    }

    /** An agent is in a room, and LiveKit does not tell its name. */
    public void namelessAgentSeen() {
        namelessAgents = true;
    }

    /** What is known. */
    public ServerFacts facts() {
        ServerFacts known = asked;
        return new ServerFacts(known.leeway(), known.clockAhead(), known.version(), namelessAgents);
    }

    /**
     * Whether creates' tokens may expire early. Where nobody asks, LiveKit's own leeway is taken for granted, and an
     * answer 401 to a create tells otherwise; where somebody does, nothing is taken for granted.
     */
    public boolean mayTokensExpireEarly() {
        return probe == null || asked.mayTokensExpireEarly();
    }
}
