package telephony.directory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The whole directory as it was at one revision, in memory and unchangeable: who decides from one decides from a state that
 * was true. A look-up takes microseconds at most ({@code lab/directory} prints it), and so does making another one with a few
 * changes, for the two share what did not change.
 */
public final class DirectorySnapshot {

    /** With nothing in it, before the first change. */
    public static final DirectorySnapshot EMPTY = new DirectorySnapshot(
            0, SplitMap.empty(), SplitMap.empty(), SplitMap.empty(), SplitMap.empty(), SplitMap.empty(), Set.of());

    private static final Comparator<Agent> BY_PRIORITY = Comparator.comparingInt(Agent::priority);

    private final long revision;
    final SplitMap<Tenant> tenants;
    final SplitMap<Agent> agents;
    final SplitMap<DirectoryNumber> numbers;
    final SplitMap<Campaign> campaigns;
    final SplitMap<List<String>> campaignsOfNumbers;
    private final Set<String> agentNames;

    DirectorySnapshot(
            long revision,
            SplitMap<Tenant> tenants,
            SplitMap<Agent> agents,
            SplitMap<DirectoryNumber> numbers,
            SplitMap<Campaign> campaigns,
            SplitMap<List<String>> campaignsOfNumbers,
            Set<String> agentNames) {
        this.revision = revision;
        this.tenants = tenants;
        this.agents = agents;
        this.numbers = numbers;
        this.campaigns = campaigns;
        this.campaignsOfNumbers = campaignsOfNumbers;
        this.agentNames = agentNames;
    }

    /** The revision that this is of. */
    public long revision() {
        return revision;
    }

    /** How many entries of this kind there are. */
    public int count(EntryKind kind) {
        return mapOf(kind).size();
    }

    public Optional<Tenant> tenant(String id) {
        return Optional.ofNullable(tenants.get(id));
    }

    public Optional<Agent> agent(String id) {
        return Optional.ofNullable(agents.get(id));
    }

    /** The number of the directory that reads so in E.164. */
    public Optional<DirectoryNumber> number(String number) {
        return Optional.ofNullable(numbers.get(number));
    }

    public Optional<Campaign> campaign(String id) {
        return Optional.ofNullable(campaigns.get(id));
    }

    /** The entry of this key, whatever it is. */
    public Optional<DirectoryEntry> find(EntryKey key) {
        return Optional.ofNullable(mapOf(key.kind()).get(key.id()));
    }

    private SplitMap<? extends DirectoryEntry> mapOf(EntryKind kind) {
        return switch (kind) {
            case TENANT -> tenants;
            case AGENT -> agents;
            case NUMBER -> numbers;
            case CAMPAIGN -> campaigns;
        };
    }

    /** Who answers this number: its active agents, the lowest priority first and of the same one in the number's order. */
    public List<Agent> activeAgents(DirectoryNumber number) {
        List<Agent> active = new ArrayList<>(number.agentIds().size());
        for (String id : number.agentIds()) {
            Agent agent = agents.get(id);
            if (agent != null && agent.isActive()) {
                active.add(agent);
            }
        }
        if (active.size() > 1) {
            active.sort(BY_PRIORITY);
        }
        return active;
    }

    /** The campaigns that name this number, whether they go on or not, in the order of their ids. */
    public List<Campaign> campaignsOf(String number) {
        List<String> ids = campaignsOfNumbers.get(number);
        if (ids == null) {
            return List.of();
        }
        List<Campaign> found = new ArrayList<>(ids.size());
        for (String id : ids) {
            Campaign campaign = campaigns.get(id);
            if (campaign != null) {
                found.add(campaign);
            }
        }
        return found;
    }

    /** The names under which LiveKit knows the agents, inactive ones included. */
    public Set<String> agentNames() {
        return agentNames;
    }

    /**
     * Numbers on which several active agents have the same priority, in the order of the numbers. It looks at every number,
     * which takes about a second on a million.
     *
     * @param tenantId only this tenant's; null = all
     * @param after only numbers behind this one; null = from the first
     * @param max how many
     */
    public List<NumberConflict> conflicts(@Nullable String tenantId, @Nullable String after, int max) {
        List<NumberConflict> found = new ArrayList<>();
        numbers.forEach(number -> {
            boolean asked = (tenantId == null || tenantId.equals(number.tenantId()))
                    && (after == null || number.number().compareTo(after) > 0);
            if (asked && number.agentIds().size() > 1) {
                conflict(number).ifPresent(found::add);
            }
        });
        found.sort(Comparator.comparing(NumberConflict::number));
        return found.size() <= max ? found : List.copyOf(found.subList(0, max));
    }

    private Optional<NumberConflict> conflict(DirectoryNumber number) {
        List<Agent> active = activeAgents(number);
        for (int i = 1; i < active.size(); i++) {
            int priority = active.get(i).priority();
            if (priority == active.get(i - 1).priority()) {
                List<String> same = active.stream()
                        .filter(agent -> agent.priority() == priority)
                        .map(Agent::id)
                        .toList();
                return Optional.of(new NumberConflict(number.number(), number.tenantId(), priority, same));
            }
        }
        return Optional.empty();
    }

    /**
     * The entries that name this one, so that it cannot be taken away. It may look at every number, as {@link #conflicts}.
     *
     * @param max how many of them are told
     */
    public List<EntryKey> referrersOf(EntryKey key, int max) {
        List<EntryKey> found = new ArrayList<>();
        Referrers referrers = new Referrers(this, key, max, found);
        referrers.look();
        return found;
    }

    /** Names under which LiveKit knows these agents. */
    static Set<String> namesOf(SplitMap<Agent> agents) {
        List<String> names = new ArrayList<>(agents.size());
        agents.forEach(agent -> names.add(agent.config().name()));
        return names.stream().collect(Collectors.toUnmodifiableSet());
    }

    /** Changes, from which another snapshot is made; this one stays as it is. */
    SnapshotEdit edit() {
        return new SnapshotEdit(this);
    }
}
