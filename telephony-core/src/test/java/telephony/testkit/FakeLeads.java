package telephony.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import telephony.lead.Lead;
import telephony.lead.LeadPort;
import telephony.lead.LeadQuery;
import telephony.lead.Meeting;
import telephony.store.Page;
import telephony.store.StoreUnavailableException;

/** The plainest keeping of leads. Beyond the contract it can be down, and it counts how often it was told of a call. */
public final class FakeLeads implements LeadPort {

    private final TreeMap<String, Lead> leads = new TreeMap<>();
    private final Map<List<String>, Instant> counted = new HashMap<>();
    private @Nullable Instant toldUntil;
    private boolean down;
    private int tellings;

    /** Down: every step throws; up again: as if nothing had been. */
    public synchronized void setDown(boolean isDown) {
        down = isDown;
    }

    /** How often it was told of a call, also of one that it knew. */
    public synchronized int tellings() {
        return tellings;
    }

    /** All of them. */
    public synchronized List<Lead> all() {
        return List.copyOf(leads.values());
    }

    @Override
    public synchronized Lead met(Meeting meeting) {
        up();
        tellings++;
        Lead known = leads.values().stream()
                .filter(lead ->
                        lead.number().equals(meeting.number()) && Objects.equals(lead.tenantId(), meeting.tenantId()))
                .findFirst()
                .orElse(null);
        String id = known == null ? "lead-%06d".formatted(leads.size() + 1) : known.id();
        boolean first = counted.putIfAbsent(List.of(id, meeting.callKey()), meeting.at()) == null;
        if (known != null && !first) {
            return known;
        }
        Lead next = known == null ? Lead.first(id, meeting) : known.after(meeting);
        leads.put(id, next);
        return next;
    }

    @Override
    public synchronized Optional<Lead> find(String id) {
        up();
        return Optional.ofNullable(leads.get(id));
    }

    @Override
    public synchronized Page<Lead> page(LeadQuery query) {
        up();
        List<Lead> wanted = leads.values().stream()
                .filter(lead -> query.afterId() == null || lead.id().compareTo(query.afterId()) > 0)
                .filter(query::wants)
                .limit(query.limit() + 1L)
                .toList();
        List<Lead> items = wanted.subList(0, Math.min(wanted.size(), query.limit()));
        return new Page<>(
                items,
                wanted.size() > items.size() ? items.get(items.size() - 1).id() : null);
    }

    @Override
    public synchronized int forgetMeetings(Instant before, int max) {
        up();
        List<List<String>> old = counted.entrySet().stream()
                .filter(meeting -> meeting.getValue().isBefore(before))
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .limit(max)
                .map(Map.Entry::getKey)
                .toList();
        new ArrayList<>(old).forEach(counted::remove);
        return old.size();
    }

    @Override
    public synchronized Optional<Instant> toldUntil() {
        up();
        return Optional.ofNullable(toldUntil);
    }

    @Override
    public synchronized void told(Instant until) {
        up();
        if (toldUntil == null || until.isAfter(toldUntil)) {
            toldUntil = until;
        }
    }

    private void up() {
        if (down) {
            throw new StoreUnavailableException("the fake leads are down");
        }
    }
}
