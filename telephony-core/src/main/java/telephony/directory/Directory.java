package telephony.directory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.directory.DirectoryRefusedException.Reason;
import telephony.store.InvalidCursorException;
import telephony.store.Page;
import telephony.store.StoreUnavailableException;

/**
 * Changes and shows the directory. What it answers is stored, and in this process's {@link DirectoryWatch#snapshot} before the
 * answer; other processes see it when they look next. Every entry that another one names is there and of the same tenant, at
 * any time and whoever changes what at the same moment.
 *
 * <p>Each method takes the tenant that the caller is bound to, null = none: who is bound sees and changes what is his tenant's,
 * and everything else is to him as if it were not there. {@link StoreUnavailableException} from any method means that the store
 * could not do it, or did not say so: look. Safe for any number of threads.
 */
public final class Directory {

    /** Entries that are put at once at most. */
    public static final int MAX_PUT = 500;

    /** How often a change is tried again that met another one. */
    private static final int TRIES = 20;

    private final DirectoryPort store;
    private final DirectoryWatch watch;

    /**
     * The directory in this store.
     *
     * @param watch follows the same store
     */
    public Directory(DirectoryPort store, DirectoryWatch watch) {
        this.store = store;
        this.watch = watch;
    }

    /** The entry of this key; empty = it is not there, or not the caller's to see. */
    public Optional<DirectoryRow> find(EntryKey key, @Nullable String onlyTenant) {
        return EntryChecks.isKey(key)
                ? store.find(key).filter(row -> isSeen(row.entry(), onlyTenant))
                : Optional.empty();
    }

    private static boolean isSeen(@Nullable DirectoryEntry entry, @Nullable String onlyTenant) {
        return entry != null && (onlyTenant == null || onlyTenant.equals(entry.tenantId()));
    }

    /**
     * Entries of one kind, in an order that is always the same.
     *
     * @param cursor of the page before; null = from the first
     * @param limit 1 to {@link DirectoryPort#MAX_ROWS} - 1
     * @throws InvalidCursorException when it was not handed out here
     */
    public Page<DirectoryRow> page(EntryKind kind, @Nullable String onlyTenant, @Nullable String cursor, int limit) {
        List<DirectoryRow> rows = store.page(kind, onlyTenant, cursor == null ? null : idOf(kind, cursor), limit + 1);
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        return new Page<>(
                rows.subList(0, limit), cursorOf(rows.get(limit - 1).key().id()));
    }

    /** Numbers on which several active agents are first, in pages as {@link #page}, as this process saw them just now. */
    public Page<NumberConflict> conflicts(@Nullable String onlyTenant, @Nullable String cursor, int limit) {
        String after = cursor == null ? null : idOf(EntryKind.NUMBER, cursor);
        List<NumberConflict> found = watch.refresh().conflicts(onlyTenant, after, limit + 1);
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        return new Page<>(found.subList(0, limit), cursorOf(found.get(limit - 1).number()));
    }

