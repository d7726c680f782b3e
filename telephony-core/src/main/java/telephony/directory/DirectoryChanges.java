package telephony.directory;

import java.util.List;

/**
 * What has changed since some revision.
 *
 * @param rows entries that changed after it, each once and as it was when this was asked, those that were removed among them,
 *     by rising versions; maybe only the first part of them
 * @param head the revision of the directory; a lower one than the asker has seen means that the store has forgotten
 * @param forgotten the highest version of a removal that is no longer told; 0 = none. An asker that has seen something, but less
 *     than this, may have missed a removal and begins anew
 */
public record DirectoryChanges(List<DirectoryRow> rows, long head, long forgotten) {

    public DirectoryChanges {
        rows = List.copyOf(rows);
    }

    /** Of a directory that tells of every removal there was. */
    public DirectoryChanges(List<DirectoryRow> rows, long head) {
        this(rows, head, 0);
    }
}
