package telephony.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import telephony.call.DialResult;
import telephony.call.DispatchState;
import telephony.call.OwedEffect;
import telephony.call.Participant;
import telephony.call.Slot;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.call.Transfer;
import telephony.call.TransferResult;
import telephony.outbound.Dial;
import telephony.outbound.DialGuard;

/**
 * Decides the next step of a call's dispatch by the state table. Pure: the same row, trigger and time give the same
 * transition. A row that a newer version wrote is left as it is.
 */
public final class DispatchMachine {

    /** Begins the note on a call for which a process with another store has sent an agent as well. */
    public static final String SHARED_STORE_MISSING = "shared-store-missing";

    private final DispatchPolicy policy;
    private final DialGuard guard;
    private final @Nullable String trunk;

    /** Decides by this policy, and lets no phone ring. */
    public DispatchMachine(DispatchPolicy policy) {
        this(policy, DialGuard.refusingAll(), null);
    }

    /**
     * Decides by this policy.
     *
     * @param guard has the last word on every dial
     * @param trunk over which persons are called into calls that we did not place; null = none are
     */
    public DispatchMachine(DispatchPolicy policy, DialGuard guard, @Nullable String trunk) {
        this.policy = policy;
        this.guard = guard;
        this.trunk = trunk;
    }

    /** Whether this participant is an agent that counts as ours. */
    public boolean isOurAgent(TelephonyCall call, Participant participant) {
        return policy.isOurAgent(call, participant);
    }

    /**
     * What guards are asked of the dial of this call, at its last moment.
     *
     * @throws IllegalArgumentException when it is not a call that we place
     */
    public static Dial dialOf(TelephonyCall call) {
        if (call.dial() == null) {
            throw new IllegalArgumentException("call " + call.callId() + " is not one that we place");
        }
        return DialStep.dialOf(call, call.dial());
    }

    /** Whether this is whom we called, or the target of a transfer of this call. */
    public boolean isCallee(TelephonyCall call, Participant participant) {
        return DialStep.isCallee(call, participant)
                || call.steering().target(participant.identity()).isPresent();
    }

    /** The row, knowing that whom we called is in the room; what LiveKit says of his phone may be that he answered. */
    public TelephonyCall calleeSeen(TelephonyCall call, Participant participant, Instant now) {
        return DialStep.answeredIfActive(call, participant, now);
    }

    /** Whether whom we called has left for good, and what there is to be told of that was told. */
    public boolean isCalleeOut(TelephonyCall call) {
        return DialStep.isCalleeOutAndTold(call);
    }

    /**
     * The row, committed to this transfer; whoever stores it, and nobody else, sends its request with {@link
     * DispatchDriver#send}.
     */
    public Transition transferring(TelephonyCall row, Transfer.Order order, Instant now) {
        return TransferStep.commit(Situation.of(policy, row, now), order);
    }

    /** What guards are asked of this transfer of a call. */
    public static Dial dialOf(TelephonyCall call, Transfer.Order order, Dial.Phase phase) {
        return TransferStep.dialOf(call, order, phase);
    }

    /** The row of a call that goes on, owing the removal of every leg; it ends when LiveKit tells that they have left. */
    public Transition hangUp(TelephonyCall row, Instant now) {
        TelephonyCall owing = Effect.HANG_UP.apply(Situation.of(policy, row, now));
        TimelineEntry line = new TimelineEntry(
                row.callId(), now, TimelineEntry.Kind.DECISION, "HANG_UP", Map.of("because", "asked"));
        return new Transition(owing.withTimes(owing.times().updatedAt(now)), List.of(line));
    }

    /** The row of a call that goes on, owing the removal of one leg. */
    public Transition hangUpOn(TelephonyCall row, String identity, Instant now) {
        TelephonyCall owing = row.withDispatch(row.dispatch().owing(List.of(OwedEffect.remove(identity))))
                .withDueAt(now);
        TimelineEntry line = new TimelineEntry(
                row.callId(),
                now,
                TimelineEntry.Kind.DECISION,
                "HANG_UP",
                Map.of("because", "asked", "identity", identity));
        return new Transition(owing.withTimes(owing.times().updatedAt(now)), List.of(line));
    }

    /** What the row comes to when these triggers pull, one after the other. */
    public Transition decide(TelephonyCall row, List<Trigger> triggers, Instant now) {
        return run(Situation.of(policy, row, now), triggers);
    }

    /** The random parts of what a decision may make. */
    record Randomness(String nonce, String tokenHash) {}

