package telephony.dispatch;

import java.time.Duration;

/**
 * One CreateRoom: a room without agents in its configuration, because LiveKit would launch them again after a restart.
 *
 * @param name its name
 * @param emptyFor how long LiveKit keeps it while nobody was there yet
 */
public record NewRoom(String name, Duration emptyFor) {}
