package telephony.app;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import telephony.access.ApiKey;
import telephony.access.ApiKeys;
import telephony.access.IssuedKey;
import telephony.access.KeyGrant;
import telephony.access.KeyRefusedException;
import telephony.access.Scope;
import telephony.adapters.http.KeyJson;
import telephony.store.StoreUnavailableException;

/**
 * Keeps API keys, in the store itself: so it works when no server runs, and beside one where the store can be shared. A new
 * key stands alone on standard output, so that a script can take it; all that is said about it goes to standard error.
 */
@Command(
        name = "keys",
        description = {
            "Keeps the API keys in the store that TELEPHONY_STORE and TELEPHONY_STORE_URL name; see docs/api-keys.md.",
            "An H2 file that a running server holds, and a store in memory, have their keys kept by that server:"
                    + " POST /telephony/keys."
        },
        subcommands = {
            KeysCommand.Create.class,
            KeysCommand.Show.class,
            KeysCommand.Revoke.class,
            KeysCommand.Rotate.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class KeysCommand extends CommandGroup {

    private static final int FAILED = 1;
    private static final int WRONG_SETTINGS = 2;
    private static final String BY_THE_SERVER =
            "Keys are kept by the server that has it, while it runs: POST /telephony/keys, from the same machine as long as"
                    + " there is no key; see docs/api-keys.md.";

    /** What all of them do: open the store, and tell what became of it. */
    private abstract static class Task extends LocalTask {

        /** Does it at this instant of the store's clock. */
        abstract void work(ApiKeys keys, Instant now);

        @Override
        public Integer call() {
            StoreConfig config = main().store(settings());
            PrintWriter err = err();
            if (!config.kind().hasPlace()) {
                err.println("The store '" + config.kind().word() + "' is in a server's memory. " + BY_THE_SERVER);
                return WRONG_SETTINGS;
            }
            try (OpenStore store = OpenStore.open(config, main().clock())) {
                work(store.apiKeys(), store.clock().instant());
                return 0;
            } catch (KeyRefusedException e) {
                err.println("Nothing was done: " + TerminalText.plain(String.valueOf(e.getMessage())));
                return FAILED;
            } catch (StoreUnavailableException e) {
                err.println("telephony failed: " + e.getMessage());
                if (config.kind() == StoreKind.H2) {
                    err.println(BY_THE_SERVER);
                }
                return FAILED;
            }
        }

        void showNew(IssuedKey issued, Instant now, String... remarks) {
            show(KeyJson.issued(issued, now), List.of(issued.text()));
            PrintWriter err = err();
            err.println("The key " + issued.key().id() + " is shown this once: only its hash is kept.");
            List.of(remarks).forEach(err::println);
        }

        Duration duration(String option, String text) {
            return Durations.parse(text).orElseThrow(() -> usage(option + ": give a duration such as 24h or 90d"));
        }
    }

    @Command(name = "create", description = "Makes a key and shows it, once.", mixinStandardHelpOptions = true)
    static final class Create extends Task {

        @Option(names = "--name", required = true, paramLabel = "NAME", description = "What people call it.")
        private String name = "";

        @Option(
                names = "--scope",
                required = true,
                split = ",",
                paramLabel = "SCOPE",
                description = "What it is good for: calls:read, calls:write, sip:write, directory:write, admin;"
                        + " several are separated by commas, or the option is given again.")
        private List<String> scopes = List.of();

        @Option(names = "--tenant", paramLabel = "T", description = "Shows the calls of this tenant alone.")
        private @Nullable String tenant;

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "How long it is good, such as 90d; else for ever.")
        private @Nullable String expires;

        @Override
        void work(ApiKeys keys, Instant now) {
            boolean isFirst = keys.list().isEmpty();
            Instant end = expires == null ? null : now.plus(duration("--expires", expires));
            IssuedKey issued = keys.create(new KeyGrant(name, wanted(), tenant), end);
            if (isFirst) {
                showNew(issued, now, "It is the first: from now on every request to the API needs a key.");
            } else {
                showNew(issued, now);
            }
        }

        private Set<Scope> wanted() {
            Set<Scope> wanted = new LinkedHashSet<>();
            for (String word : scopes) {
                wanted.add(Scope.of(word)
                        .orElseThrow(() ->
                                usage("--scope: there is " + String.join(", ", Scope.words()) + ", and no other")));
            }
            return wanted;
        }
    }

    @Command(name = "list", description = "Shows all keys, but none of their secrets.", mixinStandardHelpOptions = true)
    static final class Show extends Task {

        private static final String FORM = "%-12s  %-7s  %-20s  %-20s  %-30s  %-12s  %s";

        @Override
        void work(ApiKeys keys, Instant now) {
            List<ApiKey> all = keys.list();
            List<String> words = new ArrayList<>();
            words.add(FORM.formatted("ID", "STATE", "CREATED", "ENDS", "SCOPES", "TENANT", "NAME"));
            all.forEach(key -> words.add(FORM.formatted(
                    key.id(),
                    KeyJson.state(key, now),
                    seconds(key.life().createdAt()),
                    seconds(key.life().endsAt()),
                    key.grant().scopes().stream().sorted().map(Scope::word).collect(Collectors.joining(",")),
                    key.grant().tenantId() == null ? "-" : key.grant().tenantId(),
                    key.grant().name())));
            show(KeyJson.keys(all, now), all.isEmpty() ? List.of("There is no key.") : words);
        }

        private static String seconds(@Nullable Instant at) {
            return at == null ? "-" : Instant.ofEpochSecond(at.getEpochSecond()).toString();
        }
    }

    /** What is done to one key. */
    private abstract static class OneKeyTask extends Task {

        @Parameters(paramLabel = "ID", description = "The id of the key: what stands between the two _ of it.")
        private String id = "";

        String id() {
            return id;
        }
    }

    @Command(
            name = "revoke",
            description = "Ends a key: within a second no server takes it any more.",
            mixinStandardHelpOptions = true)
    static final class Revoke extends OneKeyTask {

        @Override
        void work(ApiKeys keys, Instant now) {
            ApiKey revoked = keys.revoke(id());
            show(KeyJson.key(revoked, now), List.of("The key " + revoked.id() + " is revoked."));
        }
    }

    @Command(
            name = "rotate",
            description = "Makes another key like this one and shows it, once; this one goes on for a while.",
            mixinStandardHelpOptions = true)
    static final class Rotate extends OneKeyTask {

        @Option(
                names = "--overlap",
                paramLabel = "TIME",
                defaultValue = "24h",
                description = "How long this one goes on (default: ${DEFAULT-VALUE}; 0s = it ends now).")
        private String overlap = "";

        @Override
        void work(ApiKeys keys, Instant now) {
            Duration time = duration("--overlap", overlap);
            IssuedKey issued = keys.rotate(id(), time);
            showNew(issued, now, "The key " + id() + " goes on for " + overlap + " at most.");
        }
    }
}
