package telephony.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import telephony.call.Participant;
import telephony.call.TelephonyCall;

/**
 * Deletes the room of a call that is over, and no other one. DeleteRoom knows only the name, so everything is read again
 * right before: the incarnation, when it was made, and who is in it.
 */
final class RoomDeletion {

    private final RoomPort rooms;

    RoomDeletion(RoomPort rooms) {
        this.rooms = rooms;
    }

    /** Not sent, and to be tried again. */
    static LiveKitAnswer<Void> notYet(String why) {
        return LiveKitAnswer.failed(LiveKitAnswer.Kind.REFUSED, "not sent yet: " + why);
    }

    private static LiveKitAnswer<Void> never(String why) {
        return LiveKitAnswer.failed(LiveKitAnswer.Kind.ABSENT, "not sent: " + why);
    }

    /** What came of it: not to be sent at all, not yet, or LiveKit's answer. */
    CompletionStage<LiveKitAnswer<Void>> delete(TelephonyCall row) {
        String name = row.origin().roomName();
        var listedRooms = rooms.listRooms(Set.of(name)).toCompletableFuture();
        var participants = rooms.listParticipants(name).toCompletableFuture();
        return CompletableFuture.allOf(listedRooms, participants).thenCompose(all -> {
            LiveKitAnswer<Void> reason = reasonNotTo(row, listedRooms.join(), participants.join());
            return reason == null ? rooms.deleteRoom(name) : CompletableFuture.completedFuture(reason);
        });
    }

    private static @Nullable LiveKitAnswer<Void> reasonNotTo(
            TelephonyCall row, LiveKitAnswer<List<ListedRoom>> rooms, LiveKitAnswer<List<Participant>> participants) {
        if (!rooms.isDone() || !participants.isDone()) {
            return notYet("LiveKit did not show the room");
        }
        Optional<ListedRoom> room = rooms.answered().orElse(List.of()).stream()
                .filter(listed -> listed.sid().equals(row.origin().roomSid()))
                .findFirst();
        if (room.isEmpty()) {
            return never("the room is gone");
        }
        if (!isMadeForCall(row, room.get())) {
            return never("the room was not made for this call");
        }
        if (room.get().recording()) {
            return never("the room is being recorded");
        }
        List<Participant> others = participants.answered().orElse(List.of()).stream()
                .filter(p -> row.dispatch().agent(p.identity()).isEmpty())
                .toList();
        if (others.isEmpty()) {
            return null;
        }
        boolean stillListed = others.stream().allMatch(p -> isLegOf(row, p));
        return stillListed ? notYet("the caller is still listed") : never("somebody else is in the room");
    }

    private static boolean isMadeForCall(TelephonyCall row, ListedRoom room) {
        if (row.dial() != null) {
            return true;
        }
        Instant madeAt = room.createdAt();
        return row.origin().episode() == 1
                && madeAt != null
                && row.firstJoinedAt()
                        .filter(join -> !madeAt.isBefore(join.minus(DispatchTiming.ROOM_BEFORE_CALLER)))
                        .isPresent();
    }

    private static boolean isLegOf(TelephonyCall row, Participant participant) {
        return participant.sipCall().flatMap(sip -> row.leg(sip.callId())).isPresent();
    }
}
