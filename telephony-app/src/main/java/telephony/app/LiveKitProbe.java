package telephony.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import telephony.adapters.http.Readiness;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.RoomPort;
import telephony.dispatch.ServerFacts;

/** Asks LiveKit now and then whether it is there, so that readiness can be answered from memory. */
final class LiveKitProbe {

    private static final Logger LOG = LoggerFactory.getLogger("telephony.app");

    /** A room that nobody has: the question is harmless, and the answer short. */
    private static final Set<String> NO_ROOM = Set.of("telephony-readiness-probe");

    private final RoomPort rooms;
    private final Supplier<ServerFacts> server;
    private volatile String livekit = "not asked yet";
    private volatile boolean reachable;
    private volatile String warned = "";

    /** @param server what is known of LiveKit's server */
    LiveKitProbe(RoomPort rooms, Supplier<ServerFacts> server) {
        this.rooms = rooms;
        this.server = server;
    }

    /** Asks; the answer counts when it comes. */
    void ask() {
        rooms.listRooms(NO_ROOM).thenAccept(answer -> {
            reachable = answer.isDone();
            livekit = describe(answer);
        });
        warn(String.join("; ", server.get().warnings()));
    }

    /** Once for each thing to be said, not at every asking. */
    private void warn(String warning) {
        if (!warning.equals(warned) && !warning.isEmpty()) {
            LOG.warn("{}", warning);
        }
        warned = warning;
    }

    /** Ready means that calls can be served now: LiveKit answers, and is not too old to be served at all. */
    Readiness readiness() {
        ServerFacts facts = server.get();
        Map<String, String> components = new LinkedHashMap<>();
        components.put("livekit", livekit);
        components.put("livekit_version", facts.version() == null ? "not known" : facts.version());
        if (!facts.warnings().isEmpty()) {
            components.put("livekit_warning", String.join("; ", facts.warnings()));
        }
        return new Readiness(reachable && !facts.isTooOld(), components);
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
