package telephony.app.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import telephony.call.DispatchState;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.observe.TelephonyListener;

/** What the switchboard is doing for each room just now, for showing alone: no verdict rests on it. Thread-safe. */
final class SwitchboardStates implements TelephonyListener {

    /** More rooms than any programme has. */
    private static final int MAX_ROOMS = 1_000;

    private final Map<String, DispatchState> byRoom = new ConcurrentHashMap<>();
    private final AtomicInteger troubles = new AtomicInteger();

    @Override
    public void onTimeline(TelephonyCall call, TimelineEntry entry) {
        String room = call.origin().roomName();
        if (byRoom.containsKey(room) || byRoom.size() < MAX_ROOMS) {
            byRoom.put(room, call.dispatch().state());
        }
    }

    @Override
    public void onTrouble(String what, Throwable cause) {
        troubles.incrementAndGet();
    }

    /** How often something failed that should not. */
    int troubles() {
        return troubles.get();
    }

    /** In words. */
    String of(String room) {
        return switch (byRoom.getOrDefault(room, DispatchState.NEW)) {
            case NEW -> "not told of it yet";
            case WANT -> "wants an agent";
            case INTENT -> "asks for an agent";
            case VERIFY -> "no clear answer: looks";
            case CONFIRMED -> "waits for the agent";
            case JOINED -> "agent joined, is mute";
            case AUDIBLE -> "agent speaks";
            case RECOVER -> "replaces the agent";
            case BRIDGED -> "a person talks instead";
            case FAILED -> "has given up";
            case CLEAN -> "clears up after it";
            case DONE -> "done";
            case UNRECOGNISED -> "";
        };
    }
}
