package telephony.dispatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import telephony.call.OwedEffect;
import telephony.call.TelephonyCall;

/** Performs what a row owes to LiveKit; all of it may be repeated. */
final class Settling {

    private final AgentDispatchPort dispatches;
    private final RoomPort rooms;
    private final RoomDeletion roomDeletion;

    Settling(AgentDispatchPort dispatches, RoomPort rooms) {
        this.dispatches = dispatches;
        this.rooms = rooms;
        this.roomDeletion = new RoomDeletion(rooms);
    }

    /**
     * All removals at once, then all deletions: an agent is silent as soon as it is removed, while deleting its dispatch
     * leaves it talking for seconds (seen).
     *
     * @return what became of each
     */
    CompletionStage<Map<OwedEffect, LiveKitAnswer<Void>>> settle(TelephonyCall row) {
        return send(row, OwedEffect.Kind.REMOVE_PARTICIPANT)
                .thenCompose(removed ->
                        send(row, OwedEffect.Kind.DELETE_DISPATCH).thenApply(deleted -> both(removed, deleted)))
                .thenCompose(done -> deleteRoom(row, done).thenApply(deleted -> both(done, deleted)));
    }

    private static Map<OwedEffect, LiveKitAnswer<Void>> both(
            Map<OwedEffect, LiveKitAnswer<Void>> one, Map<OwedEffect, LiveKitAnswer<Void>> other) {
        Map<OwedEffect, LiveKitAnswer<Void>> all = new LinkedHashMap<>(one);
        all.putAll(other);
        return all;
    }

    /** The room last: while an agent's removal is not certain, its deletion waits. */
    private CompletionStage<Map<OwedEffect, LiveKitAnswer<Void>>> deleteRoom(
            TelephonyCall row, Map<OwedEffect, LiveKitAnswer<Void>> done) {
        Optional<OwedEffect> owed = row.dispatch().owed().stream()
                .filter(effect -> effect.kind() == OwedEffect.Kind.DELETE_ROOM)
                .findFirst();
        if (owed.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        boolean settled = done.entrySet().stream().allMatch(entry -> isSettledBy(entry.getValue(), entry.getKey()));
        CompletionStage<LiveKitAnswer<Void>> answer = settled
                ? roomDeletion.delete(row)
                : CompletableFuture.completedFuture(RoomDeletion.notYet("an agent's removal is not certain yet"));
        return answer.thenApply(a -> Map.of(owed.get(), a));
    }

    /** A dispatch lives in the memory of the node that serves its room: where nobody serves it, there is none. */
    static boolean isSettledBy(LiveKitAnswer<Void> answer, OwedEffect effect) {
        if (effect.kind() == OwedEffect.Kind.DELETE_ROOM) {
            // Sent once: whatever came of it, the next call may have the name by now.
            return answer.kind() != LiveKitAnswer.Kind.REFUSED;
        }
        boolean roomNotLive = answer.kind() == LiveKitAnswer.Kind.UNAVAILABLE;
        return answer.isGone() || (roomNotLive && effect.kind() == OwedEffect.Kind.DELETE_DISPATCH);
    }

    /** LiveKit's name of the request, for the time line. */
    static String method(OwedEffect effect) {
        return switch (effect.kind()) {
            case DELETE_DISPATCH -> "DeleteDispatch";
            case DELETE_ROOM -> "DeleteRoom";
            default -> "RemoveParticipant";
        };
    }

    private CompletionStage<Map<OwedEffect, LiveKitAnswer<Void>>> send(TelephonyCall row, OwedEffect.Kind kind) {
        List<OwedEffect> effects = row.dispatch().owed().stream()
                .filter(effect -> effect.kind() == kind)
                .toList();
        Map<OwedEffect, CompletableFuture<LiveKitAnswer<Void>>> sent = new LinkedHashMap<>();
        effects.forEach(effect -> sent.put(effect, request(row, effect).toCompletableFuture()));
        return CompletableFuture.allOf(sent.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Map<OwedEffect, LiveKitAnswer<Void>> answers = new LinkedHashMap<>();
                    sent.forEach((effect, answer) -> answers.put(effect, answer.join()));
                    return answers;
                });
    }

    private CompletionStage<LiveKitAnswer<Void>> request(TelephonyCall row, OwedEffect effect) {
        String room = row.origin().roomName();
        return effect.kind() == OwedEffect.Kind.DELETE_DISPATCH
                ? dispatches.delete(room, effect.target())
                : rooms.removeParticipant(room, effect.target());
    }
}
