package telephony.adapters.yaml;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Where in the file which setting belongs, and what to advise somebody who wrote another one. */
public final class Places {

    /** Words that are listed in one message at most. */
    private static final int MAX_LISTED = 20;

    private final Map<String, Set<String>> keys;

    /** The keys of each place, by words for the place: "in an agent under agents". */
    public Places(Map<String, Set<String>> keys) {
        this.keys = new LinkedHashMap<>(keys);
    }

    /** What to write in place of a key that means nothing where it stands. */
    public String advice(String name, Set<String> known) {
        String places = keys.entrySet().stream()
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

    /** What to write in place of something that is not defined; only what would be taken is suggested. */
    public static String definedAdvice(String name, Collection<String> defined) {
        if (defined.isEmpty()) {
            return "write it there";
        }
        return NearestWord.of(name, defined)
                .map(near -> "did you mean " + asText(near) + "?")
                .orElseGet(() -> "there: " + listed(defined));
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
