package telephony.call;

import org.jspecify.annotations.Nullable;

/**
 * Where a call lives and whose it is; never changes once the row is stored, but that a room is bound to a call that we place.
 *
 * @param direction who rang whom
 * @param roomName the LiveKit room's name
 * @param roomSid the room's incarnation; null while none is bound (a call that is still to be dialled)
 * @param episode which call of this incarnation, from 1; unique together with {@code roomSid}
 * @param tenantId whose call it is; null = nobody's in particular
 * @param campaignId what it belongs to; null = nothing
 */
public record CallOrigin(
        Direction direction,
        String roomName,
        @Nullable String roomSid,
        int episode,
        @Nullable String tenantId,
        @Nullable String campaignId) {

    /** The first episode of an incarnation. */
    public static final int FIRST_EPISODE = 1;

    /** The same in this incarnation of the room. */
    CallOrigin inRoom(String sid) {
        return new CallOrigin(direction, roomName, sid, episode, tenantId, campaignId);
    }
}
