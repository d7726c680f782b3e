package telephony.directory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.call.FreeValues;

/**
 * What calls to some numbers are about for a while, and who answers them meanwhile.
 *
 * @param id names it, also as {@code campaignId} of calls
 * @param tenantId whose it is; null = nobody's in particular
 * @param name for people
 * @param agentId who answers
 * @param numbers the numbers of the directory that are its own, in E.164
 * @param hours when its agent answers; null = at any time
 * @param activeFrom first instant of it, in milliseconds; null = it has begun
 * @param activeUntil first instant after it, in milliseconds; null = it does not end
 * @param metadata handed to the agent: JSON values by name
 * @param maxConcurrentCalls how many of its callers are answered at a time; null = as many as call
 * @param priority of its callers among those who wait: the lowest comes first, {@link Agent#FIRST_PRIORITY} to {@link
 *     Agent#LAST_PRIORITY}
 */
public record Campaign(
        String id,
        @Nullable String tenantId,
        String name,
        String agentId,
        List<String> numbers,
        @Nullable OpeningHours hours,
        @Nullable Instant activeFrom,
        @Nullable Instant activeUntil,
        Map<String, Object> metadata,
        @Nullable Integer maxConcurrentCalls,
        int priority)
        implements DirectoryEntry {

    /** The priority of callers of whom none is said. */
    public static final int USUAL_PRIORITY = 10;

    public Campaign {
        numbers = List.copyOf(numbers);
        activeFrom = activeFrom == null ? null : activeFrom.truncatedTo(ChronoUnit.MILLIS);
        activeUntil = activeUntil == null ? null : activeUntil.truncatedTo(ChronoUnit.MILLIS);
        metadata = FreeValues.object(metadata);
    }

    /** One whose calls are not limited. */
    public Campaign(
            String id,
            @Nullable String tenantId,
            String name,
            String agentId,
            List<String> numbers,
            @Nullable OpeningHours hours,
            @Nullable Instant activeFrom,
            @Nullable Instant activeUntil,
            Map<String, Object> metadata) {
        this(id, tenantId, name, agentId, numbers, hours, activeFrom, activeUntil, metadata, null, USUAL_PRIORITY);
    }

    /** Whether it goes on at this instant, whatever its hours say. */
    public boolean isActiveAt(Instant now) {
        return (activeFrom == null || !now.isBefore(activeFrom)) && (activeUntil == null || now.isBefore(activeUntil));
    }

    @Override
    public EntryKey key() {
        return EntryKey.campaign(id);
    }

    @Override
    public List<Reference> references() {
        List<Reference> all = new ArrayList<>(References.and(tenantId, "/numbers", EntryKind.NUMBER, numbers));
        all.add(new Reference("/agentId", EntryKey.agent(agentId)));
        if (hours != null
                && hours.outside().then() == OpeningHours.Then.AGENT
                && hours.outside().target() != null) {
            all.add(new Reference(
                    "/hours/outside/agent", EntryKey.agent(hours.outside().target())));
        }
        return all;
    }
}
