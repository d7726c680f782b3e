package telephony.testkit;

import java.time.Instant;
import telephony.call.Participant;
import telephony.dispatch.AgentDispatchPort;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.dispatch.RoomPort;
import telephony.testkit.FakeLiveKit.Method;

/** The fake keeps what the ports promise, so that what is tested with it holds with LiveKit. */
final class FakeLiveKitTest implements AgentDispatchPortContract, RoomPortContract {

    private final HandClock clock = new HandClock(Instant.parse("2026-11-21T10:00:00Z"));
    private final FakeLiveKit livekit = new FakeLiveKit(clock);

    @Override
    public AgentDispatchPort dispatches() {
        return livekit;
    }

    @Override
    public RoomPort rooms() {
        return livekit;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public String openRoom(String name) {
        return livekit.openRoom(name);
    }

    @Override
    public void put(String room, Participant participant) {
        livekit.put(room, participant);
    }

    @Override
    public void loseNextCreate(boolean takesEffect) {
        livekit.answerNext(Method.CREATE_DISPATCH, Kind.AMBIGUOUS, takesEffect);
    }

    @Override
    public void loseNextDelete() {
        livekit.answerNext(Method.DELETE_DISPATCH, Kind.AMBIGUOUS, true);
    }

    @Override
    public void refuseNextCreate() {
        livekit.answerNext(Method.CREATE_DISPATCH, Kind.REFUSED, false);
    }

    @Override
    public long createsSeen() {
        return livekit.count(Method.CREATE_DISPATCH);
    }

    @Override
    public void loseNextRemoval(boolean takesEffect) {
        livekit.answerNext(Method.REMOVE_PARTICIPANT, Kind.AMBIGUOUS, takesEffect);
    }

    @Override
    public void loseNextParticipants() {
        livekit.answerNext(Method.LIST_PARTICIPANTS, Kind.AMBIGUOUS, true);
    }
}
