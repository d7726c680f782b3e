package telephony.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What people decide about dials, by a running server: off, on, released. */
@Command(
        name = "guards",
        description =
                "Switches dialling off and on, and releases calls that were held up as too many; see docs/guards.md.",
        subcommands = {
            GuardsCommand.Off.class,
            GuardsCommand.On.class,
            GuardsCommand.Release.class,
            GuardsCommand.Revoke.class,
            GuardsCommand.Show.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class GuardsCommand extends CommandGroup {

    private static final String GUARDS = "/telephony/guards";
    private static final String FORM = "%-12s  %-7s  %-8s  %-24s  %-24s  %-28s  %s";

    /** What a decision is about, and who decides. */
    private abstract static class Decision extends ServerTask {

        @Option(names = "--tenant", paramLabel = "T", description = "This tenant's calls alone.")
        private @Nullable String tenant;

        @Option(names = "--country", paramLabel = "CC", description = "Calls to this country alone, such as FR.")
        private @Nullable String country;

        @Option(names = "--campaign", paramLabel = "NAME", description = "This campaign's calls alone.")
        private @Nullable String campaign;

        @Option(names = "--by", paramLabel = "WHO", description = "Who decides (default: who is logged in here).")
        private String by = System.getProperty("user.name", "");

        ObjectNode subject() {
            ObjectNode subject = JsonNodeFactory.instance.objectNode();
            put(subject, "tenantId", tenant);
            put(subject, "country", country == null ? null : country.toUpperCase(Locale.ROOT));
            put(subject, "campaignId", campaign);
            put(subject, "by", by.isBlank() ? null : by);
            return subject;
        }

        static void put(ObjectNode object, String name, @Nullable String value) {
            if (value != null) {
                object.put(name, value);
            }
        }
    }

    @Command(
            name = "off",
            description = {
                "Dials nothing more there, within a second and by all processes; calls under way go on.",
                "Without --tenant, --country or --campaign it is everything; with several, what they have in common."
            },
            mixinStandardHelpOptions = true)
    static final class Off extends Decision {

        @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why, for whoever looks later.")
        private String why = "";

        @Override
        int work(ServerClient server) throws InterruptedException {
            JsonNode off = server.post(GUARDS + "/off", subject().put("why", why));
            show(off, "Off: " + words(off) + ". Switch it on again with guards on and the same options.");
            return 0;
        }
    }

    @Command(
            name = "on",
            description = "Dials there again, where guards off was given with the same options.",
            mixinStandardHelpOptions = true)
    static final class On extends Decision {

        @Override
        int work(ServerClient server) throws InterruptedException {
            JsonNode lifted = server.post(GUARDS + "/on", subject());
            show(lifted, "On again: " + words(lifted.at("/items/0")) + ".");
            return 0;
        }
    }

    @Command(
            name = "release",
            description = {
                "Lets calls through that were refused with destination-velocity, for a time.",
                "Give --number, --country or --tenant, or several: what they have in common is released."
            },
            mixinStandardHelpOptions = true)
    static final class Release extends Decision {

        @Option(
                names = "--number",
                paramLabel = "NUMBER",
                description = "This number, or all that begin so, such as +1212555.")
        private @Nullable String number;

        @Option(
                names = "--for",
                required = true,
                paramLabel = "TIME",
                description = "How long, such as 2h; 31 days at most.")
        private String time = "";

        @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why, for whoever looks later.")
        private String why = "";

        @Override
        int work(ServerClient server) throws InterruptedException {
            Duration length =
                    Durations.parse(time).orElseThrow(() -> usage("--for: give a duration such as 30m, 2h or 7d"));
            ObjectNode release = subject().put("why", why);
            put(release, "prefix", number);
            release.put(
                    "until",
                    main().clock()
                            .instant()
                            .plus(length)
                            .truncatedTo(ChronoUnit.MILLIS)
                            .toString());
            JsonNode made = server.post(GUARDS + "/releases", release);
            show(
                    made,
                    "Released until " + made.path("until").asText() + ": " + words(made)
                            + ". End it with guards revoke " + made.path("id").asText() + ".");
            return 0;
        }
    }

    @Command(name = "revoke", description = "Ends a release before its time.", mixinStandardHelpOptions = true)
    static final class Revoke extends ServerTask {

        @Parameters(paramLabel = "ID", description = "The release's id, as guards list shows it.")
        private String id = "";

        @Override
        int work(ServerClient server) throws InterruptedException {
            if (!id.matches("[0-9a-zA-Z]{1,40}")) {
                throw usage("ID: give the id of a release, as guards list shows it");
            }
            JsonNode revoked = server.post(GUARDS + "/releases/" + id + "/revoke");
            show(revoked, "The release " + id + " has ended.");
            return 0;
        }
    }

    @Command(
            name = "list",
            description = "Shows what is switched off and released, and what was.",
            mixinStandardHelpOptions = true)
    static final class Show extends ServerTask {

        @Override
        int work(ServerClient server) throws InterruptedException {
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            all.set("off", server.get(GUARDS + "/off").path("items"));
            all.set("releases", server.get(GUARDS + "/releases").path("items"));
            List<String> lines = new ArrayList<>();
            all.forEach(items -> items.forEach(one -> lines.add(row(one))));
            if (lines.isEmpty()) {
                lines.add("Nobody has switched anything off or released anything.");
            } else {
                lines.add(0, FORM.formatted("ID", "KIND", "IN FORCE", "SINCE", "ENDS", "WHAT", "WHO AND WHY"));
            }
            show(all, String.join("\n", lines));
            return 0;
        }

        private static String row(JsonNode one) {
            JsonNode end = one.path("liftedAt").isTextual() ? one.path("liftedAt") : one.path("until");
            return FORM.formatted(
                    one.path("id").asText(),
                    one.path("kind").asText(),
                    one.path("inForce").asBoolean() ? "yes" : "no",
                    one.path("at").asText(),
                    end.isTextual() ? end.asText() : "-",
                    words(one),
                    one.path("by").asText() + ": " + one.path("why").asText());
        }
    }

    /** What it is about, in words. */
    private static String words(JsonNode ruling) {
        List<String> words = new ArrayList<>();
        for (String name : List.of("tenantId", "country", "campaignId", "prefix")) {
            JsonNode value = ruling.path(name);
            if (value.isTextual()) {
                words.add(name + "=" + value.asText());
            }
        }
        return words.isEmpty() ? "everything" : String.join(" ", words);
    }
}
