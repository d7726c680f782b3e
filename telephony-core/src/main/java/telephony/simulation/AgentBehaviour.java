package telephony.simulation;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an agent does that is sent into a room.
 *
 * @param joins whether it comes at all
 * @param later how much later than usual it joins
 * @param speaks whether it publishes audio
 * @param hesitates how much later than usual it does
 * @param endsAfter how long after its join it ends; null = when it is sent away or the room closes
 * @param crashes whether it ends by dying: LiveKit shows it for another 20 s, tracks and all
 * @param heartbeats whether it tells the switchboard every 2 s that it is alive, and leaves when it is told to; only of a
 *     switchboard that is connected to the simulation itself, not over HTTP
 */
public record AgentBehaviour(
        boolean joins,
        Duration later,
        boolean speaks,
        Duration hesitates,
        @Nullable Duration endsAfter,
        boolean crashes,
        boolean heartbeats) {

    private static final Pattern TEXT =
            Pattern.compile("(normal|never|mute)|(slow)=(\\d{1,6})(ms|s)|(crash|leave)@(\\d{1,6})(ms|s)");

    /** Joins and speaks. */
    public static AgentBehaviour normal() {
        return new AgentBehaviour(true, Duration.ZERO, true, Duration.ZERO, null, false, false);
    }

    /** Takes the job and does not come. */
    public static AgentBehaviour neverComing() {
        return new AgentBehaviour(false, Duration.ZERO, false, Duration.ZERO, null, false, false);
    }

    /** Joins and says nothing. */
    public static AgentBehaviour mute() {
        return new AgentBehaviour(true, Duration.ZERO, false, Duration.ZERO, null, false, false);
    }

    /** Joins, says nothing, and begins to speak this much later than usual. */
    public static AgentBehaviour hesitant(Duration later) {
        return new AgentBehaviour(true, Duration.ZERO, true, later, null, false, false);
    }

    /** Joins this much later than usual. */
    public static AgentBehaviour slow(Duration later) {
        return new AgentBehaviour(true, later, true, Duration.ZERO, null, false, false);
    }

    /** Speaks, and dies this long after its join. */
    public static AgentBehaviour crashing(Duration after) {
        return new AgentBehaviour(true, Duration.ZERO, true, Duration.ZERO, after, true, false);
    }

    /** Speaks, and leaves by itself this long after its join. */
    public static AgentBehaviour leaving(Duration after) {
        return new AgentBehaviour(true, Duration.ZERO, true, Duration.ZERO, after, false, false);
    }

    /** The same, with heartbeats. */
    public AgentBehaviour withHeartbeats() {
        return new AgentBehaviour(joins, later, speaks, hesitates, endsAfter, crashes, true);
    }

    /**
     * Reads {@code normal}, {@code never}, {@code mute}, {@code slow=8s}, {@code crash@5s}, {@code leave@500ms}.
     *
     * @throws IllegalArgumentException if it is none of these; the message names them
     */
    public static AgentBehaviour parse(String text) {
        Matcher m = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!m.matches()) {
            throw new IllegalArgumentException("an agent's behaviour is normal, never, mute, slow=8s, crash@5s or"
                    + " leave@5s, not '" + text + "'");
        }
        if (m.group(2) != null) {
            return slow(duration(m.group(3), m.group(4)));
        }
        if (m.group(5) != null) {
            Duration after = duration(m.group(6), m.group(7));
            return m.group(5).equals("crash") ? crashing(after) : leaving(after);
        }
        return switch (m.group(1)) {
            case "never" -> neverComing();
            case "mute" -> mute();
            default -> normal();
        };
    }

    private static Duration duration(String number, String unit) {
        long amount = Long.parseLong(number);
        return unit.equals("ms") ? Duration.ofMillis(amount) : Duration.ofSeconds(amount);
    }
}
