package telephony.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
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
        return participant.kind() == ParticipantKind.AGENT
                && participant.agentName() != null
                && policy.adoptable().test(participant.agentName());
    }

    /** What the row comes to when these triggers pull, one after the other. */
    public Transition decide(TelephonyCall row, List<Trigger> triggers, Instant now) {
        return run(Situation.of(policy, row, now), triggers);
    }

    /** What the row comes to when LiveKit has shown this; the answers stand on the time line when they move anything. */
    Transition looked(TelephonyCall row, Look look, Instant now, String nonce) {
        Transition moved = run(
                new Situation(policy, row, now, look, null, nonce),
                List.of(Trigger.LOOKED, Trigger.AGENT_HEARD));
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
        return new Transition(situation.row(), lines);
    }

    private static TelephonyCall apply(StateTable.Rule rule, Situation start) {
        Situation situation = start;
        for (Effect effect : rule.then()) {
            situation = situation.with(effect.apply(situation));
        }
        TelephonyCall row = situation.row();
        return row.withDispatch(row.dispatch().withState(rule.to()));
    }

    /** A line for every move, and for staying where the reason to stay is a new one; not for every poll. */
    private static Optional<TimelineEntry> describe(
            StateTable.Rule rule, Situation before, Situation after) {
        DispatchState from = before.row().dispatch().state();
        String note = after.row().dispatch().note();
        boolean moved = from != rule.to();
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
        boolean alarm = rule.to() == DispatchState.FAILED && moved;
        return Optional.of(new TimelineEntry(
                after.row().callId(),
                after.now(),
                alarm ? TimelineEntry.Kind.ALARM : TimelineEntry.Kind.DECISION,
                rule.to().name(),
                details));
    }
}
