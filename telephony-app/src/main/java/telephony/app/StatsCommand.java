package telephony.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Counts the calls of a running server. */
@Command(
        name = "stats",
        description = "Counts calls: how many, what they came to, how long they rang and talked.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:counted", "1:the server refused, or did not answer", "2:wrong usage"})
final class StatsCommand extends ServerTask {

    private static final double MILLIS = 1_000;
    private static final double PERCENT = 100;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "The first instant, or the first day (default: a day before the end).")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "The end, which is not counted any more (default: now).")
    private @Nullable String to;

    @Option(names = "--zone", paramLabel = "ZONE", description = "Whose midnights part the days (default: UTC).")
    private @Nullable String zone;

    @Option(
            names = "--by",
            paramLabel = "WORD",
            description = "total, day, tenant, campaign, number, agent, reason or outcome (default: total).")
    private @Nullable String by;

    @Option(names = "--tenant", paramLabel = "ID", description = "Only calls of this tenant.")
    private @Nullable String tenant;

    @Option(names = "--campaign", paramLabel = "ID", description = "Only calls of this campaign.")
    private @Nullable String campaign;

    @Option(names = "--direction", paramLabel = "WORD", description = "Only inbound or outbound calls.")
    private @Nullable String direction;

    @Override
    int work(ServerClient server) throws InterruptedException {
        StringBuilder query = new StringBuilder("/telephony/stats");
        add(query, "from", from);
        add(query, "to", to);
        add(query, "zone", zone);
        add(query, "by", by);
        add(query, "tenantId", tenant);
        add(query, "campaignId", campaign);
        add(query, "direction", direction);
        JsonNode answer = server.get(query.toString());
        show(answer, words(answer));
        return 0;
    }

    private static void add(StringBuilder query, String name, @Nullable String value) {
        if (value != null) {
            query.append(query.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    private static String words(JsonNode answer) {
        StringBuilder words = new StringBuilder(String.format(
                "%-24s %8s %8s %8s %6s   %-20s  %-20s  %s%n",
                answer.path("by").asText(),
                "calls",
                "over",
                "answered",
                "rate",
                "ring p50/95/99, s",
                "agent p50/95/99, s",
                "talk p50/95/99, s"));
        answer.path("groups").forEach(group -> words.append(figures(group)));
        if (answer.path("more").asBoolean()) {
            words.append("and more groups, with fewer calls each\n");
        }
        return words.toString();
    }

    private static String figures(JsonNode group) {
        JsonNode rate = group.path("answerRate");
        return String.format(
                Locale.ROOT,
                "%-24s %8d %8d %8d %6s   %-20s  %-20s  %s%n",
                group.path("key").asText("-"),
                group.path("calls").asLong(),
                group.path("ended").asLong(),
                group.path("answered").asLong(),
                rate.isNumber() ? String.format(Locale.ROOT, "%.1f%%", rate.asDouble() * PERCENT) : "-",
                times(group.path("ringMillis")),
                times(group.path("timeToAgentMillis")),
                times(group.path("durationMillis")));
    }

    private static String times(JsonNode times) {
        return times.path("calls").asLong() == 0
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.1f / %.1f / %.1f",
                        times.path("p50").asDouble() / MILLIS,
                        times.path("p95").asDouble() / MILLIS,
                        times.path("p99").asDouble() / MILLIS);
    }
}
