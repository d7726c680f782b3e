package telephony.adapters.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import telephony.store.InboxEntry;
import telephony.store.InboxQuery;
import telephony.store.Page;

/** The inbox in this process's memory. To be called under the store's lock. */
final class ProcessInbox {

    private static final Comparator<InboxEntry> FIRST_COME =
            Comparator.comparing(InboxEntry::receivedAt).thenComparing(InboxEntry::eventId);

    private final int most;
    private final Map<String, InboxEntry> entries = new HashMap<>();
    private final NavigableSet<InboxEntry> byAge = new TreeSet<>(FIRST_COME);
    private final NavigableSet<InboxEntry> quarantineByAge = new TreeSet<>(FIRST_COME);

    /** @param most how many are kept; the oldest makes room for a further one */
    ProcessInbox(int most) {
        this.most = most;
    }

    /** Whether there is an entry of this event that does not give way to it. */
    boolean isKnown(InboxEntry entry) {
        InboxEntry known = entries.get(entry.eventId());
        return known != null && !entry.supersedes(known);
    }

    void takeIn(InboxEntry entry) {
        find(entry.eventId()).ifPresent(this::forget);
        entries.put(entry.eventId(), entry);
        byAge.add(entry);
        if (entry.verdict() == InboxEntry.Verdict.QUARANTINED) {
            quarantineByAge.add(entry);
        }
        if (entries.size() > most) {
            forget(byAge.first());
        }
    }

    private void forget(InboxEntry entry) {
        entries.remove(entry.eventId());
        byAge.remove(entry);
        quarantineByAge.remove(entry);
    }

    Optional<InboxEntry> find(String eventId) {
        return Optional.ofNullable(entries.get(eventId));
    }

    Page<InboxEntry> query(InboxQuery query) {
        boolean quarantineOnly = query.verdict() == InboxEntry.Verdict.QUARANTINED;
        NavigableSet<InboxEntry> oldestFirst = quarantineOnly ? quarantineByAge : byAge;
        Iterator<InboxEntry> newestFirst = query.cursor() == null
                ? oldestFirst.descendingIterator()
                : oldestFirst
                        .headSet(InboxPlace.of(query.cursor()).asEntry(), false)
                        .descendingIterator();
        List<InboxEntry> items = new ArrayList<>();
        while (newestFirst.hasNext()) {
            InboxEntry entry = newestFirst.next();
            if (query.verdict() == null || query.verdict() == entry.verdict()) {
                if (items.size() == query.limit()) {
                    return new Page<>(
                            items, InboxPlace.of(items.get(items.size() - 1)).cursor());
                }
                items.add(entry);
            }
        }
        return new Page<>(items, null);
    }

    /** Forgets entries from the longest known on, up to the first that is not older; returns how many. */
    int forget(Instant before, int max) {
        int forgotten = 0;
        while (forgotten < max && !byAge.isEmpty() && byAge.first().receivedAt().isBefore(before)) {
            forget(byAge.first());
            forgotten++;
        }
        return forgotten;
    }
}
