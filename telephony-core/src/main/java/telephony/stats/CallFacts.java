package telephony.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.CallStatus;
import telephony.call.Direction;
import telephony.call.OutboundDial;
import telephony.call.Outcome;
import telephony.call.PhoneNumber;
import telephony.call.TelephonyCall;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;

/**
 * What is looked for and counted of a call, read from its row; a store may keep it beside the row.
 *
 * @param callId the call
 * @param createdAt when it began, which decides to which day it belongs
 * @param direction who rang whom
 * @param status how far it has come
 * @param outcome what it came to; null = it goes on
 * @param tenantId whose it is; null = nobody's in particular
 * @param campaignId what it belongs to; null = nothing
 * @param from the caller's number; null = not known
 * @param to the number that was called; null = not known
 * @param agent LiveKit's name of the agent that was sent last; null = none was to answer
 * @param reason why this one; null = nothing was decided
 * @param routed whether it was the named agent
 * @param ringMillis how long it rang before somebody was heard: from the dial, or from the caller's coming, to the
 *     answer; null = nobody answered
 * @param agentMillis how long the agent took to come: from our hearing of the call, of a call that we place from the wish for
 *     an agent; null = none came
 * @param talkMillis from the answer to the end; null = it was not answered, or goes on
 */
public record CallFacts(
        CallId callId,
        Instant createdAt,
        Direction direction,
        CallStatus status,
        Outcome.@Nullable Result outcome,
        @Nullable String tenantId,
        @Nullable String campaignId,
        @Nullable PhoneNumber from,
        @Nullable PhoneNumber to,
        @Nullable String agent,
        @Nullable String reason,
        Routed routed,
        @Nullable Long ringMillis,
        @Nullable Long agentMillis,
        @Nullable Long talkMillis) {

    /** Those of this row. */
    public static CallFacts of(TelephonyCall call) {
        RoutingDecision route = call.route();
        Outcome outcome = call.outcome();
        return new CallFacts(
                call.callId(),
                call.times().createdAt(),
                call.origin().direction(),
                call.status(),
                outcome == null ? null : outcome.result(),
                call.origin().tenantId(),
                call.origin().campaignId(),
                call.from(),
                call.to(),
                agent(call).map(AgentConfig::name).orElse(null),
                route == null ? null : route.reason(),
                Routed.of(call),
                between(ringingSince(call), call.times().answeredAt()),
                between(agentWantedSince(call), call.times().agentJoinedAt()),
                between(call.times().answeredAt(), call.times().endedAt()));
    }

    private static Optional<AgentConfig> agent(TelephonyCall call) {
        return call.route() instanceof RoutingDecision.Dispatch dispatch
                ? Optional.of(dispatch.agentAfter(call.dispatch().replacement().rungs()))
                : Optional.empty();
    }

    private static @Nullable Instant ringingSince(TelephonyCall call) {
        OutboundDial dial = call.dial();
        if (dial != null) {
            return dial.intent() == null ? null : dial.intent().committedAt();
        }
        return call.firstJoinedAt().orElse(call.times().createdAt());
    }

    private static Instant agentWantedSince(TelephonyCall call) {
        Instant wanted = call.dial() == null ? null : call.dispatch().wantedAt();
        return wanted == null ? call.times().createdAt() : wanted;
    }

    /** Two clocks tell of a call, LiveKit's and ours, and may differ by a little. */
    private static @Nullable Long between(@Nullable Instant since, @Nullable Instant until) {
        return since == null || until == null
                ? null
                : Math.max(0, Duration.between(since, until).toMillis());
    }

    /** The number of ours that the call went through; null = not known. */
    public @Nullable String ownNumber() {
        PhoneNumber own = direction == Direction.OUTBOUND ? from : to;
        return own == null ? null : own.best();
    }

    /** Whether it is over. */
    public boolean isEnded() {
        return status == CallStatus.ENDED || status == CallStatus.FAILED;
    }
}
