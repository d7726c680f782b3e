package telephony.adapters.guards;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import telephony.adapters.yaml.YamlFileException;

/** A folder with a guards file in it. */
record GuardFolder(Path folder) {

    static final JollydayHolidays HOLIDAYS = new JollydayHolidays();

    Path file() {
        return folder.resolve("guards.yaml");
    }

    void write(String... lines) throws IOException {
        Files.writeString(file(), String.join("\n", lines));
    }

    GuardFile open(String... lines) throws IOException {
        write(lines);
        return new GuardFile(file(), GuardFile.Settings.NONE, HOLIDAYS);
    }

    List<String> problems(String... lines) throws IOException {
        write(lines);
        YamlFileException refused = catchThrowableOfType(
                YamlFileException.class, () -> new GuardFile(file(), GuardFile.Settings.NONE, HOLIDAYS));
        return refused == null ? List.of() : refused.problems();
    }
}
