package telephony.adapters.routing;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import telephony.adapters.yaml.FileText;
import telephony.adapters.yaml.Findings;
import telephony.adapters.yaml.YamlFileException;
import telephony.routing.AgentConfig;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.RoutingStep;
import telephony.routing.Rung;

/**
 * Routing rules from a YAML file, as {@code docs/routing.md} describes it. Every look-up is answered from one version of
 * the file that never changes; {@link #reloadIfChanged} puts another in its place as a whole, or leaves it when the file
 * has become wrong.
 *
 * <p>An agent name that a new version has no more still counts as ours for {@link #FORMER_NAMES_KEPT}, because calls with
 * such an agent may be under way.
 *
 * <p>It needs {@code org.snakeyaml:snakeyaml-engine} and {@code com.fasterxml.jackson.core:jackson-databind} on the class
 * path. Thread-safe; only reading the file blocks.
 */
public final class RoutingFile implements CallRoutingPort {

    /** Size of a file at most, in bytes. */
    public static final int MAX_FILE_BYTES = FileText.MAX_BYTES;

    /** How long an agent name that left the file still counts as ours: longer than calls last. */
    public static final Duration FORMER_NAMES_KEPT = Duration.ofHours(24);

    /** Entries of one {@code onAgentMissing} at most; each one takes its time. */
    public static final int MAX_RUNGS = 16;

    /** Names that are remembered after they left the file; beyond it the oldest is forgotten. */
    static final int MAX_FORMER_NAMES = 1_000;

    private final Path file;
    private final Fallback fallback;
    private final InstantSource clock;
    private volatile State state;
    private String judged;
    private @Nullable String seenOnce;

    /**
     * What holds where the file says nothing. An agent that the file has an entry for is sent as it stands there.
     *
     * @param agent who answers by default
     * @param onAgentMissing what is done when an agent is missing
     */
    public record Fallback(AgentConfig agent, List<Rung> onAgentMissing) {
        public Fallback {
            onAgentMissing = List.copyOf(onAgentMissing);
        }
    }

    /**
     * What a look at the file came to.
     *
     * @param kind what it came to
     * @param problems everything that is wrong, a line each; empty unless refused
     */
    public record Reload(Kind kind, List<String> problems) {

        /** What a look came to. */
        public enum Kind {
            /** Nothing happened, or nothing yet. */
            UNCHANGED,
            /** The file as it is now holds. */
            TAKEN,
            /** The file as it is now is wrong: the rules before it stay. Told once for each wrong version. */
            REFUSED
        }

        private static final Reload UNCHANGED = new Reload(Kind.UNCHANGED, List.of());
        private static final Reload TAKEN = new Reload(Kind.TAKEN, List.of());

        public Reload {
            problems = List.copyOf(problems);
        }
    }

    /** What holds, all of it exchanged at once; {@code former} has the instants at which names left the file. */
    private record State(RoutingRules rules, Map<String, Instant> former, List<String> problems) {}

    /**
     * Reads the file.
     *
     * @param file the file
     * @param fallback what holds where it says nothing
     * @param clock for how long names are remembered
     * @throws YamlFileException with all that is wrong with it
     * @throws IllegalStateException when a library is missing; the message names it
     */
    public RoutingFile(Path file, Fallback fallback, InstantSource clock) {
        requireLibrary("org.snakeyaml.engine.v2.api.LoadSettings", "org.snakeyaml:snakeyaml-engine");
        requireLibrary("com.fasterxml.jackson.databind.ObjectMapper", "com.fasterxml.jackson.core:jackson-databind");
        this.file = file;
        this.fallback = fallback;
        this.clock = clock;
        FileText content = FileText.read(file);
        Findings findings = new Findings(RulesReading.PLACES);
        RoutingRules rules = rules(content, findings);
        if (!findings.isEmpty()) {
            throw new YamlFileException(findings.lines());
        }
        this.judged = content.key();
        this.state = new State(rules, Map.of(), List.of());
    }

    @Override
    public Optional<RoutingDecision> route(RoutingRequest request) {
        return explain(request, step -> {});
    }