    /**
     * What the row comes to when LiveKit has shown this; the answers stand on the time line when they move anything.
     *
     * @param mayDial whether a phone may be made to ring now
     */
    Transition looked(TelephonyCall row, Look answered, Instant now, Randomness random, boolean mayDial) {
        Look look = answered.withoutGhosts(row.dispatch());
        TelephonyCall seen = TransferStep.seen(DialStep.seen(row, look), look);
        TelephonyCall known = LookGaps.reading(Presence.noted(seen, look), look);
        Optional<String> end = DialStep.end(row, known, look)
                .or(() -> Presence.isOver(seen, known, look) || Presence.isOverAsTold(known, look)
                        ? Optional.of(Presence.ABSENT)
                        : Optional.empty())
                .or(() -> LookGaps.isUnreadableTooLong(known, look)
                        ? Optional.of(LookGaps.UNREADABLE)
                        : Optional.empty());
        TelephonyCall shown = end.map(reason -> LookGaps.ended(DialStep.withoutAgent(known), look, reason))
                .orElse(known);
        Situation situation = new Situation(policy, shown, now, look, null, random.nonce(), random.tokenHash());
        List<Trigger> triggers =
                end.isPresent() ? List.of(Trigger.CALL_ENDED) : List.of(Trigger.LOOKED, Trigger.AGENT_HEARD);
        Transition decided = run(situation, triggers);
        Transition dialled = dialling(situation, decided, mayDial);
        Transition moved = dialled.with(LookGaps.learnt(row, dialled.next(), look));
        return moved.lines().isEmpty()
                ? moved
                : moved.after(new TimelineEntry(row.callId(), now, TimelineEntry.Kind.ANSWER, "Look", look.answers()));
    }

    /** What was decided, and the dial if it is time for it; guards that refuse end the call. */
    private Transition dialling(Situation looked, Transition decided, boolean mayDial) {
        Situation situation = looked.with(decided.next());
        Optional<Transition> dial = DialStep.commit(situation, guard, mayDial);
        if (dial.isEmpty()) {
            return decided;
        }
        Transition dialled = dial.get().after(decided.lines());
        Situation after = situation.with(dialled.next());
        if (after.row().isEnded()) {
            return run(after, List.of(Trigger.CALL_ENDED)).after(dialled.lines());
        }
        TelephonyCall due = after.row().withDueAt(Deadlines.next(after));
        return dialled.with(due.withTimes(due.times().updatedAt(looked.now())));
    }

    /**
     * What the row of a call that waits for slots comes to now that it may have them. Whoever stores it must be ready for
     * {@link telephony.store.Commit.Result#FULL}: others may have taken them.
     *
     * @param limits how many may hold what it needs, as it is said now
     */
    public Transition slotsToBeHad(TelephonyCall row, List<Slot> limits, Instant now) {
        Transition turn = SlotStep.turn(row, limits, now);
        return pulled(turn, Trigger.ROUTED, now);
    }

    /** What the row of a call that waited comes to now that its turn has come. */
    Transition turn(TelephonyCall row, Instant now) {
        if (!QueueStep.isTurn(row) || row.control().isFromNewerVersion()) {
            return Transition.of(row);
        }
        Transition turn = QueueStep.turn(row, guard, now);
        return turn.next().isEnded() ? pulled(turn, Trigger.CALL_ENDED, now) : turn;
    }

    /** What was decided, and what the row comes to when this pulls as well. */
    private Transition pulled(Transition given, Trigger trigger, Instant now) {
        return decide(given.next(), List.of(trigger), now).after(given.lines());
    }

    /** What the row of a call that we place comes to when LiveKit was asked for its room. */
    Transition roomMade(TelephonyCall row, LiveKitAnswer<ListedRoom> answer, Instant now) {
        Optional<ListedRoom> room = answer.answered();
        if (row.isEnded() || row.control().isFromNewerVersion()) {
            return Transition.of(row);
        }
        if (room.isPresent()) {
            return decide(DialStep.inRoom(row, room.get().sid()), List.of(Trigger.ROUTED), now);
        }
        // Since the order, or since its turn: nothing else moves a row whose room is not made.
        boolean late =
                !now.isBefore(row.times().updatedAt().plus(policy.timing().giveUp()));
        return late
                ? decide(row.ended(now, "NO_ROOM"), List.of(Trigger.CALL_ENDED), now)
                : Transition.of(row.withDueAt(now.plus(DispatchTiming.POLL)));
    }

    /** What the row comes to when LiveKit said this of the dial, or nothing in time. */
    Transition dialTold(TelephonyCall row, DialResult result, Instant now) {
        if (row.control().isFromNewerVersion()) {
            return Transition.of(row);
        }
        TelephonyCall told = DialStep.told(row, result, now).judged();
        boolean ends = told.isEnded() && !row.isEnded();
        Transition moved = decide(told, List.of(ends ? Trigger.CALL_ENDED : Trigger.DIAL_TOLD), now);
        return moved.with(moved.next().withTimes(moved.next().times().updatedAt(now)));
    }

