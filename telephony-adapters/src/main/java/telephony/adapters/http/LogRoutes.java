package telephony.adapters.http;

import io.javalin.http.HandlerType;
import java.time.InstantSource;
import java.util.List;
import telephony.session.OldSessions;
import telephony.stats.CallStatsPort;
import telephony.store.TelephonyStorePort;

/** What is done with many calls at once: counted, sent as a file, taken in from elsewhere. */
final class LogRoutes {

    private final StatsRoute stats;
    private final ExportRoute export;
    private final SessionsRoute sessions;

    LogRoutes(CallStatsPort stats, TelephonyStorePort store, InstantSource clock) {
        this.stats = new StatsRoute(stats, clock);
        this.export = new ExportRoute(store, clock);
        this.sessions = new SessionsRoute(new OldSessions(store), clock);
    }

    /** Everything that is served here. */
    List<Routes.Route> all() {
        return List.of(
                new Routes.Route(HandlerType.GET, "/telephony/stats", stats::count),
                new Routes.Route(HandlerType.GET, "/telephony/calls.csv", export::export),
                new Routes.Route(HandlerType.POST, FrontDoor.SESSIONS_PATH, sessions::take));
    }
}
