package telephony.directory.decision;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import telephony.routing.AgentConfig;

/**
 * What the operator of the whole system says of decisions.
 *
 * <p><b>Attributes</b> of a caller's SIP participant come from four places: LiveKit's own ({@code sip.…}), SIP headers that
 * LiveKit copies by itself ({@code sip.h.…}, {@code lktest.…}), headers that a trunk's {@code headers_to_attributes} maps to names of
 * the operator's, and the dispatch rule's {@code attributes}. Whoever calls can write any header, so only the last can be trusted. That is why
 * both attributes here are off unless they are named, names of the first two kinds are refused, and a trunk must not map a
 * header to such a name. Even then an attribute reaches no agent of another tenant than the number's.
 *
 * <p><b>Metadata</b> of a room is written by whoever makes the room, such as the dispatch rule's room configuration, and by who may
 * change it with a token of LiveKit's; nothing of a call gets into it by itself.
 *
 * @param agentAttribute whose value is the directory's id of the agent that answers; null = no call names its agent
 * @param tenantAttribute whose value is the tenant of a call to a number that is no tenant's; null = none is
 * @param tenantMember the member of the room's metadata whose value is the tenant, where neither number nor attribute names one; null =
 *     none is
 * @param defaultAgentId the directory's agent that answers when nothing else is found; null = there is none
 * @param defaultTenantId whose calls those are that are no tenant's and that it answers; null = nobody's in particular
 * @param lastAgent answers when nothing at all is found and unknown numbers are answered
 * @param unknownNumbers what becomes of calls of which nothing is known
 */
public record DirectoryPolicy(
        @Nullable String agentAttribute,
        @Nullable String tenantAttribute,
        @Nullable String tenantMember,
        @Nullable String defaultAgentId,
        @Nullable String defaultTenantId,
        AgentConfig lastAgent,
        UnknownNumbers unknownNumbers) {

    /** What becomes of calls of which nothing is known. */
    public enum UnknownNumbers {
        /** The last agent answers. */
        DEFAULT,
        /** They are recorded and left alone. */
        IGNORE,
        /** They are refused. */
        REJECT
    }

    /** @throws IllegalArgumentException when an attribute's name is one that callers can write */
    public DirectoryPolicy {
        Objects.requireNonNull(lastAgent);
        if (!isFitAttribute(agentAttribute) || !isFitAttribute(tenantAttribute)) {
            throw new IllegalArgumentException("attributes that begin with sip. or lktest. may be written by callers");
        }
    }

    /** Of a system without attributes, metadata and directory defaults, in which this agent answers what nothing is known of. */
    public static DirectoryPolicy of(AgentConfig lastAgent) {
        return new DirectoryPolicy(null, null, null, null, null, lastAgent, UnknownNumbers.DEFAULT);
    }

    /** Whether an attribute of this name cannot be written by callers as long as no trunk maps a header to it. */
    public static boolean isFitAttribute(@Nullable String name) {
        return name == null || !(name.startsWith("sip.") || name.startsWith("lktest."));
    }
}
