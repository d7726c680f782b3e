package telephony.adapters.yaml;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML file as maps, lists, texts, numbers and truth values, and null where it says {@code ~}. It is read as routing
 * files are: without anchors, tags and keys that stand twice, and within the same bounds.
 *
 * <p>It needs {@code org.snakeyaml:snakeyaml-engine} on the class path.
 */
public final class YamlDocument {

    /** The line between two documents of a file. */
    public static final String SEPARATOR = "---";

    private final Findings findings = new Findings(new Places(Map.of()));
    private final JsonValues values = new JsonValues(findings);
    private final Map<String, String> places = new HashMap<>();

    /** How many lines of the file stand before it. */
    private final int linesBefore;

    private YamlDocument(int linesBefore) {
        this.linesBefore = linesBefore;
    }

    /**
     * Reads a file whose root is an object; an empty file is an object without members.
     *
     * @throws YamlFileException when it cannot be read, or is no such file, with everything that is wrong
     */
    public static Map<String, @Nullable Object> read(Path file) {
        return new YamlDocument(0).root(FileText.read(file));
    }

    /**
     * What a file says and where.
     *
     * @param members as {@link #read} gives them
     * @param places where each value stands, by its JSON pointer: {@code line 3, column 7}
     */
    public record Located(Map<String, @Nullable Object> members, Map<String, String> places) {

        /** Where this value stands; where it does not, where the nearest one around it does. Empty = nowhere. */
        public String place(String pointer) {
            String at = pointer;
            while (!at.isEmpty() && !places.containsKey(at)) {
                at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
            }
            return places.getOrDefault(at, "");
        }
    }

    /**
     * Reads a file of any size that has several documents, between lines that are {@code ---}, one after the other; each is
     * bounded as a file of its own.
     *
     * @param told gets each document, in their order; one that says nothing has no members
     * @throws YamlFileException when the file cannot be read, or one of its documents is no such file; those before it were told
     */
    public static void locateAll(Path file, Consumer<Located> told) {
        FileText.unfit(file).ifPresent(why -> {
            throw new YamlFileException(List.of(why));
        });
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            StringBuilder text = new StringBuilder();
            int before = 0;
            int read = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read++;
                if (line.equals(SEPARATOR)) {
                    told.accept(located(text, before));
                    text.setLength(0);
                    before = read;
                } else if (text.append(line).append('\n').length() > FileText.MAX_BYTES) {
                    throw new YamlFileException(List.of(inDocument(before) + "it has more than " + FileText.MAX_BYTES
                            + " bytes; begin another one with a line that is " + SEPARATOR));
                }
            }
            told.accept(located(text, before));
        } catch (IOException e) {
            throw new YamlFileException(
                    List.of("the file cannot be read (" + e.getClass().getSimpleName() + "); check path and rights"));
        }
    }

    private static String inDocument(int before) {
        return before == 0 ? "" : "in the document behind line " + before + ": ";
    }

    private static Located located(CharSequence text, int before) {
        YamlDocument document = new YamlDocument(before);
        try {
            Map<String, @Nullable Object> members =
                    document.root(FileText.of(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
            return new Located(members, document.places);
        } catch (YamlFileException e) {
            throw new YamlFileException(
                    e.problems().stream().map(line -> inDocument(before) + line).toList());
        }
    }

    private Map<String, @Nullable Object> root(FileText file) {
        Map<String, @Nullable Object> members = file.tree(findings)
                .map(node -> object("", YamlObject.of("", node, findings)))
                .orElseGet(LinkedHashMap::new);
        if (!findings.isEmpty()) {
            throw new YamlFileException(findings.lines());
        }
        return members;
    }

    private Map<String, @Nullable Object> object(String pointer, YamlObject object) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name : object.names()) {
            Optional<Node> value = object.value(name);
            String at = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            value.ifPresent(node -> members.put(name, plain(at, object.path(name), node)));
        }
        return members;
    }

    private @Nullable Object plain(String pointer, String path, Node node) {
        node.getStartMark()
                .ifPresent(at -> places.put(
                        pointer, "line " + (linesBefore + at.getLine() + 1) + ", column " + (at.getColumn() + 1)));
        if (node instanceof MappingNode) {
            return object(pointer, YamlObject.of(path, node, findings));
        }
        if (node instanceof SequenceNode list) {
            List<@Nullable Object> items = new ArrayList<>();
            for (int i = 0; i < list.getValue().size(); i++) {
                items.add(plain(
                        pointer + "/" + i, path + "[" + i + "]", list.getValue().get(i)));
            }
            return items;
        }
        return Tag.NULL.equals(node.getTag()) ? null : values.of(path, node).orElse(null);
    }
}
