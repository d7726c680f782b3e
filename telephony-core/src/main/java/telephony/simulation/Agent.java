package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import telephony.call.ParticipantKind;
import telephony.dispatch.DispatchTiming;

/** An agent that was sent: one job of one worker. */
final class Agent implements Occupant {

    /** Of the start of an agent, how much lies before its job is assigned. */
    private static final int ASSIGNED_NUMERATOR = 4;

    private static final int ASSIGNED_DENOMINATOR = 5;

    private final LiveKitServer server;
    private final Room.Stored room;
    private final String agentName;
    private final @Nullable AgentPass pass;
    private final String jobId;
    private final AgentBehaviour behaviour;
    private @Nullable Instant assignedAt;
    private @Nullable Session session;
    private boolean dead;
    private boolean sentAway;
    private boolean beating;

    Agent(LiveKitServer server, Room.Stored room, NewDispatch asked, AgentBehaviour behaviour) {
        this.server = server;
        this.room = room;
        this.agentName = asked.agentName();
        this.pass = asked.pass();
        this.behaviour = behaviour;
        this.jobId = server.ids.next("AJ_");
    }

    private String identity() {
        return "agent-" + jobId;
    }

    DispatchState.Job job() {
        Instant at = assignedAt;
        if (at == null) {
            throw new IllegalStateException("the job is not assigned yet");
        }
        return new DispatchState.Job(jobId, identity(), at);
    }

    boolean isListed(Instant now) {
        Instant at = assignedAt;
        return at != null && !now.isBefore(at.plus(Seen.JOB_LISTED));
    }

    /** Begins to come. */
    void start(SimulationTiming timing) {
        Duration assigned = timing.agentStart().multipliedBy(ASSIGNED_NUMERATOR).dividedBy(ASSIGNED_DENOMINATOR);
        server.later(assigned, () -> assignedAt = server.time.instant());
        if (behaviour.joins()) {
            server.later(timing.agentStart().plus(behaviour.later()), () -> join(timing));
        }
    }

    /** Its dispatch was deleted. */
    void sendAway() {
        Duration after = assignedAt == null
                ? Seen.DELETED_UNASSIGNED
                : server.ids.between("deleted agent goes", Seen.DELETED_LEAST, Seen.DELETED_MOST);
        server.later(after, () -> {
            sentAway = true;
            leave("PARTICIPANT_REMOVED");
        });
    }

    private void join(SimulationTiming timing) {
        Room live = server.live(room.state().name());
        boolean otherIncarnation =
                live != null && !live.stored.state().sid().equals(room.state().sid());
        if (live == null || otherIncarnation || sentAway || dead) {
            return;
        }
        Session mine = server.newSession(identity(), "", ParticipantKind.AGENT, this);
        mine.attributes.put(ParticipantState.AGENT_NAME, agentName);
        mine.attributes.put("lk.agent.name", agentName);
        session = mine;
        server.join(live, mine);
        if (behaviour.speaks()) {
            server.later(timing.agentTrack().plus(behaviour.hesitates()), () -> {
                if (session == mine && !mine.silent) {
                    server.publish(live, mine);
                }
            });
        }
        beginToBeat();
        Duration ends = behaviour.endsAfter();
        if (ends != null) {
            server.later(ends, () -> end(mine));
        }
    }

    /** Its process speaks to the switchboard whether LiveKit is there or not. */
    private void beginToBeat() {
        AgentPass mine = pass;
        if (behaviour.heartbeats() && mine != null && !beating) {
            beating = true;
            server.time.soon(() -> beat(mine));
            server.time.every(DispatchTiming.HEARTBEAT_EVERY, () -> {
                // Not here: the next one does not wait for the answer to this one.
                server.time.soon(() -> beat(mine));
                return server.time.change(() -> !dead);
            });
        }
    }

    private void beat(AgentPass mine) {
        if (server.time.change(() -> dead)) {
            return;
        }
        boolean goOn = server.agentLine
                .heartbeat(mine, identity())
                .map(standing -> standing.maySpeak() || !standing.isAuthentic())
                .orElse(true);
        if (!goOn) {
            server.time.change(() -> {
                leave("CLIENT_INITIATED");
                dead = true;
            });
        }
    }

    private void end(Session ending) {
        if (session != ending) {
            return;
        }
        dead = true;
        if (!behaviour.crashes()) {
            leave("CLIENT_INITIATED");
            return;
        }
        crash(ending);
    }

    private void crash(Session ending) {
        ending.silent = true;
        Room live = server.live(room.state().name());
        if (live != null) {
            live.changed(server.time.instant());
        }
        server.later(Seen.CONNECTION_TIMEOUT, () -> {
            if (session == ending) {
                leave("CONNECTION_TIMEOUT");
            }
        });
    }

    /** Its process dies: who is in a room is shown for another while, and nobody comes back after a restart. */
    void die() {
        dead = true;
        Session dying = session;
        if (dying != null && !dying.silent) {
            crash(dying);
        }
    }

    private void leave(String reason) {
        Session mine = session;
        Room live = server.live(room.state().name());
        if (mine != null && live != null) {
            server.leave(live, mine, reason);
        }
    }

    @Override
    public void onLeft(String reason) {
        // Whoever was removed or whose room was closed does not come back.
        session = null;
        dead = true;
    }

    @Override
    public void onRoomChanged(Room changed) {
        // An agent does what it does, whoever comes or goes.
    }

    @Override
    public void onServerLost() {
        // Who was only starting has nowhere to go any more.
        dead = dead || session == null;
        session = null;
    }

    @Override
    public boolean onServerBack(SimulationTiming timing) {
        if (!dead) {
            server.later(timing.agentRejoin(), () -> {
                server.open(room.state().name(), room.agents());
                join(timing);
            });
        }
        return !dead;
    }
}
