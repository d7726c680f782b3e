package telephony.dispatch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import telephony.call.AgentDispatch;
import telephony.call.AgentPresence;
import telephony.call.DispatchAttempt;
import telephony.call.OwedEffect;
import telephony.call.TelephonyCall;
import telephony.call.Transfer;

/** What a call has left in LiveKit: the agents on its row, and the dispatches that bear its own markers. */
final class Leftovers {

    private Leftovers() {}

    /** What the row alone tells: all of it is removed as soon as the call has ended, whether a list shows it or not. */
    static List<OwedEffect> on(TelephonyCall row) {
        List<OwedEffect> owed = agentsOn(row);
        row.ringing().forEach(identity -> owed.add(OwedEffect.remove(identity)));
        return owed;
    }

    /** The agents of the row and what brought them. */
    static List<OwedEffect> agentsOn(TelephonyCall row) {
        List<OwedEffect> owed = new ArrayList<>();
        // The participant first: deleting its dispatch leaves an agent talking for seconds (seen).
        row.dispatch().agents().stream()
                .filter(agent -> !row.dispatch().isAwaited(agent))
                .forEach(agent -> owed.add(OwedEffect.remove(agent.identity())));
        row.dispatch().attempts().stream()
                .map(DispatchAttempt::dispatchId)
                .filter(id -> id != null)
                .forEach(id -> owed.add(OwedEffect.delete(id)));
        adopted(row).forEach(id -> owed.add(OwedEffect.delete(id)));
        return owed;
    }

    private static List<String> adopted(TelephonyCall row) {
        List<String> ids = new ArrayList<>(row.dispatch().replacement().spentDispatches());
        if (row.dispatch().adoptedDispatchId() != null) {
            ids.add(row.dispatch().adoptedDispatchId());
        }
        return ids;
    }

    /** What stands in the way of a new agent: every agent of ours that is seen, and all that was dispatched so far. */
    static List<OwedEffect> inTheWay(Situation s) {
        Set<OwedEffect> owed = new LinkedHashSet<>();
        s.agentsSeen().forEach(agent -> owed.add(OwedEffect.remove(agent.identity())));
        // One that was lost in a restart is nowhere: its removal would never be answered (seen). It goes when it comes.
        s.row()
                .dispatch()
                .keptAgent()
                .filter(keeper -> !isLost(s.row().dispatch(), keeper))
                .ifPresent(keeper -> owed.add(OwedEffect.remove(keeper.identity())));
        owed.addAll(in(s));
        // What was given up on before is deleted already; a look that shows it all the same brings it up again.
        int retired = s.row().dispatch().replacement().retiredAttempt();
        s.row().dispatch().attempts().stream()
                .filter(attempt -> attempt.number() > retired)
                .flatMap(attempt -> Stream.ofNullable(attempt.dispatchId()))
                .forEach(id -> owed.add(OwedEffect.delete(id)));
        Stream.ofNullable(s.row().dispatch().adoptedDispatchId()).forEach(id -> owed.add(OwedEffect.delete(id)));
        return List.copyOf(owed);
    }

    /**
     * Whether LiveKit's restart may have taken this agent away: it was there before and has not come back, or it has spoken
     * to us and nothing told that it joined, before or since. LiveKit may remember it, and answers no removal of it (seen).
     */
    static boolean isLost(AgentDispatch dispatch, AgentPresence agent) {
        boolean restarted = dispatch.restartedAt() != null;
        return dispatch.isAwaited(agent) || (restarted && agent.sessions().all().isEmpty());
    }

    /** What a look shows beyond doubt to be this call's. */
    static List<OwedEffect> in(Situation s) {
        TelephonyCall row = s.row();
        List<OwedEffect> owed = new ArrayList<>();
        Set<String> ours = new HashSet<>();
        // Nobody else has his identity, whatever incarnation of the room a late dial brought him into.
        if (row.isEnded()) {
            Optional.ofNullable(row.dial()).ifPresent(dial -> ours.add(dial.identity()));
            row.steering().transfers().stream().filter(Transfer::isDialled).forEach(t -> ours.add(t.identity()));
        }
        if (s.isSameRoom()) {
            row.dispatch().agents().forEach(agent -> ours.add(agent.identity()));
        }
        Set<String> known = row.dispatch().attempts().stream()
                .map(DispatchAttempt::dispatchId)
                .filter(id -> id != null)
                .collect(Collectors.toSet());
        for (ListedDispatch dispatch : s.look().seenDispatches()) {
            boolean marked = dispatch.attempt()
                    .filter(m -> m.instance().equals(s.policy().instance()))
                    .filter(m -> m.isOf(roomSid(row), row.origin().episode()))
                    .isPresent();
            if (marked || known.contains(dispatch.id()) || adopted(row).contains(dispatch.id())) {
                ours.addAll(dispatch.agentIdentities());
                owed.add(OwedEffect.delete(dispatch.id()));
            }
        }
        List<OwedEffect> all = new ArrayList<>();
        s.look().seenParticipants().stream()
                .filter(p -> ours.contains(p.identity()))
                .forEach(p -> all.add(OwedEffect.remove(p.identity())));
        all.addAll(owed);
        return all;
    }

    private static String roomSid(TelephonyCall row) {
        return row.origin().roomSid() == null ? "" : row.origin().roomSid();
    }
}