    @Override
    public Optional<RoutingDecision> explain(RoutingRequest request, Consumer<RoutingStep> told) {
        return Optional.of(state.rules().decide(request, told));
    }

    /** The same rules, which say nothing of numbers that are not listed. */
    public CallRoutingPort listedNumbers() {
        return new Part((request, told) -> state.rules().listed(request, told));
    }

    /** What the same rules say of numbers that are not listed, whatever the number is. */
    public CallRoutingPort unlistedNumbers() {
        return new Part((request, told) -> Optional.of(state.rules().unlisted(told)));
    }

    /** Some of these rules, with the names of all of them. */
    private final class Part implements CallRoutingPort {

        private final BiFunction<RoutingRequest, Consumer<RoutingStep>, Optional<RoutingDecision>> decides;

        private Part(BiFunction<RoutingRequest, Consumer<RoutingStep>, Optional<RoutingDecision>> decides) {
            this.decides = decides;
        }

        @Override
        public Optional<RoutingDecision> route(RoutingRequest request) {
            return decides.apply(request, step -> {});
        }

        @Override
        public Optional<RoutingDecision> explain(RoutingRequest request, Consumer<RoutingStep> told) {
            return decides.apply(request, told);
        }

        @Override
        public Set<String> agentNames() {
            return RoutingFile.this.agentNames();
        }
    }

    @Override
    public Set<String> agentNames() {
        State now = state;
        Set<String> names = new HashSet<>(now.rules().agentNames());
        Instant forgotten = clock.instant().minus(FORMER_NAMES_KEPT);
        now.former().forEach((name, left) -> {
            if (left.isAfter(forgotten)) {
                names.add(name);
            }
        });
        return names;
    }

    /** Whether the rules that hold say something of exactly this number, in E.164. */
    public boolean lists(String number) {
        return state.rules().numbers().containsKey(number);
    }

    /** How many numbers the rules that hold have. */
    public int numbers() {
        return state.rules().numbers().size();
    }

    /** What is wrong with the file as it was found last, while the rules before it hold; empty = it is what holds. */
    public List<String> problems() {
        return state.problems();
    }

    /**
     * Looks whether the file has changed and takes it up. A change is taken up, or refused, when a second look finds the
     * file as the first one did, so that one that is being written is left alone. To be called every second or so; blocks
     * while the file is read.
     */
    public synchronized Reload reloadIfChanged() {
        FileText content = FileText.read(file);
        if (content.key().equals(judged)) {
            seenOnce = null;
            return Reload.UNCHANGED;
        }
        if (!content.key().equals(seenOnce)) {
            seenOnce = content.key();
            return Reload.UNCHANGED;
        }
        seenOnce = null;
        judged = content.key();
        Findings findings = new Findings(RulesReading.PLACES);
        RoutingRules rules = rules(content, findings);
        State before = state;
        if (!findings.isEmpty()) {
            state = new State(before.rules(), before.former(), findings.lines());
            return new Reload(Reload.Kind.REFUSED, findings.lines());
        }
        state = new State(rules, former(before, rules), List.of());
        return Reload.TAKEN;
    }

    private Map<String, Instant> former(State before, RoutingRules next) {
        Instant now = clock.instant();
        Map<String, Instant> former = new LinkedHashMap<>(before.former());
        before.rules().agentNames().forEach(name -> {
            former.remove(name);
            former.put(name, now);
        });
        former.keySet().removeAll(next.agentNames());
        former.values().removeIf(left -> !left.isAfter(now.minus(FORMER_NAMES_KEPT)));
        while (former.size() > MAX_FORMER_NAMES) {
            former.remove(former.keySet().iterator().next());
        }
        return former;
    }

    private RoutingRules rules(FileText content, Findings findings) {
        return new RulesReading(findings, fallback).rules(content.tree(findings));
    }

    private static void requireLibrary(String type, String artifact) {
        try {
            Class.forName(type, false, RoutingFile.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("add " + artifact + " to the class path", e);
        }
    }
}
