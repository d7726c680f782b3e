package telephony.directory;

import org.jspecify.annotations.Nullable;

/**
 * What is to become of one entry.
 *
 * @param key which one
 * @param expected the version that it must have; 0 = it must not be there
 * @param next what it becomes; null = it is removed
 */
public record DirectoryChange(EntryKey key, long expected, @Nullable DirectoryEntry next) {

    /** The entry is not there yet, or has this version, and is this afterwards. */
    public static DirectoryChange put(long expected, DirectoryEntry next) {
        return new DirectoryChange(next.key(), expected, next);
    }

    /** The entry has this version, and is gone afterwards. */
    public static DirectoryChange remove(EntryKey key, long expected) {
        return new DirectoryChange(key, expected, null);
    }
}
