package telephony.app.figures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own tool, which does per transaction what the store does per webhook, on the tables and rows that the
 * store has left: read the newest row of the room, take the event in, write the row, append the lines. The texts are as
 * long as the store's were on average; the tool has the server make them, so it sends less.
 */
final class PgBench {

    private static final int SECONDS = 15;
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without");

    private PgBench() {}

    /** Transactions per second. */
    static double perSecond(Databases database) throws Exception {
        database.execute("CREATE TABLE same_calls AS SELECT row_number() OVER () AS number, call_id, room_sid_key"
                + " FROM telephony_call; CREATE UNIQUE INDEX ON same_calls (number); ANALYZE");
        Path script = Files.createTempFile("same-writes", ".sql");
        Files.writeString(script, script(database));
        Process tool = new ProcessBuilder(
                        "pgbench",
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--client=" + Load.CONNECTIONS,
                        "--jobs=2",
                        "--time=" + SECONDS,
                        "--file=" + script,
                        "--host=127.0.0.1",
                        "--port=" + database.port(),
                        "--username=postgres",
                        "postgres")
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(said);
        if (tool.waitFor() != 0 || !rate.find()) {
            throw new IOException("pgbench: " + said);
        }
        return Double.parseDouble(rate.group(1));
    }

    private static String script(Databases database) throws SQLException {
        double events = database.number("SELECT count(*) FROM telephony_inbox");
        long calls = (long) database.number("SELECT count(*) FROM same_calls");
        long lines = Math.round(database.number("SELECT count(*) FROM telephony_timeline") / events);
        long row = (long) database.number("SELECT avg(length(call_row)) FROM telephony_call");
        long line = (long) database.number("SELECT avg(length(line)) FROM telephony_timeline");
        long entry = (long) database.number("SELECT avg(length(entry)) FROM telephony_inbox");
        String append =
                "INSERT INTO telephony_timeline (call_id, line) VALUES (:call_id, repeat('x', " + line + "));\n";
        return String.format(
                Locale.ROOT,
                """
                \\set number random(1, %d)
                \\set event random(1, 1000000000000)
                SELECT call_id, room_sid_key FROM same_calls WHERE number = :number \\gset
                SELECT call_row FROM telephony_call WHERE room_sid_key = :room_sid_key ORDER BY episode DESC LIMIT 1;
                BEGIN;
                INSERT INTO telephony_inbox (event_key, received_at, verdict, entry)
                  VALUES (concat('same', :event::text), 1, 'TAKEN', repeat('x', %d)) ON CONFLICT DO NOTHING;
                UPDATE telephony_call SET version = version + 1, call_row = repeat('x', %d) WHERE call_id = :call_id;
                %sCOMMIT;
                """,
                calls,
                entry,
                row,
                append.repeat((int) lines));
    }
}
