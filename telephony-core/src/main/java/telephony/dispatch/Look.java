package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import telephony.call.AgentDispatch;
import telephony.call.Direction;
import telephony.call.Participant;
import telephony.call.ParticipantSession;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;

/**
 * What LiveKit showed of a call's room when it was asked for rooms, participants and dispatches at once.
 *
 * @param startedAt the store's clock before the requests were sent
 * @param rememberedSince since when our store remembers what was asked of LiveKit
 * @param rooms the rooms of the call's room name
 * @param participants the participants of the room
 * @param dispatches the dispatches of the room
 */
public record Look(
        Instant startedAt,
        Instant rememberedSince,
        LiveKitAnswer<List<ListedRoom>> rooms,
        LiveKitAnswer<List<Participant>> participants,
        LiveKitAnswer<List<ListedDispatch>> dispatches) {

    /** Whether all three were answered; a look that is not complete forbids creating. */
    public boolean isComplete() {
        return rooms.isDone() && participants.isDone() && dispatches.isDone();
    }

    /**
     * The same without those who are only remembered: after it was killed LiveKit goes on listing everybody who was there,
     * tracks and all, until he comes back, and answers nothing else about him (seen). Nor does an agent count whose leaving
     * was told: lists lag behind events, and a session does not begin again.
     */
    public Look withoutGhosts(AgentDispatch dispatch) {
        return participants.isDone()
                ? new Look(
                        startedAt,
                        rememberedSince,
                        rooms,
                        LiveKitAnswer.done(withoutGhosts(dispatch, seenParticipants())),
                        dispatches)
                : this;
    }

    /** Those of the listed ones that have joined since LiveKit opened the room, be it again, and were not told to have left. */
    static List<Participant> withoutGhosts(AgentDispatch dispatch, List<Participant> listed) {
        return listed.stream()
                .filter(participant -> !dispatch.isFromBeforeRestart(participant.joinedAt()))
                .filter(participant -> !hasLeft(dispatch, participant))
                .toList();
    }

    private static boolean hasLeft(AgentDispatch dispatch, Participant participant) {
        return dispatch.agent(participant.identity())
                .flatMap(agent -> agent.sessions().find(participant.sid()))
                .filter(session -> !session.isPresent())
                .isPresent();
    }

    /**
     * Whether what it shows can still be acted on: it is not old, and answers what the row asks by now.
     *
     * @param before the row for which it was made
     * @param row the row as it is now
     */
    boolean isStillUsable(TelephonyCall before, TelephonyCall row, Instant now, DispatchTiming timing) {
        Duration age = Duration.between(startedAt, now);
        if (age.compareTo(timing.requestDeadline().plus(DispatchTiming.LOOK_REUSE)) > 0) {
            // This process was stopped, or its store was down, while the answers lay there.
            return false;
        }
        boolean sameQuestion =
                row.dispatch().withoutHeartbeats().equals(before.dispatch().withoutHeartbeats())
                        && row.legs().equals(before.legs())
                        && Objects.equals(row.dial(), before.dial())
                        && row.steering().equals(before.steering())
                        && row.isEnded() == before.isEnded();
        return row.control().version() == before.control().version()
                || (sameQuestion && age.compareTo(DispatchTiming.LOOK_REUSE) < 0);
    }

    /** The participants; empty when that was not answered. */
    public List<Participant> seenParticipants() {
        return participants.answered().orElse(List.of());
    }

    /** The dispatches; empty when that was not answered. */
    public List<ListedDispatch> seenDispatches() {
        return dispatches.answered().orElse(List.of());
    }

    /** The incarnation of the room of this name now; empty = no such room, or not answered. */
    public Optional<String> sidOf(String roomName) {
        return rooms.answered().orElse(List.of()).stream()
                .filter(room -> room.name().equals(roomName))
                .map(ListedRoom::sid)
                .findFirst();
    }

    /**
     * Whether a create for this room may be on its way of which our store knows nothing any more: the room is older than
     * what the store remembers, and what was sent before may still take effect.
     *
     * @param quiescence how long a create that nobody answered for may still take effect
     */
    boolean mayFollowAForgottenCreate(TelephonyCall call, Duration quiescence) {
        if (!startedAt.isBefore(rememberedSince.plus(quiescence))) {
            return false;
        }
        if (call.origin().direction() == Direction.OUTBOUND) {
            // Its room bears its id: who remembers the order, by the store's own clock, knows all that was asked for
            // there.
            return call.times().createdAt().isBefore(rememberedSince);
        }
        // LiveKit dates the room, we date the store: their clocks may differ.
        return madeAt(call)
                .map(at -> at.isBefore(rememberedSince.plus(DispatchTiming.CLOCK_ERROR)))
                .orElse(true);
    }

    /**
     * Whether our store may have forgotten that this call came before: its room is older than what the store remembers, and
     * its first caller of whom we know joined before that or so soon after it as one comes back after a restart of LiveKit.
     *
     * @param soon how long after its beginning whoever joins may be back
     */
    boolean mayShowAForgottenCall(TelephonyCall call, Duration soon) {
        boolean older = madeAt(call)
                .filter(at -> at.isBefore(rememberedSince.plus(DispatchTiming.CLOCK_ERROR)))
                .isPresent();
        return older
                && call.firstJoinedAt()
                        .filter(at -> at.isBefore(rememberedSince.plus(soon)))
                        .isPresent();
    }

    /** A room that is not listed yet was made just now: then its first caller tells when, at the latest. */
    private Optional<Instant> madeAt(TelephonyCall call) {
        Optional<ListedRoom> listed = rooms.answered().orElse(List.of()).stream()
                .filter(room -> room.sid().equals(call.origin().roomSid()))
                .findFirst();
        return listed.isPresent()
                ? listed.flatMap(room -> Optional.ofNullable(room.createdAt()))
                : call.firstJoinedAt();
    }

    /**
     * Whether a leg of the call, which the target of a transfer has not, is in the room, in a session of which no event has
     * told the end.
     */
    public boolean showsALegOf(TelephonyCall call) {
        return seenParticipants().stream().anyMatch(p -> p.sipCall()
                .flatMap(sip -> call.leg(sip.callId()))
                .filter(leg -> leg.role() != SipParticipant.Role.TARGET)
                .filter(leg -> leg.sessions()
                        .find(p.sid())
                        .map(ParticipantSession::isPresent)
                        .orElse(true))
                .isPresent());
    }

    /**
     * Whether the room of this call is certainly without anything: another incarnation has the name; or none has it and
     * nobody serves it; or it is listed without participants and nobody serves it (a zombie, seen).
     */
    public boolean showsRoomGone(TelephonyCall call) {
        if (!rooms.isDone()) {
            return false;
        }
        Optional<String> sid = sidOf(call.origin().roomName());
        if (sid.isPresent() && !sid.get().equals(call.origin().roomSid())) {
            return true;
        }
        boolean nobodyServes = dispatches.kind() == LiveKitAnswer.Kind.UNAVAILABLE;
        return nobodyServes
                && (sid.isEmpty()
                        || (participants.isDone() && seenParticipants().isEmpty()));
    }

    /** What became of each request, for the time line. */
    Map<String, String> answers() {
        return Map.of(
                "ListRooms", describe(rooms),
                "ListParticipants", describe(participants),
                "ListDispatch", describe(dispatches));
    }

    /** What failed, for the note on the row; empty when all was answered. */
    String failure() {
        return new TreeMap<>(answers())
                .entrySet().stream()
                        .filter(answer -> !answer.getValue().equals(LiveKitAnswer.Kind.DONE.name()))
                        .map(answer -> answer.getKey() + " " + answer.getValue())
                        .collect(Collectors.joining("; "));
    }

    private static String describe(LiveKitAnswer<?> answer) {
        return answer.isDone() ? answer.kind().name() : answer.kind() + " (" + answer.detail() + ")";
    }
}
