package telephony.app;

import org.jspecify.annotations.Nullable;
import telephony.directory.decision.DirectoryPolicy;
import telephony.directory.decision.DirectoryPolicy.UnknownNumbers;
import telephony.routing.AgentConfig;

/**
 * What the settings say of calls beyond the entries of the directory.
 *
 * @param agentAttribute attribute of a caller that names the agent; null = none does
 * @param tenantAttribute attribute of a caller that names the tenant; null = none does
 * @param tenantMember member of a room's metadata that names the tenant; null = none does
 * @param defaultAgentId the directory's agent of the last resort; null = there is none
 * @param defaultTenantId whose calls are that are no tenant's; null = nobody's
 * @param unknownNumbers what becomes of calls of which nothing is known, where no routing file says it
 */
record UnlistedCalls(
        @Nullable String agentAttribute,
        @Nullable String tenantAttribute,
        @Nullable String tenantMember,
        @Nullable String defaultAgentId,
        @Nullable String defaultTenantId,
        UnknownNumbers unknownNumbers) {

    /** What decisions are made by, with this agent as the very last. */
    DirectoryPolicy policy(AgentConfig lastAgent) {
        return new DirectoryPolicy(
                agentAttribute,
                tenantAttribute,
                tenantMember,
                defaultAgentId,
                defaultTenantId,
                lastAgent,
                unknownNumbers);
    }
}
