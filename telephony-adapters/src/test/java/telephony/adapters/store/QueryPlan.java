package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How a database would answer a question. */
final class QueryPlan {

    private QueryPlan() {}

    /**
     * The plan, once the database has counted what is in these tables.
     *
     * @param values of the question's parameters, as they are written in SQL
     */
    static String of(JdbcDatabase database, List<String> tables, String question, List<String> values) {
        String analyze = database.settings().kind() == JdbcKind.H2 ? "ANALYZE TABLE " : "ANALYZE ";
        String asked = values.stream().reduce(question, (text, value) -> text.replaceFirst("[?]", value));
        return database.run("explaining", connection -> {
            for (String table : tables) {
                try (PreparedStatement count = connection.prepareStatement(analyze + table)) {
                    count.execute();
                }
            }
            return plan(connection, asked);
        });
    }

    private static String plan(Connection connection, String question) throws SQLException {
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + question);
                ResultSet lines = explain.executeQuery()) {
            List<String> plan = new ArrayList<>();
            while (lines.next()) {
                plan.add(lines.getString(1));
            }
            return String.join("\n", plan);
        }
    }
}
