package telephony.dispatch;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import telephony.call.Participant;

/**
 * Rooms and participants as LiveKit sees them.
 *
 * <p><b>One call, one request on the wire</b>, as with {@link AgentDispatchPort}. <b>Atomic:</b> nothing; lists lag
 * behind events and outlive crashed nodes. <b>Absent:</b> a room that is not there is missing from the list of rooms and
 * has an empty list of participants; removing somebody who is not there is {@link LiveKitAnswer.Kind#ABSENT}.
 * <b>Duplicate:</b> every method but {@link #deleteRoom} may be repeated. <b>Broken:</b> the stage always completes normally, within the
 * method's deadline; it completes exceptionally only for a programming error. <b>Threads:</b> safe for any number.
 * <b>Blocking:</b> the methods return at once.
 */
public interface RoomPort {

    /** The rooms of these names; all rooms when the set is empty. */
    CompletionStage<LiveKitAnswer<List<ListedRoom>>> listRooms(Set<String> names);

    /** The participants of a room, with their tracks and attributes. */
    CompletionStage<LiveKitAnswer<List<Participant>>> listParticipants(String roomName);

    /** Removes a participant; an agent falls silent within 10 ms (seen), a caller is hung up. */
    CompletionStage<LiveKitAnswer<Void>> removeParticipant(String roomName, String identity);

    /**
     * Makes a room, or answers the one of this name that is there; may be repeated.
     *
     * @return the room as it is
     */
    CompletionStage<LiveKitAnswer<ListedRoom>> createRoom(NewRoom room);

    /**
     * Deletes the room of this name with everybody in it. Not to be repeated blindly: LiveKit knows only the name, and the
     * next call may have it by then.
     */
    CompletionStage<LiveKitAnswer<Void>> deleteRoom(String roomName);
}
