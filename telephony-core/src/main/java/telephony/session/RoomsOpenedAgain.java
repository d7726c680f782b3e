package telephony.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import telephony.call.CallEvent;

/**
 * Remembers which rooms LiveKit opened again after it was restarted, because it may tell so before the first caller of whom
 * we hear joins: whoever is listed there from before is merely remembered. Known to this process alone. Thread-safe.
 */
final class RoomsOpenedAgain {

    /** So many rooms are remembered; the one that was opened first is forgotten first. */
    static final int MOST_ROOMS = 1_000;

    private final Map<String, Instant> openedAt = new LinkedHashMap<>();

    /** Takes note of what an event says of its room. */
    synchronized void note(CallEvent event) {
        String sid = event.header().roomSid();
        if (event instanceof CallEvent.RoomStarted started && started.isAgain()) {
            Instant at = event.header().occurredAt();
            Instant known = openedAt.remove(sid);
            openedAt.put(sid, known != null && known.isAfter(at) ? known : at);
            if (openedAt.size() > MOST_ROOMS) {
                openedAt.remove(openedAt.keySet().iterator().next());
            }
        } else if (event instanceof CallEvent.RoomFinished) {
            openedAt.remove(sid);
        }
    }

    /** LiveKit's word on when it opened this room again; empty = it did not, or that is not known. */
    synchronized Optional<Instant> openedAt(String roomSid) {
        return Optional.ofNullable(openedAt.get(roomSid));
    }
}
