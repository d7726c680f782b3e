package telephony.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of the row by which exactly one agent is brought into the call.
 *
 * @param state where the protocol stands
 * @param desiredAgents 1 = the call should have an agent, 0 = it should not
 * @param attempts every create of this call, oldest first; at most {@value #MAX_ATTEMPTS}
 * @param agents agents of ours that were seen, in the order of being seen
 * @param keeper identity of the agent that is the call's; null = none yet
 * @param adoptedDispatchId dispatch of somebody else that was found and taken as the call's; null = none
 * @param wantedAt when an agent was first wanted; null = never
 * @param owed effects that are still to be performed on LiveKit
 * @param earlyAudio participant SIDs that published audio before anything told what they are
 * @param note why it stands where it stands, when that is not the straight path
 */
public record AgentDispatch(
        DispatchState state,
        int desiredAgents,
        List<DispatchAttempt> attempts,
        List<AgentPresence> agents,
        @Nullable String keeper,
        @Nullable String adoptedDispatchId,
        @Nullable Instant wantedAt,
        List<OwedEffect> owed,
        List<String> earlyAudio,
        @Nullable String note) {

    /** Most creates of one call. Back-off and give-up end far earlier. */
    public static final int MAX_ATTEMPTS = 64;

    /** Most SIDs whose audio came before their join that are remembered. */
    public static final int MAX_EARLY_AUDIO = 8;

    /** Of a call just heard of. */
    public static final AgentDispatch NONE = new AgentDispatch(
            DispatchState.NEW, 0, List.of(), List.of(), null, null, null, List.of(), List.of(), null);

    public AgentDispatch {
        attempts = List.copyOf(attempts);
        agents = List.copyOf(agents);
        owed = List.copyOf(owed);
        earlyAudio = List.copyOf(earlyAudio);
    }

    /** The newest create. */
    public Optional<DispatchAttempt> lastAttempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    }

    /** When none of the creates can take effect any more; empty when there was none. */
    public Optional<Instant> quiesceAt() {
        return attempts.stream().map(DispatchAttempt::quiesceAt).max(Instant::compareTo);
    }

    /** The agent of this identity. */
    public Optional<AgentPresence> agent(String identity) {
        return agents.stream().filter(agent -> agent.identity().equals(identity)).findFirst();
    }

    /** Whether an agent was heard. */
    public boolean wasAudible() {
        return agents.stream().anyMatch(agent -> agent.sessions().hadAudio());
    }

    /** Whether the agent or its dispatch was sent by somebody else. */
    public boolean isExternal() {
        return attempts.isEmpty() && (adoptedDispatchId != null || !agents.isEmpty());
    }

    /** Whether this call may have left something in LiveKit. */
    public boolean hasLeftTraces() {
        return !attempts.isEmpty() || !agents.isEmpty() || adoptedDispatchId != null;
    }

    /** The same in another state. */
    public AgentDispatch withState(DispatchState next) {
        return copy(next, desiredAgents, attempts, agents, keeper, adoptedDispatchId, wantedAt, owed, note);
    }

    /** The same, wanted since then. */
    public AgentDispatch wantedSince(Instant at) {
        return copy(state, 1, attempts, agents, keeper, adoptedDispatchId, wantedAt == null ? at : wantedAt, owed, note);
    }

    /** The same, no agent wanted, and why. */
    public AgentDispatch withheld(String why) {
        return copy(state, 0, attempts, agents, keeper, adoptedDispatchId, wantedAt, owed, why);
    }

    /** The same with a remark. */
    public AgentDispatch withNote(@Nullable String next) {
        return copy(state, desiredAgents, attempts, agents, keeper, adoptedDispatchId, wantedAt, owed, next);
    }

    /** The same with another create. */
    public AgentDispatch withAttempt(DispatchAttempt attempt) {
        List<DispatchAttempt> next = new ArrayList<>(attempts);
        next.removeIf(old -> old.number() == attempt.number());
        next.add(attempt);
        return copy(state, desiredAgents, next, agents, keeper, adoptedDispatchId, wantedAt, owed, note);
    }

    /** The same with this agent, in place of what was known of its identity; the first one is the keeper. */
    public AgentDispatch withAgent(AgentPresence agent) {
        List<AgentPresence> next = new ArrayList<>(agents);
        next.replaceAll(old -> old.identity().equals(agent.identity()) ? agent : old);
        if (agent(agent.identity()).isEmpty()) {
            next.add(agent);
        }
        String kept = keeper == null ? agent.identity() : keeper;
        return copy(state, desiredAgents, attempts, next, kept, adoptedDispatchId, wantedAt, owed, note);
    }

    /** The same with somebody else's dispatch taken as the call's. */
    public AgentDispatch adopting(String dispatchId) {
        return copy(state, desiredAgents, attempts, agents, keeper, dispatchId, wantedAt, owed, note);
    }

    /** The same, owing these as well. */
    public AgentDispatch owing(List<OwedEffect> more) {
        List<OwedEffect> next = new ArrayList<>(owed);
        more.stream().filter(effect -> !next.contains(effect)).forEach(next::add);
        return copy(state, desiredAgents, attempts, agents, keeper, adoptedDispatchId, wantedAt, next, note);
    }

    /** The same, no longer owing these. */
    public AgentDispatch settled(List<OwedEffect> done) {
        List<OwedEffect> next = new ArrayList<>(owed);
        next.removeAll(done);
        return copy(state, desiredAgents, attempts, agents, keeper, adoptedDispatchId, wantedAt, next, note);
    }

    /** The same, with audio from a session of which nothing else is known yet. */
    public AgentDispatch withEarlyAudio(String participantSid) {
        if (earlyAudio.contains(participantSid) || earlyAudio.size() >= MAX_EARLY_AUDIO) {
            return this;
        }
        List<String> next = new ArrayList<>(earlyAudio);
        next.add(participantSid);
        return new AgentDispatch(
                state, desiredAgents, attempts, agents, keeper, adoptedDispatchId, wantedAt, owed, next, note);
    }

    private AgentDispatch copy(
            DispatchState nextState,
            int desired,
            List<DispatchAttempt> nextAttempts,
            List<AgentPresence> nextAgents,
            @Nullable String nextKeeper,
            @Nullable String nextAdopted,
            @Nullable Instant wanted,
            List<OwedEffect> nextOwed,
            @Nullable String nextNote) {
        return new AgentDispatch(
                nextState,
                desired,
                nextAttempts,
                nextAgents,
                nextKeeper,
                nextAdopted,
                wanted,
                nextOwed,
                earlyAudio,
                nextNote);
    }
}
