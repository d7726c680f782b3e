package telephony.dispatch;

/**
 * A room as ListRooms shows it.
 *
 * @param sid its incarnation
 * @param name its name
 */
public record ListedRoom(String sid, String name) {}
