package telephony.adapters.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.lead.Lead;
import telephony.lead.LeadPort;
import telephony.lead.LeadQuery;
import telephony.lead.Meeting;
import telephony.store.Page;
import telephony.store.StoreUnavailableException;

/** Leads in hashes and their indexes beside the calls. */
final class RedisLeads implements LeadPort {

    private static final String NOTHING = "";

    /** The texts of one lead in an answer. */
    private static final int PARTS = 9;

    private final RedisLink link;
    private final Supplier<String> ids;

    RedisLeads(RedisLink link, Supplier<String> ids) {
        this.link = link;
        this.ids = ids;
    }

    private static String text(@Nullable String maybe) {
        return maybe == null ? NOTHING : "=" + maybe;
    }

    private static @Nullable String maybe(String text) {
        return text.isEmpty() ? null : text.substring(1);
    }

    @Override
    public Lead met(Meeting meeting) {
        List<String> arguments = List.of(
                text(meeting.tenantId()),
                meeting.number(),
                text(meeting.name()),
                text(meeting.campaignId()),
                meeting.callKey(),
                Long.toString(meeting.at().toEpochMilli()),
                ids.get());
        String what = "counting a call of a lead";
        return leads(link.step(what, RedisScript.LEADS_MET, arguments)).stream()
                .findFirst()
                .orElseThrow(() -> new StoreUnavailableException(
                        what + ": the index names a lead that is not there; restore it, or take it out of lead-ids"));
    }

    @Override
    public Optional<Lead> find(String id) {
        return leads(link.step("reading lead " + id, RedisScript.LEADS_FIND, List.of(id))).stream()
                .findFirst();
    }

    /** By the index that leaves the fewest; what else is asked for is looked at here, so that a page may be short. */
    @Override
    public Page<Lead> page(LeadQuery query) {
        List<String> arguments = List.of(
                index(query), query.afterId() == null ? NOTHING : query.afterId(), Integer.toString(query.limit() + 1));
        Page<Lead> all = InMemoryLeads.pageOf(
                leads(link.step("reading leads", RedisScript.LEADS_PAGE, arguments)), query.limit());
        return new Page<>(all.items().stream().filter(query::wants).toList(), all.nextCursor());
    }

    private static String index(LeadQuery query) {
        if (query.number() != null) {
            return "leads-of-number:" + query.number();
        } else if (query.campaignId() != null) {
            return "leads-of-campaign:" + text(query.campaignId());
        }
        return query.tenantId() == null ? "leads" : "leads-of-tenant:" + text(query.tenantId());
    }

    private static List<Lead> leads(List<?> answer) {
        List<Lead> leads = new ArrayList<>();
        for (int i = 0; i + PARTS <= answer.size(); i += PARTS) {
            leads.add(lead(answer.subList(i, i + PARTS)));
        }
        return leads;
    }

    private static Lead lead(List<?> parts) {
        String id = (String) parts.get(0);
        try {
            return new Lead(
                    id,
                    maybe((String) parts.get(1)),
                    (String) parts.get(2),
                    maybe((String) parts.get(3)),
                    maybe((String) parts.get(4)),
                    number(parts, 5),
                    Instant.ofEpochMilli(number(parts, 6)),
                    Instant.ofEpochMilli(number(parts, 7)),
                    number(parts, 8));
        } catch (NumberFormatException e) {
            throw new StoreUnavailableException(
                    "lead " + id + " stands in Redis with fields that are no lead: restore it, or delete it", e);
        }
    }

    private static long number(List<?> parts, int place) {
        return Long.parseLong((String) parts.get(place));
    }

    @Override
    public int forgetMeetings(Instant before, int max) {
        List<?> answer = link.step(
                "forgetting which calls of leads were counted",
                RedisScript.LEADS_FORGET,
                List.of(Long.toString(before.toEpochMilli()), Integer.toString(max)));
        return Math.toIntExact((Long) answer.get(0));
    }

    @Override
    public Optional<Instant> toldUntil() {
        return told("reading up to when calls were told to the leads", NOTHING);
    }

    @Override
    public void told(Instant until) {
        told("keeping up to when calls were told to the leads", Long.toString(until.toEpochMilli()));
    }

    private Optional<Instant> told(String what, String until) {
        List<?> answer = link.step(what, RedisScript.LEADS_TOLD, List.of(until));
        return answer.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(Long.parseLong((String) answer.get(0))));
    }
}
