package telephony.app;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import telephony.adapters.http.Readiness;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.RoomPort;
import telephony.store.TelephonyStorePort;

/** Asks LiveKit now and then whether it is there, so that readiness can be answered from memory. */
final class LiveKitProbe {

    /** A room that nobody has: the question is harmless, and the answer short. */
    private static final Set<String> NO_ROOM = Set.of("telephony-readiness-probe");

    private final RoomPort rooms;
    private final TelephonyStorePort store;
    private volatile String livekit = "not asked yet";
    private volatile boolean reachable;

    LiveKitProbe(RoomPort rooms, TelephonyStorePort store) {
        this.rooms = rooms;
        this.store = store;
    }

    /** Asks; the answer counts when it comes. */
    void ask() {
        rooms.listRooms(NO_ROOM).thenAccept(answer -> {
            reachable = answer.isDone();
            livekit = describe(answer);
        });
    }

    Readiness readiness() {
        Map<String, String> components = new LinkedHashMap<>();
        components.put("livekit", livekit);
        components.put("store", store.durability().name().toLowerCase(Locale.ROOT));
        return new Readiness(reachable, components);
    }

    private static String describe(LiveKitAnswer<?> answer) {
        return switch (answer.kind()) {
            case DONE -> "reachable";
            case UNAUTHENTICATED ->
                "refuses our token (" + answer.detail() + "): check LIVEKIT_API_KEY, LIVEKIT_API_SECRET and the clocks";
            default -> "unreachable (" + answer.detail() + "): check LIVEKIT_URL and whether LiveKit runs";
        };
    }
}
