package telephony.call;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Whose it can be. */
    public enum Owner {
        AGENT,
        CAMPAIGN,
        TENANT;

        private final String prefix = name().toLowerCase(Locale.ROOT) + ":";
    }

    /** @throws IllegalArgumentException when the key has no or too many characters, or a line break, or the limit is below 0 */
    public Slot {
        if (key.isEmpty() || key.length() > MAX_KEY_CHARS || key.indexOf('\n') >= 0 || limit < 0) {
            throw new IllegalArgumentException("a slot has a key of 1 to " + MAX_KEY_CHARS
                    + " characters in one line, and a limit that is not below 0");
        }
    }

    /** One of whom the directory knows by this id. */
    public static Slot of(Owner owner, String id, int limit) {
        return new Slot(owner.prefix + id, limit);
    }

    /** One of this agent's, by the directory's id. */
    public static Slot ofAgent(String agentId, int limit) {
        return of(Owner.AGENT, agentId, limit);
    }

    /** One of this tenant's. */
    public static Slot ofTenant(String tenantId, int limit) {
        return of(Owner.TENANT, tenantId, limit);
    }

    /** The key of this agent's. */
    public static String keyOfAgent(String agentId) {
        return Owner.AGENT.prefix + agentId;
    }

    /** Whose it is; empty = nobody's whom this version knows. */
    public Optional<Owner> owner() {
        return Stream.of(Owner.values())
                .filter(owner -> key.startsWith(owner.prefix))
                .findFirst();
    }

    /** The id of the owner. */
    public String ownerId() {
        return key.substring(key.indexOf(':') + 1);
    }

    /** The same with another limit. */
    public Slot withLimit(int next) {
        return new Slot(key, next);
    }

    /** Whether so many may hold one that one more may. */
    public boolean hasRoomBeside(long held) {
        return held < limit;
    }
}
