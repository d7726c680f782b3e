package telephony.adapters.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong with a file, with the place of each. */
public final class Findings {

    /** More are counted, not listed. */
    static final int MAX_LISTED = 100;

    private static final int MAX_SHOWN_CHARS = 60;

    /** A problem at a place; one of the whole file is at line 0. */
    private record Finding(int line, int column, String text) {}

    private final Places places;
    private final List<Finding> listed = new ArrayList<>();
    private int more;

    /** None yet, of a file with these places. */
    public Findings(Places places) {
        this.places = places;
    }

    Places places() {
        return places;
    }

    /** Notes a problem with this node. */
    public void add(Node node, String path, String problem) {
        add(node.getStartMark(), path, problem);
    }

    /**
     * Notes a problem.
     *
     * @param mark where it is; empty = nowhere in particular
     * @param path the place in the tree; empty = the file as a whole
     */
    public void add(Optional<Mark> mark, String path, String problem) {
        if (listed.size() == MAX_LISTED) {
            more++;
            return;
        }
        String text = (path.isEmpty() ? "" : path + ": ") + problem;
        listed.add(mark.map(at -> new Finding(at.getLine() + 1, at.getColumn() + 1, text))
                .orElseGet(() -> new Finding(0, 0, text)));
    }

    /** Whether nothing is wrong. */
    public boolean isEmpty() {
        return listed.isEmpty();
    }

    /** A line each, in the order of the file. */
    public List<String> lines() {
        List<String> lines = listed.stream()
                .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
                .map(Findings::told)
                .collect(Collectors.toCollection(ArrayList::new));
        if (more > 0) {
            lines.add("and " + more + " more");
        }
        return lines;
    }

    /** A word of the file within a message: short, and without what could forge another line. */
    public static String shown(String text) {
        String start = text.length() > MAX_SHOWN_CHARS ? text.substring(0, MAX_SHOWN_CHARS) + "..." : text;
        return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
    }

    private static String told(Finding finding) {
        return finding.line() == 0
                ? finding.text()
                : "line " + finding.line() + ", column " + finding.column() + ": " + finding.text();
    }
}
