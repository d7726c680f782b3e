package telephony.routing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who answers a call, and why. It is stored on the call's row as it was made. */
public sealed interface RoutingDecision {

    /** A short stable word for why this was decided, such as {@code default} or {@code number}. */
    String reason();

    /** Whose call it is; null = nobody's in particular. */
    @Nullable
    String tenantId();

    /** What it belongs to; null = nothing. */
    @Nullable
    String campaignId();

    /** The same of a call that is this tenant's; null = nobody's in particular. */
    RoutingDecision ofTenant(@Nullable String tenant);

    /** The agent that should answer; empty when none should. */
    default Optional<AgentConfig> agent() {
        return Optional.empty();
    }

    /** Whether this decision can bring an agent of this LiveKit name into the call, at once or in place of another. */
    default boolean sends(String agentName) {
        return false;
    }

    /**
     * Send an agent.
     *
     * @param config who answers
     * @param agentId by which the directory knows this agent; null = it is not from the directory
     * @param reason why this one
     * @param tenantId whose call it is; null = nobody's in particular
     * @param campaignId what it belongs to; null = nothing
     * @param metadata JSON object handed to the agent, keys in any style; they reach it in snake_case
     * @param onAgentMissing what is done, in this order, for a caller whose agent is missing; empty = the router's default.
     *     Nothing may stand after {@link Rung.HangUp}
     * @param personFirst whether the first of these is done at once, before any agent is sent: it must bring in a person.
     *     Where no phone can be made to ring, the agent answers
     */
    record Dispatch(
            AgentConfig config,
            @Nullable String agentId,
            String reason,
            @Nullable String tenantId,
            @Nullable String campaignId,
            Map<String, Object> metadata,
            List<Rung> onAgentMissing,
            boolean personFirst)
            implements RoutingDecision {

        public Dispatch {
            metadata = Map.copyOf(metadata);
            onAgentMissing = List.copyOf(onAgentMissing);
            if (Rung.goesOnAfterHangUp(onAgentMissing)) {
                throw new IllegalArgumentException("nothing can be done for a caller after hanging up on him");
            }
            if (personFirst
                    && (onAgentMissing.isEmpty()
                            || onAgentMissing.get(0).number().isEmpty())) {
                throw new IllegalArgumentException("a person who is brought in first is the first rung");
            }
        }

        /** Sends an agent at once. */
        public Dispatch(
                AgentConfig config,
                @Nullable String agentId,
                String reason,
                @Nullable String tenantId,
                @Nullable String campaignId,
                Map<String, Object> metadata,
                List<Rung> onAgentMissing) {
            this(config, agentId, reason, tenantId, campaignId, metadata, onAgentMissing, false);
        }

        /** Sends an agent that is not from the directory. */
        public Dispatch(
                AgentConfig config,
                String reason,
                @Nullable String tenantId,
                @Nullable String campaignId,
                Map<String, Object> metadata,
                List<Rung> onAgentMissing) {
            this(config, null, reason, tenantId, campaignId, metadata, onAgentMissing, false);
        }

        /** Sends an agent for nobody in particular, with no metadata and no rungs of its own. */
        public static Dispatch of(AgentConfig config, String reason) {
            return new Dispatch(config, reason, null, null, Map.of(), List.of());
        }

        /** The same with this agent. */
        public Dispatch withConfig(AgentConfig agent) {
            return new Dispatch(agent, agentId, reason, tenantId, campaignId, metadata, onAgentMissing, personFirst);
        }

        /** The same with these rungs. */
        public Dispatch withOnAgentMissing(List<Rung> rungs) {
            return new Dispatch(config, agentId, reason, tenantId, campaignId, metadata, rungs, false);
        }

        /**
         * The same, but that a person is called before any agent is sent, and no agent after him.
         *
         * @param to whom, in E.164
         */
        public Dispatch withPersonFirst(String to) {
            List<Rung> person = List.of(new Rung.BringIn(to));
            return new Dispatch(config, agentId, reason, tenantId, campaignId, metadata, person, true);
        }

        @Override
        public Dispatch ofTenant(@Nullable String tenant) {
            return new Dispatch(config, agentId, reason, tenant, campaignId, metadata, onAgentMissing, personFirst);
        }

        /** The rung that stands after so many were taken; the last one is repeated. Empty before the first one. */
        public Optional<Rung> rung(int taken) {
            return taken == 0 || onAgentMissing.isEmpty()
                    ? Optional.empty()
                    : Optional.of(onAgentMissing.get(Math.min(taken, onAgentMissing.size()) - 1));
        }

        /** Whom to bring in after so many rungs were taken, in E.164; empty = nobody. A person is tried once. */
        public Optional<String> bringsIn(int taken) {
            return taken > onAgentMissing.size()
                    ? Optional.empty()
                    : rung(taken).flatMap(Rung::number);
        }

        /** Whether the caller is hung up on after so many rungs were taken, as after a person who was brought in last. */
        public boolean hangsUp(int taken) {
            return rung(taken)
                    .filter(rung -> rung instanceof Rung.HangUp
                            || (rung.number().isPresent() && bringsIn(taken).isEmpty()))
                    .isPresent();
        }

        /** Who is sent after so many rungs were taken: the last fallback agent among them, else the route's own. */
        public AgentConfig agentAfter(int taken) {
            AgentConfig current = config;
            for (Rung rung : onAgentMissing.subList(0, Math.min(taken, onAgentMissing.size()))) {
                current = rung.agent().orElse(current);
            }
            return current;
        }

        /** How many rungs are taken when the next one that brings another agent is; empty = none is left. */
        public OptionalInt nextFallback(int taken) {
            for (int next = taken + 1; next <= onAgentMissing.size(); next++) {
                if (onAgentMissing.get(next - 1).agent().isPresent()) {
                    return OptionalInt.of(next);
                }
            }
            return OptionalInt.empty();
        }

        /** How many rungs are taken when the first one that brings somebody else is; empty = none does. */
        public OptionalInt firstOther() {
            for (int taken = 1; taken <= onAgentMissing.size(); taken++) {
                Rung rung = onAgentMissing.get(taken - 1);
                if (rung.agent().isPresent() || rung.number().isPresent()) {
                    return OptionalInt.of(taken);
                }
            }
            return OptionalInt.empty();
        }

        @Override
        public Optional<AgentConfig> agent() {
            return Optional.of(config);
        }

        @Override
        public boolean sends(String agentName) {
            return Stream.concat(Stream.of(config), onAgentMissing.stream().flatMap(rung -> rung.agent().stream()))
                    .anyMatch(agent -> agent.name().equals(agentName));
        }
    }

    /**
     * Leave the call alone: it is recorded, and nothing is sent, removed or ended.
     *
     * @param reason why
     * @param tenantId whose call it is; null = nobody's in particular
     * @param campaignId what it belongs to; null = nothing
     */
    record Ignore(String reason, @Nullable String tenantId, @Nullable String campaignId) implements RoutingDecision {

        /** Leaves a call alone that is nobody's in particular. */
        public Ignore(String reason) {
            this(reason, null, null);
        }

        @Override
        public Ignore ofTenant(@Nullable String tenant) {
            return new Ignore(reason, tenant, campaignId);
        }
    }

    /**
     * Refuse the call: the caller is removed from the room, which ends the ringing.
     *
     * @param reason why
     * @param tenantId whose call it is; null = nobody's in particular
     * @param campaignId what it belongs to; null = nothing
     */
    record Reject(String reason, @Nullable String tenantId, @Nullable String campaignId) implements RoutingDecision {

        /** Refuses a call that is nobody's in particular. */
        public Reject(String reason) {
            this(reason, null, null);
        }

        @Override
        public Reject ofTenant(@Nullable String tenant) {
            return new Reject(reason, tenant, campaignId);
        }
    }
}
