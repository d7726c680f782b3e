package telephony.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An organization whose calls, agents and numbers are its own.
 *
 * @param id names it, also as {@code tenantId} of calls and of API keys
 * @param name for people
 * @param defaultAgentId the agent that answers its calls when nothing else says who does; null = none of its own
 * @param maxConcurrentCalls how many callers are answered at a time; null = as many as call
 */
public record Tenant(String id, String name, @Nullable String defaultAgentId, @Nullable Integer maxConcurrentCalls)
        implements DirectoryEntry {

    /** One whose calls are not limited. */
    public Tenant(String id, String name, @Nullable String defaultAgentId) {
        this(id, name, defaultAgentId, null);
    }

    @Override
    public EntryKey key() {
        return EntryKey.tenant(id);
    }

    @Override
    public String tenantId() {
        return id;
    }

    @Override
    public List<Reference> references() {
        return defaultAgentId == null
                ? List.of()
                : List.of(new Reference("/defaultAgentId", EntryKey.agent(defaultAgentId)));
    }
}
