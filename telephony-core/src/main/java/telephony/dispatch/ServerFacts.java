package telephony.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What LiveKit's server was found to be like.
 *
 * @param leeway whether it accepts a token that has expired a moment ago
 * @param clockAhead how far its clock is ahead of ours, to about a second; negative = behind; null = not known
 * @param version its version; null = not known
 * @param namelessAgents whether an agent was in a room whose name it does not tell
 */
public record ServerFacts(
        Leeway leeway, @Nullable Duration clockAhead, @Nullable String version, boolean namelessAgents) {

    /** What became of a request whose token had expired within LiveKit's leeway of 60 s. */
    public enum Leeway {
        /** It was served. */
        GRANTED,
        /** It was refused: there is no such leeway, or the clocks differ by much. */
        REFUSED,
        /** Not asked, or not answered. */
        UNKNOWN
    }

    /** Nothing is known yet. */
    public static final ServerFacts UNKNOWN = new ServerFacts(Leeway.UNKNOWN, null, null, false);

    /** Clocks that differ by no more than this are as good as equal; the measurement itself is good to about a second. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    /** The first version of LiveKit that tells an agent's name ({@code lk.agent_name}). */
    public static final String OLDEST_VERSION = "1.9.2";

    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?(?:[-+].*)?");

    /**
     * Whether a create's token may be made so that it expires, by LiveKit's leeway, at the request's deadline. Not when
     * LiveKit's clock is behind: then the token would live longer than we wait.
     */
    public boolean mayTokensExpireEarly() {
        return leeway == Leeway.GRANTED && !doClocksDiffer();
    }

    /** Whether the version is known to be one that does not tell agents' names; such a server cannot be served. */
    public boolean isTooOld() {
        Optional<List<Integer>> known = Optional.ofNullable(version).flatMap(ServerFacts::numbers);
        Optional<List<Integer>> oldest = numbers(OLDEST_VERSION);
        if (known.isEmpty() || oldest.isEmpty()) {
            return false;
        }
        for (int i = 0; i < oldest.get().size(); i++) {
            int difference = Integer.compare(known.get().get(i), oldest.get().get(i));
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    /** What an operator should know and do, a sentence each; empty = all is well, or not known. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (isTooOld()) {
            warnings.add("LiveKit " + version + " does not tell agents' names (lk.agent_name), so no agent can be told"
                    + " from another: use livekit-server " + OLDEST_VERSION + " or newer");
        }
        if (version == null && namelessAgents) {
            warnings.add(
                    "an agent is in a room without a name (lk.agent_name), which cannot be told from others: LiveKit"
                            + " is older than " + OLDEST_VERSION + ", or the agent's worker has no agent_name");
        }
        if (doClocksDiffer() && clockAhead != null) {
            warnings.add("LiveKit's clock is " + clockAhead.abs().toSeconds() + " s "
                    + (clockAhead.isNegative() ? "behind" : "ahead of") + " ours: synchronise both with NTP");
        }
        if (leeway == Leeway.REFUSED) {
            warnings.add(
                    "LiveKit refuses a token that expired within its leeway of 60 s: check the clocks; until then a"
                            + " create without an answer is waited for 60 s longer");
        }
        return warnings;
    }

    private boolean doClocksDiffer() {
        return clockAhead != null && clockAhead.abs().compareTo(CLOCK_TOLERANCE) > 0;
    }

    private static Optional<List<Integer>> numbers(String text) {
        Matcher matcher = VERSION.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String patch = matcher.group(3) == null ? "0" : matcher.group(3);
        return Optional.of(List.of(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), Integer.parseInt(patch)));
    }
}
