package telephony.directory;

/**
 * Names one entry; no other has this key, whoever's it is.
 *
 * @param kind what it is
 * @param id by which its kind knows it; of a number, the number in E.164
 */
public record EntryKey(EntryKind kind, String id) {

    public static EntryKey tenant(String id) {
        return new EntryKey(EntryKind.TENANT, id);
    }

    public static EntryKey agent(String id) {
        return new EntryKey(EntryKind.AGENT, id);
    }

    public static EntryKey number(String number) {
        return new EntryKey(EntryKind.NUMBER, number);
    }

    public static EntryKey campaign(String id) {
        return new EntryKey(EntryKind.CAMPAIGN, id);
    }

    /** For messages: the kind and the id. */
    @Override
    public String toString() {
        return kind.word() + " " + id;
    }
}
