package telephony.simulation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does who is called.
 *
 * @param rings whether his phone says that it rings
 * @param finalCode the SIP status of the far end's final answer; {@link OutboundCall#NO_ANSWER} = it never gives one
 * @param after how long after the dial it gives it
 * @param talk how long after answering he hangs up; null = not by himself
 */
public record CalleeBehaviour(boolean rings, int finalCode, Duration after, @Nullable Duration talk) {

    private static final int OK = 200;
    private static final int BUSY = 486;

    /** Rings for a second, answers, and stays. */
    public static CalleeBehaviour answering() {
        return new CalleeBehaviour(true, OK, Duration.ofSeconds(1), null);
    }

    /** Rings for 300 ms; then the far end gives this SIP code. */
    public static CalleeBehaviour failing(int code) {
        return new CalleeBehaviour(true, code, Duration.ofMillis(300), null);
    }

    /** Talks to somebody else. */
    public static CalleeBehaviour busy() {
        return failing(BUSY);
    }

    /** Rings, and nobody takes it up. */
    public static CalleeBehaviour absent() {
        return new CalleeBehaviour(true, OutboundCall.NO_ANSWER, Duration.ZERO, null);
    }

    /** The same, so long after the dial. */
    public CalleeBehaviour after(Duration next) {
        return new CalleeBehaviour(rings, finalCode, next, talk);
    }

    /** The same, hanging up so long after answering. */
    public CalleeBehaviour talkingFor(Duration time) {
        return new CalleeBehaviour(rings, finalCode, after, time);
    }

    OutboundCall call(String room, String identity, String to, String from, Duration ringingTimeout) {
        return new OutboundCall(room, identity, to, from, rings, finalCode, after, ringingTimeout);
    }
}
