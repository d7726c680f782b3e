package telephony.dispatch;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import telephony.call.TelephonyCall;

/** Asks LiveKit at once for the rooms, participants and dispatches of a call. */
final class LookOut {

    private final AgentDispatchPort dispatches;
    private final RoomPort rooms;

    LookOut(AgentDispatchPort dispatches, RoomPort rooms) {
        this.dispatches = dispatches;
        this.rooms = rooms;
    }

    /** @param rememberedSince since when the store remembers */
    CompletionStage<Look> look(TelephonyCall call, Instant now, Instant rememberedSince) {
        String room = call.origin().roomName();
        var listedRooms = rooms.listRooms(Set.of(room)).toCompletableFuture();
        var participants = rooms.listParticipants(room).toCompletableFuture();
        var listedDispatches = dispatches.list(room).toCompletableFuture();
        return CompletableFuture.allOf(listedRooms, participants, listedDispatches)
                .thenApply(all -> new Look(
                        now, rememberedSince, listedRooms.join(), participants.join(), listedDispatches.join()));
    }
}
