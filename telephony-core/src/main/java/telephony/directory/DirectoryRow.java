package telephony.directory;

import org.jspecify.annotations.Nullable;

/**
 * An entry as it stands in a store.
 *
 * @param key names it
 * @param version the revision of the directory at which it changed last; no two changes have the same one, so that an entry
 *     that was removed and made again never has a version that it had before
 * @param entry as it is since then; null = it was removed
 */
public record DirectoryRow(EntryKey key, long version, @Nullable DirectoryEntry entry) {

    /** Of an entry that is there. */
    public static DirectoryRow of(long version, DirectoryEntry entry) {
        return new DirectoryRow(entry.key(), version, entry);
    }
}
