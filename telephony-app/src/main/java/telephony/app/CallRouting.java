package telephony.app;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import telephony.adapters.guards.JollydayHolidays;
import telephony.adapters.http.Readiness;
import telephony.adapters.routing.RoutingFile;
import telephony.adapters.yaml.YamlFileException;
import telephony.directory.DirectorySnapshot;
import telephony.directory.decision.AgentLoad;
import telephony.directory.decision.DirectoryRouting;
import telephony.directory.decision.OpeningTimes;
import telephony.directory.decision.OtherRules;
import telephony.guard.HolidayPort;
import telephony.observe.TelephonyListener;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;

/** Who answers, as the configuration says it, and the routing file's changes. */
final class CallRouting {

    private static final Logger LOG = LoggerFactory.getLogger("telephony.app");

    private final CallRouter router;
    private final @Nullable RoutingFile file;

    private CallRouting(CallRouter router, @Nullable RoutingFile file) {
        this.router = router;
        this.file = file;
    }

    /**
     * Reads the routing file if there is one.
     *
     * @param whenRulesFail told when the rules threw
     * @throws YamlFileException when the file cannot be used
     */
    static CallRouting of(AppConfig.Agents agents, InstantSource clock, Consumer<RuntimeException> whenRulesFail) {
        return of(agents, () -> DirectorySnapshot.EMPTY, clock, whenRulesFail);
    }

    /** The same, with a directory before the file. */
    static CallRouting of(
            AppConfig.Agents agents,
            Supplier<DirectorySnapshot> directory,
            InstantSource clock,
            Consumer<RuntimeException> whenRulesFail) {
        return of(agents, directory, AgentLoad.NONE, clock, whenRulesFail);
    }

    /**
     * The same, with a directory before the file.
     *
     * @param load how many calls its agents have
     */
    static CallRouting of(
            AppConfig.Agents agents,
            Supplier<DirectorySnapshot> directory,
            AgentLoad load,
            InstantSource clock,
            Consumer<RuntimeException> whenRulesFail) {
        AgentConfig agent = AgentConfig.named(agents.defaultAgent());
        Path path = agents.routingFile();
        RoutingFile file = path == null
                ? null
                : new RoutingFile(path, new RoutingFile.Fallback(agent, agents.onAgentMissing()), clock);
        DirectoryRouting rules = new DirectoryRouting(
                directory,
                agents.unlisted().policy(agent),
                new OpeningTimes((calendar, from, to) -> Holidays.KNOWN.between(calendar, from, to)),
                load,
                file == null ? null : new OtherRules(file.listedNumbers(), file.unlistedNumbers()));
        return new CallRouting(
                new CallRouter(rules, agent, agents.onAgentMissing(), agents.adopted(), whenRulesFail), file);
    }

    /** Read when a calendar is asked for the first time, because that takes a while and most commands never do. */
    private static final class Holidays {
        private static final HolidayPort KNOWN = new JollydayHolidays();

        private Holidays() {}
    }

    /** All that is wrong with the routing file, a line each; empty also when there is none. */
    static List<String> problems(AppConfig.Agents agents) {
        try {
            // Nothing is asked of it, so the time does not matter.
            of(agents, InstantSource.fixed(Instant.EPOCH), failure -> {});
            return List.of();
        } catch (YamlFileException e) {
            return e.problems();
        }
    }

    /** Whether the routing file says something of exactly this number, in E.164. */
    boolean lists(String number) {
        return file != null && file.lists(number);
    }

    CallRouter router() {
        return router;
    }

    /** Takes up what changed in the file, and tells nobody else. */
    RoutingFile.Reload look() {
        return file == null
                ? new RoutingFile.Reload(RoutingFile.Reload.Kind.UNCHANGED, List.of())
                : file.reloadIfChanged();
    }

    /** Takes up what changed in the file; what is wrong with it is told once. */
    void reload(TelephonyListener listener) {
        RoutingFile.Reload reload = look();
        switch (reload.kind()) {
            case TAKEN -> LOG.info("routing.reloaded numbers={}", file == null ? 0 : file.numbers());
            case REFUSED -> {
                String what = "the routing file has become wrong; the rules before it stay";
                listener.onTrouble(what, new YamlFileException(reload.problems()));
            }
            case UNCHANGED -> {}
        }
    }

    /** The same readiness, and how it stands with the routing file. Rules that are out of date still answer calls. */
    Readiness readiness(Readiness others) {
        if (file == null) {
            return others;
        }
        Map<String, String> components = new TreeMap<>(others.components());
        List<String> problems = file.problems();
        components.put(
                "routing",
                problems.isEmpty()
                        ? "as the file says, numbers: " + file.numbers()
                        : "rules of an earlier file, because it is wrong now: " + String.join("; ", problems));
        return new Readiness(others.ready(), components);
    }
}
