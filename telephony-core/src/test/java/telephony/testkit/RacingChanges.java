package telephony.testkit;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.Directory;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryNumber;
import telephony.directory.EntryKey;
import telephony.directory.OpeningHours;
import telephony.directory.OpeningHours.Outside;
import telephony.directory.Tenant;
import telephony.guard.Span;
import telephony.routing.AgentConfig;

/**
 * Somebody who changes a small directory of two tenants by chance, as operators do: agents are toggled, numbers move from one
 * tenant to the other, alone or together with their campaigns, and campaigns change agent, hours and numbers. Each
 * change leaves its own mark in the texts. For one thread.
 */
final class RacingChanges {

    private static final List<String> TENANTS = List.of("acme", "beta");
    private static final int AGENTS_OF_TENANT = 4;
    private static final int NUMBERS = 10;
    private static final String PERSON = "+33140000000";

    /** Numbers that are called: all of the directory, and one that is not in it. */
    static final List<String> CALLED = called();

    private static final Map<DayOfWeek, List<Span>> ALL_DAY = Arrays.stream(DayOfWeek.values())
            .collect(Collectors.toUnmodifiableMap(day -> day, day -> List.of(new Span(0, Span.DAY_SECONDS))));

    private final Directory directory;
    private final Random random;
    private final String name;
    private int edits;

    /** @param name of whoever changes, in the marks */
    RacingChanges(Directory directory, long seed, String name) {
        this.directory = directory;
        this.random = new Random(seed);
        this.name = name;
    }

