package telephony.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What somebody set, and what was found to be wrong with it while it was read. Not safe for several threads at once. */
final class GivenSettings {

    private static final int MAX_SHOWN = 60;

    private final Map<String, String> values = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    GivenSettings(Map<String, String> environment, Map<String, String> file) {
        file.forEach((name, value) -> take(name, value, true));
        // After the file, so that it wins.
        new TreeMap<>(environment).forEach((name, value) -> take(name, value, false));
    }

    private void take(String name, String value, boolean inFile) {
        Names.problem(name, inFile).ifPresent(problems::add);
        // Compose files and the like set what they do not know to nothing.
        if (!value.isBlank() && Names.KNOWN.contains(name)) {
            values.put(name, value.strip());
        }
    }

    /** What is wrong so far; whoever reads on adds to it. */
    List<String> problems() {
        return problems;
    }

    /** What works but should not stay so; whoever reads on adds to it. */
    List<String> warnings() {
        return warnings;
    }

    /** @throws ConfigException with everything that is wrong, if anything is */
    void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** What stands between commas. */
    List<String> list(String name) {
        return Arrays.stream(text(name, "").split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    @Nullable
    Path path(String name) {
        String given = text(name);
        try {
            return given == null ? null : Path.of(given);
        } catch (InvalidPathException e) {
            problems.add(problem(name, given, "set the path of a file"));
            return null;
        }
    }

    boolean yesOrNo(String name, boolean otherwise) {
        String given = text(name);
        if (given == null) {
            return otherwise;
        }
        return switch (given.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> wrong(name, given, "set true or false", otherwise);
        };
    }

    /** Notes a problem and goes on with something, so that the next one is found as well. */
    <T> T wrong(String name, String given, String advice, T goOnWith) {
        problems.add(problem(name, given, advice));
        return goOnWith;
    }

    static String problem(String name, String given, String advice) {
        String shown = given.length() > MAX_SHOWN ? given.substring(0, MAX_SHOWN) + "..." : given;
        return name + ": '" + shown.replaceAll("\\p{Cntrl}", "?") + "' is not valid; " + advice;
    }
}
