package telephony.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import telephony.adapters.store.JdbcDatabase;

/** Makes the tables of the store, or brings them to this version's form. */
@Command(
        name = "migrate",
        description = {
            "Makes the tables of the store, or brings those of an older version to this version's form.",
            "Needs TELEPHONY_STORE and TELEPHONY_STORE_URL only. Stop the processes of the older version and make a"
                    + " backup first. Does nothing when nothing is to be done."
        },
        mixinStandardHelpOptions = true)
final class Migrate implements Callable<Integer> {

    @ParentCommand
    private @Nullable Main main;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "File of KEY=VALUE lines; environment variables win over it.")
    private @Nullable Path file;

    @Override
    public Integer call() {
        if (main == null || spec == null) {
            throw new IllegalStateException("not called by the command line");
        }
        PrintWriter out = spec.commandLine().getOut();
        StoreConfig store = main.store(file);
        if (!store.kind().hasTables()) {
            out.println("The store '" + store.kind().word() + "' has no tables: nothing to do.");
            return 0;
        }
        try (JdbcDatabase database = new JdbcDatabase(store.database())) {
            int steps = database.migrate();
            out.println("The tables in " + store.database() + " have this version's form; steps taken: " + steps + ".");
        }
        return 0;
    }
}
