package telephony.adapters.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import telephony.call.CallStatus;
import telephony.call.Direction;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.stats.CallStats;
import telephony.stats.CallStatsPort;
import telephony.stats.CallStatsQuery;
import telephony.store.CallFilter;
import telephony.store.CallQuery;
import telephony.store.Page;
import telephony.testkit.Calls;

/**
 * Prints how long the search takes for each filter, and counting for each grouping, on many calls in an H2 file and in PostgreSQL:
 * {@code SearchFigures [calls [h2|postgres]]}.
 */
public final class SearchFigures {

    private static final int SEARCHES = 200;
    private static final int WARM_UP = 30;
    private static final int PAGE = 50;
    private static final int COUNTS = 3;
    private static final int MILLION = 1_000_000;
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final JdbcTelephonyStore store;

    private SearchFigures(JdbcTelephonyStore store) {
        this.store = store;
    }

    /** How many calls, and in which database; nothing = a million, in both. */
    public static void main(String[] args) throws Exception {
        int calls = args.length > 0 ? Integer.parseInt(args[0]) : MILLION;
        String only = args.length > 1 ? args[1] : "";
        Path folder = Files.createTempDirectory("search-figures");
        if (!only.equals("postgres")) {
            on("H2 file", JdbcSettings.h2(folder.resolve("calls")), calls);
        }
        if (!only.equals("h2")) {
            try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(folder.resolve("postgres"))
                    .setServerConfig("shared_buffers", "256MB")
                    .start()) {
                on("PostgreSQL", JdbcSettings.postgres(server.getJdbcUrl("postgres", "postgres"), null, null), calls);
            }
        }
    }

    private static void on(String name, JdbcSettings settings, int calls) throws Exception {
        try (JdbcDatabase database = new JdbcDatabase(settings)) {
            database.migrate();
            long start = System.nanoTime();
            try (var connection = database.connection()) {
                connection
                        .createStatement()
                        .execute(
                                settings.kind() == JdbcKind.H2
                                        ? "SET QUERY_TIMEOUT 0"
                                        : "SET statement_timeout = 0; SET lock_timeout = 0; SET synchronous_commit = off");
                new ManyCalls(calls).fillWithoutIndexes(connection);
                connection.createStatement().execute(settings.kind() == JdbcKind.H2 ? "ANALYZE" : "VACUUM ANALYZE");
            }
            System.out.printf(
                    "%n%s, %,d calls, filled in %d s%n", name, calls, (System.nanoTime() - start) / 1_000_000_000);
            SearchFigures figures = new SearchFigures(
                    new JdbcTelephonyStore(database, InstantSource.fixed(Calls.START), new Random(1)));
            figures.searches(calls);
            figures.counts();
        }
    }

    private void searches(int calls) {
        System.out.printf("  a page of %d by              p50     p95   worst, ms   calls on a page%n", PAGE);
        Map<String, Function<Random, CallQuery>> asked = new LinkedHashMap<>();
        asked.put("nothing", random -> by(null, CallFilter.NONE));
        asked.put("roomName", random -> room(ManyCalls.caller(random.nextInt(100)), random.nextInt(calls)));
        asked.put("sipCallId", random -> by(null, filter("SCL_" + random.nextInt(calls))));
        for (CallStatus status : CallStatus.values()) {
            asked.put("status " + status.name().toLowerCase(Locale.ROOT), random -> by(null, status(status)));
        }
        for (Direction direction : List.of(Direction.INBOUND, Direction.OUTBOUND)) {
            asked.put(
                    "direction " + direction.name().toLowerCase(Locale.ROOT), random -> by(null, direction(direction)));
        }
        asked.put("from", random -> by(null, numbers(anyNumber(random), null)));
        asked.put("to", random -> by(null, numbers(null, anyNumber(random))));
        asked.put("from and to", random -> by(null, numbers(caller(random), own(random))));
        asked.put("tenantId", random -> by(tenant(random), CallFilter.NONE));
        asked.put("campaignId", random -> by(null, campaign(random)));
        for (Outcome.Result result :
                List.of(Outcome.Result.ANSWERED, Outcome.Result.INVALID_NUMBER, Outcome.Result.CAPACITY)) {
            asked.put(
                    "outcome " + result.name().toLowerCase(Locale.ROOT),
                    random -> by(null, outcome(null, result, null)));
        }
        asked.put("createdBefore", random -> by(null, period(random, false)));
        asked.put("createdAfter, createdBefore", random -> by(null, period(random, true)));
        asked.put("tenantId, from", random -> by(tenant(random), numbers(caller(random), null)));
        asked.put("tenantId, outcome", random -> by(tenant(random), outcome(null, Outcome.Result.BUSY, null)));
        asked.put("tenantId, a day", random -> by(tenant(random), period(random, true)));
        asked.put(
                "direction, rare outcome",
                random -> by(null, outcome(Direction.OUTBOUND, Outcome.Result.INVALID_NUMBER, null)));
        asked.put(
                "status, outcome that exclude",
                random -> by(null, outcome(null, Outcome.Result.BUSY, CallStatus.ENDED)));
        asked.put("tenantId, status that exclude", random -> by(tenant(random), status(CallStatus.CREATED)));
        asked.put(
                "to, outcome",
                random -> by(
                        null,
                        new CallFilter(null, null, null, null, own(random), null, Outcome.Result.BUSY, null, null)));
        asked.forEach(this::search);
    }

    private void search(String name, Function<Random, CallQuery> asked) {
        Random random = new Random(11);
        double[] millis = new double[SEARCHES];
        long items = 0;
        for (int i = -WARM_UP; i < SEARCHES; i++) {
            CallQuery query = asked.apply(random);
            long start = System.nanoTime();
            Page<TelephonyCall> page = store.query(query);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
                items += page.items().size();
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                "  %-28s %6.1f  %6.1f  %6.1f   %18.1f%n",
                name,
                millis[SEARCHES / 2],
                millis[SEARCHES * 95 / 100],
                millis[SEARCHES - 1],
                (double) items / SEARCHES);
    }

    private void counts() {
        System.out.printf("  counting by     groups    1 day   30 days   90 days, s%n");
        CallStatsPort stats = store.stats();
        for (CallStatsQuery.By by : CallStatsQuery.By.values()) {
            StringBuilder line = new StringBuilder();
            int groups = 0;
            for (int days : List.of(1, 30, 90)) {
                double worst = 0;
                for (int i = 0; i < COUNTS; i++) {
                    // Each time another millisecond: H2 remembers what it was asked last.
                    CallStatsQuery query = new CallStatsQuery(
                            Calls.START.minus(Duration.ofDays(days)),
                            Calls.START.minusMillis(i),
                            ZONE,
                            by,
                            null,
                            null,
                            null);
                    long start = System.nanoTime();
                    CallStats counted = stats.count(query);
                    worst = Math.max(worst, (System.nanoTime() - start) / 1e9);
                    groups = counted.groups().size();
                }
                line.append("%9.2f ".formatted(worst));
            }
            System.out.printf("  %-14s %6d%s%n", by.name().toLowerCase(Locale.ROOT), groups, line);
        }
    }

    private static CallQuery by(String tenant, CallFilter filter) {
        return CallQuery.ofTenant(tenant, null, PAGE, null).like(filter);
    }

    private static CallQuery room(String caller, int number) {
        return CallQuery.all("call_" + caller + "_" + number, PAGE, null);
    }

    private static String tenant(Random random) {
        return "tenant-" + random.nextInt(ManyCalls.TENANTS);
    }

    private static String caller(Random random) {
        return ManyCalls.caller(ManyCalls.skewed(random, ManyCalls.CALLERS));
    }

    private static String own(Random random) {
        return ManyCalls.own(ManyCalls.skewed(random, ManyCalls.NUMBERS));
    }

    private static String anyNumber(Random random) {
        return random.nextBoolean() ? caller(random) : own(random);
    }

    private static CallFilter filter(String sipCallId) {
        return new CallFilter(sipCallId, null, null, null, null, null, null, null, null);
    }

    private static CallFilter status(CallStatus status) {
        return new CallFilter(null, status, null, null, null, null, null, null, null);
    }

    private static CallFilter direction(Direction direction) {
        return new CallFilter(null, null, direction, null, null, null, null, null, null);
    }

    private static CallFilter numbers(String from, String to) {
        return new CallFilter(null, null, null, from, to, null, null, null, null);
    }

    private static CallFilter campaign(Random random) {
        return new CallFilter(
                null, null, null, null, null, "campaign-" + random.nextInt(ManyCalls.CAMPAIGNS), null, null, null);
    }

    private static CallFilter outcome(Direction direction, Outcome.Result result, CallStatus status) {
        return new CallFilter(null, status, direction, null, null, null, result, null, null);
    }

    private static CallFilter period(Random random, boolean oneDay) {
        Instant end = ManyCalls.beginning().plusSeconds(86_400 + random.nextInt(89 * 86_400));
        return new CallFilter(
                null, null, null, null, null, null, null, oneDay ? end.minus(Duration.ofDays(1)) : null, end);
    }
}
