package telephony.app.proof;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.LiveKitAnswer;
import telephony.outbound.Dial;
import telephony.outbound.SipDial;
import telephony.outbound.SipTransfer;
import telephony.queue.QueuePace;
import telephony.simulation.RoomTruth;

/** Is told everything that happens while a schedule is played, in its order. Times are LiveKit's. */
interface Witness {

    /** Who is really in the rooms; told every {@link Bounds#SAMPLE}. */
    default void sampled(Instant at, List<RoomTruth> rooms) {}

    /** Until then, something is disturbed. */
    default void disturbed(Instant at, Instant until, String why) {}

    /** LiveKit never tells that it opened this room again, so whom it merely remembers there nobody can tell from others. */
    default void openingNotTold(Instant at, String roomSid) {}

    /** From now on so many agents may not come to this room, stay mute or be lost, whatever is done; null = any of any room. */
    default void agentsAreOdd(Instant at, @Nullable String roomName, int agents) {}

    /** An agent's heartbeat is on its way; {@link #beaten} says what became of it. */
    default void beating(Instant at, String identity) {}

    /**
     * An agent has sent a heartbeat.
     *
     * @param known whether the processes can know of it: one of them took it, or the one that took the one before turned it
     *     away
     */
    default void beaten(Instant at, String identity, boolean known) {}

    /** The store has lost everything, and begins now. */
    default void forgot(Instant at) {}

    /** A process sends a create that LiveKit would still take; the room as it is now, if there is one. */
    default void creating(Instant at, int replica, DispatchOrder order, @Nullable RoomTruth room) {}

    /** A process learns what became of a create. */
    default void created(Instant at, int replica, DispatchOrder order, LiveKitAnswer.Kind kind) {}

    /** Whoever has this number is to be called whether or not an agent is there. */
    default void mayRingAlone(String number) {}

    /** An order was taken in, now or earlier. */
    default void ordered(Instant at, OrderTruth order) {}

    /** A process makes a phone ring, with a request that LiveKit would still take; the room as it is now, if there is one. */
    default void dialling(Instant at, int replica, SipDial dial, @Nullable RoomTruth room) {}

    /** A guard was asked about a dial or a transfer, and permits it. */
    default void judged(Instant at, Dial dial) {}

    /** A request for a transfer was taken in, now or earlier. */
    default void handedOver(Instant at, TransferTruth transfer) {}

    /** A process asks a far end to call somebody, with a request that LiveKit would still take. */
    default void transferring(Instant at, int replica, SipTransfer transfer) {}

    /** LiveKit has answered such a request, whether or not its process hears of it. */
    default void transferred(Instant at, SipTransfer transfer) {}

    /** Whose phones were made to ring and who talk now, by identity. */
    default void talking(Instant at, Set<String> identities) {}

    /** From now on calls wait where this limits their trunk. */
    default void paced(Instant at, QueuePace pace) {}

    /** These calls got their turn. */
    default void turned(Instant at, int replica, List<TelephonyCall> calls) {}

    /** A process removes somebody from a room. */
    default void removing(Instant at, int replica, String identity, String roomName, @Nullable RoomTruth room) {}

    /** A process deletes a dispatch. */
    default void deleting(Instant at, int replica, String dispatchId, String roomName, @Nullable RoomTruth room) {}

    /** A process deletes a room. */
    default void deletingRoom(Instant at, int replica, String roomName) {}

    /**
     * A webhook was answered 2xx.
     *
     * @param concernsCall whether the answer was given because it was taken in
     * @param kept whether the store has it in that moment
     */
    default void answered(Instant at, String eventId, boolean concernsCall, boolean kept) {}

    /** The store took a row. */
    default void written(Instant at, int replica, TelephonyCall row) {}

    /** Something failed in a process for another reason than that its store is not available. */
    default void surprised(Instant at, int replica, String what, Throwable cause) {}

    /** The processes have sent more requests than any day takes, and are stopped for good. */
    default void ranAway(Instant at) {}

    /** Anything else, for the trace alone. */
    default void remarked(Instant at, String line) {}

    /** All is over: the time line of one row. */
    default void told(Instant at, TelephonyCall row, List<TimelineEntry> timeline) {}

    /** All is over: those whose phones rang. */
    default void rang(Instant at, List<CalleeTruth> callees) {}

    /** All is over: the rows of the store, and those who called. */
    default void closed(Instant at, List<TelephonyCall> rows, List<CallerTruth> callers) {}

    /**
     * What whoever orders calls knows of one.
     *
     * @param number of the order
     * @param callId what it was told
     */
    record OrderTruth(int number, CallId callId) {}

    /**
     * What whoever asks for transfers knows of one.
     *
     * @param key of the request
     * @param callId the call
     * @param number which transfer of the call he was told
     */
    record TransferTruth(int key, CallId callId, int number) {}

    /**
     * What somebody knows whose phone rang.
     *
     * @param identity under which he was in the room
     * @param answered whether he answered
     * @param over whether he is gone
     */
    record CalleeTruth(String identity, boolean answered, boolean over) {}

    /**
     * What a caller knows of his call.
     *
     * @param sipCallId the key of his leg
     * @param identity under which he was there
     * @param roomName where he was
     * @param heard the names of the agents that he heard, in order
     * @param status LiveKit's last word on his leg
     * @param over whether he is gone
     */
    record CallerTruth(
            String sipCallId, String identity, String roomName, List<String> heard, String status, boolean over) {
        public CallerTruth {
            heard = List.copyOf(heard);
        }
    }
}
