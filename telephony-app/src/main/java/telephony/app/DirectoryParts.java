package telephony.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A document of the directory in parts that the server takes one after the other: what an entry names is in the same part or an
 * earlier one. A tenant and its default agent name each other, so that they are in one part.
 */
final class DirectoryParts {

    /** The lists of a document, in the order in which they name each other. */
    static final List<String> LISTS = List.of("tenants", "agents", "numbers", "campaigns");

    /** Entries of one part at most, unless they name each other. */
    static final int MAX_ENTRIES = 200;

    /** Size of one part at most, in characters; the server takes 256 KiB. */
    static final int MAX_CHARS = 100_000;

    /**
     * One part.
     *
     * @param body what is sent
     * @param pointers of each entry in the body, where it is in the document
     */
    record Part(ObjectNode body, Map<String, String> pointers) {

        /** Where this place of the body is in the document. */
        String inDocument(String pointer) {
            String[] parts = pointer.split("/", 4);
            String entry = parts.length < 3 ? pointer : "/" + parts[1] + "/" + parts[2];
            return pointers.getOrDefault(entry, entry) + pointer.substring(entry.length());
        }
    }

    /** An entry and where it is in the document. */
    private record Entry(String list, int place, JsonNode json) {

        String pointer() {
            return "/" + list + "/" + place;
        }
    }

    private final List<Part> parts = new ArrayList<>();
    private ObjectNode body = JsonNodeFactory.instance.objectNode();
    private Map<String, String> pointers = new HashMap<>();
    private int chars;

    private DirectoryParts() {}

    /** The parts of this document, which has nothing but {@link #LISTS}, each a list. */
    static List<Part> of(JsonNode document) {
        DirectoryParts made = new DirectoryParts();
        Map<String, Entry> agents = new HashMap<>();
        entries(document, "agents")
                .forEach(agent -> agents.putIfAbsent(agent.json().path("id").asText(), agent));
        Set<Entry> taken = new HashSet<>();
        for (String list : LISTS) {
            for (Entry entry : entries(document, list)) {
                List<Entry> together = new ArrayList<>(List.of(entry));
                Entry agent = agents.get(entry.json().path("defaultAgentId").asText());
                if (list.equals("tenants") && agent != null) {
                    together.add(agent);
                }
                together.removeIf(one -> !taken.add(one));
                made.add(together);
            }
        }
        made.close();
        return made.parts;
    }

    private static List<Entry> entries(JsonNode document, String list) {
        List<Entry> entries = new ArrayList<>();
        document.path(list).forEach(json -> entries.add(new Entry(list, entries.size(), json)));
        return entries;
    }

    private void add(List<Entry> together) {
        int more = together.stream()
                .mapToInt(one -> one.json().toString().length())
                .sum();
        if (!pointers.isEmpty() && (chars + more > MAX_CHARS || pointers.size() + together.size() > MAX_ENTRIES)) {
            close();
        }
        chars += more;
        for (Entry one : together) {
            int place = body.withArray(one.list()).size();
            body.withArray(one.list()).add(one.json());
            pointers.put("/" + one.list() + "/" + place, one.pointer());
        }
    }

    private void close() {
        if (!pointers.isEmpty()) {
            parts.add(new Part(body, pointers));
        }
        body = JsonNodeFactory.instance.objectNode();
        pointers = new HashMap<>();
        chars = 0;
    }
}
