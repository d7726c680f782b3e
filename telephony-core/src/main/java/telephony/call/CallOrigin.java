package telephony.call;

import org.jspecify.annotations.Nullable;

/**
 * Where a call lives and whose it is; never changes once the row is stored, but that a room is bound to a call that we place.
 *
 * @param direction who rang whom
 * @param roomName the LiveKit room's name; {@link #NO_ROOM} of a call of an older model, which LiveKit never saw
 * @param roomSid the room's incarnation; null while none is bound (a call that is still to be dialled)
 * @param episode which call of this incarnation, from 1; unique together with {@code roomSid}
 * @param tenantId whose call it is; null = nobody's in particular
 * @param campaignId what it belongs to; null = nothing
 * @param frontEndId by which a front end knows the call that had asked who answers before LiveKit saw it; null = none had
 */
public record CallOrigin(
        Direction direction,
        String roomName,
        @Nullable String roomSid,
        int episode,
        @Nullable String tenantId,
        @Nullable String campaignId,
        @Nullable String frontEndId) {

    /** The first episode of an incarnation. */
    public static final int FIRST_EPISODE = 1;

    /** In place of a room's name where a call had none. */
    public static final String NO_ROOM = "";

    /** Whether the call was in a LiveKit room, or is to be in one. */
    public boolean hasRoom() {
        return !roomName.equals(NO_ROOM);
    }

    /** Of a call that no front end had asked of before. */
    public CallOrigin(
            Direction direction,
            String roomName,
            @Nullable String roomSid,
            int episode,
            @Nullable String tenantId,
            @Nullable String campaignId) {
        this(direction, roomName, roomSid, episode, tenantId, campaignId, null);
    }

    /** The same in this incarnation of the room. */
    CallOrigin inRoom(String sid) {
        return new CallOrigin(direction, roomName, sid, episode, tenantId, campaignId, frontEndId);
    }
}
