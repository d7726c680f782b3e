package telephony.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of {@code KEY=VALUE} lines; empty lines and lines that begin with {@code #} say nothing. */
final class ConfigFile {

    private ConfigFile() {}

    /**
     * Reads it.
     *
     * @throws ConfigException when it cannot be read, or a line is neither of those
     */
    static Map<String, String> read(Path path) {
        List<String> lines;
        try {
            lines = Files.readAllLines(path);
        } catch (IOException e) {
            throw new ConfigException(List.of("--config: cannot read " + path + " ("
                    + e.getClass().getSimpleName() + "); check path and rights"));
        }
        Map<String, String> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            if (name.isEmpty()) {
                // The line itself is not shown: it may be a secret whose name is missing.
                problems.add("--config: line " + (i + 1) + " of " + path + " is not KEY=VALUE; write it so or begin it"
                        + " with #");
            } else if (values.put(name, line.substring(equals + 1).strip()) != null) {
                problems.add(name + ": stands twice in " + path + "; leave one");
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return values;
    }
}
