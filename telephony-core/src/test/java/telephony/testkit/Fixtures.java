package telephony.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a real LiveKit sent and answered ({@code fixtures/README.md} says what is in each file), as text. Works from a
 * directory and from the jar of tests.
 */
public final class Fixtures {

    private static final String ROOT = "fixtures/";
    private static final String WEBHOOKS = ROOT + "webhooks/";
    private static final String LINES = ".jsonl";

    private Fixtures() {}

    /** The names of all recorded rooms, sorted; such as {@code inbound_webhook_dispatch}. */
    public static List<String> webhookNames() {
        return names(WEBHOOKS).stream()
                .filter(name -> name.endsWith(LINES))
                .map(name -> name.substring(0, name.length() - LINES.length()))
                .toList();
    }

    /** The requests of a recorded room in order of arrival, one JSON object a line. */
    public static List<String> webhooks(String name) {
        return text(WEBHOOKS + name + LINES).lines().toList();
    }

    /** LiveKit's recorded answers to a method, as JSON; such as {@code RoomService.ListRooms}. */
    public static String api(String serviceAndMethod) {
        return text(ROOT + "api/" + serviceAndMethod + ".json");
    }

    private static String text(String resource) {
        try (InputStream in = Fixtures.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no fixture " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<String> names(String directory) {
        URL url = Fixtures.class.getClassLoader().getResource(directory);
        if (url == null) {
            throw new IllegalArgumentException("There is no directory " + directory);
        }
        try {
            if (!"jar".equals(url.getProtocol())) {
                return names(Path.of(url.toURI()));
            }
            URI jar = URI.create(
                    url.toString().substring(0, url.toString().indexOf('!')).substring("jar:".length()));
            try (FileSystem files = FileSystems.newFileSystem(Path.of(jar))) {
                return names(files.getPath(directory));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
