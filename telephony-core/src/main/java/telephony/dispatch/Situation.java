package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.AgentPresence;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchMarker;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.TelephonyCall;
import telephony.routing.RoutingDecision;
import telephony.routing.Rung;

/**
 * Everything that a rule of the state table may look at.
 *
 * @param policy the constants
 * @param row the call as it is
 * @param now the store's clock
 * @param seen what LiveKit showed; only with {@link Trigger#LOOKED}
 * @param answered what became of a create; only with {@link Trigger#CREATE_ANSWERED}
 * @param nonce random part of a marker that may be made
 * @param tokenHash of the token that the agents of an attempt that may be made would get
 */
record Situation(
        DispatchPolicy policy,
        TelephonyCall row,
        Instant now,
        @Nullable Look seen,
        @Nullable Answered answered,
        String nonce,
        String tokenHash) {

    /**
     * What became of a create.
     *
     * @param attempt which one
     * @param answer LiveKit's answer
     */
    record Answered(int attempt, LiveKitAnswer<String> answer) {}

    /** Of several agents that are seen together: one that is heard before a mute one, then the one that came first. */
    private static final Comparator<Participant> FIRST_CHOICE = Comparator.comparing(
                    (Participant agent) -> !agent.audioPublished())
            .thenComparing(Participant::joinedAt, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Participant::identity);

    static Situation of(DispatchPolicy policy, TelephonyCall row, Instant now) {
        return new Situation(policy, row, now, null, null, "", "");
    }

    Situation with(TelephonyCall next) {
        return new Situation(policy, next, now, seen, answered, nonce, tokenHash);
    }

    Look look() {
        if (seen == null) {
            throw new IllegalStateException("this rule looks at LiveKit, but nobody has looked");
        }
        return seen;
    }

    Answered creation() {
        if (answered == null) {
            throw new IllegalStateException("this rule is about a create, but there was none");
        }
        return answered;
    }

    /**
     * Agents of ours that the look shows in this incarnation of the room; those that were given up on are not the
     * call's any more.
     */
    List<Participant> agentsSeen() {
        return !isSameRoom()
                ? List.of()
                : look().seenParticipants().stream()
                        .filter(p -> policy.isOurAgent(row, p))
                        .filter(agent -> !isRemoved(agent.identity()))
                        .sorted(FIRST_CHOICE)
                        .toList();
    }

    /** Agents that were given up on and that the look shows all the same. */
    List<Participant> removedSeen() {
        return look().seenParticipants().stream()
                .filter(participant -> isRemoved(participant.identity()))
                .toList();
    }

    /** Agents on the row that are there although they were given up on. */
    List<AgentPresence> removedPresent() {
        return row.dispatch().agents().stream()
                .filter(agent -> isRemoved(agent.identity()) && agent.sessions().isPresent())
                .toList();
    }

    /** Agents on the row that are there beside the call's own. */
    List<AgentPresence> twinsPresent() {
        return row.dispatch().agents().stream()
                .filter(agent -> !agent.identity().equals(row.dispatch().keeper()))
                .filter(agent ->
                        !isRemoved(agent.identity()) && agent.sessions().isPresent())
                .toList();
    }

    /**
     * Agents of ours beside the call's own, provided that the look shows that one. Of the others an event may have told:
     * lists lag behind events, and only the one that is to stay must be proven.
     */
    Set<String> twins() {
        List<Participant> seen = agentsSeen();
        if (seen.stream().noneMatch(this::isKeeper)) {
            return Set.of();
        }
        Set<String> twins = new LinkedHashSet<>();
        seen.stream().filter(agent -> !isKeeper(agent)).forEach(agent -> twins.add(agent.identity()));
        toldTwins().forEach(agent -> twins.add(agent.identity()));
        return twins;
    }

    /** Agents beside the call's own of which events told, without those that LiveKit's restart may have taken away. */
    private Stream<AgentPresence> toldTwins() {
        return twinsPresent().stream().filter(agent -> !row.dispatch().isAwaited(agent));
    }

    /**
     * Whether events told of the call's agent and of another one. Until a look shows the one that is to stay, which a list
     * that is behind does not, nobody may be removed: it is looked again.
     */
    boolean knowsOfTwins() {
        return !row.isEnded()
                && isKeeperPresent()
                && !row.dispatch().isKeeperAwaited()
                && toldTwins().findAny().isPresent();
    }

    /** Whether there was a look that shows the call's agent and another one, which the next look may find to be too many. */
    boolean showsSeveralAgents() {
        return seen != null && !row.isEnded() && !twins().isEmpty();
    }

    /** Whether the call's agent is there as far as events tell. */
    boolean isKeeperPresent() {
        return row.dispatch()
                .keptAgent()
                .map(agent -> agent.sessions().isPresent())
                .orElse(false);
    }

    /** Whether a complete look shows a caller and, as an event or looks before told, not the call's agent. */
    boolean isKeeperGone() {
        return look().isComplete()
                && isCallerShown()
                && (!isKeeperPresent() || Presence.isAgentProvenGone(row, look()) || isRejoinOverdue())
                && agentsSeen().stream().noneMatch(this::isKeeper)
                && !(isMeeting() && hasKeeperLeftByItself());
    }

    /** Whether LiveKit was restarted so long ago that the agent should have come back by itself. */
    private boolean isRejoinOverdue() {
        Instant restarted = row.dispatch().restartedAt();
        return restarted != null
                && row.dispatch().isKeeperAwaited()
                && !now.isBefore(restarted.plus(policy.timing().rejoinDeadline()));
    }

    /**
     * Whether the call's agent, who is there as far as events tell, did not send the heartbeat that was due. Never for the last
     * time: that would hang up on the caller, which LiveKit's word alone can bring about.
     */
    boolean isHeartbeatMissing() {
        return isKeeperPresent()
                && row.dispatch().replacement().recoveries() < DispatchTiming.MAX_RECOVERIES
                && row.dispatch()
                        .keptAgent()
                        .flatMap(AgentPresence::beating)
                        .filter(beat -> beat.missedAt() != null)
                        .isPresent();
    }

    /** Whether a complete look shows a caller, and the call's agent is silent; whom LiveKit still lists does not matter. */
    boolean isKeeperSilent() {
        return isHeartbeatMissing() && look().isComplete() && isCallerShown();
    }

    /** The route, when it wants an agent. */
    Optional<RoutingDecision.Dispatch> route() {
        return row.route() instanceof RoutingDecision.Dispatch route ? Optional.of(route) : Optional.empty();
    }

    /** The rung that stands now; empty = the route's own agent is tried for the first time. */
    Optional<Rung> rung() {
        return route().flatMap(route -> route.rung(row.dispatch().replacement().rungs()));
    }

    /** How many rungs are taken when the next fallback agent is sent; empty = there is none. */
    OptionalInt nextFallback() {
        int taken = row.dispatch().replacement().rungs();
        return route().map(route -> route.nextFallback(taken)).orElse(OptionalInt.empty());
    }

    /** Whether a complete look shows a caller and the call's agent, mute, and its time is up. */
    boolean isKeeperMute() {
        return look().isComplete()
                && isCallerShown()
                && Deadlines.isAudioOverdue(this)
                && agentsSeen().stream().filter(this::isKeeper).anyMatch(agent -> !agent.audioPublished());
    }

    /** Whether a complete look shows a caller and no agent of ours, and its time is up. */
    boolean isAgentOverdue() {
        return look().isComplete()
                && isCallerShown()
                && isOverdue(policy.timing().joinDeadline())
                && agentsSeen().isEmpty();
    }

    /** Also as long as we have not called anybody yet, or nothing told of his leg: then the order wants the agent there. */
    boolean isCallerShown() {
        return isSameRoom() && (row.isAwaitingCallee() || look().showsALegOf(row));
    }

    /** Whether the look is of this incarnation of the room: its name may have come back for another call. */
    boolean isSameRoom() {
        return look().sidOf(row.origin().roomName())
                .filter(sid -> sid.equals(row.origin().roomSid()))
                .isPresent();
    }

    /** Whether nothing can be proven any more: quiescence is over by the clock, and so is the time to try. */
    boolean isVerifiedTooLong() {
        return isPastGiveUp() && isQuiet();
    }

    /** Whether the row has been in its state for so long. */
    boolean isOverdue(Duration deadline) {
        Instant since = row.dispatch().since();
        return since != null && !now.isBefore(since.plus(deadline));
    }

    private boolean hasKeeperLeftByItself() {
        return row.dispatch()
                .keptAgent()
                .flatMap(agent -> agent.sessions().newest())
                .map(session -> "CLIENT_INITIATED".equals(session.leaveReason()))
                .orElse(false);
    }

    private boolean isKeeper(Participant agent) {
        return agent.identity().equals(row.dispatch().keeper());
    }

    private boolean isRemoved(String identity) {
        return row.dispatch().replacement().removed().contains(identity);
    }

    /** The dispatch in the look that some attempt for this very room made; the oldest one. */
    Optional<ListedDispatch> markedDispatch() {
        return rivals().stream().findFirst();
    }

    /**
     * The dispatches in the look that some attempt for this very room made, the oldest one first. Stores that do not know
     * of each other number episodes apart, so a marker of another instance counts whatever its episode.
     */
    List<ListedDispatch> rivals() {
        return look().seenDispatches().stream()
                .filter(d -> d.attempt()
                        .filter(m -> m.roomSid().equals(row.origin().roomSid()))
                        .filter(m -> !isRetired(m))
                        .filter(m -> m.episode() == row.origin().episode() || isForeign(m))
                        .isPresent())
                .filter(d -> !row.dispatch().replacement().spentDispatches().contains(d.id()))
                .sorted(DispatchPolicy.OLDEST_FIRST)
                .toList();
    }

    /** Whether another store's process made it. */
    boolean isForeign(DispatchMarker marker) {
        return !marker.instance().equals(policy.instance());
    }

    /** Dispatches that were given up on and that the look shows all the same. */
    List<ListedDispatch> retiredSeen() {
        return look().seenDispatches().stream()
                .filter(d -> row.dispatch().replacement().spentDispatches().contains(d.id())
                        || d.attempt()
                                .filter(m -> m.isOf(
                                        String.valueOf(row.origin().roomSid()),
                                        row.origin().episode()))
                                .filter(this::isRetired)
                                .isPresent())
                .toList();
    }

    private boolean isRetired(DispatchMarker marker) {
        return marker.instance().equals(policy.instance())
                && marker.attempt() <= row.dispatch().replacement().retiredAttempt();
    }

    /** The dispatch in the look that somebody else made with the name of an agent of ours; the oldest one. */
    Optional<ListedDispatch> foreignDispatch() {
        return !isSameRoom()
                ? Optional.empty()
                : look().seenDispatches().stream()
                        .filter(d -> d.attempt().isEmpty())
                        .filter(d -> !d.agentName().isEmpty() && policy.isOurs(row, d.agentName()))
                        .filter(d ->
                                !row.dispatch().replacement().spentDispatches().contains(d.id()))
                        .min(DispatchPolicy.OLDEST_FIRST);
    }

    /** Whether there is no doubt that a caller is waiting in this very incarnation of the room. */
    boolean isCallerProven() {
        boolean contradicted = look().sidOf(row.origin().roomName()).isPresent() && !isSameRoom();
        // Lists lag behind events, so a first attempt may go by a fresh event alone, unless a list contradicts it.
        boolean fresh = row.dispatch().attempts().isEmpty()
                && !contradicted
                && (isFresh(roomMadeAt())
                        || row.legs().stream()
                                .anyMatch(leg -> leg.isPresent()
                                        && isFresh(leg.sessions()
                                                .newest()
                                                .flatMap(s -> Optional.ofNullable(s.joinedAt())))));
        return isCallerShown() || fresh;
    }

    /** An agent is wanted from the moment at which LiveKit made the room of a call that we place. */
    private Optional<Instant> roomMadeAt() {
        return row.isAwaitingCallee() ? Optional.ofNullable(row.dispatch().wantedAt()) : Optional.empty();
    }

    private boolean isFresh(Optional<Instant> joinedAt) {
        return joinedAt.map(at -> now.isBefore(at.plus(DispatchTiming.FRESH_EVENT)))
                .orElse(false);
    }

    /** Whether a person sits in the room: then it is a meeting, and nobody asked for an agent. */
    boolean isMeeting() {
        return look().seenParticipants().stream().anyMatch(p -> p.kind() == ParticipantKind.STANDARD);
    }

    /** Whether nothing that any create may have done can still come. */
    boolean isQuiet() {
        return quiesceAt().map(at -> !look().startedAt().isBefore(at)).orElse(true);
    }

    /** A dial counts after the end alone: while it rings, an agent may be replaced. */
    private Optional<Instant> quiesceAt() {
        return row.isEnded() ? row.quiesceAt() : row.dispatch().quiesceAt();
    }

    /** Whether the clean-up of an ended call takes longer than it may; it begins when we are told, which may be late. */
    boolean isCleanUpOverdue() {
        Instant told = Objects.requireNonNullElse(row.dispatch().since(), now);
        Instant quiet = quiesceAt().filter(at -> at.isAfter(told)).orElse(told);
        return !now.isBefore(quiet.plus(DispatchTiming.CLEAN_CAP));
    }

    boolean isPastGiveUp() {
        Instant wanted = row.dispatch().wantedAt();
        return wanted != null && !now.isBefore(wanted.plus(policy.timing().giveUp()));
    }

    /** Whether a create was sent of which nobody knows whether it took effect, and it may still do so. */
    boolean isUnanswered() {
        return row.dispatch().attempts().stream()
                .anyMatch(a -> now.isBefore(a.quiesceAt())
                        && (a.answer() == DispatchAttempt.Answer.UNKNOWN
                                || a.answer() == DispatchAttempt.Answer.PENDING));
    }

    /** Whether the answer is that of the newest attempt, and that one was not given up on. */
    boolean isAboutLastAttempt() {
        int attempt = creation().attempt();
        return attempt > row.dispatch().replacement().retiredAttempt()
                && row.dispatch()
                        .lastAttempt()
                        .map(DispatchAttempt::number)
                        .filter(n -> n == attempt)
                        .isPresent();
    }
}
