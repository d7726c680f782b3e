package telephony.directory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import telephony.directory.DirectoryEntry.Reference;

/** Makes the references of entries. */
final class References {

    private References() {}

    static List<Reference> tenant(@Nullable String id) {
        return id == null ? List.of() : List.of(new Reference("/tenantId", EntryKey.tenant(id)));
    }

    /** That of the tenant, and these, each by its place in a list. */
    static List<Reference> and(@Nullable String tenantId, String list, EntryKind kind, List<String> ids) {
        List<Reference> all = new ArrayList<>(tenant(tenantId));
        for (int i = 0; i < ids.size(); i++) {
            all.add(new Reference(list + "/" + i, new EntryKey(kind, ids.get(i))));
        }
        return all;
    }
}
