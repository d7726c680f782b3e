package telephony.session;

import telephony.call.CallEvent;
import telephony.call.Participant;
import telephony.testkit.Calls;
import telephony.testkit.Switchboard;

/** One caller, one agent, one room. */
abstract class CallScenario {

    static final String SID = "RM_1";
    static final String ROOM = "room-RM_1";
    static final Participant CALLER = Calls.caller("PA_c", "SCL_1", "ringing", Calls.START);
    static final Participant AGENT = Calls.agent("PA_a", "agent-AJ_1", false, Calls.START.plusMillis(300));

    final Switchboard board = new Switchboard();

    void callerJoins() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);
        board.send(Calls.joined(SID, CALLER, Calls.START));
    }

    void agentComes() {
        board.liveKit.put(ROOM, AGENT);
        board.send(Calls.joined(SID, AGENT, board.clock.instant()));
        board.send(Calls.audio(SID, AGENT, board.clock.instant()));
    }

    void callerHangsUp() {
        board.liveKit.take(ROOM, CALLER.identity());
        board.send(hangup(SID, "PA_c", "SCL_1"));
    }

    CallEvent hangup(String roomSid, String participantSid, String sipCallId) {
        Participant gone = Calls.caller(participantSid, sipCallId, "hangup", Calls.START);
        return Calls.left(roomSid, gone, "CLIENT_INITIATED", board.clock.instant());
    }
}
