package telephony.app.demo;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a call must go.
 *
 * @param heard the agents that its caller must hear, in this order and never two at once; none = nobody
 * @param result what its record must say that it came to
 * @param words the same as people say it
 */
record Expectation(List<String> heard, String result, String words) {

    private static final String ANSWERED = "answered";

    Expectation {
        heard = List.copyOf(heard);
    }

    /** One agent at a time, these in turn. */
    static Expectation answeredBy(String first, String... next) {
        List<String> heard = Stream.concat(Stream.of(first), Stream.of(next)).toList();
        return new Expectation(heard, ANSWERED, ANSWERED);
    }

    /** The caller hangs up before anybody could answer. */
    static Expectation abandoned() {
        return new Expectation(List.of(), "abandoned", "caller gave up");
    }

    /** Nobody could be found, so the caller is hung up. */
    static Expectation hungUpForLackOfAgents() {
        return new Expectation(List.of(), "agent_unavailable", "hung up: no agent");
    }

    /** A rule refuses the call. */
    static Expectation refused() {
        return new Expectation(List.of(), "blocked_policy", "refused by rule");
    }
}
