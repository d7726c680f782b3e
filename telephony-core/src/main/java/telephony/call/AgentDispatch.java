package telephony.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of the row by which exactly one agent is brought into the call.
 *
 * @param state where the protocol stands
 * @param since when it came there; null = at the call's beginning
 * @param desiredAgents 1 = the call should have an agent, 0 = it should not
 * @param attempts every create of this call, oldest first; back-off and give-up bound their number
 * @param agents agents of ours that were seen or spoke to us, in that order; at most {@value #MAX_AGENTS}
 * @param keeper identity of the agent that is the call's; null = none yet
 * @param adoptedDispatchId dispatch of somebody else that was found and taken as the call's; null = none
 * @param wantedAt when an agent was first wanted; null = never
 * @param owed effects that are still to be performed on LiveKit
 * @param earlyAudio participant SIDs that published audio before anything told what they are
 * @param callerMissingSince when a look first showed no caller any more; null = the last one showed one
 * @param agentMissingSince when a look first did not show the call's agent; null = the last one did, or there is none
 * @param restartedAt LiveKit's word on when it opened the room again while the call went on; null = it did not
 * @param replacement what was given up on while agents were replaced
 * @param note why it stands where it stands, when that is not the straight path
 */
public record AgentDispatch(
        DispatchState state,
        @Nullable Instant since,
        int desiredAgents,
        List<DispatchAttempt> attempts,
        List<AgentPresence> agents,
        @Nullable String keeper,
        @Nullable String adoptedDispatchId,
        @Nullable Instant wantedAt,
        List<OwedEffect> owed,
        List<String> earlyAudio,
        @Nullable Instant callerMissingSince,
        @Nullable Instant agentMissingSince,
        @Nullable Instant restartedAt,
        Replacement replacement,
        @Nullable String note) {

    /** Most agents of one call that are remembered; those that have left are forgotten first. */
    public static final int MAX_AGENTS = 32;

    /**
     * How much later than the first one who came back LiveKit may date the opening of the room: it joins within
     * milliseconds of it, and the event bears the whole second of its being sent.
     */
    public static final Duration RESTART_TOLD_LATE = Duration.ofSeconds(1);

    /** Most SIDs whose audio came before their join that are remembered. */
    public static final int MAX_EARLY_AUDIO = 8;

    /** Of a call just heard of. */
    public static final AgentDispatch NONE = new AgentDispatch(
            DispatchState.NEW,
            null,
            0,
            List.of(),
            List.of(),
            null,
            null,
            null,
            List.of(),
            List.of(),
            null,
            null,
            null,
            Replacement.NONE,
            null);

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
        return agents.stream()
                .filter(agent -> agent.identity().equals(identity))
                .findFirst();
    }

    /** The agent that is the call's; empty while none was seen. */
    public Optional<AgentPresence> keptAgent() {
        return keeper == null ? Optional.empty() : agent(keeper);
    }

    /** Whether the call's agent is in the room and was heard. */
    public boolean isKeeperHeard() {
        return keptAgent().map(agent -> agent.sessions().hadAudio()).orElse(false);
    }

    /** Whether any agent was heard. */
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

    /** The same as far as LiveKit and decisions on the dispatch are concerned: without what heartbeats alone changed. */
    public AgentDispatch withoutHeartbeats() {
        return with(draft -> draft.agents =
                agents.stream().map(agent -> agent.withHeartbeat(null)).toList());
    }

    /** The same in this state, since then unless it was in it before. */
    public AgentDispatch withState(DispatchState next, Instant now) {
        return next == state
                ? this
                : with(draft -> {
                    draft.state = next;
                    draft.since = now;
                });
    }

    /** The same, with the call's agent not shown since then; null = it was shown, or there is none. */
    public AgentDispatch withAgentMissingSince(@Nullable Instant at) {
        return with(draft -> draft.agentMissingSince = at);
    }

    /** The same, with the room opened again then; an earlier word does not replace a later one. */
    public AgentDispatch withRestartedAt(Instant at) {
        return restartedAt != null && !at.isAfter(restartedAt) ? this : with(draft -> draft.restartedAt = at);
    }

    /** Whether the room was opened again and the call's agent, who was there before, has not come back since. */
    public boolean isKeeperAwaited() {
        return keptAgent().filter(this::isAwaited).isPresent();
    }

    /** Whether the room was opened again and this agent, who was there before, has not come back since. */
    public boolean isAwaited(AgentPresence agent) {
        return agent.sessions()
                .newest()
                .filter(session -> isFromBeforeRestart(session.joinedAt()))
                .isPresent();
    }

    /** Whether a session that joined then was there before LiveKit opened the room again, and cannot have gone on since. */
    public boolean isFromBeforeRestart(@Nullable Instant joinedAt) {
        return restartedAt != null && joinedAt != null && joinedAt.isBefore(restartedAt.minus(RESTART_TOLD_LATE));
    }

    /** The same, with no caller shown since then; null = one was shown. */
    public AgentDispatch withCallerMissingSince(@Nullable Instant at) {
        return with(draft -> draft.callerMissingSince = at);
    }

    /** The same, wanted since then unless it was wanted before. */
    public AgentDispatch wantedSince(Instant at) {
        return with(draft -> {
            draft.desiredAgents = 1;
            draft.wantedAt = wantedAt == null ? at : wantedAt;
        });
    }

    /** The same, no agent wanted, and why. */
    public AgentDispatch withheld(String why) {
        return with(draft -> {
            draft.desiredAgents = 0;
            draft.wantedAt = null;
            draft.agents = List.of();
            draft.keeper = null;
            draft.note = why;
        });
    }

    /**
     * The same for an episode after that one: none of its agents and dispatches can be this one's, nor can anybody whom
     * LiveKit only remembers since before it was restarted.
     */
    public AgentDispatch apartFrom(AgentDispatch earlier) {
        return with(draft -> {
            draft.replacement = replacement.apartFrom(earlier);
            draft.restartedAt = earlier.restartedAt;
        });
    }

    /** The same with a remark. */
    public AgentDispatch withNote(@Nullable String next) {
        return with(draft -> draft.note = next);
    }

    /** The same with another create. */
    public AgentDispatch withAttempt(DispatchAttempt attempt) {
        return with(draft -> draft.attempts = Replacing.with(attempt, attempts, DispatchAttempt::number));
    }

    /** The same with this agent, in place of what was known of its identity; the first one is the keeper. */
    public AgentDispatch withAgent(AgentPresence agent) {
        List<AgentPresence> next = Replacing.with(agent, agents, AgentPresence::identity);
        if (next.size() > MAX_AGENTS) {
            next.remove(oldestToForget(next));
        }
        boolean mayKeep = keeper == null && !replacement.removed().contains(agent.identity());
        return with(draft -> {
            draft.agents = next;
            draft.keeper = mayKeep ? agent.identity() : keeper;
        });
    }

    /** The oldest that has left and is not the call's; else the oldest that is not the call's. */
    private AgentPresence oldestToForget(List<AgentPresence> known) {
        List<AgentPresence> others =
                known.stream().filter(agent -> !agent.identity().equals(keeper)).toList();
        return others.stream()
                .filter(agent -> !agent.sessions().isPresent())
                .findFirst()
                .orElse(others.get(0));
    }

    /** The same with somebody else's dispatch taken as the call's. */
    public AgentDispatch adopting(String dispatchId) {
        return with(draft -> draft.adoptedDispatchId = dispatchId);
    }

    /** The same, with this dispatch never to be the call's. */
    public AgentDispatch spending(String dispatchId) {
        return with(draft -> draft.replacement = replacement.spending(dispatchId));
    }

    /** The same, owing these as well. */
    public AgentDispatch owing(List<OwedEffect> more) {
        List<OwedEffect> next = new ArrayList<>(owed);
        more.stream().filter(effect -> !next.contains(effect)).forEach(next::add);
        return with(draft -> draft.owed = next);
    }

    /** The same, no longer owing these. */
    public AgentDispatch settled(Collection<OwedEffect> done) {
        return with(draft -> draft.owed =
                owed.stream().filter(effect -> !done.contains(effect)).toList());
    }

    /** The same, with audio from a session of which nothing else is known yet. */
    public AgentDispatch withEarlyAudio(String participantSid) {
        if (earlyAudio.contains(participantSid) || earlyAudio.size() >= MAX_EARLY_AUDIO) {
            return this;
        }
        List<String> next = new ArrayList<>(earlyAudio);
        next.add(participantSid);
        return with(draft -> draft.earlyAudio = next);
    }

    /** The same, with these agents never to be the call's again. */
    public AgentDispatch removing(Set<String> identities) {
        return with(draft -> draft.replacement = replacement.removing(identities));
    }

    /** The same, with this agent as the call's; the one before it is given up on. */
    public AgentDispatch keeping(String identity) {
        return with(draft -> {
            draft.replacement = keeper == null ? replacement : replacement.removing(Set.of(keeper));
            draft.keeper = identity;
            draft.agentMissingSince = null;
        });
    }

    /** The same, with this agent as the call's, and the one before it as another one that is there. */
    public AgentDispatch preferring(String identity) {
        return with(draft -> draft.keeper = identity);
    }

    /** The same, with the attempts so far given up on and so many rungs taken. */
    public AgentDispatch onRung(int taken) {
        int last = lastAttempt().map(DispatchAttempt::number).orElse(0);
        return with(draft -> draft.replacement = replacement.retiring(last).withRungs(taken));
    }

    /**
     * The same, beginning anew on the next rung: the agent, the attempts so far and an adopted dispatch are given up on.
     * After an agent that had been heard, the wait for the next one begins now, and so do the rungs.
     */
    public AgentDispatch startingOver(Instant now) {
        boolean heard = isKeeperHeard();
        AgentDispatch alone = withoutKeeper();
        int last = lastAttempt().map(DispatchAttempt::number).orElse(0);
        Replacement next = alone.replacement.retiring(last).spending(adoptedDispatchId);
        return alone.with(draft -> {
            draft.adoptedDispatchId = null;
            draft.wantedAt = heard ? now : wantedAt;
            draft.replacement = heard ? next.recovering().withRungs(1) : next.withRungs(next.rungs() + 1);
        });
    }

    /** The same with no agent wanted, and what there is given up on; a later wish for one begins anew. */
    public AgentDispatch relieved(Instant now) {
        AgentDispatch anew = startingOver(now);
        return anew.with(draft -> {
            draft.desiredAgents = 0;
            draft.wantedAt = null;
            draft.replacement = anew.replacement.relieved();
        });
    }

    /** The same with no agent as the call's; the one that was is given up on. */
    public AgentDispatch withoutKeeper() {
        Replacement next = keeper == null ? replacement : replacement.removing(Set.of(keeper));
        return with(draft -> {
            draft.replacement = next;
            draft.keeper = null;
            draft.agentMissingSince = null;
        });
    }

    /** The same, having hung up on these {@code sip.callID}s. */
    public AgentDispatch hangingUpOn(Set<String> sipCallIds) {
        return with(draft -> draft.replacement = replacement.hangingUpOn(sipCallIds));
    }

    private AgentDispatch with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** A copy that can be changed, so that each change names only what it changes. */
    private static final class Draft {
        private DispatchState state;
        private @Nullable Instant since;
        private int desiredAgents;
        private List<DispatchAttempt> attempts;
        private List<AgentPresence> agents;
        private @Nullable String keeper;
        private @Nullable String adoptedDispatchId;
        private @Nullable Instant wantedAt;
        private List<OwedEffect> owed;
        private List<String> earlyAudio;
        private @Nullable Instant callerMissingSince;
        private @Nullable Instant agentMissingSince;
        private @Nullable Instant restartedAt;
        private Replacement replacement;
        private @Nullable String note;

        Draft(AgentDispatch from) {
            state = from.state;
            since = from.since;
            desiredAgents = from.desiredAgents;
            attempts = from.attempts;
            agents = from.agents;
            keeper = from.keeper;
            adoptedDispatchId = from.adoptedDispatchId;
            wantedAt = from.wantedAt;
            owed = from.owed;
            earlyAudio = from.earlyAudio;
            callerMissingSince = from.callerMissingSince;
            agentMissingSince = from.agentMissingSince;
            restartedAt = from.restartedAt;
            replacement = from.replacement;
            note = from.note;
        }

        AgentDispatch done() {
            return new AgentDispatch(
                    state,
                    since,
                    desiredAgents,
                    attempts,
                    agents,
                    keeper,
                    adoptedDispatchId,
                    wantedAt,
                    owed,
                    earlyAudio,
                    callerMissingSince,
                    agentMissingSince,
                    restartedAt,
                    replacement,
                    note);
        }
    }
}
