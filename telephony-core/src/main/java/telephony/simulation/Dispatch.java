package telephony.simulation;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import telephony.dispatch.ListedDispatch;

/** A dispatch in the memory of the server. */
final class Dispatch {

    final String id;
    final NewDispatch asked;
    final Instant createdAt;

    @Nullable
    Agent agent;

    Dispatch(String id, NewDispatch asked, Instant createdAt) {
        this.id = id;
        this.asked = asked;
        this.createdAt = createdAt;
    }

    /** As the list shows it: its job appears late, and never changes again. */
    DispatchState state(Instant now) {
        Agent sent = agent;
        boolean listed = sent != null && sent.isListed(now);
        List<DispatchState.Job> jobs = listed && sent != null ? List.of(sent.job()) : List.of();
        return new DispatchState(id, asked, createdAt, jobs);
    }

    /** As the domain has it. */
    static ListedDispatch listed(DispatchState state) {
        Set<String> identities = Set.copyOf(
                state.jobs().stream().map(DispatchState.Job::identity).toList());
        return new ListedDispatch(
                state.id(),
                state.asked().agentName(),
                state.createdAt(),
                state.asked().marker(),
                identities);
    }
}