    private static List<String> called() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i <= NUMBERS; i++) {
            all.add("+1555000" + (1000 + i));
        }
        return List.copyOf(all);
    }

    /** What stands there before the race. */
    void begin() {
        List<DirectoryEntry> all = new ArrayList<>();
        all.add(agent(DirectoryModel.SYSTEM_AGENT, null, Agent.Status.ACTIVE));
        for (String tenant : TENANTS) {
            all.add(new Tenant(tenant, tenant, tenant + "-0"));
            for (int i = 0; i < AGENTS_OF_TENANT; i++) {
                all.add(agent(tenant + "-" + i, tenant, Agent.Status.ACTIVE));
            }
        }
        for (int i = 0; i < NUMBERS; i++) {
            all.add(numberOf(TENANTS.get(i % 2), CALLED.get(i)));
        }
        for (int i = 0; i < TENANTS.size(); i++) {
            String tenant = TENANTS.get(i);
            all.add(campaign(tenant, tenant + "-1", List.of(CALLED.get(i), CALLED.get(i + 2)), null, null));
        }
        directory.put(all, null);
    }

    /** Switches an agent on or off; answers the revision. */
    long toggle() {
        String tenant = oneOf(TENANTS);
        String id = random.nextInt(AGENTS_OF_TENANT + 1) == AGENTS_OF_TENANT
                ? DirectoryModel.SYSTEM_AGENT
                : tenant + "-" + random.nextInt(AGENTS_OF_TENANT);
        return change(EntryKey.agent(id), entry -> {
            Agent before = (Agent) entry;
            return agent(id, before.tenantId(), before.isActive() ? Agent.Status.INACTIVE : Agent.Status.ACTIVE);
        });
    }

    /**
     * Gives a number to the other tenant and its agents; in half of the cases its campaigns change with it, all at once, and the
     * answer is 0 for the revision.
     */
    long moveNumber() {
        String number = CALLED.get(random.nextInt(NUMBERS));
        if (random.nextBoolean()) {
            return change(EntryKey.number(number), entry -> numberOf(other(String.valueOf(entry.tenantId())), number));
        }
        String to = other(String.valueOf(found(EntryKey.number(number)).tenantId()));
        List<DirectoryEntry> together = new ArrayList<>(List.of(numberOf(to, number)));
        for (String tenant : TENANTS) {
            Campaign before = (Campaign) found(EntryKey.campaign("of-" + tenant));
            List<String> numbers = new ArrayList<>(before.numbers());
            numbers.remove(number);
            if (tenant.equals(to)) {
                numbers.add(number);
            }
            together.add(campaign(tenant, before.agentId(), numbers, before.hours(), before.activeUntil()));
        }
        directory.put(together, null);
        return 0;
    }

    /** Changes a campaign's agent, hours, end or numbers; answers the revision. */
    long changeCampaign() {
        String tenant = oneOf(TENANTS);
        return change(EntryKey.campaign("of-" + tenant), entry -> {
            Campaign before = (Campaign) entry;
            return switch (random.nextInt(4)) {
                case 0 -> campaign(tenant, agentOf(tenant), before.numbers(), before.hours(), before.activeUntil());
                case 1 -> campaign(tenant, before.agentId(), before.numbers(), hours(tenant), before.activeUntil());
                case 2 ->
                    campaign(
                            tenant,
                            before.agentId(),
                            before.numbers(),
                            before.hours(),
                            before.activeUntil() == null && random.nextInt(3) == 0 ? Instant.EPOCH : null);
                default ->
                    campaign(tenant, before.agentId(), others(before.numbers()), before.hours(), before.activeUntil());
            };
        });
    }

    /** One more number, which may be refused because it is the other tenant's, or one less. */
    private List<String> others(List<String> numbers) {
        List<String> next = new ArrayList<>(numbers);
        String number = CALLED.get(random.nextInt(NUMBERS));
        if (!next.remove(number)) {
            next.add(number);
        }
        return next;
    }

    private @Nullable OpeningHours hours(String tenant) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> null;
            case 2 -> new OpeningHours(ZoneOffset.UTC, ALL_DAY, List.of(), Outside.REJECT);
            case 3 -> closed(Outside.REJECT);
            case 4 -> closed(Outside.GO_ON);
            case 5 -> closed(Outside.number(PERSON));
            default -> closed(Outside.agent(agentOf(tenant)));
        };
    }

    private static OpeningHours closed(Outside outside) {
        return new OpeningHours(ZoneOffset.UTC, ALL_DAY, List.of(DirectoryModel.CLOSED), outside);
    }

    private long change(EntryKey key, UnaryOperator<DirectoryEntry> edit) {
        return directory.change(key, OptionalLong.empty(), edit, null).version();
    }

    /** Nothing is ever removed here. */
    private DirectoryEntry found(EntryKey key) {
        return directory
                .find(key, null)
                .map(row -> row.entry())
                .orElseThrow(() -> new AssertionError("the store has lost " + key));
    }

    private String mark() {
        return name + " " + ++edits;
    }

    private Agent agent(String id, @Nullable String tenant, Agent.Status status) {
        AgentConfig config = new AgentConfig(
                "lk-" + id, mark(), null, null, null, List.of(), "none", AgentConfig.MetadataStyle.NESTED);
        // Two agents of each tenant answer after the others.
        return new Agent(id, tenant, id, config, status, id.endsWith("0") || id.endsWith("1") ? 20 : 10);
    }

    private DirectoryNumber numberOf(String tenant, String number) {
        List<String> agents = new ArrayList<>();
        for (int i = 1; i < AGENTS_OF_TENANT; i++) {
            agents.add(tenant + "-" + i);
        }
        Collections.shuffle(agents, random);
        return new DirectoryNumber(number, tenant, agents.subList(0, 2), Map.of());
    }

    private Campaign campaign(
            String tenant,
            String agentId,
            List<String> numbers,
            @Nullable OpeningHours hours,
            @Nullable Instant activeUntil) {
        return new Campaign(
                "of-" + tenant, tenant, tenant, agentId, numbers, hours, null, activeUntil, Map.of("mark", mark()));
    }

    private String agentOf(String tenant) {
        return tenant + "-" + random.nextInt(AGENTS_OF_TENANT);
    }

    private static String other(String tenant) {
        return TENANTS.get(1 - TENANTS.indexOf(tenant));
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
