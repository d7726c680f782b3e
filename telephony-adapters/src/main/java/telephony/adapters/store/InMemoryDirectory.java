package telephony.adapters.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import telephony.directory.DirectoryChange;
import telephony.directory.DirectoryChanges;
import telephony.directory.DirectoryPort;
import telephony.directory.DirectoryRow;
import telephony.directory.EntryKey;
import telephony.directory.EntryKind;

/** A directory in this process's memory, gone with it. */
public final class InMemoryDirectory implements DirectoryPort {

    private final Map<EntryKind, NavigableMap<String, DirectoryRow>> byId = new EnumMap<>(EntryKind.class);
    private final TreeMap<Long, DirectoryRow> byVersion = new TreeMap<>();
    private long head;
    private long forgotten;

    public InMemoryDirectory() {
        for (EntryKind kind : EntryKind.values()) {
            byId.put(kind, new TreeMap<>());
        }
    }

    @Override
    public synchronized OptionalLong commit(List<DirectoryChange> changes, OptionalLong revision) {
        boolean moved = revision.isPresent() && revision.getAsLong() != head;
        if (moved || !changes.stream().allMatch(this::isAsExpected)) {
            return OptionalLong.empty();
        }
        changes.forEach(this::make);
        return OptionalLong.of(head);
    }

    private boolean isAsExpected(DirectoryChange change) {
        return find(change.key()).map(DirectoryRow::version).orElse(0L) == change.expected();
    }

    private void make(DirectoryChange change) {
        DirectoryRow next = new DirectoryRow(change.key(), ++head, change.next());
        DirectoryRow before = of(change.key().kind()).put(change.key().id(), next);
        if (before != null) {
            byVersion.remove(before.version());
        }
        byVersion.put(head, next);
    }

    private NavigableMap<String, DirectoryRow> of(EntryKind kind) {
        return byId.computeIfAbsent(kind, none -> new TreeMap<>());
    }

    @Override
    public synchronized DirectoryChanges changesAfter(long revision, int max) {
        List<DirectoryRow> rows =
                byVersion.tailMap(revision, false).values().stream().limit(max).toList();
        return new DirectoryChanges(rows, head, forgotten);
    }

    @Override
    public synchronized int forgetRemovals(long upTo, int max) {
        List<DirectoryRow> gone = byVersion.headMap(upTo, true).values().stream()
                .filter(row -> row.entry() == null)
                .limit(max)
                .toList();
        for (DirectoryRow row : gone) {
            byVersion.remove(row.version());
            of(row.key().kind()).remove(row.key().id());
            forgotten = row.version();
        }
        return gone.size();
    }

    @Override
    public synchronized Optional<DirectoryRow> find(EntryKey key) {
        return Optional.ofNullable(of(key.kind()).get(key.id())).filter(row -> row.entry() != null);
    }

    @Override
    public synchronized List<DirectoryRow> page(
            EntryKind kind, @Nullable String tenantId, @Nullable String afterId, int max) {
        NavigableMap<String, DirectoryRow> all = of(kind);
        Collection<DirectoryRow> asked =
                afterId == null ? all.values() : all.tailMap(afterId, false).values();
        List<DirectoryRow> page = new ArrayList<>();
        for (DirectoryRow row : asked) {
            if (page.size() == max) {
                break;
            }
            if (row.entry() != null
                    && (tenantId == null || tenantId.equals(row.entry().tenantId()))) {
                page.add(row);
            }
        }
        return page;
    }
}
