package telephony.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something in the directory. Entries are values: what their owners said and nothing else, so that two who say the same have
 * equal ones. How often one was changed stands beside it, in {@link DirectoryRow}.
 */
public sealed interface DirectoryEntry permits Tenant, Agent, DirectoryNumber, Campaign {

    /** Names it. */
    EntryKey key();

    /** Whose it is; null = nobody's in particular. A tenant is its own. */
    @Nullable
    String tenantId();

    /** The other entries that must be there for this one to make sense, each of them the same tenant's as this one. */
    List<Reference> references();

    /**
     * An entry that another one names.
     *
     * @param pointer where it is named: a JSON pointer into the entry that names it, such as {@code /agentIds/0}
     * @param key which one
     */
    record Reference(String pointer, EntryKey key) {}
}
