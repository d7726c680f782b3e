package telephony.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a key lets its holder do. None includes another, but {@link #ADMIN}, which includes all. */
public enum Scope {
    /** Reads calls, and what is counted. */
    CALLS_READ("calls:read", true),
    /** Places, transfers and ends calls. */
    CALLS_WRITE("calls:write", true),
    /** Reads and changes trunks and dispatch rules, which all tenants share. */
    SIP_WRITE("sip:write", false),
    /** Changes the directory of agents, numbers and campaigns. */
    DIRECTORY_WRITE("directory:write", true),
    /** Everything, keys and what LiveKit sent included. */
    ADMIN("admin", false);

    private final String word;
    private final boolean forTenants;

    Scope(String word, boolean forTenants) {
        this.word = word;
        this.forTenants = forTenants;
    }

    /** The scope of this word; empty = this version knows none. */
    public static Optional<Scope> of(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
    }

    /** All words, in a fixed order, for messages. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Scope::word).toList();
    }

    /** How it is written. */
    public String word() {
        return word;
    }

    /** Whether a key of one tenant may have it: what it opens can be divided by tenant. */
    public boolean isForTenants() {
        return forTenants;
    }
}
