package telephony.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;

/**
 * Decides the next step of a call's dispatch by the state table. Pure: the same row, trigger and time give the same
 * transition. A row that a newer version wrote is left as it is.
 */
public final class DispatchMachine {

    private final DispatchPolicy policy;

    /** Decides by this policy. */
    public DispatchMachine(DispatchPolicy policy) {
        this.policy = policy;
    }

    /** Whether this participant is an agent that counts as ours. */
    public boolean isOurAgent(Participant participant) {
        return policy.isOurAgent(participant);
    }

    /** What the row comes to when these triggers pull, one after the other. */
    public Transition decide(TelephonyCall row, List<Trigger> triggers, Instant now) {
        return run(Situation.of(policy, row, now), triggers);
    }

    /** What the row comes to when LiveKit has shown this; the answers stand on the time line when they move anything. */
    Transition looked(TelephonyCall row, Look look, Instant now, String nonce) {
        TelephonyCall known = Presence.noted(row, look);
        boolean over = Presence.isOver(row, known, look);
        Situation situation = new Situation(
                policy, over ? known.ended(look.startedAt(), Presence.ABSENT) : known, now, look, null, nonce);
        List<Trigger> triggers =
                over ? List.of(Trigger.CALL_ENDED) : List.of(Trigger.LOOKED, Trigger.AGENT_HEARD);
        Transition moved = run(situation, triggers);
        if (moved.lines().isEmpty()) {
            return moved;
        }
        List<TimelineEntry> lines = new ArrayList<>();
        lines.add(new TimelineEntry(row.callId(), now, TimelineEntry.Kind.ANSWER, "Look", look.answers()));
        lines.addAll(moved.lines());
        return new Transition(moved.next(), lines);
    }

    /** What the row comes to when this create was answered so. */
    Transition created(TelephonyCall row, int attempt, LiveKitAnswer<String> answer, Instant now) {
        Situation.Answered answered = new Situation.Answered(attempt, answer);
        return run(new Situation(policy, row, now, null, answered, ""), List.of(Trigger.CREATE_ANSWERED));
    }

    /** Whether a clean-up has owed the same for so long that only a look can close it. */
    boolean isOwedTooLong(TelephonyCall row, Instant now) {
        return row.dispatch().state() == DispatchState.CLEAN && Situation.of(policy, row, now).isCleanUpOverdue();
    }

    /** When somebody must look after the row again, nothing being owed. */
    @Nullable Instant nextDeadline(TelephonyCall row, Instant now) {
        return Deadlines.next(Situation.of(policy, row, now));
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
        for (Trigger trigger : triggers) {
            Situation before = situation;
            var rule = StateTable.find(trigger, situation);
            if (rule.isPresent()) {
                situation = situation.with(apply(rule.get(), situation));
                describe(rule.get(), before, situation).ifPresent(lines::add);
            }
        }
        TelephonyCall row = situation.row();
        return new Transition(
                lines.isEmpty() ? row : row.withTimes(row.times().updatedAt(start.now())), lines);
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

    /** A line for every move, and for staying where the reason to stay is a new one; not for every poll. */
    private static Optional<TimelineEntry> describe(
            StateTable.Rule rule, Situation before, Situation after) {
        DispatchState from = before.row().dispatch().state();
        String note = after.row().dispatch().note();
        DispatchState to = rule.after(from);
        boolean moved = from != to;
        boolean told = Objects.equals(note, before.row().dispatch().note());
        if (!moved && told) {
            return Optional.empty();
        }
        Map<String, String> details = new LinkedHashMap<>();
        details.put("from", from.name());
        details.put("because", rule.when() == Guard.ALWAYS ? rule.on().name() : rule.when().words());
        after.row().dispatch().lastAttempt().map(DispatchAttempt::marker).ifPresent(marker ->
                details.put("marker", marker.toString()));
        if (note != null) {
            details.put("note", note);
        }
        if (after.row().dispatch().isExternal()) {
            details.put("external", "true");
        }
        boolean alarm = moved && (to == DispatchState.FAILED || to == DispatchState.RECOVER);
        return Optional.of(new TimelineEntry(
                after.row().callId(),
                after.now(),
                alarm ? TimelineEntry.Kind.ALARM : TimelineEntry.Kind.DECISION,
                to.name(),
                details));
    }
}
