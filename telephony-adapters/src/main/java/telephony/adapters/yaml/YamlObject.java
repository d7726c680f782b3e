package telephony.adapters.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One object of the file. Reading goes on after a problem, with something harmless in place of what is wrong, so that all
 * problems are found at once.
 */
public final class YamlObject {

    private final String path;
    private final Optional<Mark> at;
    private final Map<String, NodeTuple> members = new LinkedHashMap<>();
    private final Findings findings;

    private YamlObject(String path, Optional<Mark> at, Findings findings) {
        this.path = path;
        this.at = at;
        this.findings = findings;
    }

    /** The object that a node is, its keys free to be chosen; nothing at all is an object without members. */
    public static YamlObject of(String path, Node node, Findings findings) {
        YamlObject object = new YamlObject(path, node.getStartMark(), findings);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(object::take);
        } else if (!Tag.NULL.equals(node.getTag())) {
            findings.add(node, path, "is no object; write its settings below it, indented, as key: value");
        }
        return object;
    }

    /** The object that an empty file is. */
    public static YamlObject none(Findings findings) {
        return new YamlObject("", Optional.empty(), findings);
    }

    /** The same, where only these keys mean something. */
    public YamlObject knowing(Set<String> known) {
        members.forEach((name, member) -> {
            if (!known.contains(name)) {
                findings.add(
                        member.getKeyNode(),
                        path(name),
                        "there is no such setting; " + findings.places().advice(name, known));
            }
        });
        return this;
    }

    private void take(NodeTuple member) {
        Node key = member.getKeyNode();
        if (!(key instanceof ScalarNode name) || name.getValue().isBlank()) {
            findings.add(key, path, "this is no key; a key is a text");
        } else if (members.putIfAbsent(name.getValue(), member) != null) {
            findings.add(key, path(name.getValue()), "stands twice; leave one");
        }
    }

    /** Its keys, in their order. */
    public Set<String> names() {
        return members.keySet();
    }

    /** The place of this object in the tree. */
    public String path() {
        return path;
    }

    /** The place of a member in the tree. */
    public String path(String name) {
        String shown = name.length() > NearestWord.MAX_CHARS ? name.substring(0, NearestWord.MAX_CHARS) : name;
        String printable = shown.replaceAll("\\p{Cntrl}", "?");
        return path.isEmpty() ? printable : path + "." + printable;
    }

    /** Whether this key stands there. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The object under this key; without members when there is none. */
    public YamlObject object(String name) {
        NodeTuple member = members.get(name);
        return member == null
                ? new YamlObject(path(name), at, findings)
                : of(path(name), member.getValueNode(), findings);
    }

    /** What stands under this key, whatever it is. */
    public Optional<Node> value(String name) {
        return Optional.ofNullable(members.get(name)).map(NodeTuple::getValueNode);
    }

    /** The text under this key; empty when there is none, or something else, which is then a finding. */
    public Optional<String> text(String name) {
        return value(name).flatMap(node -> text(path(name), node));
    }

    /** The text under this key; null when it says {@code ~}, the other one when the key is not there. */
    public @Nullable String textOrNone(String name, @Nullable String otherwise) {
        Node node = value(name).orElse(null);
        if (node == null) {
            return otherwise;
        }
        return Tag.NULL.equals(node.getTag()) ? null : text(path(name), node).orElse(otherwise);
    }

    /**
     * The items under this key; empty when there is no such key, or something else, which is then a finding.
     *
     * @param advice what to write instead of something else
     */
    public Optional<List<Node>> list(String name, String advice) {
        Node node = value(name).orElse(null);
        if (node instanceof SequenceNode list) {
            return Optional.of(list.getValue());
        }
        if (node != null) {
            findings.add(node, path(name), "is no list; " + advice);
        }
        return Optional.empty();
    }

    /** What the word under this key means. */
    public <T> T choice(String name, Map<String, T> words, T otherwise) {
        String word = text(name).orElse(null);
        if (word == null) {
            return otherwise;
        }
        T chosen = words.get(word);
        if (chosen == null) {
            wrong(name, Findings.shown(word) + " is not one of " + String.join(", ", words.keySet()));
            return otherwise;
        }
        return chosen;
    }

    /** Notes a problem with this object as a whole. */
    public void wrong(String problem) {
        findings.add(at, path, problem);
    }

    /** Notes a problem with what stands under this key. */
    public void wrong(String name, String problem) {
        findings.add(value(name).map(Node::getStartMark).orElse(at), path(name), problem);
    }

    /** Notes a problem with the key itself. */
    public void wrongKey(String name, String problem) {
        NodeTuple member = members.get(name);
        findings.add(member == null ? at : member.getKeyNode().getStartMark(), path(name), problem);
    }

    /** A text that says something; anything else is a finding. */
    public Optional<String> text(String where, Node node) {
        if (node instanceof ScalarNode scalar && Tag.STR.equals(node.getTag())) {
            if (!scalar.getValue().isBlank()) {
                return Optional.of(scalar.getValue());
            }
            findings.add(node, where, "is empty; write a text or leave it out");
        } else {
            findings.add(node, where, "is no text; write one, in quotes if it looks like something else");
        }
        return Optional.empty();
    }
}
