package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import telephony.testkit.DirectoryRace;
import telephony.testkit.DirectoryRace.Place;
import telephony.testkit.DirectoryRaceReport;

/**
 * Three replicas with a store of their own each, on one database or server, take calls while the directory changes: each call is
 * decided by one state, and by none that its replica had to know to be past. {@code lab/races} shows for how long it can be past.
 */
class DirectoryRacesTest {

    private static final int REPLICAS = 3;

    /** Six seconds of calls on a machine that keeps up. */
    private static final DirectoryRace.Pace PACE =
            new DirectoryRace.Pace(3_000, 500, Duration.ofMillis(250), Duration.ofMillis(15));

    private static final InstantSource SYSTEM = InstantSource.system();

    private final JdbcStores databases = new JdbcStores();
    private final RedisStores redis = new RedisStores();
    private final List<Place> places = new ArrayList<>();

    @AfterEach
    void close() {
        databases.close();
        redis.close();
    }

    private void raceOn(String store) throws InterruptedException {
        DirectoryRaceReport report = DirectoryRace.run(places, PACE);

        System.out.printf("directory races on %s: %s%n", store, report.figures());
        assertThat(report.faults()).isEmpty();
        assertThat(report.reasons())
                .as("every rule has spoken")
                .containsExactlyInAnyOrder(
                        "campaign", "outside-hours", "number", "tenant-default", "system-default", "default");
        assertThat(report.changes()).isGreaterThan(PACE.calls() / 100);
        assertThat(report.olderThanTheNewest())
                .as("changes were made while calls came")
                .isPositive();
    }

    @Test
    void callsShouldBeDecidedByOneStateThatWasTrueOnPostgres() throws InterruptedException {
        JdbcSettings settings = PostgresServer.emptySchema();
        for (int i = 0; i < REPLICAS; i++) {
            JdbcTelephonyStore calls = databases.migrated(settings, SYSTEM);
            places.add(new Place(calls, new JdbcDirectory(databases.newest())));
        }

        raceOn("PostgreSQL");
    }

    @Test
    void callsShouldBeDecidedByOneStateThatWasTrueOnRedis() throws InterruptedException {
        RedisSettings settings = RedisStores.empty();
        for (int i = 0; i < REPLICAS; i++) {
            RedisTelephonyStore calls = redis.open(settings);
            places.add(new Place(calls, calls.directory()));
        }

        raceOn("Redis");
    }
}
