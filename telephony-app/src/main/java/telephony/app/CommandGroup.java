package telephony.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that only has others below it: called alone, it says which. */
abstract class CommandGroup implements Runnable {

    @ParentCommand
    private @Nullable Main main;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public final void run() {
        if (spec != null) {
            throw missing(spec);
        }
    }

    final Main main() {
        if (main == null) {
            throw new IllegalStateException("not called by the command line");
        }
        return main;
    }

    /** One of the commands below this one was to be named. */
    static CommandLine.ParameterException missing(CommandSpec spec) {
        List<String> names = spec.subcommands().values().stream()
                .map(CommandLine::getCommandName)
                .distinct()
                .toList();
        int last = names.size() - 1;
        return new CommandLine.ParameterException(
                spec.commandLine(),
                "Missing command: " + String.join(", ", names.subList(0, last)) + " or " + names.get(last));
    }
}
