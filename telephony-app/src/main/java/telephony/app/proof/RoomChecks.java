package telephony.app.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import telephony.call.DispatchMarker;
import telephony.call.ParticipantKind;
import telephony.call.TelephonyCall;
import telephony.simulation.RoomTruth;
import telephony.simulation.RoomTruth.Present;

/** What may not last in a room, and what may not be there at all. */
final class RoomChecks implements Witness {

    private final Bounds bounds;
    private final Talking talking;
    private final Checker.Findings findings;
    private final Calm.Stopwatch together;
    private final Calm.Stopwatch silent;
    private final Calm.Stopwatch waiting;
    private final Calm.Stopwatch deserted;
    private final Set<DispatchMarker> doubled = new HashSet<>();
    private final Set<String> notTold = new HashSet<>();
    private final Map<String, Integer> odd = new HashMap<>();
    private final Map<String, Duration> unserved = new HashMap<>();
    private final Set<String> ordered = new HashSet<>();
    private boolean allOdd;
    private Instant forgottenBefore = Instant.MIN;

    RoomChecks(Bounds bounds, Calm calm, Talking talking, Checker.Findings findings) {
        this.bounds = bounds;
        this.talking = talking;
        this.findings = findings;
        this.together = calm.new Stopwatch(Calm.Break.BEGINS_ANEW);
        this.silent = calm.new Stopwatch(Calm.Break.PAUSES);
        this.waiting = calm.new Stopwatch(Calm.Break.BEGINS_ANEW);
        this.deserted = calm.new Stopwatch(Calm.Break.BEGINS_ANEW);
    }

    @Override
    public void openingNotTold(Instant at, String roomSid) {
        notTold.add(roomSid);
    }

    @Override
    public void agentsAreOdd(Instant at, @Nullable String roomName, int agents) {
        if (roomName == null) {
            allOdd = true;
        } else {
            odd.merge(roomName, agents, Integer::sum);
        }
    }

    @Override
    public void written(Instant at, int replica, TelephonyCall row) {
        String sid = row.origin().roomSid();
        if (row.dial() != null && sid != null && !row.isEnded()) {
            ordered.add(sid);
        } else if (sid != null) {
            ordered.remove(sid);
        }
    }

    @Override
    public void forgot(Instant at) {
        forgottenBefore = at;
    }

    @Override
    public void sampled(Instant at, List<RoomTruth> rooms) {
        rooms.forEach(room -> sampled(at, room));
    }

    private void sampled(Instant at, RoomTruth room) {
        String sid = room.state().sid();
        String name = room.state().name();
        // Who has somebody to talk to needs no agent; whoever was called for somebody is no caller.
        boolean caller = room.callers().anyMatch(who -> !Talking.isTarget(who)) && !talking.isBridged(room);
        long heard = room.agents(Bounds.AGENT).filter(Present::audible).count();
        if (together.count(at, sid, caller && heard > 1).compareTo(bounds.twins()) > 0) {
            findings.violated(Invariant.ONE_AUDIBLE_AGENT, at, heard + " agents are heard in " + name);
            together.forget(sid);
        }
        // A person makes it a meeting. An agent whom LiveKit lists for ever after a restart that it did not tell of is,
        // for
        // all that can be asked, there; docs/protocol.md names this limit.
        boolean company = room.present().stream().anyMatch(who -> who.kind() == ParticipantKind.STANDARD);
        boolean ghosts = room.remembersAgent() && notTold.contains(sid);
        boolean waits = caller && heard == 0 && !company && !ghosts;
        int oddAgents = odd.getOrDefault(name, 0);
        boolean known = !allOdd && oddAgents <= Bounds.MOST_ODD_AGENTS;
        Duration served = Bounds.SERVED.plus(Bounds.ODD_AGENT.multipliedBy(oddAgents));
        if (waiting.count(at, sid, waits && known).compareTo(served) > 0) {
            findings.violated(Invariant.SERVED_IN_CALM, at, "a caller waits in " + name);
            waiting.forget(sid);
        }
        judgePromise(at, sid, name, caller && heard == 0);
        if (silent.count(at, sid, waits).compareTo(Bounds.SILENCE) > 0) {
            findings.violated(Invariant.NEVER_SILENT, at, "nobody answers and nobody hangs up in " + name);
            silent.forget(sid);
        }
        if (deserted.count(at, sid, isDeserted(room)).compareTo(Bounds.LEFT_BEHIND) > 0) {
            findings.violated(Invariant.NO_AGENT_LEFT_BEHIND, at, "an agent is alone in " + name);
            deserted.forget(sid);
        }
        Set<DispatchMarker> markers = new HashSet<>();
        room.dispatches().stream()
                .map(RoomTruth.Sent::marker)
                .filter(marker -> marker != null && !markers.add(marker) && doubled.add(marker))
                .forEach(marker -> findings.violated(
                        Invariant.ONE_DISPATCH_PER_ATTEMPT, at, "two dispatches of " + marker + " in " + name));
    }

    private void judgePromise(Instant at, String sid, String name, boolean isUnserved) {
        Duration promised = bounds.silence();
        Duration lasts = isUnserved ? unserved.merge(sid, Bounds.SAMPLE, Duration::plus) : Duration.ZERO;
        if (!isUnserved) {
            unserved.remove(sid);
        } else if (promised != null && lasts.compareTo(promised) > 0) {
            findings.violated(Invariant.SERVED_IN_TIME, at, "a caller has heard nobody for " + lasts + " in " + name);
            unserved.remove(sid);
        }
    }

    /**
     * An agent of ours is alone, and not because we are calling somebody. Who was sent by the room's own configuration is not ours, a store that forgot has no
     * means to know whose agent it is, and where LiveKit still lists a caller and did not tell of its restart nobody can
     * know that he is gone; then LiveKit itself closes the room after five minutes.
     */
    private boolean isDeserted(RoomTruth room) {
        return room.present().stream().noneMatch(Present::isHuman)
                && !room.remembersCaller()
                && room.state().createdAt().isAfter(forgottenBefore)
                && room.configuredAgents().isEmpty()
                && !ordered.contains(room.state().sid())
                && room.agents(Bounds.AGENT).findAny().isPresent();
    }
}
