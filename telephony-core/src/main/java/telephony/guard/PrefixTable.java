package telephony.guard;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prefixes with what is known of them; the longest one that fits decides whether a number may be called, and the longest one
 * that names a price decides the price. Of two of one length that both fit, one with fewer {@code x} counts.
 */
public final class PrefixTable {

    private static final Comparator<PrefixRule> MOST_EXACT_FIRST = Comparator.comparing(
                    (PrefixRule rule) -> -rule.prefix().length())
            .thenComparing(rule -> rule.prefix().chars().filter(c -> c == 'x').count())
            .thenComparing(PrefixRule::prefix);

    private final List<PrefixRule> rules;

    private PrefixTable(Collection<PrefixRule> rules) {
        this.rules = rules.stream().sorted(MOST_EXACT_FIRST).toList();
    }

    /** A table of these; of two about one prefix the later one counts. */
    public static PrefixTable of(Collection<PrefixRule> rules) {
        Map<String, PrefixRule> last = new LinkedHashMap<>();
        rules.forEach(rule -> last.put(rule.prefix(), rule));
        return new PrefixTable(last.values());
    }

    /** The same with these in addition, which win over those about the same prefix. */
    public PrefixTable with(Collection<PrefixRule> more) {
        return of(Stream.concat(rules.stream(), more.stream()).toList());
    }

    /** Why this number may not be called; empty = its prefix does not forbid it. */
    public Optional<String> blocked(String number) {
        return covering(number).findFirst().map(rule -> rule.blocked());
    }

    /** What a minute to this number costs, in millionths; empty = not known. */
    public Optional<Long> pricePerMinute(String number) {
        return covering(number)
                .map(rule -> rule.pricePerMinute())
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** All rules, the most exact ones first. */
    public List<PrefixRule> rules() {
        return rules;
    }

    private Stream<PrefixRule> covering(String number) {
        return rules.stream().filter(rule -> rule.covers(number));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrefixTable table && rules.equals(table.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return "PrefixTable" + rules;
    }
}
