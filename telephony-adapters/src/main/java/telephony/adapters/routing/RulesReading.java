package telephony.adapters.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import telephony.adapters.yaml.Findings;
import telephony.adapters.yaml.Places;
import telephony.adapters.yaml.YamlObject;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.RoutingDecision;
import telephony.routing.Rung;

/** One reading of the file: it goes through to the end and finds all that is wrong. */
final class RulesReading {

    /** Reason of a decision by the dialled number. */
    static final String NUMBER = "number";

    /** Reason of a decision because the dialled number is not listed. */
    static final String UNKNOWN_NUMBER = "unknown-number";

    private static final String AGENT = "agent";
    private static final String ACTION = "action";
    private static final String RUNGS = "onAgentMissing";
    private static final String LIST_RUNGS = "write such as [redispatch, hang-up], or leave it out for the default";
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");

    static final Set<String> TOP = Set.of("default", "agents", "numbers", "unknownNumbers");
    static final Set<String> ROUTE = with(AgentReading.SETTINGS, AGENT, RUNGS, "metadata", "tenant", "campaign");
    static final Set<String> NUMBER_KEYS = with(ROUTE, ACTION);

    static final Places PLACES = new Places(places());

    /** What is done with a call. */
    private enum Action {
        DISPATCH,
        IGNORE,
        REJECT
    }

    private final Findings findings;
    private final AgentReading agentReading;
    private final RoutingFile.Fallback fallback;
    private final Map<String, AgentConfig> agents = new TreeMap<>();
    private final Set<AgentConfig> tooLarge = new HashSet<>();

    RulesReading(Findings findings, RoutingFile.Fallback fallback) {
        this.findings = findings;
        this.agentReading = new AgentReading(findings);
        this.fallback = fallback;
    }

    private static Map<String, Set<String>> places() {
        Map<String, Set<String>> places = new LinkedHashMap<>();
        places.put("at the top of the file", TOP);
        places.put("in an agent under agents", AgentReading.ENTRY);
        places.put("in default", ROUTE);
        places.put("in a number under numbers", NUMBER_KEYS);
        return places;
    }

    /** The rules; of no use when there are findings. */
    RoutingRules rules(Optional<Node> root) {
        YamlObject top = root.map(node -> YamlObject.of("", node, findings))
                .orElseGet(() -> YamlObject.none(findings))
                .knowing(TOP);
        readAgents(top.object("agents"));
        YamlObject standard = top.object("default").knowing(ROUTE);
        AgentConfig standardAgent = agent(standard, known(fallback.agent()));
        List<Rung> standardRungs = rungs(standard).orElseGet(this::fallbackRungs);
        RoutingDecision.Dispatch standardRoute = route(standard, standardAgent, CallRouter.DEFAULT, standardRungs);

        Map<String, RoutingRules.Rule> numbers = new HashMap<>();
        YamlObject listed = top.object("numbers");
        for (String number : listed.names()) {
            if (!E164.matcher(number).matches()) {
                listed.wrongKey(number, "is no number in E.164; write + and 7 to 15 digits, such as +15559990000");
            }
            YamlObject rule = listed.object(number).knowing(NUMBER_KEYS);
            numbers.put(number, number(rule, standardAgent, standardRungs));
        }
        return new RoutingRules(numbers, unknown(top, standardRoute), names(standardAgent, standardRungs));
    }

    private void readAgents(YamlObject all) {
        for (String name : all.names()) {
            AgentConfig agent = agentReading.entry(name, all.object(name));
            agents.put(name, agent);
            MetadataSize.problem(RoutingDecision.Dispatch.of(agent, NUMBER)).ifPresent(problem -> {
                all.wrongKey(name, problem);
                tooLarge.add(agent);
            });
        }
    }

    private RoutingRules.Rule number(YamlObject rule, AgentConfig standardAgent, List<Rung> standardRungs) {
        return switch (action(rule, ACTION)) {
            case DISPATCH -> {
                AgentConfig agent = agent(rule, standardAgent);
                List<Rung> rungs = rungs(rule).orElse(standardRungs);
                String by = rule.has(AGENT) ? ", as the number says" : ", the default agent";
                yield new RoutingRules.Rule(
                        route(rule, agent, NUMBER, rungs),
                        "is listed: agent " + agent.name() + " answers" + by,
                        rule.has(RUNGS));
            }
            case IGNORE -> {
                refuseSettings(rule);
                yield new RoutingRules.Rule(new RoutingDecision.Ignore(NUMBER), "is listed: the call is left alone");
            }
            case REJECT -> {
                refuseSettings(rule);
                yield new RoutingRules.Rule(new RoutingDecision.Reject(NUMBER), "is listed: the call is refused");
            }
        };
    }

    private RoutingRules.Rule unknown(YamlObject top, RoutingDecision.Dispatch standard) {
        Map<String, Action> words =
                new TreeMap<>(Map.of("default", Action.DISPATCH, "ignore", Action.IGNORE, "reject", Action.REJECT));
        return switch (top.choice("unknownNumbers", words, Action.DISPATCH)) {
            case DISPATCH ->
                new RoutingRules.Rule(
                        standard, "default: agent " + standard.config().name() + " answers");
            case IGNORE ->
                new RoutingRules.Rule(new RoutingDecision.Ignore(UNKNOWN_NUMBER), "ignore: the call is left alone");
            case REJECT ->
                new RoutingRules.Rule(new RoutingDecision.Reject(UNKNOWN_NUMBER), "reject: the call is refused");
        };
    }

