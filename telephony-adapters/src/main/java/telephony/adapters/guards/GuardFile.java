package telephony.adapters.guards;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import telephony.adapters.yaml.FileText;
import telephony.adapters.yaml.Findings;
import telephony.adapters.yaml.YamlFileException;
import telephony.adapters.yaml.YamlObject;
import telephony.guard.Callers;
import telephony.guard.Contact;
import telephony.guard.Destinations;
import telephony.guard.DoNotCallPort;
import telephony.guard.GuardPolicy;
import telephony.guard.Limits;
import telephony.guard.PrefixTable;
import telephony.guard.Quota;
import telephony.guard.RampUp;
import telephony.guard.RegistryListing;
import telephony.guard.Windows;

/**
 * The policy of the guards: the starter rules that come with this version, changed by a YAML file, as {@code docs/guards.md}
 * describes it. {@link #get} answers with one version that never changes; {@link #reloadIfChanged} puts another in its place
 * as a whole, or leaves it when the file has become wrong.
 *
 * <p>It needs {@code org.snakeyaml:snakeyaml-engine} and Jollyday on the class path. Thread-safe; only reading files blocks.
 */
public final class GuardFile implements Supplier<GuardPolicy>, DoNotCallPort {

    private static final String STARTER = "starter.yaml";
    private static final int VERSION_BYTES = 6;

    private final @Nullable Path file;
    private final Settings settings;
    private final JollydayHolidays holidays;
    private volatile State state;
    private String judged;
    private @Nullable String seenOnce;

    /**
     * What is set elsewhere and counts as if it stood in the file too.
     *
     * @param countries countries that may be called, ISO 3166, two letters
     * @param ownNumbers numbers of ours that everybody may show, in E.164
     */
    public record Settings(Set<String> countries, Set<String> ownNumbers) {

        /** Nothing. */
        public static final Settings NONE = new Settings(Set.of(), Set.of());

        public Settings {
            countries = Set.copyOf(countries);
            ownNumbers = Set.copyOf(ownNumbers);
        }
    }

    /** What a look at the file came to. */
    public enum Reload {
        /** Nothing happened, or nothing yet. */
        UNCHANGED,
        /** The file as it is now holds. */
        TAKEN,
        /** The file as it is now is wrong: the rules before it stay. Told once for each wrong version. */
        REFUSED
    }

    /** What holds, all of it exchanged at once. */
    private record State(GuardPolicy policy, DoNotCallPort registries, List<String> problems) {
        State {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads the file.
     *
     * @param file the file; null = the starter rules alone
     * @param settings what is set elsewhere
     * @param holidays knows which calendars there are
     * @throws YamlFileException with all that is wrong with it
     */
    public GuardFile(@Nullable Path file, Settings settings, JollydayHolidays holidays) {
        this.file = file;
        this.settings = settings;
        this.holidays = holidays;
        FileText content = content();
        this.judged = content.key();
        Findings findings = new Findings(PolicyReading.PLACES);
        this.state = read(content, findings);
        if (!findings.isEmpty()) {
            throw new YamlFileException(findings.lines());
        }
    }

    /** The starter rules that come with this version, alone: nothing may be dialled by them. */
    public static GuardPolicy starter(JollydayHolidays holidays) {
        return new GuardFile(null, Settings.NONE, holidays).get();
    }

    @Override
    public GuardPolicy get() {
        return state.policy();
    }

    @Override
    public Optional<RegistryListing> look(String country, String number) {
        return state.registries().look(country, number);
    }

    /** What is wrong with the file as it was found last, while the rules before it hold; empty = it is what holds. */
    public List<String> problems() {
        return state.problems();
    }

    /**
     * Looks whether the file has changed and takes it up. A change is taken up, or refused, when a second look finds the
     * file as the first one did, so that one that is being written is left alone. To be called every half second, so that
     * what is switched off is off within a second; blocks while the file is read.
     */
    public synchronized Reload reloadIfChanged() {
        FileText content = content();
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
        Findings findings = new Findings(PolicyReading.PLACES);
        State next = read(content, findings);
        if (!findings.isEmpty()) {
            state = new State(state.policy(), state.registries(), findings.lines());
            return Reload.REFUSED;
        }
        state = next;
        return Reload.TAKEN;
    }

    private FileText content() {
        return file == null ? FileText.of(new byte[0]) : FileText.read(file);
    }

    private State read(FileText content, Findings findings) {
        FileText starter = starterText();
        PolicyReading plain = new PolicyReading(findings, holidays::knows, Set.of());
        YamlObject starterTop = PolicyReading.top(starter.tree(findings), findings);
        String version = starterTop.text("version").orElse("starter");
        GuardPolicy before = plain.policy(starterTop, nothing(), version);
        Optional<Node> root = content.tree(findings);
        YamlObject top = PolicyReading.top(root, findings);
        String own = version + "+" + hash(content);
        GuardPolicy policy = new PolicyReading(findings, holidays::knows, settings.countries())
                .policy(
                        top,
                        withOwnNumbers(before),
                        top.text("version").map(word -> own + "-" + word).orElse(own));
        DoNotCallPort registries = new RegistryReading(file, findings).registries(top.object("doNotCall"));
        return new State(policy, registries, List.of());
    }

    private GuardPolicy withOwnNumbers(GuardPolicy before) {
        Map<String, Callers.CallerId> owned = new HashMap<>(before.callers().owned());
        settings.ownNumbers().forEach(number -> owned.put(number, new Callers.CallerId(Set.of(), Set.of())));
        return new GuardPolicy(
                before.version(),
                before.destinations(),
                before.contact(),
                before.limits(),
                new Callers(owned, before.callers().trunksOwn()),
                before.campaigns());
    }

    /** Names what the policy was made of. */
    private String hash(FileText content) {
        String all = new TreeSet<>(settings.countries()) + "\n" + new TreeSet<>(settings.ownNumbers()) + "\n"
                + content.text();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static FileText starterText() {
        try (InputStream in = GuardFile.class.getResourceAsStream(STARTER)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + STARTER);
            }
            return FileText.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the starter rules change: nothing is known, so nothing is allowed. */
    private static GuardPolicy nothing() {
        Quota none = Quota.of(0);
        return new GuardPolicy(
                "none",
                new Destinations(
                        Destinations.Switches.NONE, Set.of(), PrefixTable.of(List.of()), Set.of(), Set.of(), Set.of()),
                new Contact(
                        null,
                        Map.of(),
                        new Windows(List.of(), Map.of()),
                        new Contact.DoNotCall(Set.of(), Map.of(), Set.of(), Duration.ZERO),
                        Map.of()),
                new Limits(
                        new Limits.Velocity(none, none, none, none, 0, 0),
                        new Limits.Slots(none, Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED),
                        none,
                        Limits.Spend.UNLIMITED,
                        new Limits.Times(Duration.ZERO, Duration.ZERO, Duration.ZERO),
                        new Limits.Abandonment(0, 0),
                        Limits.Queue.NONE,
                        RampUp.NONE),
                new Callers(Map.of(), false),
                Map.of());
    }
}
