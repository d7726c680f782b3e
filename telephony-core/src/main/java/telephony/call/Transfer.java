package telephony.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to bring the other side of a call to somebody else. It stands on the row before anything is asked of LiveKit,
 * and what it asked is asked once.
 *
 * @param order what was asked for
 * @param identity whose leg is handed over, or under which the target joins the room
 * @param state how far
 * @param intent the one request that was committed to; null = none is made, because a guard refused
 * @param answer whether LiveKit has answered that request
 * @param result what it came to
 * @param unseenSince when a look first did not show the target; null = the last one did, or none could tell
 * @param answeredAt when the target answered; null = it has not
 * @param endedAt when it was over: it failed, was done, or the target left again; null = it goes on
 */
public record Transfer(
        Order order,
        String identity,
        State state,
        @Nullable DialIntent intent,
        Answer answer,
        TransferResult result,
        @Nullable Instant unseenSince,
        @Nullable Instant answeredAt,
        @Nullable Instant endedAt) {

    /** What identities of targets begin with; the id of their call and the number of the transfer follow. */
    public static final String IDENTITY_PREFIX = "target-";

    private static final int ID_CHARS = 36;

    /** How the other side comes to somebody else. */
    public enum Mode {
        /** The far end is asked to call the target itself (REFER); the call leaves LiveKit. */
        COLD,
        /** The target is called into the room; the agent leaves when it answers. */
        BRIDGE,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /** Who wanted it. */
    public enum Cause {
        /** Somebody asked for it. */
        ASKED,
        /** The route says so, because no agent comes. */
        RUNG,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /** How far it has come. */
    public enum State {
        /** The request is committed to, sent, or lost; the target may ring. */
        UNDER_WAY,
        /** The target talks in the room. */
        BRIDGED,
        /** It is over, whatever it came to. */
        OVER,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /** What LiveKit has said of the request. */
    public enum Answer {
        /** Nothing yet. */
        PENDING,
        /** It was done. */
        DONE,
        /** It was not done, and will not be. */
        NOT_DONE,
        /** The answer is lost: it may have been done, or may yet. */
        LOST,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /**
     * What was asked for; never changes.
     *
     * @param number which transfer of this call, from 1
     * @param mode how
     * @param cause who wanted it
     * @param to E.164, or a {@code sip:} address where the mode is {@link Mode#COLD}
     * @param from the number that the target is shown, E.164; null = the trunk's own choice
     * @param trunkId LiveKit's outbound trunk; null = none is needed
     * @param sipCallId the leg that is handed over; null = none is
     * @param ringingTimeout how long it may take
     * @param headers SIP headers for the far end
     * @param key what the sender chose for this request; null = nobody sent it
     */
    public record Order(
            int number,
            Mode mode,
            Cause cause,
            String to,
            @Nullable String from,
            @Nullable String trunkId,
            @Nullable String sipCallId,
            Duration ringingTimeout,
            Map<String, String> headers,
            @Nullable String key) {

        public Order {
            headers = Map.copyOf(headers);
        }
    }

    /** The identity of the target of this transfer of a call. */
    public static String targetOf(CallId callId, int number) {
        return IDENTITY_PREFIX + callId + "-" + number;
    }

    /** The call whose target has this identity; empty = it is no target of ours. */
    public static Optional<CallId> callOf(String identity) {
        int end = IDENTITY_PREFIX.length() + ID_CHARS;
        if (!identity.startsWith(IDENTITY_PREFIX) || identity.length() <= end || identity.charAt(end) != '-') {
            return Optional.empty();
        }
        try {
            return Optional.of(CallId.parse(identity.substring(IDENTITY_PREFIX.length(), end)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** About to be asked of LiveKit. */
    public static Transfer committed(Order order, String identity, DialIntent intent) {
        return new Transfer(
                order, identity, State.UNDER_WAY, intent, Answer.PENDING, TransferResult.PENDING, null, null, null);
    }

    /** Never to be asked of LiveKit. */
    public static Transfer refused(Order order, String identity, String codes, Instant now) {
        TransferResult result = TransferResult.observed(TransferResult.Kind.GUARD_REFUSED, null, codes);
        return new Transfer(order, identity, State.OVER, null, Answer.PENDING, result, null, null, now);
    }

    /** Whether it is still to be looked after. */
    public boolean isOpen() {
        return state == State.UNDER_WAY || state == State.BRIDGED;
    }

    /** Whether a phone was called into the room. */
    public boolean isDialled() {
        return order.mode() == Mode.BRIDGE && intent != null;
    }

    /** Whether the target talks in the room. */
    public boolean isBridged() {
        return state == State.BRIDGED;
    }

    /** Whether the other side came to somebody else. */
    public boolean isDone() {
        return result.kind() == TransferResult.Kind.DONE;
    }

    /** Whether the far end may have called the target, although nobody said so. */
    boolean mayHaveWorked() {
        boolean silent = result.kind() == TransferResult.Kind.UNKNOWN || result.kind() == TransferResult.Kind.NO_NOTIFY;
        return silent && intent != null && order.mode() == Mode.COLD;
    }

    /** Whether LiveKit's answer may still come at this time. */
    public boolean isAwaited(Instant now) {
        return answer == Answer.PENDING && intent != null && now.isBefore(intent.answerDueAt());
    }

    /** Whether what the request does may still come, as far as its answer tells. */
    public boolean isUncertain() {
        return intent != null && (answer == Answer.PENDING || answer == Answer.LOST);
    }

    /** The leg of the target among these; empty = there is none, or nothing told of it yet. */
    public Optional<SipParticipant> leg(List<SipParticipant> legs) {
        return !isDialled()
                ? Optional.empty()
                : legs.stream().filter(leg -> leg.identity().equals(identity)).findFirst();
    }

    /** A REFER whose answer is lost leaves nothing of ours; while it is awaited, the call's record is not complete. */
    Optional<Instant> quiesceAt(List<SipParticipant> legs) {
        if (intent == null || !isUncertain() || leg(legs).isPresent()) {
            return Optional.empty();
        }
        return isDialled()
                ? Optional.of(intent.quiesceAt())
                : Optional.of(intent.answerDueAt()).filter(at -> isOpen());
    }

    /** The same, with LiveKit's word on the request; a certain one stays. */
    public Transfer answered(Answer next) {
        return isUncertain() ? with(draft -> draft.answer = next) : this;
    }

    /** The same, with the target talking. */
    public Transfer bridged(TransferResult told, Instant at) {
        return with(draft -> {
            draft.state = State.BRIDGED;
            draft.result = told;
            draft.answeredAt = at;
            draft.unseenSince = null;
        });
    }

    /** The same, over; what it came to is known already, or is this. */
    public Transfer over(TransferResult told, Instant at) {
        return with(draft -> {
            draft.state = State.OVER;
            draft.result = result.kind() == TransferResult.Kind.PENDING ? told : result;
            draft.endedAt = at;
        });
    }

    /** The same, over already, with what LiveKit says that it came to, where that was not known for certain. */
    public Transfer corrected(TransferResult told) {
        return result.certainty() == Outcome.Certainty.OBSERVED ? this : with(draft -> draft.result = told);
    }

    /** The same, with the target not shown since then; null = it was shown. */
    public Transfer withUnseenSince(@Nullable Instant at) {
        return with(draft -> draft.unseenSince = at);
    }

    private Transfer with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Transfer(
                order,
                identity,
                draft.state,
                intent,
                draft.answer,
                draft.result,
                draft.unseenSince,
                draft.answeredAt,
                draft.endedAt);
    }

    /** A copy that can be changed, so that each change names only what it changes. */
    private static final class Draft {
        private State state;
        private Answer answer;
        private TransferResult result;
        private @Nullable Instant unseenSince;
        private @Nullable Instant answeredAt;
        private @Nullable Instant endedAt;

        private Draft(Transfer from) {
            state = from.state;
            answer = from.answer;
            result = from.result;
            unseenSince = from.unseenSince;
            answeredAt = from.answeredAt;
            endedAt = from.endedAt;
        }
    }
}
