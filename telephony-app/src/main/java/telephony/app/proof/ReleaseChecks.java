package telephony.app.proof;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.call.AgentPresence;
import telephony.call.CallId;
import telephony.call.ParticipantKind;
import telephony.call.TelephonyCall;
import telephony.simulation.RoomTruth;
import telephony.simulation.RoomTruth.Present;

/** Whether the agents of a call go with it, and whether it is written down of whom we hang up on. */
final class ReleaseChecks implements Witness {

    private final Bounds bounds;
    private final Checker.Findings findings;
    private final Calm.Stopwatch staying;
    private final Map<CallId, TelephonyCall> rows = new HashMap<>();

    ReleaseChecks(Bounds bounds, Calm calm, Checker.Findings findings) {
        this.bounds = bounds;
        this.findings = findings;
        this.staying = calm.new Stopwatch(Calm.Break.BEGINS_ANEW);
    }

    @Override
    public void written(Instant at, int replica, TelephonyCall row) {
        rows.put(row.callId(), row);
    }

    @Override
    public void forgot(Instant at) {
        rows.clear();
    }

    @Override
    public void sampled(Instant at, List<RoomTruth> rooms) {
        for (RoomTruth room : rooms) {
            Set<String> released = released(room.state().sid());
            for (Present agent : room.agents(Bounds.AGENT).toList()) {
                boolean stays = released.contains(agent.identity());
                if (staying.count(at, agent.sid(), stays).compareTo(bounds.release()) > 0) {
                    findings.violated(
                            Invariant.RELEASED_AT_ONCE,
                            at,
                            agent.identity() + " stays in " + room.state().name());
                    staying.forget(agent.sid());
                }
            }
        }
    }

    private Set<String> released(String roomSid) {
        return rows.values().stream()
                .filter(row -> row.isEnded() && roomSid.equals(row.origin().roomSid()))
                .flatMap(row -> row.dispatch().agents().stream())
                .map(AgentPresence::identity)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** A caller may come back under the same identity, in another call: then he is not the one who is hung up on. */
    @Override
    public void removing(Instant at, int replica, String identity, String roomName, @Nullable RoomTruth room) {
        Present whom = room == null ? null : room.find(identity).orElse(null);
        if (whom == null || whom.kind() != ParticipantKind.SIP || Talking.isTarget(whom)) {
            return;
        }
        rows.values().stream()
                .filter(row -> row.legs().stream()
                        .filter(leg -> leg.sessions().find(whom.sid()).isPresent())
                        .anyMatch(leg -> !row.dispatch().replacement().callers().contains(leg.sipCallId())))
                .map(row -> Objects.requireNonNull(row.origin().roomName()))
                .forEach(name ->
                        findings.violated(Invariant.HANG_UP_IS_RECORDED, at, identity + " is hung up on in " + name));
    }
}
