package telephony.call;

/**
 * One of the places for calls that somebody has at a time.
 *
 * @param key whose: an agent's, a campaign's or a tenant's, such as {@code agent:sales}
 * @param limit how many calls hold one at a time; {@link #UNLIMITED} = they are only counted
 */
public record Slot(String key, int limit) {

    /** As many as there are. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** Longest key, in characters. */
    public static final int MAX_KEY_CHARS = 100;

    private static final String AGENT = "agent:";
    private static final String CAMPAIGN = "campaign:";
    private static final String TENANT = "tenant:";

    /** @throws IllegalArgumentException when the key has no or too many characters, or a line break, or the limit is below 0 */
    public Slot {
        if (key.isEmpty() || key.length() > MAX_KEY_CHARS || key.indexOf('\n') >= 0 || limit < 0) {
            throw new IllegalArgumentException("a slot has a key of 1 to " + MAX_KEY_CHARS
                    + " characters in one line, and a limit that is not below 0");
        }
    }

    /** One of this agent's, by the directory's id. */
    public static Slot ofAgent(String agentId, int limit) {
        return new Slot(keyOfAgent(agentId), limit);
    }

    /** One of this campaign's. */
    public static Slot ofCampaign(String campaignId, int limit) {
        return new Slot(CAMPAIGN + campaignId, limit);
    }

    /** One of this tenant's. */
    public static Slot ofTenant(String tenantId, int limit) {
        return new Slot(TENANT + tenantId, limit);
    }

    /** The key of this agent's. */
    public static String keyOfAgent(String agentId) {
        return AGENT + agentId;
    }

    /** Whether so many may hold one that one more may. */
    public boolean hasRoomBeside(long held) {
        return held < limit;
    }
}
