package telephony.decided;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.observe.TelephonyListener;
import telephony.routing.RoutingRequest;

/**
 * Knows of a call that LiveKit tells of whether it was decided before: by the room that its front end was told to put it
 * into; else by the front end's own id in the attribute {@value #CALL_ID_ATTRIBUTE}; else by an id that the call has in SIP,
 * {@code sip.callID} or {@value #FULL_SIP_ID}, of which the front end had named either as its own id or as the call's in SIP.
 *
 * <p>Who can set these attributes or choose the room's name chooses the decision: a trunk that takes calls from anybody must
 * not map headers to {@value #CALL_ID_ATTRIBUTE}.
 *
 * <p>It stands on the path of LiveKit's webhook: one step on the store, and where that fails the call is routed anew.
 * Thread-safe.
 */
public final class DecidedCalls {

    /** The attribute of the SIP participant in which a front end hands on its own id of the call. */
    public static final String CALL_ID_ATTRIBUTE = "telephony.call_id";

    /** The attribute in which LiveKit tells the SIP header Call-ID. */
    static final String FULL_SIP_ID = "sip.callIDFull";

    /** Knows of no call. */
    public static final DecidedCalls NONE = new DecidedCalls(null, TelephonyListener.NOOP);

    private final @Nullable DecidedCallPort calls;
    private final TelephonyListener listener;

    /**
     * @param calls where they are kept; null = nowhere
     * @param listener told when it cannot be seen whether a call was decided before
     */
    public DecidedCalls(@Nullable DecidedCallPort calls, TelephonyListener listener) {
        this.calls = calls;
        this.listener = listener;
    }

    /**
     * The decision that this call has already; empty also when it is older than {@link DecidedCall#KEPT}, or could not be
     * read. Never throws.
     *
     * @param sipCallId {@code sip.callID}
     */
    public Optional<DecidedCall> find(RoutingRequest request, String sipCallId) {
        if (calls == null) {
            return Optional.empty();
        }
        List<String> ids = Stream.of(
                        request.attributes().get(CALL_ID_ATTRIBUTE),
                        sipCallId,
                        request.attributes().get(FULL_SIP_ID))
                .filter(Objects::nonNull)
                .filter(DecidedCalls::isFit)
                .distinct()
                .toList();
        try {
            return calls.recognise(isFit(request.roomName()) ? request.roomName() : "", ids)
                    .filter(call -> call.isCurrentAt(request.at()));
        } catch (RuntimeException e) {
            listener.onTrouble("whether a call was decided before could not be seen; it is routed anew", e);
            return Optional.empty();
        }
    }

    private static boolean isFit(String id) {
        return !id.isEmpty() && id.length() <= DecidedCall.MAX_ID_CHARS;
    }

    /**
     * Forgets those that are older than {@link DecidedCall#KEPT}.
     *
     * @param max how many at most
     * @return how many were forgotten
     */
    public int forget(Instant now, int max) {
        return calls == null ? 0 : calls.purge(now.minus(DecidedCall.KEPT), max);
    }
}
