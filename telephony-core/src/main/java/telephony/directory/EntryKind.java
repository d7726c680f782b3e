package telephony.directory;

import java.util.Arrays;
import java.util.Optional;

/** What an entry is. Entries refer to those of earlier kinds, but for a tenant's default agent. */
public enum EntryKind {
    TENANT("tenant"),
    AGENT("agent"),
    NUMBER("number"),
    CAMPAIGN("campaign");

    private final String word;

    EntryKind(String word) {
        this.word = word;
    }

    /** The kind of this word; empty = there is none. */
    public static Optional<EntryKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /** How one of it is called, in stores as well. */
    public String word() {
        return word;
    }
}
