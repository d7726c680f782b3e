package telephony.directory;

import java.util.List;

/** Looks for those who name an entry. */
final class Referrers {

    private final DirectorySnapshot in;
    private final EntryKey key;
    private final int max;
    private final List<EntryKey> found;

    Referrers(DirectorySnapshot in, EntryKey key, int max, List<EntryKey> found) {
        this.in = in;
        this.key = key;
        this.max = max;
        this.found = found;
    }

    void look() {
        switch (key.kind()) {
            case TENANT -> lookForTenant();
            case AGENT -> lookForAgent();
            case NUMBER -> in.campaignsOf(key.id()).forEach(this::add);
            case CAMPAIGN -> {
                // Nothing in the directory names a campaign.
            }
        }
    }

    private void lookForTenant() {
        in.agents.forEach(this::addIfOfTenant);
        in.numbers.forEach(this::addIfOfTenant);
        in.campaigns.forEach(this::addIfOfTenant);
    }

    private void addIfOfTenant(DirectoryEntry entry) {
        if (key.id().equals(entry.tenantId())) {
            add(entry);
        }
    }

    private void lookForAgent() {
        in.tenants.forEach(this::addIfNames);
        in.numbers.forEach(number -> {
            if (number.agentIds().contains(key.id())) {
                add(number);
            }
        });
        in.campaigns.forEach(this::addIfNames);
    }

    private void addIfNames(DirectoryEntry entry) {
        if (entry.references().stream().anyMatch(named -> named.key().equals(key))) {
            add(entry);
        }
    }

    private void add(DirectoryEntry entry) {
        if (found.size() < max) {
            found.add(entry.key());
        }
    }
}
