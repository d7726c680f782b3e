package telephony.directory;

import java.util.List;

/**
 * What has changed since some revision.
 *
 * @param rows entries that changed after it, each once and as it was when this was asked, those that were removed among them,
 *     by rising versions; maybe only the first part of them
 * @param head the revision of the directory; a lower one than the asker has seen means that the store has forgotten
 */
public record DirectoryChanges(List<DirectoryRow> rows, long head) {

    public DirectoryChanges {
        rows = List.copyOf(rows);
    }
}
