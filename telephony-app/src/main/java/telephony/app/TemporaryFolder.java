package telephony.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is gone, with all in it, when it is closed or the process is stopped. */
final class TemporaryFolder implements AutoCloseable {

    private final Path path;
    private final Thread atTheEnd = new Thread(this::delete, "telephony-tidy-up");

    /**
     * An empty one.
     *
     * @param prefix what its name begins with
     * @throws UncheckedIOException when none can be made
     */
    TemporaryFolder(String prefix) {
        try {
            path = Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made: " + e.getMessage(), e);
        }
        Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete();
    }

    /** What cannot be deleted is left to the system, which empties its temporary folder. */
    private void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
    }
}
