package telephony.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.directory.DirectoryEntry.Reference;
import telephony.directory.DirectoryRefusedException.Reason;

/**
 * Whether changes leave a directory in which every named entry is there and of the same tenant as the one that names it.
 *
 * @param before the directory before the changes
 * @param after the directory after them
 * @param onlyTenant whose changes they are; null = of somebody who sees all
 */
record DirectoryChecks(DirectorySnapshot before, DirectorySnapshot after, @Nullable String onlyTenant) {

    /** Entries that name another one and are told at most. */
    private static final int TOLD = 5;

    /** Whether it depends on other entries that this change may be made. */
    boolean dependsOnOthers(DirectoryChange change) {
        DirectoryEntry next = change.next();
        DirectoryEntry known = before.find(change.key()).orElse(null);
        return next == null
                || known == null
                || !next.references().equals(known.references())
                || !Objects.equals(next.tenantId(), known.tenantId());
    }

    /** @throws DirectoryRefusedException {@link Reason#INVALID} or {@link Reason#NAMED_BY_OTHERS} */
    void check(List<DirectoryChange> changes) {
        List<DirectoryFlaw> flaws = new ArrayList<>();
        for (DirectoryChange change : changes) {
            if (change.next() != null) {
                flaws.addAll(flawsOf(change.next()));
            }
        }
        if (!flaws.isEmpty()) {
            throw DirectoryRefusedException.invalid(flaws);
        }
        changes.forEach(this::checkReferrers);
    }

    private List<DirectoryFlaw> flawsOf(DirectoryEntry entry) {
        List<DirectoryFlaw> flaws = new ArrayList<>();
        for (Reference reference : entry.references()) {
            Optional<DirectoryEntry> named = after.find(reference.key());
            boolean sameTenant = named.isPresent() && Objects.equals(named.get().tenantId(), entry.tenantId());
            // Of what is another tenant's a tenant learns nothing.
            if (named.isEmpty() || (!sameTenant && onlyTenant != null)) {
                flaws.add(flaw(entry, reference, "must be one of the directory: there is no " + reference.key()));
            } else if (!sameTenant) {
                flaws.add(flaw(entry, reference, "must be of the same tenant: " + reference.key() + " is not"));
            }
        }
        return flaws;
    }

    private static DirectoryFlaw flaw(DirectoryEntry entry, Reference reference, String message) {
        return new DirectoryFlaw(entry.key(), reference.pointer(), message);
    }

    /** An entry that others name stays, and stays its tenant's. */
    private void checkReferrers(DirectoryChange change) {
        DirectoryEntry known = before.find(change.key()).orElse(null);
        DirectoryEntry next = change.next();
        boolean goes = next == null || (known != null && !Objects.equals(known.tenantId(), next.tenantId()));
        if (known == null || !goes) {
            return;
        }
        List<EntryKey> left = new ArrayList<>();
        for (EntryKey referrer : after.referrersOf(change.key(), Integer.MAX_VALUE)) {
            DirectoryEntry naming = after.find(referrer).orElse(null);
            if (next == null || (naming != null && !Objects.equals(naming.tenantId(), next.tenantId()))) {
                left.add(referrer);
            }
        }
        if (!left.isEmpty()) {
            throw new DirectoryRefusedException(
                    Reason.NAMED_BY_OTHERS,
                    change.key() + " is named by " + told(left) + ": change " + (left.size() == 1 ? "it" : "them")
                            + " first");
        }
    }

    private static String told(List<EntryKey> keys) {
        List<String> first = keys.stream().limit(TOLD).map(EntryKey::toString).toList();
        int more = keys.size() - first.size();
        return String.join(", ", first) + (more == 0 ? "" : " and " + more + " more");
    }
}
