package telephony.directory.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.directory.decision.RoutingDesk.NUMBER;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryNumber;
import telephony.directory.OpeningHours;
import telephony.directory.OpeningHours.Outside;
import telephony.directory.Tenant;
import telephony.directory.decision.DirectoryPolicy.UnknownNumbers;
import telephony.guard.Span;
import telephony.routing.CallRouter;
import telephony.routing.RoomMetadata;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingExplanation;
import telephony.routing.RoutingStep;
import telephony.routing.Rung;

/** What holds of every decision, tried on directories made by chance; the seed that fails is named. */
class DecisionPropertiesTest {

    private static final int SEEDS = 1_000;
    private static final String ELSEWHERE = "+15550000000";
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"), ZoneId.of("America/New_York"), ZoneId.of("Asia/Kathmandu"), ZoneId.of("Pacific/Apia"));

    /** Some calls to a directory that a seed makes; the same seed makes the same. */
    private static final class World {
        private final RoutingDesk desk = new RoutingDesk();
        private final Random random;
        private final List<Agent> agents = new ArrayList<>();
        private final Set<String> reachable = new HashSet<>();
        private final String[] dialled = {NUMBER, ELSEWHERE, "anonymous", null};

        World(long seed) {
            random = new Random(seed);
            for (String tenant : new String[] {"t0", "t1", null}) {
                for (int i = 0; i < 4; i++) {
                    Agent agent = RoutingDesk.agent("a" + i + tenant, tenant, random.nextInt(3));
                    agents.add(random.nextBoolean() ? agent : RoutingDesk.off(agent));
                }
            }
            List<DirectoryEntry> entries = new ArrayList<>(agents);
            entries.add(new Tenant("t0", "t0", maybe(agentOf("t0"))));
            entries.add(new Tenant("t1", "t1", maybe(agentOf("t1"))));
            putNumber(entries);
            desk.with(entries.toArray(DirectoryEntry[]::new));
            desk.policy = new DirectoryPolicy(
                    maybe("telephony.agent"),
                    maybe("telephony.tenant"),
                    maybe("tenant_id"),
                    maybe(agentOf(null)),
                    maybe("t1"),
                    RoutingDesk.LAST,
                    List.of(UnknownNumbers.values()).get(random.nextInt(3)));
            desk.attributes.put(
                    "telephony.agent", agents.get(random.nextInt(agents.size())).id());
            desk.attributes.put("telephony.tenant", random.nextBoolean() ? "t0" : "ghost");
            desk.room = RoomMetadata.of(Map.of("tenant_id", random.nextBoolean() ? "t1" : "ghost"));
            desk.at = Instant.ofEpochSecond(1_780_000_000L + random.nextInt(40_000_000));
        }

        private void putNumber(List<DirectoryEntry> entries) {
            String tenant = maybe(random.nextBoolean() ? "t0" : "t1");
            TreeSet<String> ids = new TreeSet<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                ids.add(agentOf(tenant));
            }
            entries.add(new DirectoryNumber(NUMBER, tenant, List.copyOf(ids), Map.of()));
            reachable.addAll(ids);
            for (int i = random.nextInt(3); i > 0; i--) {
                String agent = agentOf(tenant);
                String other = agentOf(tenant);
                reachable.addAll(List.of(agent, other));
                OpeningHours hours = random.nextBoolean() ? null : hours(other);
                entries.add(new Campaign(
                        "c" + i,
                        tenant,
                        "c" + i,
                        agent,
                        List.of(NUMBER),
                        hours,
                        null,
                        null,
                        Map.of("campaign", "c" + i)));
            }
        }

        private OpeningHours hours(String other) {
            Map<DayOfWeek, List<Span>> days = new HashMap<>();
            for (DayOfWeek day : DayOfWeek.values()) {
                int from = random.nextInt(80_000);
                days.put(day, random.nextBoolean() ? List.of() : List.of(new Span(from, from + 6_000)));
            }
            List<Outside> outsides =
                    List.of(Outside.GO_ON, Outside.REJECT, Outside.agent(other), Outside.number("+33140000000"));
            return new OpeningHours(
                    ZONES.get(random.nextInt(ZONES.size())),
                    days,
                    random.nextBoolean() ? List.of("fr") : List.of("xx"),
                    outsides.get(random.nextInt(outsides.size())));
        }

        private String agentOf(@Nullable String tenant) {
            return "a" + random.nextInt(4) + tenant;
        }

        private @Nullable String maybe(String text) {
            return random.nextInt(3) == 0 ? null : text;
        }

