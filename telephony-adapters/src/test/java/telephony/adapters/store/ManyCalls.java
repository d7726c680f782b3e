package telephony.adapters.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import telephony.call.AgentDispatch;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.CallTimes;
import telephony.call.Direction;
import telephony.call.Gaps;
import telephony.call.Outcome;
import telephony.call.PhoneNumber;
import telephony.call.RowControl;
import telephony.call.SipAttributes;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.stats.CallFacts;
import telephony.testkit.Calls;

/** As many calls as are wanted, spread over 90 days, tenants, numbers and outcomes as a busy year might; the same every time. */
final class ManyCalls {

    static final Duration SPREAD = Duration.ofDays(90);
    static final int TENANTS = 40;
    static final int CAMPAIGNS = 200;
    static final int NUMBERS = 2_000;
    static final int CALLERS = 300_000;

    private static final int AGENTS = 50;
    private static final int OPEN = 200;
    private static final int BITE = 1_000;

    /** Rare, because H2 writes what it has changed of every index with each. */
    private static final int COMMIT = 50_000;

    private static final Pattern INDEX =
            Pattern.compile("CREATE INDEX (\\w+) ON telephony_(?:call|call_facts|leg) [^;]+");

    private final int count;
    private final Random random = new Random(7);

    ManyCalls(int count) {
        this.count = count;
    }

    static Instant beginning() {
        return Calls.START.minus(SPREAD);
    }

    static String caller(int number) {
        return "+1415%07d".formatted(number);
    }

    static String own(int number) {
        return "+1212%07d".formatted(number);
    }

    /** Few have most of the calls, many have few. */
    static int skewed(Random random, int bound) {
        return (int) (bound * Math.pow(random.nextDouble(), 3));
    }

    /** Writes them into a database that has none, and what they are found by when all are there, which is sooner done. */
    void fillWithoutIndexes(Connection connection) throws SQLException, IOException {
        Map<String, String> indexes = indexes();
        try (Statement statement = connection.createStatement()) {
            for (String name : indexes.keySet()) {
                statement.execute("DROP INDEX " + name);
            }
            fill(connection);
            connection.setAutoCommit(true);
            for (String make : indexes.values()) {
                statement.execute(make);
            }
        }
    }

    /** The statements that make the indexes of calls, by the indexes' names. */
    private static Map<String, String> indexes() throws IOException {
        Map<String, String> indexes = new LinkedHashMap<>();
        for (String step : List.of("V1__calls", "V4__api_keys", "V5__queue", "V8__call_facts")) {
            try (InputStream in = ManyCalls.class.getResourceAsStream("migration/" + step + ".sql")) {
                Matcher made = INDEX.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                while (made.find()) {
                    indexes.put(made.group(1), made.group());
                }
            }
        }
        return indexes;
    }

    /** Writes them into a database that has none. */
    void fill(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement calls = connection.prepareStatement(JdbcCalls.INSERT);
                PreparedStatement legs = connection.prepareStatement(JdbcCalls.INSERT_LEG);
                PreparedStatement facts = JdbcFacts.insert(connection)) {
            for (int number = 0; number < count; number++) {
                TelephonyCall row = row(number);
                JdbcCalls.bind(calls, row, 1);
                calls.addBatch();
                legs.setString(1, KeyText.of(row.legs().get(0).sipCallId()));
                legs.setObject(2, row.callId().value());
                legs.addBatch();
                JdbcFacts.bind(facts, CallFacts.of(row));
                facts.addBatch();
                boolean last = number == count - 1;
                if (last || number % BITE == BITE - 1) {
                    calls.executeBatch();
                    legs.executeBatch();
                    facts.executeBatch();
                }
                if (last || number % COMMIT == COMMIT - 1) {
                    connection.commit();
                }
            }
        }
    }

    private TelephonyCall row(int number) {
        Instant at = beginning().plusMillis(SPREAD.toMillis() * number / count);
        Direction direction = random.nextInt(10) < 6 ? Direction.INBOUND : Direction.OUTBOUND;
        String caller = caller(skewed(random, CALLERS));
        String own = own(skewed(random, NUMBERS));
        CallId callId = CallId.create(at, random);
        SipAttributes sip = new SipAttributes(
                "SCL_" + number,
                "active",
                "ST_trunk",
                "SDR_rule",
                new PhoneNumber(caller, caller),
                new PhoneNumber(own, random.nextInt(20) == 0 ? null : own),
                Map.of("sip.callID", "SCL_" + number, "sip.phoneNumber", caller));
        SipParticipant leg = SipParticipant.of("sip_" + caller, sip)
                .withSession("PA_" + number, session -> session.withJoinedAt(at));
        String room = "call_" + caller + "_" + number;
        TelephonyCall begun = new TelephonyCall(
                callId,
                RowControl.initial().withDueAt(null),
                new CallOrigin(
                        direction,
                        room,
                        "RM_" + number,
                        1,
                        "tenant-" + skewed(random, TENANTS),
                        random.nextInt(3) == 0 ? "campaign-" + skewed(random, CAMPAIGNS) : null),
                List.of(leg),
                RoutingDecision.Dispatch.of(
                        new AgentConfig(
                                "agent-" + skewed(random, AGENTS),
                                "You answer the phone of Example Ltd. Be brief, ask one question at a time, and read numbers"
                                        + " back digit by digit.",
                                "Example Ltd, how can I help you?",
                                null,
                                null,
                                List.of(),
                                "telephony",
                                AgentConfig.MetadataStyle.NESTED),
                        random.nextInt(10) == 0 ? "default" : "number"),
                AgentDispatch.NONE,
                CallTimes.startingAt(at),
                null,
                null,
                Gaps.NONE);
        return number >= count - OPEN ? begun : ended(begun, at);
    }

    private TelephonyCall ended(TelephonyCall row, Instant at) {
        int dice = random.nextInt(1_000);
        Outcome.Result result = dice < 700
                ? Outcome.Result.ANSWERED
                : dice < 998
                        ? List.of(
                                        Outcome.Result.BUSY,
                                        Outcome.Result.NO_ANSWER,
                                        Outcome.Result.ABANDONED,
                                        Outcome.Result.AGENT_UNAVAILABLE)
                                .get(dice % 4)
                        : Outcome.Result.INVALID_NUMBER;
        boolean answered = result == Outcome.Result.ANSWERED;
        Instant heard = at.plusMillis(300 + random.nextInt(8_000));
        Instant end = heard.plusMillis(answered ? 5_000 + random.nextInt(400_000) : 10_000);
        CallTimes times =
                new CallTimes(at, end, answered ? heard.minusMillis(200) : null, answered ? heard : null, end);
        Outcome outcome = new Outcome(
                result,
                answered ? Outcome.Finality.FINAL : Outcome.Finality.RETRYABLE,
                Outcome.EndedBy.CALLER,
                null,
                "CLIENT_INITIATED",
                Outcome.Certainty.OBSERVED);
        return new TelephonyCall(
                row.callId(),
                row.control(),
                row.origin(),
                row.legs(),
                row.route(),
                row.dispatch().wantedSince(at),
                times,
                "CLIENT_INITIATED",
                outcome,
                row.gaps());
    }
}
