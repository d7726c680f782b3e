package telephony.app;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import telephony.adapters.http.DirectoryRehearsal;
import telephony.adapters.yaml.YamlDocument;

/** The directory of a running server as a YAML file, in and out. */
@Command(
        name = "directory",
        description =
                "Takes tenants, agents, numbers and campaigns in from a file, and puts them out; see docs/directory.md.",
        subcommands = {DirectoryCommand.Import.class, DirectoryCommand.Export.class},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class DirectoryCommand extends CommandGroup {

    private static final String ROOT = "/telephony/";
    private static final int PAGE = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Command(
            name = "import",
            description = {
                "Makes the directory of a running server have these entries; what the file does not name stays as it is.",
                "It is sent in parts: what is right is taken in, all that is wrong is told with its place. The same again"
                        + " changes nothing, so that an import that broke off is begun again."
            },
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:every entry is there now",
                "1:some are not, or the server did not answer to the end: put the file right and import it again",
                "2:wrong usage"
            })
    static final class Import extends ServerTask {

        @Parameters(paramLabel = "FILE", description = "YAML with lists of tenants, agents, numbers and campaigns.")
        private @Nullable Path file;

        @Override
        int work(ServerClient server) throws InterruptedException {
            Path given = file;
            if (given == null) {
                throw usage("FILE: name the file to import");
            }
            ObjectNode count = JsonNodeFactory.instance
                    .objectNode()
                    .put("added", 0)
                    .put("changed", 0)
                    .put("unchanged", 0);
            List<String> problems = DirectoryFile.problems(given, part -> send(server, part, count));
            problems.stream().map(TerminalText::plain).forEach(err()::println);
            show(
                    count,
                    count.path("added").asInt() + " added, "
                            + count.path("changed").asInt() + " changed, "
                            + count.path("unchanged").asInt() + " as they were"
                            + (problems.isEmpty() ? "" : "; " + problems.size() + " problems"));
            return problems.isEmpty() ? 0 : FAILED;
        }

        private static List<DirectoryRehearsal.Wrong> send(ServerClient server, ObjectNode part, ObjectNode count) {
            try {
                JsonNode done = server.post(ROOT + "directory", part);
                List.of("added", "changed", "unchanged")
                        .forEach(name -> count.put(
                                name, count.path(name).asInt() + done.path(name).asInt()));
                return List.of();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the import was broken off; begin it again", e);
            } catch (ServerClient.RefusedException e) {
                JsonNode errors = e.problem().path("errors");
                if (errors.isEmpty()) {
                    // Said of the whole part, and maybe of all: such as that the key is not good for it.
                    throw e;
                }
                return StreamSupport.stream(errors.spliterator(), false)
                        .map(error -> new DirectoryRehearsal.Wrong(
                                error.path("pointer").asText(),
                                error.path("detail").asText()))
                        .toList();
            }
        }
    }

    @Command(
            name = "export",
            description = "Prints the directory of a running server as YAML that import takes.",
            mixinStandardHelpOptions = true)
    static final class Export extends ServerTask {

        @Override
        int work(ServerClient server) throws InterruptedException {
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            for (String list : DirectoryParts.LISTS) {
                List<ObjectNode> entries = entries(server, list);
                // Not as the store orders them, so that the same directory is the same text from everywhere.
                entries.sort(Comparator.comparing(
                        entry -> entry.path("id").asText(entry.path("number").asText())));
                ArrayNode items = all.putArray(list);
                entries.forEach(items::add);
            }
            if (isJson()) {
                show(all, "");
            } else {
                // As it is, not as a line for a terminal: it is read by programs.
                out().print(DirectoryParts.of(all).stream()
                        .map(part -> yaml(part.body()))
                        .collect(Collectors.joining(YamlDocument.SEPARATOR + "\n")));
                out().flush();
            }
            return 0;
        }

        private static List<ObjectNode> entries(ServerClient server, String list) throws InterruptedException {
            List<ObjectNode> entries = new ArrayList<>();
            String cursor = "";
            do {
                JsonNode page = server.get(ROOT + list + "?limit=" + PAGE
                        + (cursor.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8)));
                for (JsonNode item : page.path("items")) {
                    entries.add(((ObjectNode) item).without(List.of("version", "countryCode", "nationalNumber")));
                }
                cursor = page.path("nextCursor").asText("");
                cursor = page.path("nextCursor").isNull() ? "" : cursor;
            } while (!cursor.isEmpty());
            return entries;
        }

        private static String yaml(ObjectNode all) {
            DumpSettings settings = DumpSettings.builder()
                    .setDefaultFlowStyle(FlowStyle.BLOCK)
                    // So that a number is quoted as what it is, a text.
                    .setSchema(new CoreSchema())
                    .build();
            return new Dump(settings).dumpToString(JSON.convertValue(all, new TypeReference<Map<String, Object>>() {}));
        }
    }
}
