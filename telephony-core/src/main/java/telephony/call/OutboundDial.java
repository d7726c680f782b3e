package telephony.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of the row of a call that we place: whom we call, and how far the one dial has come. Whether the callee has
 * answered, whoever told it first, stands at {@link CallTimes#answeredAt}.
 *
 * @param state how far
 * @param order what was ordered
 * @param identity under which the callee joins the room; no other participant ever has it
 * @param intent the dial that was committed to; null = none yet
 * @param result what is known of it
 * @param unseenSince when, after quiescence, a look first did not show the callee; null = none did
 * @param hungUpAt when we first asked for its end; null = we did not
 * @param withheld why the phone never rang; null = it did, or may yet
 * @param refusal the codes of the guards that refused it; null = none did
 * @param series which attempt of its order it is; null = its order has no other
 */
public record OutboundDial(
        DialState state,
        Order order,
        String identity,
        @Nullable DialIntent intent,
        DialResult result,
        @Nullable Instant unseenSince,
        @Nullable Instant hungUpAt,
        @Nullable Withheld withheld,
        @Nullable String refusal,
        @Nullable DialSeries series) {

    /** What identities of callees begin with; the id of their call follows. */
    public static final String IDENTITY_PREFIX = "phone-";

    /** Why a phone never rang. */
    public enum Withheld {
        /** No agent came. */
        NO_AGENT,
        /** A guard refused. */
        GUARD,
        /** Its turn did not come in time: too many phones rang, or nobody could be asked whether it may. */
        NO_SLOT,
        /** The call was ended before, or there was no room for it. */
        ENDED,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /**
     * What was ordered; never changes.
     *
     * @param to whom, E.164
     * @param from the number that is shown, E.164; null = the trunk's own choice
     * @param trunkId LiveKit's outbound trunk
     * @param ringingTimeout how long it may ring
     * @param maxDuration how long the call may last after it was answered
     * @param agentFirst whether the phone rings only when the agent is in the room
     */
    public record Order(
            String to,
            @Nullable String from,
            String trunkId,
            Duration ringingTimeout,
            Duration maxDuration,
            boolean agentFirst) {}

    /** Of an order that has one attempt. */
    public OutboundDial(
            DialState state,
            Order order,
            String identity,
            @Nullable DialIntent intent,
            DialResult result,
            @Nullable Instant unseenSince,
            @Nullable Instant hungUpAt,
            @Nullable Withheld withheld,
            @Nullable String refusal) {
        this(state, order, identity, intent, result, unseenSince, hungUpAt, withheld, refusal, null);
    }

    /** Just ordered, for this call. */
    public static OutboundDial ordered(CallId callId, Order order) {
        return new OutboundDial(
                DialState.ORDERED, order, IDENTITY_PREFIX + callId, null, DialResult.PENDING, null, null, null, null);
    }

    /** The call whose callee has this identity; empty = it is no callee of ours. */
    public static Optional<CallId> callOf(String identity) {
        if (!identity.startsWith(IDENTITY_PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(CallId.parse(identity.substring(IDENTITY_PREFIX.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the phone has not rung, and may yet. */
    public boolean isToCome() {
        return state == DialState.QUEUED || state == DialState.ORDERED || state == DialState.WAITING;
    }

    /** Whether a request to dial has left, or may have. */
    public boolean isSent() {
        return intent != null && result.kind() != DialResult.Kind.NOT_SENT;
    }

    /** When the dial can no longer make the phone ring; empty when it cannot any more, or was not sent. */
    public Optional<Instant> quiesceAt() {
        return intent == null || result.isCertain() ? Optional.empty() : Optional.of(intent.quiesceAt());
    }

    /** The same in this state. */
    public OutboundDial withState(DialState next) {
        return with(draft -> draft.state = next);
    }

    /** The same, about to be dialled. */
    public OutboundDial committed(DialIntent next) {
        return with(draft -> {
            draft.state = DialState.DIALLED;
            draft.intent = next;
        });
    }

    /** The same, knowing this of the request; what is certain is not forgotten for what is not. */
    public OutboundDial answered(DialResult next) {
        return result.isCertain() ? this : with(draft -> draft.result = next);
    }

    /** The same, not shown after quiescence since then; null = it was shown. */
    public OutboundDial withUnseenSince(@Nullable Instant at) {
        return with(draft -> draft.unseenSince = at);
    }

    /** The same, with its end asked for; the first time stays. */
    public OutboundDial hungUp(Instant at) {
        return hungUpAt != null ? this : with(draft -> draft.hungUpAt = at);
    }

    /** The same, never to be dialled. */
    public OutboundDial withheld(Withheld why, @Nullable String codes) {
        return with(draft -> {
            draft.state = DialState.WITHHELD;
            draft.withheld = why;
            draft.refusal = codes;
        });
    }

    /** The same as one of several attempts; null = as the only one. */
    public OutboundDial withSeries(@Nullable DialSeries next) {
        return with(draft -> draft.series = next);
    }

    private OutboundDial with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new OutboundDial(
                draft.state,
                order,
                identity,
                draft.intent,
                draft.result,
                draft.unseenSince,
                draft.hungUpAt,
                draft.withheld,
                draft.refusal,
                draft.series);
    }

    /** A copy that can be changed, so that each change names only what it changes. */
    private static final class Draft {
        private DialState state;
        private @Nullable DialIntent intent;
        private DialResult result;
        private @Nullable Instant unseenSince;
        private @Nullable Instant hungUpAt;
        private @Nullable Withheld withheld;
        private @Nullable String refusal;
        private @Nullable DialSeries series;

        private Draft(OutboundDial from) {
            state = from.state;
            intent = from.intent;
            result = from.result;
            unseenSince = from.unseenSince;
            hungUpAt = from.hungUpAt;
            withheld = from.withheld;
            refusal = from.refusal;
            series = from.series;
        }
    }
}
