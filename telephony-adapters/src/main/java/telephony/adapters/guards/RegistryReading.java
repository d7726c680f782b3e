package telephony.adapters.guards;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import telephony.adapters.yaml.Findings;
import telephony.adapters.yaml.YamlObject;
import telephony.guard.DoNotCallPort;

/** Reads the imported do-not-call registries that a guards file names. Their paths begin where the guards file is. */
final class RegistryReading {

    private static final Set<String> REGISTRY = Set.of("file", "imported");

    private final @Nullable Path guards;
    private final Findings findings;

    RegistryReading(@Nullable Path guards, Findings findings) {
        this.guards = guards;
        this.findings = findings;
    }

    DoNotCallPort registries(YamlObject doNotCall) {
        DoNotCallFiles files = new DoNotCallFiles();
        YamlObject given = doNotCall.object("registries");
        for (String country : given.names()) {
            if (!PolicyReading.COUNTRY.matcher(country).matches()) {
                given.wrongKey(country, "is no country; write two capital letters, such as US");
            }
            add(files, country, given.object(country).knowing(REGISTRY));
        }
        return files;
    }

    private void add(DoNotCallFiles files, String country, YamlObject registry) {
        String name = registry.text("file").orElse(null);
        String imported = registry.text("imported").orElse(null);
        if (name == null || imported == null) {
            registry.wrong("a registry needs file and imported, the day when it was taken from the authority");
            return;
        }
        try {
            Path path = guards == null ? Path.of(name) : guards.resolveSibling(name);
            DoNotCallFiles unused = files.add(
                    country,
                    path,
                    LocalDate.parse(imported).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            registry.wrong("imported", "is no day; write such as 2026-11-21");
        } catch (InvalidPathException | IOException e) {
            registry.wrong("file", "cannot be read (" + e.getClass().getSimpleName() + "); check path and rights");
        } catch (IllegalArgumentException e) {
            findings.add(
                    registry.value("file").flatMap(node -> node.getStartMark()),
                    registry.path("file"),
                    String.valueOf(e.getMessage()));
        }
    }
}
