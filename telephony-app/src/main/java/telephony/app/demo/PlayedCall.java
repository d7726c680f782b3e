package telephony.app.demo;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.app.demo.CallRecords.Recorded;
import telephony.simulation.SimulatedCall;

/** A call of the programme that was placed, and what has been seen of it. For one thread. */
final class PlayedCall {

    /** What {@link #shown} begins with when somebody is on the line. */
    static final String HEARS = "hears ";

    /** What it is when nobody is. */
    static final String SILENCE = HEARS + "nobody";

    /** What it ends with when there are too many. */
    static final String AT_ONCE = " agents at once";

    private final Scenario scenario;
    private final SimulatedCall call;
    private @Nullable Duration heardAfter;
    private @Nullable Recorded recorded;
    private String shown = "";

    PlayedCall(Scenario scenario, SimulatedCall call) {
        this.scenario = scenario;
        this.call = call;
    }

    /** Looks at the call; whether what its caller has on the line changed since the last time. */
    boolean look(Duration now) {
        if (heardAfter == null && !call.heard().isEmpty()) {
            heardAfter = now.minus(scenario.startsAt());
        }
        String next = line();
        boolean changed = !next.equals(shown);
        shown = next;
        return changed;
    }

    /** What the caller has on the line, in words; as it was looked at last. */
    String shown() {
        return shown;
    }

    private String line() {
        if (call.isOver()) {
            return "over";
        }
        int now = call.agentsNow();
        if (now > 0) {
            int last = call.heard().size() - 1;
            return HEARS + (now == 1 ? call.heard().get(last) : now + AT_ONCE);
        }
        return call.isAnswered() ? SILENCE : "rings";
    }

    /** Keeps what the record says by now. */
    void read(CallRecords records) {
        records.ofRoom(call.roomName()).ifPresent(says -> recorded = says);
    }

    Optional<Recorded> recorded() {
        return Optional.ofNullable(recorded);
    }

    Scenario scenario() {
        return scenario;
    }

    String roomName() {
        return call.roomName();
    }

    Ears ears() {
        return Ears.of(call);
    }

    boolean isOver() {
        return call.isOver();
    }

    /** How long after the call began its caller first heard an agent; empty = not yet. */
    Optional<Duration> heardAfter() {
        return Optional.ofNullable(heardAfter);
    }

    Verdict verdict() {
        return Verdict.on(scenario.expected(), ears(), isOver(), recorded());
    }
}