    private static Action action(YamlObject rule, String key) {
        Map<String, Action> words =
                new TreeMap<>(Map.of("dispatch", Action.DISPATCH, "ignore", Action.IGNORE, "reject", Action.REJECT));
        return rule.choice(key, words, Action.DISPATCH);
    }

    /** Whoever sets something beside ignore or reject must learn that it has no effect. */
    private static void refuseSettings(YamlObject rule) {
        for (String name : rule.names()) {
            if (ROUTE.contains(name)) {
                rule.wrongKey(name, "has no effect, because no agent is sent; leave it out, or set action: dispatch");
            }
        }
    }

    private AgentConfig agent(YamlObject route, AgentConfig otherwise) {
        AgentConfig named = route.text(AGENT)
                .flatMap(name -> {
                    Optional<AgentConfig> agent = Optional.ofNullable(agents.get(name));
                    if (agent.isEmpty()) {
                        route.wrong(AGENT, noAgent(name));
                    }
                    return agent;
                })
                .orElse(otherwise);
        return agentReading.settings(route, named);
    }

    private String noAgent(String name) {
        List<String> sound = agents.entrySet().stream()
                .filter(agent ->
                        AgentConfig.isFitName(agent.getValue().name()) && AgentConfig.isFitName(agent.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        return "no agent " + Findings.shown(name) + " stands under agents; " + Places.definedAdvice(name, sound);
    }

    private RoutingDecision.Dispatch route(YamlObject rule, AgentConfig agent, String reason, List<Rung> rungs) {
        Map<String, Object> metadata = agentReading.metadata(rule.object("metadata"));
        RoutingDecision.Dispatch route = new RoutingDecision.Dispatch(
                agent,
                reason,
                rule.text("tenant").orElse(null),
                rule.text("campaign").orElse(null),
                metadata,
                Rung.goesOnAfterHangUp(rungs) ? List.of() : rungs);
        checkSize(rule, route);
        return route;
    }

    /** Whichever agent of the route is sent must get through; one that is too large by itself was told already. */
    private void checkSize(YamlObject rule, RoutingDecision.Dispatch route) {
        Stream<AgentConfig> sent = Stream.concat(
                Stream.of(route.config()), route.onAgentMissing().stream().flatMap(rung -> rung.agent().stream()));
        sent.filter(agent -> !tooLarge.contains(agent))
                .flatMap(agent -> MetadataSize.problem(route.withConfig(agent)).stream())
                .findFirst()
                .ifPresent(rule::wrong);
    }

    private Optional<List<Rung>> rungs(YamlObject route) {
        return route.list(RUNGS, LIST_RUNGS).map(items -> {
            List<Rung> rungs = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                rung(route, route.path(RUNGS) + "[" + i + "]", items.get(i)).ifPresent(rungs::add);
            }
            if (items.isEmpty() || items.size() > RoutingFile.MAX_RUNGS) {
                route.wrong(RUNGS, "needs 1 to " + RoutingFile.MAX_RUNGS + " entries; " + LIST_RUNGS);
            }
            if (Rung.goesOnAfterHangUp(rungs)) {
                route.wrong(RUNGS, "goes on after hang-up; let hang-up be the last");
            }
            return List.copyOf(rungs);
        });
    }

    private Optional<Rung> rung(YamlObject route, String path, Node item) {
        String word = route.text(path, item).orElse(null);
        if (word == null) {
            return Optional.empty();
        }
        Optional<Rung> rung = Rung.of(word, name -> Optional.ofNullable(agents.get(name)));
        if (rung.isEmpty()) {
            boolean agent = word.startsWith(Rung.AGENT_PREFIX);
            findings.add(
                    item,
                    path,
                    agent
                            ? noAgent(word.substring(Rung.AGENT_PREFIX.length()))
                            : Findings.shown(word)
                                    + " is not one of redispatch, agent:NAME, number:+14155550100, hang-up");
        }
        return rung;
    }

    /** An agent from outside the file has the settings of the agent of that name in it. */
    private AgentConfig known(AgentConfig agent) {
        return agents.getOrDefault(agent.name(), agent);
    }

    private List<Rung> fallbackRungs() {
        return fallback.onAgentMissing().stream()
                .map(rung -> rung.agent()
                        .map(this::known)
                        .<Rung>map(Rung.FallbackAgent::new)
                        .orElse(rung))
                .toList();
    }

    private Set<String> names(AgentConfig standardAgent, List<Rung> standardRungs) {
        Set<String> names =
                agents.values().stream().map(AgentConfig::name).collect(Collectors.toCollection(HashSet::new));
        names.add(standardAgent.name());
        standardRungs.forEach(rung -> rung.agent().ifPresent(agent -> names.add(agent.name())));
        return names;
    }

    static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
