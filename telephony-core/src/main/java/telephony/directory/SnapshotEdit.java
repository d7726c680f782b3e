package telephony.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes on the way to another snapshot; for one thread. */
final class SnapshotEdit {

    private final Set<String> namesBefore;
    private final SplitMap.Edit<Tenant> tenants;
    private final SplitMap.Edit<Agent> agents;
    private final SplitMap.Edit<DirectoryNumber> numbers;
    private final SplitMap.Edit<Campaign> campaigns;
    private final SplitMap.Edit<List<String>> campaignsOfNumbers;

    /** Ids that entries name, so that a million numbers of one tenant name it with one text. */
    private final Map<String, String> ids = new HashMap<>();

    private boolean namesChanged;

    SnapshotEdit(DirectorySnapshot from) {
        namesBefore = from.agentNames();
        tenants = from.tenants.edit();
        agents = from.agents.edit();
        numbers = from.numbers.edit();
        campaigns = from.campaigns.edit();
        campaignsOfNumbers = from.campaignsOfNumbers.edit();
    }

    /** This entry is so now, and gone when it is null. */
    void set(EntryKey key, @Nullable DirectoryEntry next) {
        switch (key.kind()) {
            case TENANT -> set(tenants, key.id(), (Tenant) next);
            case AGENT -> {
                namesChanged |= changesNames(agents.get(key.id()), (Agent) next);
                set(agents, key.id(), (Agent) next);
            }
            case NUMBER -> set(numbers, key.id(), next == null ? null : shared((DirectoryNumber) next));
            case CAMPAIGN -> setCampaign(key.id(), (Campaign) next);
        }
    }

    /** Whether LiveKit's names of all agents must be gathered anew, which a toggle need not wait for. */
    private boolean changesNames(@Nullable Agent before, @Nullable Agent next) {
        if (next == null) {
            return before != null;
        }
        String name = next.config().name();
        return before == null
                ? !namesBefore.contains(name)
                : !name.equals(before.config().name());
    }

    private static <V> void set(SplitMap.Edit<V> edit, String id, @Nullable V next) {
        if (next == null) {
            edit.remove(id);
        } else {
            edit.put(id, next);
        }
    }

    private DirectoryNumber shared(DirectoryNumber number) {
        String tenant = number.tenantId();
        List<String> agentIds = number.agentIds().stream().map(this::agentId).toList();
        return new DirectoryNumber(
                number.number(), tenant == null ? null : tenantId(tenant), List.copyOf(agentIds), number.legacy());
    }

    private String agentId(String id) {
        Agent agent = agents.get(id);
        return agent == null ? ids.computeIfAbsent(id, same -> same) : agent.id();
    }

    private String tenantId(String id) {
        Tenant tenant = tenants.get(id);
        return tenant == null ? ids.computeIfAbsent(id, same -> same) : tenant.id();
    }

    private void setCampaign(String id, @Nullable Campaign next) {
        Campaign before = campaigns.get(id);
        if (before != null) {
            before.numbers().forEach(number -> setListed(number, id, false));
        }
        if (next != null) {
            next.numbers().forEach(number -> setListed(number, id, true));
        }
        set(campaigns, id, next);
    }

    private void setListed(String number, String campaign, boolean listed) {
        List<String> before = campaignsOfNumbers.get(number);
        List<String> after = before == null ? new ArrayList<>() : new ArrayList<>(before);
        after.remove(campaign);
        if (listed) {
            after.add(campaign);
        }
        after.sort(null);
        set(campaignsOfNumbers, number, after.isEmpty() ? null : List.copyOf(after));
    }

    /** The snapshot with all changes; there are no more afterwards. */
    DirectorySnapshot at(long revision) {
        SplitMap<Agent> allAgents = agents.done();
        return new DirectorySnapshot(
                revision,
                tenants.done(),
                allAgents,
                numbers.done(),
                campaigns.done(),
                campaignsOfNumbers.done(),
                namesChanged ? DirectorySnapshot.namesOf(allAgents) : namesBefore);
    }
}
