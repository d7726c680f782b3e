package telephony.app.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a broken variant is caught, as it was measured.
 *
 * @param variant its name
 * @param seeds how many days were played, from seed 1 on, until ten were found, or nothing was for long, or all were played
 * @param caught how many of them violated something
 * @param first the first seed that did, and what; empty = none
 * @param directed the first directed schedule that catches it, and what it violates; empty = none
 */
record Caught(String variant, long seeds, int caught, String first, String directed) {

    /** The table; {@link VariantsTest} says how it is measured anew. */
    static final Path FILE = Path.of("src", "test", "resources", "telephony", "app", "proof", "caught.txt");

    private static final String BETWEEN = " | ";
    private static final int COLUMNS = 5;

    private static final long RARE = 1_000;

    /** So many found are enough to know how often. */
    static final int ENOUGH = 10;

    static Map<String, Caught> all() throws IOException {
        Map<String, Caught> all = new LinkedHashMap<>();
        for (String line : Files.readAllLines(FILE)) {
            List<String> cells = List.of(line.split(" *\\| *", COLUMNS));
            Caught caught = new Caught(
                    cells.get(0),
                    Long.parseLong(cells.get(1)),
                    Integer.parseInt(cells.get(2)),
                    cells.get(3),
                    cells.get(4));
            all.put(caught.variant(), caught);
        }
        return all;
    }

    /** Chance that meets nothing on so many days meets it so seldom that it is not asked any longer. */
    static final long FEW = 200;

    /** Plays the days of so many seeds, or of {@link #FEW} where those show nothing, and all directed ones. */
    static Caught measured(Variant variant, long most) throws IOException, ReflectiveOperationException {
        MutatedCore core = MutatedCore.of(variant);
        long few = Math.min(FEW, most);
        long asked = core.caught(variant.plan(), 1, few, 1).isEmpty() ? few : most;
        List<String> found = asked == few ? List.of() : core.caught(variant.plan(), 1, most, ENOUGH);
        String directed = "";
        for (Directed day : Directed.values()) {
            List<String> violated = core.caughtBy(day);
            if (directed.isEmpty() && !violated.isEmpty()) {
                directed = day + " " + violated.get(0);
            }
        }
        long played = found.size() < ENOUGH ? asked : seed(found.get(found.size() - 1));
        return new Caught(variant.name(), played, found.size(), found.isEmpty() ? "" : found.get(0), directed);
    }

    static void write(List<Caught> all) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Caught one : all) {
            lines.add(String.join(
                            BETWEEN,
                            one.variant,
                            Long.toString(one.seeds),
                            Integer.toString(one.caught),
                            one.first,
                            one.directed)
                    .stripTrailing());
        }
        Files.createDirectories(FILE.getParent());
        Files.write(FILE, lines);
    }

    /** The seed that catches it first. */
    Optional<Long> firstSeed() {
        return first.isEmpty() ? Optional.empty() : Optional.of(seed(first));
    }

    private static long seed(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(' ')));
    }

    /** The directed schedule that catches it. */
    Optional<Directed> directedDay() {
        return directed.isEmpty()
                ? Optional.empty()
                : Optional.of(Directed.valueOf(directed.substring(0, directed.indexOf(' '))));
    }

    /** Whether anything notices it. */
    boolean isCaught() {
        return !first.isEmpty() || !directed.isEmpty();
    }

    /** Whether chance alone meets it so seldom, on less than ten of 10,000 days, that a directed schedule is to be kept. */
    boolean isRare() {
        return caught * RARE < seeds;
    }
}
