package telephony.directory.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.Slot;
import telephony.call.Slot.Owner;
import telephony.call.SlotClaim;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.DirectorySnapshot;
import telephony.directory.Tenant;
import telephony.routing.RoutingDecision;
import telephony.slot.SlotRules;

/**
 * How many callers agents, campaigns and tenants answer at a time, as the directory says it. A call counts for the agent that
 * it was given to, its campaign and its tenant until it is over, whoever answers it in the end; calls that we place do not count,
 * nor do those of a person who is brought in first. Safe for any number of threads.
 */
public final class DirectorySlots implements SlotRules {

    /** How long callers wait unless it is said: less than LiveKit lets phones ring (3 minutes). */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(60);

    private final Supplier<DirectorySnapshot> directory;
    private final Duration wait;
    private final @Nullable BusyAgents busy;

    /**
     * By this directory.
     *
     * @param directory the state of this moment, from memory
     * @param wait how long a caller waits before somebody else answers him, or he is hung up on
     * @param busy counts the calls of all agents, limited or not; null = nobody does
     */
    public DirectorySlots(Supplier<DirectorySnapshot> directory, Duration wait, @Nullable BusyAgents busy) {
        this.directory = directory;
        this.wait = wait;
        this.busy = busy;
    }

    @Override
    public Optional<SlotClaim> claim(RoutingDecision decision, Instant now) {
        if (!(decision instanceof RoutingDecision.Dispatch dispatch) || dispatch.personFirst()) {
            return Optional.empty();
        }
        DirectorySnapshot known = directory.get();
        String agentId = dispatch.agentId();
        if (busy != null && agentId != null) {
            busy.given(agentId);
        }
        List<Slot> slots = Stream.of(
                        counted(known, Owner.AGENT, agentId),
                        counted(known, Owner.CAMPAIGN, dispatch.campaignId()),
                        counted(known, Owner.TENANT, dispatch.tenantId()))
                .flatMap(Optional::stream)
                .toList();
        if (slots.isEmpty()) {
            return Optional.empty();
        }
        int priority = Optional.ofNullable(dispatch.campaignId())
                .flatMap(known::campaign)
                .map(Campaign::priority)
                .orElse(Campaign.USUAL_PRIORITY);
        return Optional.of(new SlotClaim(slots, priority, now, now.plus(wait), SlotClaim.Stage.WAITING));
    }

    /** Empty = nobody, or one who is neither limited nor counted. */
    private Optional<Slot> counted(DirectorySnapshot known, Owner owner, @Nullable String id) {
        if (id == null) {
            return Optional.empty();
        }
        int limit = limit(known, owner, id);
        boolean isCounted = limit != Slot.UNLIMITED || (owner == Owner.AGENT && busy != null);
        return isCounted ? Optional.of(Slot.of(owner, id, limit)) : Optional.empty();
    }

    @Override
    public List<Slot> limits(List<String> keys) {
        DirectorySnapshot known = directory.get();
        return keys.stream()
                .map(key -> new Slot(key, Slot.UNLIMITED))
                .map(slot -> slot.withLimit(slot.owner()
                        .map(owner -> limit(known, owner, slot.ownerId()))
                        .orElse(Slot.UNLIMITED)))
                .toList();
    }

    private static int limit(DirectorySnapshot known, Owner owner, String id) {
        Optional<Integer> set =
                switch (owner) {
                    case AGENT -> known.agent(id).map(Agent::maxConcurrentCalls);
                    case CAMPAIGN -> known.campaign(id).map(Campaign::maxConcurrentCalls);
                    case TENANT -> known.tenant(id).map(Tenant::maxConcurrentCalls);
                };
        return set.orElse(Slot.UNLIMITED);
    }
}
