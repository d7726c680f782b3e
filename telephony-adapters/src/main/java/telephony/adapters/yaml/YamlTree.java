package telephony.adapters.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2 into its tree, with the place of everything. Nothing is constructed from it: no type, no object. What a
 * tree could be made to grow by (anchors, tags, depth) is refused before the tree is built.
 */
final class YamlTree {

    /** Levels of objects and lists; ours need five, the rest is for metadata. */
    static final int MAX_DEPTH = 32;

    private YamlTree() {}

    /** The root; empty when the file says nothing, or cannot be read, which is then among the findings. */
    static Optional<Node> read(byte[] bytes, Findings findings) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            findings.add(Optional.empty(), "", "the file is not UTF-8; save it as UTF-8");
            return Optional.empty();
        }
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                // Refused where they stand in the tree, with their place.
                .setAllowDuplicateKeys(true)
                .setAllowNonScalarKeys(true)
                .setCodePointLimit(FileText.MAX_BYTES)
                .build();
        try {
            // In two passes: the first one does not recurse, so no depth exhausts a stack.
            boolean plain = isPlain(new Parse(settings).parseString(text), findings);
            return plain ? new Compose(settings).composeString(text) : Optional.empty();
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> at = e.getProblemMark().or(e::getContextMark);
            findings.add(at, "", "this is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            findings.add(Optional.empty(), "", "this is not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static boolean isPlain(Iterable<Event> events, Findings findings) {
        int depth = 0;
        boolean plain = true;
        for (Event event : events) {
            if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                findings.add(event.getStartMark(), "", "this is deeper than " + MAX_DEPTH + " levels");
                return false;
            }
            if (event instanceof AliasEvent
                    || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
                findings.add(
                        event.getStartMark(),
                        "",
                        "anchors and aliases are not read; name what is shared under agents and refer to it");
                plain = false;
            }
            if (hasTag(event)) {
                findings.add(event.getStartMark(), "", "tags are not read; leave this one out");
                plain = false;
            }
        }
        return plain;
    }

    private static boolean hasTag(Event event) {
        return (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                || (event instanceof CollectionStartEvent start
                        && start.getTag().isPresent());
    }
}
