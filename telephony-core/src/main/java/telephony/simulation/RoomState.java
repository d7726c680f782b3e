package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import telephony.dispatch.ListedRoom;

/**
 * A room as LiveKit shows it.
 *
 * @param sid its incarnation
 * @param name its name
 * @param createdAt when it was made
 * @param emptyTimeout how long it waits for somebody to come
 * @param departureTimeout how long it stays after the last one but agents has left
 */
public record RoomState(String sid, String name, Instant createdAt, Duration emptyTimeout, Duration departureTimeout) {

    /** The same as the domain has it. */
    public ListedRoom listed() {
        return new ListedRoom(sid, name, createdAt, false);
    }
}
