package telephony.adapters.yaml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What the file says in free form (metadata, tools), as values that JSON has too. */
public final class JsonValues {

    private final Findings findings;

    /** Tells these of what has no form in JSON. */
    public JsonValues(Findings findings) {
        this.findings = findings;
    }

    /** The members of an object. */
    public Map<String, Object> object(YamlObject object) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : object.names()) {
            object.value(name).flatMap(node -> of(object.path(name), node)).ifPresent(value -> values.put(name, value));
        }
        return values;
    }

    /** The items of a list. */
    public List<Object> list(String path, List<Node> items) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            of(path + "[" + i + "]", items.get(i)).ifPresent(values::add);
        }
        return values;
    }

    /** What a node says; empty when JSON has no form for it, which is then a finding. */
    public Optional<Object> of(String path, Node node) {
        if (node instanceof MappingNode) {
            return Optional.of(object(YamlObject.of(path, node, findings)));
        }
        if (node instanceof SequenceNode list) {
            return Optional.of(list(path, list.getValue()));
        }
        String text = ((ScalarNode) node).getValue();
        Tag tag = node.getTag();
        if (Tag.STR.equals(tag)) {
            return Optional.of(text);
        }
        if (Tag.BOOL.equals(tag)) {
            return Optional.of(Boolean.valueOf(text));
        }
        Optional<Object> number = number(text, tag);
        if (number.isEmpty()) {
            findings.add(node, path, "has no form in JSON that an agent could use; write text, number, true or false");
        }
        return number;
    }

    private static Optional<Object> number(String text, Tag tag) {
        if (Tag.FLOAT.equals(tag)) {
            try {
                double value = Double.parseDouble(text);
                return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
            } catch (NumberFormatException infinityOrNot) {
                return Optional.empty();
            }
        }
        if (!Tag.INT.equals(tag)) {
            return Optional.empty();
        }
        if (text.startsWith("0x")) {
            return whole(text.substring(2), 16);
        }
        return text.startsWith("0o") ? whole(text.substring(2), 8) : whole(text, 10);
    }

    /** Beyond 64 bits readers of JSON begin to disagree. */
    private static Optional<Object> whole(String digits, int radix) {
        if (digits.length() > Long.SIZE + 1) {
            return Optional.empty();
        }
        BigInteger value = new BigInteger(digits, radix);
        return value.bitLength() < Long.SIZE ? Optional.of(value.longValue()) : Optional.empty();
    }
}
