package telephony.simulation;

import java.time.Duration;

/**
 * A call that LiveKit is told to make.
 *
 * @param room the room that it joins
 * @param identity under which it joins
 * @param to who is called
 * @param from the number that is shown
 * @param rings whether the far end says that it rings
 * @param finalCode the SIP status of the far end's final answer; {@value #NO_ANSWER} = it never gives one
 * @param after how long after the call was made it gives it
 * @param ringingTimeout after this LiveKit gives up
 */
public record OutboundCall(
        String room,
        String identity,
        String to,
        String from,
        boolean rings,
        int finalCode,
        Duration after,
        Duration ringingTimeout) {

    /** Nobody picks up. */
    public static final int NO_ANSWER = 0;

    private static final int OK = 200;
    private static final int SERVER_ERRORS = 500;
    private static final int GLOBAL_ERRORS = 600;

    /** Rings 300 ms, then is answered with this code. */
    public static OutboundCall to(String room, String identity, String to, int finalCode) {
        return new OutboundCall(
                room, identity, to, "+15559990000", true, finalCode, Duration.ofMillis(300), Seen.RINGING_TIMEOUT);
    }

    /** The same with a far end that never says that it rings. */
    public OutboundCall withoutRinging() {
        return new OutboundCall(room, identity, to, from, false, finalCode, after, ringingTimeout);
    }

    /** The same with another limit. */
    public OutboundCall ringingFor(Duration next) {
        return new OutboundCall(room, identity, to, from, rings, finalCode, after, next);
    }

    boolean isAnswered() {
        return finalCode == OK;
    }

    /** What LiveKit says of a leg that failed so: coarser than the code. */
    String failure() {
        return switch (finalCode) {
            case NO_ANSWER, 404, 408, 480 -> "USER_UNAVAILABLE";
            default -> finalCode >= SERVER_ERRORS && finalCode < GLOBAL_ERRORS ? "CLIENT_INITIATED" : "USER_REJECTED";
        };
    }
}
