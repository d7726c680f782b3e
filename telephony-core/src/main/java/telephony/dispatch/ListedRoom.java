package telephony.dispatch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A room as ListRooms shows it.
 *
 * @param sid its incarnation
 * @param name its name
 * @param createdAt when this incarnation was made, by older servers in whole seconds; null = not told
 * @param recording whether it is being recorded (an egress)
 */
public record ListedRoom(String sid, String name, @Nullable Instant createdAt, boolean recording) {}
