package telephony.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was given up on while an agent was being replaced; none of it can ever be the call's again.
 *
 * @param removed identities of agents that were removed, or are to be
 * @param retiredAttempt the highest attempt that was given up on; 0 = none
 * @param spentDispatches dispatches of somebody else that had been adopted and were given up on
 * @param recoveries how often an agent that had been heard was replaced
 * @param rungs how many rungs of the route's list were taken since an agent was last heard
 * @param callers {@code sip.callID}s of callers whom we hung up on, because nobody answers them; unlike agents, they may
 *     call again under the same identity
 */
public record Replacement(
        Set<String> removed,
        int retiredAttempt,
        List<String> spentDispatches,
        int recoveries,
        int rungs,
        Set<String> callers) {

    /** Nothing was given up on. */
    public static final Replacement NONE = new Replacement(Set.of(), 0, List.of(), 0, 0, Set.of());

    public Replacement {
        removed = Set.copyOf(removed);
        spentDispatches = List.copyOf(spentDispatches);
        callers = Set.copyOf(callers);
    }

    /** The same with these identities as well. */
    public Replacement removing(Set<String> identities) {
        Set<String> next = new TreeSet<>(removed);
        next.addAll(identities);
        return new Replacement(next, retiredAttempt, spentDispatches, recoveries, rungs, callers);
    }

    /** The same with these callers hung up on as well. */
    public Replacement hangingUpOn(Set<String> sipCallIds) {
        Set<String> next = new TreeSet<>(callers);
        next.addAll(sipCallIds);
        return new Replacement(removed, retiredAttempt, spentDispatches, recoveries, rungs, next);
    }

    /** The same with all attempts up to this one retired. */
    public Replacement retiring(int attempt) {
        return new Replacement(removed, Math.max(attempt, retiredAttempt), spentDispatches, recoveries, rungs, callers);
    }

    /** The same with this dispatch spent; null = none. */
    public Replacement spending(@Nullable String dispatchId) {
        List<String> next = new ArrayList<>(spentDispatches);
        if (dispatchId != null && !next.contains(dispatchId)) {
            next.add(dispatchId);
        }
        return new Replacement(removed, retiredAttempt, next, recoveries, rungs, callers);
    }

    /** The same with one more recovery of an agent that had been heard; the rungs begin anew. */
    public Replacement recovering() {
        return new Replacement(removed, retiredAttempt, spentDispatches, recoveries + 1, 0, callers);
    }

    /** The same with no failure counted: what comes next is a beginning. */
    public Replacement relieved() {
        return new Replacement(removed, retiredAttempt, spentDispatches, 0, 0, callers);
    }

    /** The same for an episode after that one. */
    Replacement apartFrom(AgentDispatch earlier) {
        Set<String> agents =
                earlier.agents().stream().map(AgentPresence::identity).collect(Collectors.toSet());
        Replacement apart = removing(agents).removing(earlier.replacement().removed);
        for (String id : earlier.replacement().spentDispatches) {
            apart = apart.spending(id);
        }
        return apart.spending(earlier.adoptedDispatchId());
    }

    /** The same with so many rungs taken. */
    public Replacement withRungs(int taken) {
        return new Replacement(removed, retiredAttempt, spentDispatches, recoveries, taken, callers);
    }
}
