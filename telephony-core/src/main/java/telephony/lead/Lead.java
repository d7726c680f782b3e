package telephony.lead;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A caller, as one tenant knows him.
 *
 * @param id names him; says nothing of his number
 * @param tenantId whom he called; null = nobody's in particular
 * @param number his number, as it was met; unique within the tenant
 * @param name as the latest call showed it that showed one; null = none did
 * @param campaignId of the latest call that belongs to one; null = none does
 * @param calls how many calls of his were counted, each once
 * @param firstAt when he called first, of the calls that were counted
 * @param lastAt when he called last, of the calls that were counted
 * @param version how often he was stored, from 1
 */
public record Lead(
        String id,
        @Nullable String tenantId,
        String number,
        @Nullable String name,
        @Nullable String campaignId,
        long calls,
        Instant firstAt,
        Instant lastAt,
        long version) {

    /** Who is met for the first time. */
    public static Lead first(String id, Meeting meeting) {
        return new Lead(
                id,
                meeting.tenantId(),
                meeting.number(),
                meeting.name(),
                meeting.campaignId(),
                1,
                meeting.at(),
                meeting.at(),
                1);
    }

    /**
     * The same once he was met again, at a call that was not counted yet. A meeting that is told late counts, and does not
     * replace the name and the campaign of a later one.
     */
    public Lead after(Meeting meeting) {
        boolean latest = !meeting.at().isBefore(lastAt);
        return new Lead(
                id,
                tenantId,
                number,
                newer(name, meeting.name(), latest),
                newer(campaignId, meeting.campaignId(), latest),
                calls + 1,
                meeting.at().isBefore(firstAt) ? meeting.at() : firstAt,
                latest ? meeting.at() : lastAt,
                version + 1);
    }

    private static @Nullable String newer(@Nullable String known, @Nullable String told, boolean latest) {
        return told != null && (latest || known == null) ? told : known;
    }
}