        private RoutingExplanation explain(@Nullable String to) {
            return new CallRouter(desk.routing(), RoutingDesk.LAST, Rung.DEFAULT, Set.of(), failure -> {
                        throw new AssertionError("rules never fail", failure);
                    })
                    .decide(desk.call(to));
        }

        private void turn(Agent agent) {
            desk.with(
                    agent.isActive()
                            ? RoutingDesk.off(agent)
                            : RoutingDesk.agent(agent.id(), agent.tenantId(), agent.priority()));
        }
    }

    private static void forEachWorld(Consumer<World> property) {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                property.accept(new World(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void theSameCallShouldBeDecidedAlikeWithTheSameSteps() {
        for (long seed = 0; seed < SEEDS; seed++) {
            World one = new World(seed);
            World same = new World(seed);
            for (String to : one.dialled) {
                assertThat(one.explain(to))
                        .as("seed %s", seed)
                        .isEqualTo(one.explain(to))
                        .isEqualTo(same.explain(to));
            }
        }
    }

    @Test
    void everyCallShouldBeDecidedByExactlyOneStepWhoseReasonIsTheDecisions() {
        Set<String> reasons = new TreeSet<>();
        forEachWorld(world -> {
            for (String to : world.dialled) {
                RoutingExplanation explained = world.explain(to);
                reasons.add(explained.decision().reason());
                List<RoutingStep> steps = explained.steps();
                assertThat(steps.stream().map(RoutingStep::reason).filter(Objects::nonNull))
                        .containsExactly(explained.decision().reason());
                int behind = explained.decision() instanceof RoutingDecision.Dispatch ? 2 : 1;
                assertThat(steps.get(steps.size() - behind).reason())
                        .as("it is the last one, but for what is said of a missing agent")
                        .isEqualTo(explained.decision().reason());
            }
        });

        assertThat(reasons)
                .as("all reasons were met")
                .containsExactlyInAnyOrder(Arrays.stream(RouteReason.values())
                        .map(RouteReason::word)
                        .toArray(String[]::new));
    }

    @Test
    void whoeverAnswersShouldBeActiveAndAmongTheNamesOfTheRules() {
        forEachWorld(world -> {
            for (String to : world.dialled) {
                if (world.explain(to).decision() instanceof RoutingDecision.Dispatch sent) {
                    assertThat(world.desk.routing().agentNames())
                            .contains(sent.config().name());
                    if (sent.agentId() != null) {
                        assertThat(world.desk.watch.snapshot().agent(sent.agentId()))
                                .hasValueSatisfying(
                                        agent -> assertThat(agent.isActive()).isTrue());
                    }
                }
            }
        });
    }

    @Test
    void s26NoAgentOfAnotherTenantShouldAnswerATenantsNumber() {
        forEachWorld(world -> {
            String tenant =
                    world.desk.watch.snapshot().number(NUMBER).orElseThrow().tenantId();
            RoutingDecision decision = world.explain(NUMBER).decision();
            if (tenant != null) {
                assertThat(decision.tenantId()).isEqualTo(tenant);
            }
            boolean byOperator = decision.reason().equals(RouteReason.SYSTEM_DEFAULT.word());
            if (tenant != null
                    && decision instanceof RoutingDecision.Dispatch sent
                    && sent.agentId() != null
                    && !byOperator) {
                assertThat(world.desk
                                .watch
                                .snapshot()
                                .agent(sent.agentId())
                                .orElseThrow()
                                .tenantId())
                        .isEqualTo(tenant);
            }
        });
    }

    @Test
    void turningAnAgentOnOrOffShouldChangeNothingForNumbersThatDoNotNameIt() {
        forEachWorld(world -> {
            // The system's default agent and those that calls may name themselves stand behind every number.
            world.desk.policy = DirectoryPolicy.of(RoutingDesk.LAST);
            RoutingDecision before = world.explain(NUMBER).decision();
            Set<String> named = new HashSet<>(world.reachable);
            world.desk
                    .watch
                    .snapshot()
                    .tenant(String.valueOf(before.tenantId()))
                    .ifPresent(tenant -> {
                        if (tenant.defaultAgentId() != null) {
                            named.add(tenant.defaultAgentId());
                        }
                    });
            for (Agent agent : world.agents) {
                if (!named.contains(agent.id())) {
                    world.turn(agent);
                    assertThat(world.explain(NUMBER).decision()).as(agent.id()).isEqualTo(before);
                }
            }
        });
    }
}
