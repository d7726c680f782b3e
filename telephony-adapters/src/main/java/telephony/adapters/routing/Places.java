package telephony.adapters.routing;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Where in the file which setting belongs, and what to advise somebody who wrote another one. */
final class Places {

    /** Words that are listed in one message at most. */
    private static final int MAX_LISTED = 20;

    private static final Map<String, Set<String>> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("at the top of the file", RulesReading.TOP);
        KEYS.put("in an agent under agents", AgentReading.ENTRY);
        KEYS.put("in default", RulesReading.ROUTE);
        KEYS.put("in a number under numbers", RulesReading.NUMBER_KEYS);
    }

    private Places() {}

    /** What to write in place of a key that means nothing where it stands. */
    static String advice(String name, Set<String> known) {
        String places = KEYS.entrySet().stream()
                .filter(place -> place.getValue().contains(name))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(" or "));
        if (!places.isEmpty()) {
            return "it belongs " + places;
        }
        return NearestWord.of(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> "what can stand here: " + listed(known));
    }

    /** What to write in place of an agent that is not there; only what would be taken is suggested. */
    static String agentAdvice(String name, Collection<String> agents) {
        if (agents.isEmpty()) {
            return "write it there";
        }
        return NearestWord.of(name, agents)
                .map(near -> "did you mean " + asText(near) + "?")
                .orElseGet(() -> "there: " + listed(agents));
    }

    private static String listed(Collection<String> words) {
        String first = new TreeSet<>(words)
                .stream().limit(MAX_LISTED).map(Places::asText).collect(Collectors.joining(", "));
        return words.size() > MAX_LISTED ? first + " and " + (words.size() - MAX_LISTED) + " more" : first;
    }

    /** As YAML reads it as a text: {@code 7} and {@code true} are none without quotes. */
    private static String asText(String word) {
        boolean plain = word.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_-. ".indexOf(c) >= 0)
                && Tag.STR.equals(new CoreSchema().getScalarResolver().resolve(word, true));
        return plain ? word : Findings.shown(word);
    }
}
