package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import telephony.call.PhoneNumber;
import telephony.call.TelephonyCall;
import telephony.stats.CallFacts;

/** The statements that keep what calls are found and counted by beside their rows. */
final class JdbcFacts {

    private static final String INSERT =
            "INSERT INTO telephony_call_facts (created_at, direction, status, outcome, tenant_key, campaign_key, from_key,"
                    + " from_raw_key, to_key, to_raw_key, own_number_key, agent_key, reason_key, routed, ring_millis,"
                    + " agent_millis, talk_millis, call_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String UPDATE =
            "UPDATE telephony_call_facts SET created_at = ?, direction = ?, status = ?, outcome = ?, tenant_key = ?,"
                    + " campaign_key = ?, from_key = ?, from_raw_key = ?, to_key = ?, to_raw_key = ?, own_number_key = ?,"
                    + " agent_key = ?, reason_key = ?, routed = ?, ring_millis = ?, agent_millis = ?, talk_millis = ?"
                    + " WHERE call_id = ?";

    static final String FORGET = "DELETE FROM telephony_call_facts WHERE call_id = ?";

    private JdbcFacts() {}

    /** Writes those of this row, which has none yet when it is new. */
    static void write(Connection connection, TelephonyCall row, boolean isNew) throws SQLException {
        if (isNew || !write(connection, row, UPDATE)) {
            // A row that nobody could read when the facts of all were filled in has none.
            write(connection, row, INSERT);
        }
    }

    private static boolean write(Connection connection, TelephonyCall row, String sql) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            bind(write, CallFacts.of(row));
            return write.executeUpdate() > 0;
        }
    }

    /** For facts of many rows that have none. */
    static PreparedStatement insert(Connection connection) throws SQLException {
        return connection.prepareStatement(INSERT);
    }

    /** Fills in what both statements have. */
    static void bind(PreparedStatement write, CallFacts facts) throws SQLException {
        int column = 1;
        write.setLong(column++, facts.createdAt().toEpochMilli());
        write.setString(column++, facts.direction().name());
        write.setString(column++, facts.status().name());
        write.setString(
                column++, facts.outcome() == null ? null : facts.outcome().name());
        write.setString(column++, key(facts.tenantId()));
        write.setString(column++, key(facts.campaignId()));
        write.setString(column++, best(facts.from()));
        write.setString(column++, otherwise(facts.from()));
        write.setString(column++, best(facts.to()));
        write.setString(column++, otherwise(facts.to()));
        write.setString(column++, key(facts.ownNumber()));
        write.setString(column++, key(facts.agent()));
        write.setString(column++, key(facts.reason()));
        write.setString(column++, facts.routed().name());
        bind(write, column++, facts.ringMillis());
        bind(write, column++, facts.agentMillis());
        bind(write, column++, facts.talkMillis());
        UUID callId = facts.callId().value();
        write.setObject(column, callId);
    }

    private static void bind(PreparedStatement write, int column, @Nullable Long millis) throws SQLException {
        if (millis == null) {
            write.setNull(column, Types.BIGINT);
        } else {
            write.setLong(column, millis);
        }
    }

    private static @Nullable String key(@Nullable String name) {
        return name == null ? null : KeyText.of(name);
    }

    private static @Nullable String best(@Nullable PhoneNumber number) {
        return number == null ? null : KeyText.of(number.best());
    }

    private static @Nullable String otherwise(@Nullable PhoneNumber number) {
        return number == null || number.best().equals(number.raw()) ? null : KeyText.of(number.raw());
    }
}
