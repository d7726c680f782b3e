package telephony.adapters.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.lead.Lead;
import telephony.lead.LeadPort;
import telephony.lead.LeadQuery;
import telephony.lead.Meeting;
import telephony.store.Page;

/**
 * Leads in this process's memory, gone with it.
 *
 * <p>Bounded: beyond {@value #MAX_LEADS} leads the one that was told of longest ago is forgotten, and beyond
 * {@value #MAX_MEETINGS} calls that were counted the oldest.
 */
public final class InMemoryLeads implements LeadPort {

    /** Leads at most. */
    public static final int MAX_LEADS = 100_000;

    /** Calls at most of which it is remembered that they were counted. */
    public static final int MAX_MEETINGS = 200_000;

    private static final Comparator<Counted> OLDEST_FIRST =
            Comparator.comparing(Counted::at).thenComparing(Counted::leadId).thenComparing(Counted::callKey);

    private final Supplier<String> ids;
    private final NavigableMap<String, Lead> byId = new TreeMap<>();
    /** By tenant and number; the one that was told of longest ago comes first. */
    private final Map<Whose, String> idsByOwner = new LinkedHashMap<>();

    private final Map<Call, Counted> counted = new HashMap<>();
    private final NavigableSet<Counted> countedByAge = new TreeSet<>(OLDEST_FIRST);
    private @Nullable Instant toldUntil;

    private record Whose(@Nullable String tenantId, String number) {}

    private record Call(String leadId, String callKey) {}

    private record Counted(Instant at, String leadId, String callKey) {}

    /** @param ids makes the id of each new lead */
    public InMemoryLeads(Supplier<String> ids) {
        this.ids = ids;
    }

    @Override
    public synchronized Lead met(Meeting meeting) {
        Whose whose = new Whose(meeting.tenantId(), meeting.number());
        String known = idsByOwner.remove(whose);
        String id = known == null ? ids.get() : known;
        idsByOwner.put(whose, id);
        Lead before = byId.get(id);
        Call call = new Call(id, meeting.callKey());
        if (before != null && counted.containsKey(call)) {
            return before;
        }
        Counted now = new Counted(meeting.at(), id, meeting.callKey());
        counted.put(call, now);
        countedByAge.add(now);
        Lead next = before == null ? Lead.first(id, meeting) : before.after(meeting);
        byId.put(id, next);
        makeRoom();
        return next;
    }

    private void makeRoom() {
        while (countedByAge.size() > MAX_MEETINGS) {
            forgetOldest();
        }
        if (idsByOwner.size() > MAX_LEADS) {
            Iterator<String> oldest = idsByOwner.values().iterator();
            byId.remove(oldest.next());
            oldest.remove();
        }
    }

    private void forgetOldest() {
        Counted old = countedByAge.first();
        countedByAge.remove(old);
        counted.remove(new Call(old.leadId(), old.callKey()));
    }

    @Override
    public synchronized Optional<Lead> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public synchronized Page<Lead> page(LeadQuery query) {
        NavigableMap<String, Lead> rest = query.afterId() == null ? byId : byId.tailMap(query.afterId(), false);
        List<Lead> wanted = rest.values().stream()
                .filter(query::wants)
                .limit(query.limit() + 1L)
                .toList();
        return pageOf(wanted, query.limit());
    }

    /** @param wanted one more than fits, if there are more */
    static Page<Lead> pageOf(List<Lead> wanted, int limit) {
        return wanted.size() <= limit
                ? new Page<>(wanted, null)
                : new Page<>(wanted.subList(0, limit), wanted.get(limit - 1).id());
    }

    @Override
    public synchronized int forgetMeetings(Instant before, int max) {
        int gone = 0;
        while (gone < max
                && !countedByAge.isEmpty()
                && countedByAge.first().at().isBefore(before)) {
            forgetOldest();
            gone++;
        }
        return gone;
    }

    @Override
    public synchronized Optional<Instant> toldUntil() {
        return Optional.ofNullable(toldUntil);
    }

    @Override
    public synchronized void told(Instant until) {
        if (toldUntil == null || until.isAfter(toldUntil)) {
            toldUntil = until;
        }
    }
}
