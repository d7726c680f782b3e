package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.lead.Lead;
import telephony.lead.LeadPort;
import telephony.lead.LeadQuery;
import telephony.lead.Meeting;
import telephony.store.Page;
import telephony.store.StoreUnavailableException;

/** Leads in tables beside the calls, in an H2 file or in PostgreSQL. Safe for any number of threads. */
public final class JdbcLeads implements LeadPort {

    /** How often a call is told that met others at the same moment. */
    static final int MAX_TRIES = 20;

    private static final String SELECT = "SELECT lead_id, version, lead_row FROM telephony_lead ";

    private static final String OF_NUMBER = SELECT + "WHERE tenant_key = ? AND number_key = ? FOR UPDATE";

    private static final String INSERT =
            "INSERT INTO telephony_lead (campaign_key, version, lead_row, lead_id, tenant_key, number_key)"
                    + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private static final String UPDATE =
            "UPDATE telephony_lead SET campaign_key = ?, version = ?, lead_row = ? WHERE lead_id = ?";

    private static final String COUNT = "INSERT INTO telephony_lead_meeting (lead_id, call_key, met_at)"
            + " VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

    private static final String FORGET = "DELETE FROM telephony_lead_meeting WHERE (lead_id, call_key) IN"
            + " (SELECT lead_id, call_key FROM telephony_lead_meeting WHERE met_at < ? ORDER BY met_at LIMIT ?)";

    private static final String TOLD_UNTIL = "SELECT told_until FROM telephony_lead_told WHERE told_id = 1";

    private static final String FIRST_TOLD =
            "INSERT INTO telephony_lead_told (told_until, told_id) VALUES (?, 1) ON CONFLICT DO NOTHING";

    private static final String TOLD =
            "UPDATE telephony_lead_told SET told_until = ? WHERE told_id = 1 AND told_until < ?";

    private final JdbcDatabase database;
    private final Supplier<String> ids;

    /**
     * The leads in this database, whose tables must be of this version's form.
     *
     * @param database stays the caller's to close, after their last use
     * @param ids makes the id of each new lead, at most 64 characters
     */
    public JdbcLeads(JdbcDatabase database, Supplier<String> ids) {
        this.database = database;
        this.ids = ids;
    }

    @Override
    public Lead met(Meeting meeting) {
        return tried("counting a call of a lead", connection -> {
            Lead known = ofNumber(connection, meeting);
            if (known == null) {
                Lead first = Lead.first(ids.get(), meeting);
                // Somebody else may have made it meanwhile.
                return isInserted(connection, first) && isCounted(connection, first, meeting)
                        ? Optional.of(first)
                        : Optional.empty();
            }
            if (!isCounted(connection, known, meeting)) {
                return Optional.of(known);
            }
            Lead next = known.after(meeting);
            update(connection, next);
            return Optional.of(next);
        });
    }

    private @Nullable Lead ofNumber(Connection connection, Meeting meeting) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_NUMBER)) {
            select.setString(1, tenantKey(meeting.tenantId()));
            select.setString(2, KeyText.of(meeting.number()));
            return rows(select).stream().findFirst().orElse(null);
        }
    }

    private static boolean isInserted(Connection connection, Lead lead) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            fill(insert, lead);
            insert.setString(5, tenantKey(lead.tenantId()));
            insert.setString(6, KeyText.of(lead.number()));
            return insert.executeUpdate() == 1;
        }
    }

    private static void update(Connection connection, Lead lead) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            fill(update, lead);
            update.executeUpdate();
        }
    }

    private static void fill(PreparedStatement write, Lead lead) throws SQLException {
        write.setString(1, lead.campaignId() == null ? null : KeyText.of(lead.campaignId()));
        write.setLong(2, lead.version());
        write.setString(3, LeadCodec.write(lead));
        write.setString(4, lead.id());
    }

    private static boolean isCounted(Connection connection, Lead lead, Meeting meeting) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setString(1, lead.id());
            count.setString(2, KeyText.of(meeting.callKey()));
            count.setLong(3, meeting.at().toEpochMilli());
            return count.executeUpdate() == 1;
        }
    }

    private static String tenantKey(@Nullable String tenantId) {
        return tenantId == null ? "" : "=" + KeyText.of(tenantId);
    }

    /** A transaction that is repeated while others are in the way, or it answers with nothing. */
    private <T> T tried(String what, JdbcDatabase.Work<Optional<T>> work) {
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<T> done = database.transaction(what, connection -> {
                try {
                    Optional<T> result = work.on(connection);
                    if (result.isEmpty()) {
                        connection.rollback();
                    }
                    return result;
                } catch (SQLException e) {
                    if (JdbcDatabase.isConflict(e) || JdbcDatabase.isLockWait(e)) {
                        connection.rollback();
                        return Optional.empty();
                    }
                    throw e;
                }
            });
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw new StoreUnavailableException(
                what + ": nothing was done, because others were in the way all the time: repeat it");
    }

    @Override
    public Optional<Lead> find(String id) {
        return database.run("reading lead " + id, connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT + "WHERE lead_id = ?")) {
                select.setString(1, KeyText.of(id));
                return rows(select).stream().findFirst();
            }
        });
    }

    @Override
    public Page<Lead> page(LeadQuery query) {
        List<String> where = new ArrayList<>();
        List<String> values = new ArrayList<>();
        if (query.tenantId() != null) {
            where.add("tenant_key = ?");
            values.add(tenantKey(query.tenantId()));
        }
        if (query.number() != null) {
            where.add("number_key = ?");
            values.add(KeyText.of(query.number()));
        }
        if (query.campaignId() != null) {
            where.add("campaign_key = ?");
            values.add(KeyText.of(query.campaignId()));
        }
        if (query.afterId() != null) {
            where.add("lead_id > ?");
            values.add(KeyText.of(query.afterId()));
        }
        String sql = SELECT + (where.isEmpty() ? "" : "WHERE " + String.join(" AND ", where))
                + " ORDER BY lead_id LIMIT " + (query.limit() + 1);
        return database.run("reading leads", connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.size(); i++) {
                    select.setString(i + 1, values.get(i));
                }
                return InMemoryLeads.pageOf(rows(select), query.limit());
            }
        });
    }

    private static List<Lead> rows(PreparedStatement select) throws SQLException {
        List<Lead> leads = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                leads.add(LeadCodec.read(row.getString("lead_id"), row.getLong("version"), row.getString("lead_row")));
            }
        }
        return leads;
    }

    @Override
    public int forgetMeetings(Instant before, int max) {
        return database.transaction("forgetting which calls of leads were counted", connection -> {
            try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
                forget.setLong(1, before.toEpochMilli());
                forget.setInt(2, max);
                return forget.executeUpdate();
            }
        });
    }

    @Override
    public Optional<Instant> toldUntil() {
        return database.run("reading up to when calls were told to the leads", connection -> {
            try (PreparedStatement select = connection.prepareStatement(TOLD_UNTIL);
                    ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(Instant.ofEpochMilli(row.getLong(1))) : Optional.empty();
            }
        });
    }

    @Override
    public void told(Instant until) {
        long millis = until.toEpochMilli();
        tried("keeping up to when calls were told to the leads", connection -> {
            try (PreparedStatement first = connection.prepareStatement(FIRST_TOLD);
                    PreparedStatement next = connection.prepareStatement(TOLD)) {
                first.setLong(1, millis);
                next.setLong(1, millis);
                next.setLong(2, millis);
                return Optional.of(first.executeUpdate() + next.executeUpdate());
            }
        });
    }
}
