package telephony.dispatch;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * LiveKit's agent dispatches: create, list, delete.
 *
 * <p><b>One call, one request on the wire.</b> An implementation never repeats, redirects or replays on its own:
 * CreateDispatch is not idempotent, two of them are two agents (seen). <b>Atomic:</b> nothing; every answer may be
 * lost. <b>Absent:</b> a dispatch that is not there is {@link LiveKitAnswer.Kind#ABSENT}; a room that is not live is
 * {@link LiveKitAnswer.Kind#UNAVAILABLE} for list and delete, and is <em>created</em> by create. <b>Duplicate:</b> see
 * above. <b>Broken:</b> the stage always completes normally, within the method's deadline, and the answer says what is
 * certain; it completes exceptionally only for a programming error. <b>Threads:</b> safe for any number.
 * <b>Blocking:</b> the methods return at once.
 */
public interface AgentDispatchPort {

    /**
     * Sends an agent into a room.
     *
     * @return the dispatch id. A 2xx does not prove that an agent comes: without a worker of that name LiveKit answers
     *     the same (seen)
     */
    CompletionStage<LiveKitAnswer<String>> create(DispatchOrder order);

    /** The dispatches of a live room, from the memory of the node that hosts it. */
    CompletionStage<LiveKitAnswer<List<ListedDispatch>>> list(String roomName);

    /** Deletes a dispatch. Its agent goes on talking for 3 to 15 s (seen): remove the participant first. */
    CompletionStage<LiveKitAnswer<Void>> delete(String roomName, String dispatchId);
}
