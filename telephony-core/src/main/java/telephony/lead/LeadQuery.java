package telephony.lead;

import org.jspecify.annotations.Nullable;

/**
 * Which leads to list, in the order of their ids.
 *
 * @param tenantId only this tenant's; null = all
 * @param number only of this number; null = all
 * @param campaignId only those whose latest campaign this is; null = all
 * @param limit how many at most, 1 to {@value #MAX_LIMIT}
 * @param afterId only those behind this id; null = from the first
 */
public record LeadQuery(
        @Nullable String tenantId,
        @Nullable String number,
        @Nullable String campaignId,
        int limit,
        @Nullable String afterId) {

    /** Longest page. */
    public static final int MAX_LIMIT = 200;

    public LeadQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT + ", not " + limit);
        }
    }

    /** Whether this lead is one of those that are looked for, wherever the page begins. */
    public boolean wants(Lead lead) {
        return (tenantId == null || tenantId.equals(lead.tenantId()))
                && (number == null || number.equals(lead.number()))
                && (campaignId == null || campaignId.equals(lead.campaignId()));
    }
}
