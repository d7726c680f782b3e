package telephony.testkit;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.DirectoryChange;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryNumber;
import telephony.directory.EntryKey;
import telephony.directory.OpeningHours.Outside;
import telephony.directory.OpeningHours.Then;
import telephony.directory.Tenant;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;

/**
 * One state of the directory, and who answers by it: the order of {@code docs/decision.md} told once more, in few words and with
 * nothing of the code that it is compared with. Hours here are open at any time, or never because of a calendar, and campaigns go on
 * or have ended long ago, so that no clock matters.
 */
final class DirectoryModel {

    /** Answers when nothing else is found. */
    static final AgentConfig LAST = AgentConfig.named("last-resort");

    /** The agent of the directory that answers before that. */
    static final String SYSTEM_AGENT = "system";

    /** Each day is a public holiday of this calendar. */
    static final String CLOSED = "fr";

    private final Map<EntryKey, DirectoryEntry> entries;

    private DirectoryModel(Map<EntryKey, DirectoryEntry> entries) {
        this.entries = entries;
    }

    /** With nothing in it. */
    static DirectoryModel empty() {
        return new DirectoryModel(Map.of());
    }

    /** The state after these changes; this one stays as it is. */
    DirectoryModel after(List<DirectoryChange> changes) {
        Map<EntryKey, DirectoryEntry> next = new HashMap<>(entries);
        for (DirectoryChange change : changes) {
            if (change.next() == null) {
                next.remove(change.key());
            } else {
                next.put(change.key(), change.next());
            }
        }
        return new DirectoryModel(next);
    }

    /**
     * What matters of a decision. That texts and metadata are those of the same state as the ids shows a mixture of two.
     *
     * @param agentId who answers; null = nobody of the directory
     * @param config what is sent; null = the call is refused
     * @param isPersonFirst whether a person is called before any agent
     */
    record Answer(
            String reason,
            @Nullable String agentId,
            @Nullable AgentConfig config,
            @Nullable String tenantId,
            @Nullable String campaignId,
            Map<String, Object> metadata,
            boolean isPersonFirst) {

        /** What a call was decided to be. */
        static Answer of(RoutingDecision made) {
            return made instanceof RoutingDecision.Dispatch dispatch
                    ? new Answer(
                            dispatch.reason(),
                            dispatch.agentId(),
                            dispatch.config(),
                            dispatch.tenantId(),
                            dispatch.campaignId(),
                            dispatch.metadata(),
                            dispatch.personFirst())
                    : new Answer(made.reason(), null, null, made.tenantId(), made.campaignId(), Map.of(), false);
        }

        /** Short, for people. */
        String shown() {
            String prompt = config == null ? "nobody" : String.valueOf(config.prompt());
            return reason + ", agent " + agentId + " (" + prompt + "), tenant " + tenantId + ", campaign " + campaignId
                    + " " + metadata;
        }
    }

    /** What is to become of a call to this number. */
    Answer answer(String dialled) {
        DirectoryNumber number = entry(EntryKey.number(dialled), DirectoryNumber.class);
        String tenant = number == null ? null : number.tenantId();
        List<Campaign> going = all(Campaign.class)
                .filter(campaign -> campaign.numbers().contains(dialled) && campaign.activeUntil() == null)
                .sorted(Comparator.comparing(Campaign::id))
                .toList();
        List<Campaign> open = going.stream().filter(DirectoryModel::isOpen).toList();
        for (Campaign campaign : open) {
            Agent agent = active(campaign.agentId());
            if (agent != null) {
                return sent("campaign", agent, tenant, campaign);
            }
        }
        Campaign about = open.isEmpty() ? null : open.get(0);
        if (open.isEmpty()) {
            Optional<Answer> closed = going.stream()
                    .map(campaign -> outside(campaign, tenant))
                    .flatMap(Optional::stream)
                    .findFirst();
            if (closed.isPresent()) {
                return closed.get();
            }
        }
        return beyondCampaigns(number, tenant, about);
    }

    private Answer beyondCampaigns(
            @Nullable DirectoryNumber number, @Nullable String tenant, @Nullable Campaign about) {
        List<String> own = number == null ? List.of() : number.agentIds();
        Optional<Agent> first =
                own.stream().map(this::active).filter(Objects::nonNull).min(Comparator.comparingInt(Agent::priority));
        if (first.isPresent()) {
            return sent("number", first.get(), tenant, about);
        }
        Tenant owner = tenant == null ? null : entry(EntryKey.tenant(tenant), Tenant.class);
        String named = owner == null ? null : owner.defaultAgentId();
        Agent ofTenant = named == null ? null : active(named);
        if (ofTenant != null) {
            return sent("tenant-default", ofTenant, tenant, about);
        }
        Agent system = active(SYSTEM_AGENT);
        return system == null
                ? new Answer("default", null, LAST, tenant, idOf(about), metadataOf(about), false)
                : sent("system-default", system, tenant, about);
    }

    /** Empty = other rules decide. */
    private Optional<Answer> outside(Campaign campaign, @Nullable String tenant) {
        Outside outside = Objects.requireNonNull(campaign.hours()).outside();
        if (outside.then() == Then.REJECT) {
            return Optional.of(new Answer("outside-hours", null, null, tenant, campaign.id(), Map.of(), false));
        }
        Agent own = active(campaign.agentId());
        if (outside.then() == Then.NUMBER) {
            return Optional.of(new Answer(
                    "outside-hours",
                    own == null ? null : own.id(),
                    own == null ? LAST : own.config(),
                    tenant,
                    campaign.id(),
                    campaign.metadata(),
                    true));
        }
        Agent other = outside.target() == null ? null : active(outside.target());
        return other == null ? Optional.empty() : Optional.of(sent("outside-hours", other, tenant, campaign));
    }

    private static boolean isOpen(Campaign campaign) {
        return campaign.hours() == null || !campaign.hours().holidayCalendars().contains(CLOSED);
    }

    private static Answer sent(String reason, Agent agent, @Nullable String tenant, @Nullable Campaign about) {
        return new Answer(reason, agent.id(), agent.config(), tenant, idOf(about), metadataOf(about), false);
    }

    private static @Nullable String idOf(@Nullable Campaign campaign) {
        return campaign == null ? null : campaign.id();
    }

    private static Map<String, Object> metadataOf(@Nullable Campaign campaign) {
        return campaign == null ? Map.of() : campaign.metadata();
    }

    private @Nullable Agent active(String id) {
        Agent agent = entry(EntryKey.agent(id), Agent.class);
        return agent != null && agent.status() == Agent.Status.ACTIVE ? agent : null;
    }

    private <T> @Nullable T entry(EntryKey key, Class<T> type) {
        return type.cast(entries.get(key));
    }

    private <T> Stream<T> all(Class<T> type) {
        return entries.values().stream().filter(type::isInstance).map(type::cast);
    }
}
