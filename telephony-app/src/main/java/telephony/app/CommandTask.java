package telephony.app;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What every command that does something has of the command line: whom it belongs to, where it writes, and how wrong
 * usage is told. */
abstract class CommandTask implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    /** The command line, or a command that has this one. */
    @ParentCommand
    private @Nullable Object parent;

    final Main main() {
        if (parent instanceof CommandGroup group) {
            return group.main();
        }
        if (parent instanceof CommandTask task) {
            return task.main();
        }
        if (parent instanceof Main main) {
            return main;
        }
        throw new IllegalStateException("not called by the command line");
    }

    final CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(line(), message);
    }

    final PrintWriter out() {
        return line().getOut();
    }

    final PrintWriter err() {
        return line().getErr();
    }

    private CommandLine line() {
        if (spec == null) {
            throw new IllegalStateException("not called by the command line");
        }
        return spec.commandLine();
    }
}
