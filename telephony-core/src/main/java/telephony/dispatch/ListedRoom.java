package telephony.dispatch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import telephony.routing.RoomMetadata;

/**
 * A room as ListRooms shows it.
 *
 * @param sid its incarnation
 * @param name its name
 * @param createdAt when this incarnation was made, by older servers in whole seconds; null = not told
 * @param recording whether it is being recorded (an egress)
 * @param metadata what its metadata says
 */
public record ListedRoom(
        String sid, String name, @Nullable Instant createdAt, boolean recording, RoomMetadata metadata) {

    /** A room without metadata. */
    public ListedRoom(String sid, String name, @Nullable Instant createdAt, boolean recording) {
        this(sid, name, createdAt, recording, RoomMetadata.NONE);
    }
}
