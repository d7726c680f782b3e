package telephony.adapters.guards;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import telephony.adapters.yaml.Findings;
import telephony.adapters.yaml.YamlObject;
import telephony.guard.LedgerLine;
import telephony.guard.PrefixRule;
import telephony.guard.Quota;

/** Reads the values of a guards file: what is wrong becomes a finding, and something harmless is read on with. */
final class GuardValues {

    /** Largest number of anything. */
    static final long MAX_COUNT = 1_000_000_000;

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})([smhd])");
    private static final Pattern MONEY = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6})?");
    private static final Map<String, Long> SECONDS = Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L);

    private final Findings findings;

    GuardValues(Findings findings) {
        this.findings = findings;
    }

    /** A whole number, from 0 on. */
    long count(YamlObject object, String name, long otherwise) {
        return object.value(name).map(node -> count(node, object.path(name))).orElse(otherwise);
    }

    /** A whole number that fits into an int. */
    int small(YamlObject object, String name, int otherwise) {
        return Math.toIntExact(count(object, name, otherwise));
    }

    /** A list of whole numbers, from 0 on. */
    List<Long> counts(YamlObject object, String name, List<Long> otherwise) {
        return object.list(name, "write such as [1, 2, 5]")
                .map(items -> items.stream()
                        .map(item -> count(item, object.path(name)))
                        .toList())
                .orElse(otherwise);
    }

    private long count(Node node, String path) {
        if (node instanceof ScalarNode scalar
                && Tag.INT.equals(node.getTag())
                && scalar.getValue().matches("[0-9]{1,10}")) {
            long value = Long.parseLong(scalar.getValue());
            if (value <= MAX_COUNT) {
                return value;
            }
        }
        findings.add(node, path, "is no whole number; write one from 0 to " + MAX_COUNT);
        return 0;
    }

    /** How many are allowed: a number for all, or one for each name. */
    Quota quota(YamlObject object, String name, Quota otherwise) {
        return quota(object, name, otherwise, node -> count(node, object.path(name)));
    }

    /** How much money is allowed, in millionths: an amount for all, or one for each name. */
    Quota money(YamlObject object, String name, Quota otherwise) {
        return quota(object, name, otherwise, node -> money(node, object.path(name)));
    }

    private Quota quota(YamlObject object, String name, Quota otherwise, Function<Node, Long> read) {
        Node node = object.value(name).orElse(null);
        if (node == null) {
            return otherwise;
        }
        if (!(node instanceof MappingNode)) {
            return Quota.of(read.apply(node));
        }
        YamlObject limits = object.object(name);
        Map<String, Long> all = new HashMap<>(otherwise.limits());
        limits.names().forEach(key -> limits.value(key).ifPresent(value -> all.put(key, read.apply(value))));
        return new Quota(all);
    }

    /** An amount of money, in millionths. */
    @Nullable
    Long money(YamlObject object, String name, @Nullable Long otherwise) {
        Node node = object.value(name).orElse(null);
        return node == null ? otherwise : Long.valueOf(money(node, object.path(name)));
    }

    private long money(Node node, String path) {
        if (node instanceof ScalarNode scalar
                && MONEY.matcher(scalar.getValue()).matches()) {
            long micros = new BigDecimal(scalar.getValue())
                    .multiply(BigDecimal.valueOf(PrefixRule.MICROS))
                    .longValueExact();
            if (micros <= LedgerLine.MAX_AMOUNT) {
                return micros;
            }
        }
        findings.add(node, path, "is no amount of money; write such as 0.05 or 250, at most 999999");
        return 0;
    }

    /** A time such as {@code 15s}, {@code 2h} or {@code 30d}. */
    Duration duration(YamlObject object, String name, Duration otherwise) {
        String text = object.text(name).orElse(null);
        if (text == null) {
            return otherwise;
        }
        OptionalLong seconds = seconds(text);
        if (seconds.isEmpty()) {
            object.wrong(name, "is no time; write such as 15s, 10m, 2h or 30d");
            return otherwise;
        }
        return Duration.ofSeconds(seconds.getAsLong());
    }

    private static OptionalLong seconds(String text) {
        Matcher time = DURATION.matcher(text);
        return time.matches()
                ? OptionalLong.of(Long.parseLong(time.group(1)) * SECONDS.getOrDefault(time.group(2), 0L))
                : OptionalLong.empty();
    }

    /** True or false. */
    boolean yesOrNo(YamlObject object, String name, boolean otherwise) {
        Node node = object.value(name).orElse(null);
        if (node == null) {
            return otherwise;
        }
        if (node instanceof ScalarNode scalar && Tag.BOOL.equals(node.getTag())) {
            return Boolean.parseBoolean(scalar.getValue());
        }
        findings.add(node, object.path(name), "is neither true nor false");
        return otherwise;
    }

    /**
     * A list of texts that all pass this test.
     *
     * @param advice what to write instead of one that does not
     */
    Set<String> words(YamlObject object, String name, Set<String> otherwise, Pattern fit, String advice) {
        return words(object, name, otherwise, word -> Optional.of(word).filter(fit.asMatchPredicate()), advice);
    }

    /** A list of words that all mean something. */
    <T> Set<T> words(
            YamlObject object, String name, Set<T> otherwise, Function<String, Optional<T>> meaning, String advice) {
        List<Node> items = object.list(name, "write [" + advice + "]").orElse(null);
        if (items == null) {
            return otherwise;
        }
        Set<T> found = new LinkedHashSet<>();
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            String path = object.path(name) + "[" + i + "]";
            object.text(path, item).ifPresent(word -> {
                Optional<T> value = meaning.apply(word);
                if (value.isEmpty()) {
                    findings.add(item, path, Findings.shown(word) + " cannot stand here; write such as " + advice);
                }
                value.ifPresent(found::add);
            });
        }
        return found;
    }

    /** A time zone that Java has. */
    static Optional<ZoneId> zone(String name) {
        return ZoneId.getAvailableZoneIds().contains(name) ? Optional.of(ZoneId.of(name)) : Optional.empty();
    }
}
