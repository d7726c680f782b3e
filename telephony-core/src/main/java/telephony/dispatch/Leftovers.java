package telephony.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import telephony.call.AgentPresence;
import telephony.call.DispatchAttempt;
import telephony.call.OwedEffect;
import telephony.call.TelephonyCall;

/** What a call has left in LiveKit: the agents on its row, and the dispatches that bear its own markers. */
final class Leftovers {

    private Leftovers() {}

    /** What the row alone tells: all of it is removed as soon as the call has ended, whether a list shows it or not. */
    static List<OwedEffect> on(TelephonyCall row) {
        List<OwedEffect> owed = new ArrayList<>();
        // The participant first: deleting its dispatch leaves an agent talking for seconds (seen).
        row.dispatch().agents().forEach(agent -> owed.add(OwedEffect.remove(agent.identity())));
        row.dispatch().attempts().stream()
                .map(DispatchAttempt::dispatchId)
                .filter(id -> id != null)
                .forEach(id -> owed.add(OwedEffect.delete(id)));
        if (row.dispatch().adoptedDispatchId() != null) {
            owed.add(OwedEffect.delete(row.dispatch().adoptedDispatchId()));
        }
        return owed;
    }

    /** What a look shows beyond doubt to be this call's. */
    static List<OwedEffect> in(Situation s) {
        TelephonyCall row = s.row();
        List<OwedEffect> owed = new ArrayList<>();
        Set<String> ours = row.dispatch().agents().stream()
                .map(AgentPresence::identity)
                .collect(Collectors.toSet());
        Set<String> known = row.dispatch().attempts().stream()
                .map(DispatchAttempt::dispatchId)
                .filter(id -> id != null)
                .collect(Collectors.toSet());
        for (ListedDispatch dispatch : s.look().seenDispatches()) {
            boolean marked = dispatch.attempt()
                    .filter(m -> m.instance().equals(s.policy().instance()))
                    .filter(m -> m.isOf(roomSid(row), row.origin().episode()))
                    .isPresent();
            if (marked || known.contains(dispatch.id()) || dispatch.id().equals(row.dispatch().adoptedDispatchId())) {
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
