package telephony.directory.decision;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.directory.DirectorySnapshot;
import telephony.routing.AgentConfig;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.RoutingStep;

/**
 * Who answers a call, from the directory and, behind it, from other rules. In this order, and the first that speaks decides:
 * the agent that the call itself names, the campaign of the number, the active agents of the number, the default agent of the
 * tenant, other rules that list the number, the default agent of the system, and what is said of unknown numbers. A call
 * that nobody speaks for is decided as well: this never answers with nothing.
 *
 * <p>One decision is made from one state of the directory, the one that is in memory when it begins; no store is asked.
 * The same call at the same instant and the same state is decided alike, as long as the counts of {@link AgentLoad} are the
 * same. {@link #explain} names the step that decided by its {@link RoutingStep#reason}, which is the decision's.
 *
 * <p>How many calls an agent, a campaign or a tenant may have at once is not judged here: whoever does that stands around this
 * port, because a place that is free or taken is no property of the directory.
 *
 * <p>Safe for any number of threads.
 */
public final class DirectoryRouting implements CallRoutingPort {

    private final Supplier<DirectorySnapshot> directory;
    private final DirectoryPolicy policy;
    private final OpeningTimes times;
    private final AgentLoad load;
    private final @Nullable OtherRules others;
    private volatile Names names = new Names(Set.of(), Set.of(), Set.of());

    /** All names, and what they were put together from. */
    private record Names(Set<String> ofDirectory, Set<String> ofOthers, Set<String> all) {}

    /** The directory alone. */
    public DirectoryRouting(
            Supplier<DirectorySnapshot> directory, DirectoryPolicy policy, OpeningTimes times, AgentLoad load) {
        this(directory, policy, times, load, null);
    }

    /**
     * The directory, and other rules behind it.
     *
     * @param directory the state of this moment, from memory
     * @param policy what the operator says
     * @param times tells whether campaigns are open
     * @param load by which of a number's agents of the same priority one is taken
     * @param others rules behind the directory; null = there are none
     */
    public DirectoryRouting(
            Supplier<DirectorySnapshot> directory,
            DirectoryPolicy policy,
            OpeningTimes times,
            AgentLoad load,
            @Nullable OtherRules others) {
        this.directory = directory;
        this.policy = policy;
        this.times = times;
        this.load = load;
        this.others = others;
    }

    @Override
    public Optional<RoutingDecision> route(RoutingRequest request) {
        return explain(request, step -> {});
    }

    @Override
    public Optional<RoutingDecision> explain(RoutingRequest request, Consumer<RoutingStep> told) {
        return Optional.of(new DirectoryDecision(this, directory.get(), request, told).decide(others));
    }

    /** Those of all agents of the directory, inactive ones among them, and of the other rules. */
    @Override
    public Set<String> agentNames() {
        Set<String> own = directory.get().agentNames();
        Set<String> rest = others == null ? Set.of() : namesOf(others);
        Names known = names;
        if (known.ofDirectory() != own
                || !known.ofOthers().equals(rest)
                || known.all().isEmpty()) {
            known = new Names(own, rest, united(own, rest, policy.lastAgent()));
            names = known;
        }
        return known.all();
    }

    private static Set<String> namesOf(OtherRules others) {
        Set<String> all = new HashSet<>(others.listed().agentNames());
        all.addAll(others.unlisted().agentNames());
        return all;
    }

    private static Set<String> united(Set<String> own, Set<String> rest, AgentConfig last) {
        Set<String> all = new HashSet<>(own);
        all.addAll(rest);
        all.addAll(List.of(last.name()));
        return Set.copyOf(all);
    }

    DirectoryPolicy policy() {
        return policy;
    }

    OpeningTimes times() {
        return times;
    }

    AgentLoad load() {
        return load;
    }
}
