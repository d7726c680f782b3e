package telephony.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.AgentPresence;
import telephony.call.Direction;
import telephony.call.Participant;
import telephony.call.ParticipantSession;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;

/** Writes onto the row what is learnt of agents of ours, whether from an event or from a look. Order does not matter. */
public final class AgentSightings {

    private AgentSightings() {}

    /** The row, knowing that this agent is in the room; audio counts when the source shows it or it came before. */
    public static TelephonyCall seen(TelephonyCall row, Participant agent, Instant now) {
        Instant joinedAt = agent.joinedAt() == null ? now : agent.joinedAt();
        boolean heard = agent.audioPublished() || row.dispatch().earlyAudio().contains(agent.sid());
        AgentPresence known = known(row, agent);
        AgentPresence next = known.withSession(agent.sid(), s -> {
            ParticipantSession joined = s.withJoinedAt(joinedAt);
            return heard ? joined.withAudio() : joined;
        });
        if (isOfEarlierCall(row, next)) {
            return row.withDispatch(row.dispatch().withAgent(next));
        }
        TelephonyCall seen = row.withDispatch(row.dispatch().withAgent(next))
                .withTimes(row.times().agentJoinedAt(joinedAt));
        return heard ? answered(seen, now) : seen;
    }

    /** An agent that an earlier call of the room had: a list that lags, or LiveKit after a restart, shows it all the same. */
    private static boolean isOfEarlierCall(TelephonyCall row, AgentPresence agent) {
        Optional<Instant> began = row.firstJoinedAt();
        return row.dispatch().replacement().removed().contains(agent.identity())
                && agent.sessions()
                        .newest()
                        .flatMap(session -> Optional.ofNullable(session.joinedAt()))
                        .filter(joinedAt -> began.filter(joinedAt::isBefore).isPresent())
                        .isPresent();
    }

    /** The row, knowing that this agent's session ended. */
    public static TelephonyCall left(TelephonyCall row, Participant agent, Instant at, @Nullable String reason) {
        AgentPresence next = known(row, agent)
                .withSession(agent.sid(), s -> s.withJoinedAt(agent.joinedAt()).withLeft(at, reason, false));
        return row.withDispatch(row.dispatch().withAgent(next));
    }

    /** The row, knowing that this session published audio, whoever it is. */
    public static TelephonyCall heard(TelephonyCall row, String participantSid, Instant at) {
        Optional<AgentPresence> agent = row.dispatch().agents().stream()
                .filter(a -> a.sessions().find(participantSid).isPresent())
                .findFirst();
        if (agent.isPresent()) {
            AgentPresence next = agent.get().withSession(participantSid, ParticipantSession::withAudio);
            TelephonyCall heard = row.withDispatch(row.dispatch().withAgent(next));
            return isOfEarlierCall(row, next) ? heard : answered(heard, at);
        }
        boolean isLeg = row.legs().stream()
                .anyMatch(leg -> leg.sessions().find(participantSid).isPresent());
        return isLeg ? row : row.withDispatch(row.dispatch().withEarlyAudio(participantSid));
    }

    /** The row, knowing that this session publishes audio no more: one of which nothing else was told has been heard. */
    public static TelephonyCall fellSilent(TelephonyCall row, String participantSid) {
        return isKnown(row, participantSid)
                ? row
                : row.withDispatch(row.dispatch().withEarlyAudio(participantSid));
    }

    /**
     * The sessions that were heard and of which nothing else was told: somebody of whom the row knows nothing is in the
     * room, or was. A list tells who it is.
     */
    public static List<String> unknownVoices(TelephonyCall row) {
        return row.dispatch().earlyAudio().stream()
                .filter(sid -> !isKnown(row, sid))
                .toList();
    }

    private static boolean isKnown(TelephonyCall row, String participantSid) {
        return Stream.concat(
                        row.legs().stream().map(SipParticipant::sessions),
                        row.dispatch().agents().stream().map(AgentPresence::sessions))
                .anyMatch(sessions -> sessions.find(participantSid).isPresent());
    }

    private static AgentPresence known(TelephonyCall row, Participant agent) {
        String name = agent.agentName() == null ? "" : agent.agentName();
        return row.dispatch().agent(agent.identity()).orElseGet(() -> AgentPresence.of(agent.identity(), name));
    }

    /** LiveKit answers an inbound caller at the moment when somebody else's audio is there (seen). */
    private static TelephonyCall answered(TelephonyCall row, Instant at) {
        return row.origin().direction() == Direction.INBOUND
                ? row.withTimes(row.times().answeredAt(at))
                : row;
    }
}
