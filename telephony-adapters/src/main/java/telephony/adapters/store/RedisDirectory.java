package telephony.adapters.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import telephony.directory.DirectoryChange;
import telephony.directory.DirectoryChanges;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryPort;
import telephony.directory.DirectoryRow;
import telephony.directory.EntryKey;
import telephony.directory.EntryKind;
import telephony.store.StoreUnavailableException;

/** The directory in a hash and its indexes beside the calls. */
final class RedisDirectory implements DirectoryPort {

    private static final String NOTHING = "";

    private final RedisLink link;

    RedisDirectory(RedisLink link) {
        this.link = link;
    }

    @Override
    public OptionalLong commit(List<DirectoryChange> changes, OptionalLong revision) {
        List<String> arguments = new ArrayList<>();
        arguments.add(revision.isPresent() ? Long.toString(revision.getAsLong()) : NOTHING);
        for (DirectoryChange change : changes) {
            DirectoryEntry next = change.next();
            String tenant = next == null ? null : next.tenantId();
            arguments.add(change.key().kind().word());
            arguments.add(change.key().id());
            arguments.add(Long.toString(change.expected()));
            arguments.add(tenant == null ? NOTHING : tenant);
            arguments.add(next == null ? NOTHING : DirectoryCodec.write(next));
        }
        String head = (String) link.step("changing the directory", RedisScript.DIRECTORY_COMMIT, arguments)
                .get(0);
        return head.equals("CONFLICT") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(head));
    }

    @Override
    public DirectoryChanges changesAfter(long revision, int max) {
        List<?> answer = link.step(
                "reading changes of the directory",
                RedisScript.DIRECTORY_CHANGES,
                List.of(Long.toString(revision), Integer.toString(max)));
        return new DirectoryChanges(
                rows(answer.subList(2, answer.size())), Long.parseLong((String) answer.get(0)), Long.parseLong((String)
                        answer.get(1)));
    }

    @Override
    public int forgetRemovals(long upTo, int max) {
        List<?> answer = link.step(
                "forgetting removals of the directory",
                RedisScript.DIRECTORY_FORGET,
                List.of(Long.toString(upTo), Integer.toString(max)));
        return Integer.parseInt((String) answer.get(0));
    }

    @Override
    public Optional<DirectoryRow> find(EntryKey key) {
        List<?> answer = link.step(
                "reading the directory's " + key,
                RedisScript.DIRECTORY_FIND,
                List.of(key.kind().word(), key.id()));
        return rows(answer).stream().filter(row -> row.entry() != null).findFirst();
    }

    @Override
    public List<DirectoryRow> page(EntryKind kind, @Nullable String tenantId, @Nullable String afterId, int max) {
        return rows(link.step(
                "reading the directory",
                RedisScript.DIRECTORY_PAGE,
                List.of(
                        kind.word(),
                        tenantId == null ? NOTHING : tenantId,
                        afterId == null ? NOTHING : afterId,
                        Integer.toString(max))));
    }

    /** Fields and entries by turns; a field that nobody ever set, or took out by hand, has no entry. */
    private static List<DirectoryRow> rows(List<?> answer) {
        List<DirectoryRow> rows = new ArrayList<>();
        for (int i = 0; i < answer.size(); i += 2) {
            String text = (String) answer.get(i + 1);
            if (!text.isEmpty()) {
                rows.add(row(keyOf((String) answer.get(i)), text));
            }
        }
        return rows;
    }

    private static EntryKey keyOf(String field) {
        int space = field.indexOf(' ');
        EntryKind kind = EntryKind.of(field.substring(0, space))
                .orElseThrow(() -> new StoreUnavailableException(
                        "the directory holds something of a newer version: " + field + "; update this process"));
        return new EntryKey(kind, field.substring(space + 1));
    }

    private static DirectoryRow row(EntryKey key, String text) {
        String[] parts = text.split(" ", 3);
        try {
            return DirectoryCodec.row(key, Long.parseLong(parts[0]), parts[2]);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new StoreUnavailableException(
                    "the directory's " + key + " stands in Redis with text that is no entry: restore it", e);
        }
    }
}
