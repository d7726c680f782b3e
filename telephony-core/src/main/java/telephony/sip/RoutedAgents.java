package telephony.sip;

import java.util.Set;

/**
 * The agents that our own routing sends, as far as they are known.
 *
 * @param names under which LiveKit knows them
 * @param complete whether there are no others; where not, nothing is said of names that are not among them
 */
public record RoutedAgents(Set<String> names, boolean complete) {

    public RoutedAgents {
        names = Set.copyOf(names);
    }

    /** All that there are. */
    public static RoutedAgents all(Set<String> names) {
        return new RoutedAgents(names, true);
    }
}
