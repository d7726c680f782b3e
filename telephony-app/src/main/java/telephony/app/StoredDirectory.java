package telephony.app;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import telephony.directory.DirectorySnapshot;
import telephony.directory.DirectoryWatch;
import telephony.store.StoreUnavailableException;

/**
 * The directory as a command finds it in the store that the settings name; nothing is made there.
 *
 * @param snapshot what stands there; empty when it could not be read
 * @param unread why it could not be read; empty = it was, or there is none
 */
record StoredDirectory(DirectorySnapshot snapshot, String unread) {

    static StoredDirectory read(StoreConfig config, InstantSource clock) {
        if (!config.kind().hasPlace()) {
            return unread("the store '" + config.kind().word() + "' is in a server's memory");
        }
        if (config.kind() == StoreKind.H2 && !isThere(config)) {
            // A server that starts there begins with an empty one.
            return unread("");
        }
        try (OpenStore store = OpenStore.open(config, clock)) {
            return new StoredDirectory(new DirectoryWatch(store.entries()).refresh(), "");
        } catch (StoreUnavailableException | IllegalStateException e) {
            return unread("the store cannot be read, maybe because a server holds it: " + e.getMessage());
        }
    }

    /** What stands there now, or an empty one; that it is left out is told as a note. */
    static DirectorySnapshot readOrTell(StoreConfig config, InstantSource clock, PrintWriter err) {
        StoredDirectory directory = read(config, clock);
        if (!directory.unread().isEmpty()) {
            err.println(TerminalText.plain("note: the directory is left out, because " + directory.unread()
                    + "; a running server tells with it: POST /telephony/routes/explain"));
        }
        return directory.snapshot();
    }

    private static boolean isThere(StoreConfig config) {
        return Files.exists(Path.of(config.url() + ".mv.db"));
    }

    /** One that could not be read, and why. */
    static StoredDirectory unread(String why) {
        return new StoredDirectory(DirectorySnapshot.EMPTY, why);
    }
}
