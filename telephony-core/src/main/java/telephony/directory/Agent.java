package telephony.directory;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.call.FreeValues;
import telephony.routing.AgentConfig;

/**
 * An agent that can answer calls.
 *
 * @param id names it in the directory
 * @param tenantId whose it is; null = nobody's in particular
 * @param name for people; {@code config.name()} is the one that LiveKit knows
 * @param config what is sent into a call
 * @param status only an active one answers
 * @param priority among the active agents of a number the lowest answers first, {@link #FIRST_PRIORITY} to
 *     {@link #LAST_PRIORITY}
 * @param maxConcurrentCalls how many callers it answers at a time; null = as many as call
 */
public record Agent(
        String id,
        @Nullable String tenantId,
        String name,
        AgentConfig config,
        Status status,
        int priority,
        @Nullable Integer maxConcurrentCalls)
        implements DirectoryEntry {

    /** The priority that comes before all others. */
    public static final int FIRST_PRIORITY = 0;

    /** The priority that comes after all others. */
    public static final int LAST_PRIORITY = 1_000_000;

    /** The priority of an agent of which none is said. */
    public static final int USUAL_PRIORITY = 10;

    /** Whether it answers. */
    public enum Status {
        ACTIVE("active"),
        INACTIVE("inactive");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /** The status of this word; empty = there is none. */
        public static Optional<Status> of(String word) {
            return ACTIVE.word.equals(word)
                    ? Optional.of(ACTIVE)
                    : Optional.of(INACTIVE).filter(status -> status.word.equals(word));
        }

        /** How it is written. */
        public String word() {
            return word;
        }
    }

    public Agent {
        config = withPlainTools(config);
    }

    /** One that answers as many as call. */
    public Agent(String id, @Nullable String tenantId, String name, AgentConfig config, Status status, int priority) {
        this(id, tenantId, name, config, status, priority, null);
    }

    /** Tools in one form, so that the same from JSON and from YAML are equal. */
    private static AgentConfig withPlainTools(AgentConfig config) {
        return new AgentConfig(
                config.name(),
                config.prompt(),
                config.greeting(),
                config.voice(),
                config.model(),
                FreeValues.list(config.tools()),
                config.noiseCancellationType(),
                config.metadataStyle());
    }

    /** Whether it answers. */
    public boolean isActive() {
        return status == Status.ACTIVE;
    }

    @Override
    public EntryKey key() {
        return EntryKey.agent(id);
    }

    @Override
    public List<Reference> references() {
        return References.tenant(tenantId);
    }
}
