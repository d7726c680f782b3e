package telephony.app.figures;

import java.time.Duration;
import java.util.List;
import telephony.testkit.DirectoryRace;
import telephony.testkit.DirectoryRaceReport;

/**
 * Prints how old the state can be by which a call is decided: three replicas on one store take 500 calls a second while agents are
 * toggled, numbers move and campaigns change on each of them. Ends with 1 when a call was decided by no state that was true, or
 * by one that had been past for more than a second when the call came.
 */
public final class RaceFigures {

    private static final int PER_SECOND = 500;
    private static final Duration LOOK = Duration.ofMillis(250);

    /** So that changing leaves the machine to the calls: everybody who changes things does so five times a second. */
    private static final Duration THOUGHT = Duration.ofMillis(200);

    private static final Duration AIM = Duration.ofSeconds(1);
    private static final int SHOWN_FAULTS = 10;

    private RaceFigures() {}

    /** Seconds of calls; ten when not said. */
    public static void main(String... args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        boolean good;
        try (Databases server = new Databases();
                ReplicaStores stores = ReplicaStores.onPostgres(server)) {
            good = race("PostgreSQL", stores, seconds);
        }
        try (RedisServer server = new RedisServer("everysec");
                ReplicaStores stores = ReplicaStores.onRedis(server)) {
            good &= race("Redis", stores, seconds);
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean race(String name, ReplicaStores stores, int seconds) throws Exception {
        List<DirectoryRace.Place> places = stores.places().stream()
                .map(place -> new DirectoryRace.Place(place.calls(), place.directory()))
                .toList();
        DirectoryRaceReport report =
                DirectoryRace.run(places, new DirectoryRace.Pace(seconds * PER_SECOND, PER_SECOND, LOOK, THOUGHT));
        List<String> faults = report.faults();
        System.out.printf("%s: %s%n", name, report.figures());
        System.out.printf(
                "decided by no state that was true, or by one that was known to be past: %d (aim 0); oldest %d ms (aim %d ms)%n%n",
                faults.size(), report.oldest().toMillis(), AIM.toMillis());
        faults.stream().limit(SHOWN_FAULTS).forEach(System.out::println);
        return faults.isEmpty() && report.oldest().compareTo(AIM) <= 0;
    }
}
