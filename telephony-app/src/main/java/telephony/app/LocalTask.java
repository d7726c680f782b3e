package telephony.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that does its work itself, by the settings; no server of ours needs to run. */
abstract class LocalTask extends CommandTask {

    @Option(names = "--json", description = "Writes JSON, in the form that the HTTP API answers.")
    private boolean json;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "File of KEY=VALUE lines; environment variables win over it.")
    private @Nullable Path settings;

    /** The file with the settings; null = the environment alone has them. */
    final @Nullable Path settings() {
        return settings;
    }

    /** Whether it is for programs. */
    final boolean isJson() {
        return json;
    }

    /** As JSON when that is wanted, else in words. */
    final void show(ObjectNode tree, List<String> words) {
        tell(out(), json ? tree.toPrettyString().lines().toList() : words);
    }

    /** Names and settings may be strangers' and hold what a terminal takes for a command. */
    static void tell(PrintWriter to, List<String> lines) {
        lines.forEach(line -> to.println(TerminalText.plain(line)));
    }
}