    /**
     * What the row comes to whose replacement owes nothing any more.
     *
     * @param mayDial whether a phone may be made to ring now
     */
    Transition settled(TelephonyCall row, Instant now, boolean mayDial) {
        return TransferStep.bringIn(Situation.of(policy, row, now), mayDial ? guard : null, trunk)
                .orElseGet(() -> decide(row, List.of(Trigger.SETTLED), now));
    }

    /** What the row comes to when LiveKit said this of the request of a transfer, or nothing in time. */
    Transition transferTold(TelephonyCall row, int number, Transfer.Answer answer, TransferResult result, Instant now) {
        if (row.control().isFromNewerVersion()) {
            return Transition.of(row);
        }
        Transition told = TransferStep.told(row, number, answer, result, now);
        Transition moved = pulled(told, Trigger.DIAL_TOLD, now);
        return moved.with(moved.next().withTimes(moved.next().times().updatedAt(now)));
    }

    /** What the row comes to when this create was answered so. */
    Transition created(TelephonyCall row, int attempt, LiveKitAnswer<String> answer, Instant now) {
        Situation.Answered answered = new Situation.Answered(attempt, answer);
        return run(new Situation(policy, row, now, null, answered, "", ""), List.of(Trigger.CREATE_ANSWERED));
    }

    /**
     * Whether the same has been owed for so long that only a look can go on from here: a clean-up that cannot be proven, or
     * a removal that holds up the next agent until it is time to give up on that.
     */
    boolean isOwedTooLong(TelephonyCall row, Instant now) {
        Situation situation = Situation.of(policy, row, now);
        return switch (row.dispatch().state()) {
            case CLEAN -> situation.isCleanUpOverdue();
            case WANT -> situation.isPastGiveUp();
            case RECOVER ->
                situation.isPastGiveUp() && situation.isOverdue(policy.timing().requestDeadline());
            default -> false;
        };
    }

    /** When somebody must look after the row again, nothing being owed. */
    @Nullable
    Instant nextDeadline(TelephonyCall row, Instant now) {
        return Deadlines.next(Situation.of(policy, row, now));
    }

    /** When a row is due of which these effects were just tried. */
    @Nullable
    Instant dueAfterSettling(TelephonyCall row, Set<OwedEffect> tried, Instant now) {
        if (row.dispatch().owed().isEmpty()) {
            return row.dispatch().state() == DispatchState.RECOVER ? now : nextDeadline(row, now);
        }
        return tried.containsAll(row.dispatch().owed()) ? now.plus(DispatchTiming.POLL) : now;
    }

    DispatchTiming timing() {
        return policy.timing();
    }

    private static Transition run(Situation start, List<Trigger> triggers) {
        List<TimelineEntry> lines = new ArrayList<>();
        Situation situation = start;
        if (start.row().control().isFromNewerVersion()) {
            return new Transition(start.row(), lines);
        }
        Transition noted = TransferStep.noted(start.row(), start.now());
        lines.addAll(noted.lines());
        situation = situation.with(noted.next());
        for (Trigger trigger : triggers) {
            situation = pulled(trigger, situation, lines);
        }
        Optional<Trigger> transferred = TransferStep.trigger(situation.row());
        if (transferred.isPresent()) {
            situation = pulled(transferred.get(), situation, lines);
        }
        TelephonyCall given = DialStep.givenUp(situation.row(), start.now());
        if (given.isEnded() && !situation.row().isEnded()) {
            return run(situation.with(given), List.of(Trigger.CALL_ENDED)).after(lines);
        }
        TelephonyCall row = situation.row();
        return new Transition(lines.isEmpty() ? row : row.withTimes(row.times().updatedAt(start.now())), lines);
    }

    private static Situation pulled(Trigger trigger, Situation before, List<TimelineEntry> lines) {
        var rule = StateTable.find(trigger, before);
        if (rule.isEmpty()) {
            return before;
        }
        Situation after = before.with(apply(rule.get(), before));
        DecisionLine.of(rule.get(), before, after).ifPresent(lines::add);
        return after;
    }

    private static TelephonyCall apply(StateTable.Rule rule, Situation start) {
        TelephonyCall row = start.row();
        DispatchState next = rule.after(row.dispatch().state());
        Situation situation = start.with(row.withDispatch(row.dispatch().withState(next, start.now())));
        for (Effect effect : rule.then()) {
            situation = situation.with(effect.apply(situation));
        }
        return situation.row();
    }
}