    private static String cursorOf(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private static String idOf(EntryKind kind, String cursor) {
        try {
            String id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (EntryChecks.isKey(new EntryKey(kind, id))) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidCursorException();
        }
        throw new InvalidCursorException();
    }

    /**
     * Takes in an entry that is not there yet.
     *
     * @throws DirectoryRefusedException {@link Reason#INVALID}, {@link Reason#TAKEN}, {@link Reason#NOT_FOR_TENANTS} or
     *     {@link Reason#BUSY}
     */
    public DirectoryRow create(DirectoryEntry entry, @Nullable String onlyTenant) {
        checkOwn(List.of(entry), onlyTenant);
        if (entry instanceof Tenant && onlyTenant != null) {
            throw notForTenants();
        }
        return made(onlyTenant, () -> {
                    if (store.find(entry.key()).isPresent()) {
                        throw new DirectoryRefusedException(
                                Reason.TAKEN, "there is " + entry.key() + " already: take another id, or change it");
                    }
                    return List.of(DirectoryChange.put(0, entry));
                })
                .get(0);
    }

    /**
     * Changes an entry that is there.
     *
     * @param expected the version that it must have; empty = any
     * @param edit makes the next one from the one that is there, of the same key; called again when it changes meanwhile
     * @return the entry as it is now; where the edit changes nothing, it has the version that it had
     * @throws DirectoryRefusedException {@link Reason#INVALID}, {@link Reason#NOT_FOUND}, {@link Reason#CHANGED},
     *     {@link Reason#NAMED_BY_OTHERS} or {@link Reason#BUSY}
     */
    public DirectoryRow change(
            EntryKey key, OptionalLong expected, UnaryOperator<DirectoryEntry> edit, @Nullable String onlyTenant) {
        List<DirectoryRow> rows = made(onlyTenant, () -> {
            DirectoryRow known = expected(key, expected, onlyTenant);
            DirectoryEntry before = entryOf(known);
            DirectoryEntry next = edit.apply(before);
            if (!next.key().equals(key)) {
                throw new IllegalArgumentException("an entry keeps its key");
            }
            if (next.equals(before)) {
                return List.of();
            }
            checkOwn(List.of(next), onlyTenant);
            return List.of(DirectoryChange.put(known.version(), next));
        });
        return rows.isEmpty() ? expected(key, expected, onlyTenant) : rows.get(0);
    }

    /**
     * Takes an entry out.
     *
     * @param expected the version that it must have; empty = any
     * @throws DirectoryRefusedException {@link Reason#NOT_FOUND}, {@link Reason#CHANGED}, {@link Reason#NAMED_BY_OTHERS},
     *     {@link Reason#NOT_FOR_TENANTS} or {@link Reason#BUSY}
     */
    public void remove(EntryKey key, OptionalLong expected, @Nullable String onlyTenant) {
        made(onlyTenant, () -> {
            DirectoryRow known = expected(key, expected, onlyTenant);
            if (key.kind() == EntryKind.TENANT && onlyTenant != null) {
                throw notForTenants();
            }
            return List.of(DirectoryChange.remove(key, known.version()));
        });
    }

    /**
     * Makes all of these so, whatever was there before, or none of them; entries may name each other. The same again changes
     * nothing.
     *
     * @param entries of different keys, at most {@link #MAX_PUT}
     * @throws DirectoryRefusedException {@link Reason#INVALID}, {@link Reason#NAMED_BY_OTHERS}, {@link Reason#TAKEN} when one is
     *     another tenant's, {@link Reason#NOT_FOR_TENANTS} or {@link Reason#BUSY}
     */
    public PutCount put(List<DirectoryEntry> entries, @Nullable String onlyTenant) {
        checkOwn(entries, onlyTenant);
        int[] added = new int[1];
        List<DirectoryRow> rows = made(onlyTenant, () -> {
            List<DirectoryChange> changes = new ArrayList<>();
            added[0] = 0;
            for (DirectoryEntry entry : entries) {
                Optional<DirectoryRow> known = store.find(entry.key());
                if (known.isEmpty()) {
                    checkMayBeAdded(entry, onlyTenant);
                    added[0]++;
                    changes.add(DirectoryChange.put(0, entry));
                } else if (!isSeen(known.get().entry(), onlyTenant)) {
                    throw new DirectoryRefusedException(
                            Reason.TAKEN, "there is " + entry.key() + " already: take another id");
                } else if (!entry.equals(known.get().entry())) {
                    changes.add(DirectoryChange.put(known.get().version(), entry));
                }
            }
            return changes;
        });
        return new PutCount(added[0], rows.size() - added[0], entries.size() - rows.size());
    }

    /**
     * What came of entries that were put.
     *
     * @param added how many were not there before
     * @param changed how many were there and are different now
     * @param unchanged how many were there just so
     */
    public record PutCount(int added, int changed, int unchanged) {}

    private static void checkMayBeAdded(DirectoryEntry entry, @Nullable String onlyTenant) {
        if (entry instanceof Tenant && onlyTenant != null) {
            throw notForTenants();
        }
    }

    private static DirectoryRefusedException notForTenants() {
        return new DirectoryRefusedException(
                Reason.NOT_FOR_TENANTS, "tenants are made and removed with keys that are bound to no tenant");
    }

    private DirectoryRow expected(EntryKey key, OptionalLong expected, @Nullable String onlyTenant) {
        DirectoryRow known = find(key, onlyTenant)
                .orElseThrow(() -> new DirectoryRefusedException(Reason.NOT_FOUND, "there is no " + key));
        if (expected.isPresent() && expected.getAsLong() != known.version()) {
            throw new DirectoryRefusedException(
                    Reason.CHANGED,
                    key + " has version " + known.version() + ", not " + expected.getAsLong()
                            + ": somebody changed it; read it again");
        }
        return known;
    }

    private static DirectoryEntry entryOf(DirectoryRow row) {
        if (row.entry() == null) {
            throw new IllegalStateException(row.key() + " was removed, and a store handed it out");
        }
        return row.entry();
    }

    private static void checkOwn(List<DirectoryEntry> entries, @Nullable String onlyTenant) {
        List<DirectoryFlaw> flaws = new ArrayList<>();
        for (DirectoryEntry entry : entries) {
            flaws.addAll(EntryChecks.flaws(entry));
            if (onlyTenant != null && !onlyTenant.equals(entry.tenantId()) && !(entry instanceof Tenant)) {
                flaws.add(new DirectoryFlaw(entry.key(), "/tenantId", "must be " + onlyTenant + ", as the API key's"));
            }
        }
        if (!flaws.isEmpty()) {
            throw DirectoryRefusedException.invalid(flaws);
        }
        Set<EntryKey> keys = entries.stream().map(DirectoryEntry::key).collect(Collectors.toSet());
        if (keys.size() < entries.size()) {
            throw new IllegalArgumentException("entries that are put at once have different keys");
        }
    }

    /** What is to be changed, as the directory is now. */
    private interface Wish {
        List<DirectoryChange> changes();
    }

    private List<DirectoryRow> made(@Nullable String onlyTenant, Wish wish) {
        for (int i = 0; i < TRIES; i++) {
            DirectorySnapshot before = watch.refresh();
            List<DirectoryChange> changes = wish.changes();
            if (changes.isEmpty()) {
                return List.of();
            }
            SnapshotEdit edit = before.edit();
            changes.forEach(change -> edit.set(change.key(), change.next()));
            DirectoryChecks checks = new DirectoryChecks(before, edit.at(before.revision()), onlyTenant);
            checks.check(changes);
            boolean alone = changes.stream().anyMatch(checks::dependsOnOthers);
            OptionalLong head =
                    store.commit(changes, alone ? OptionalLong.of(before.revision()) : OptionalLong.empty());
            if (head.isPresent()) {
                watch.refresh();
                return rows(changes, head.getAsLong());
            }
        }
        throw new DirectoryRefusedException(
                Reason.BUSY, "others changed the directory at the same time, again and again: try again");
    }

    private static List<DirectoryRow> rows(List<DirectoryChange> changes, long head) {
        List<DirectoryRow> rows = new ArrayList<>();
        for (DirectoryChange change : changes) {
            rows.add(new DirectoryRow(change.key(), head - changes.size() + rows.size() + 1, change.next()));
        }
        return rows;
    }
}
