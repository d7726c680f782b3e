package telephony.dispatch;

import java.util.Comparator;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.TelephonyCall;
import telephony.routing.RoutingDecision;

/**
 * What the protocol is told once.
 *
 * @param timing its times
 * @param instance name of this store's instance, in every marker; survives restarts of a durable store
 * @param adoptable whether an agent of this LiveKit name counts as ours, whoever sent it
 * @param release what is done with a room when its call has ended
 * @param tokensMayExpireEarly whether LiveKit is known to accept a create's token for its leeway after its expiry
 */
public record DispatchPolicy(
        DispatchTiming timing,
        String instance,
        Predicate<String> adoptable,
        ReleaseMode release,
        BooleanSupplier tokensMayExpireEarly) {

    /** Whether this is an agent that counts as ours in this call. */
    boolean isOurAgent(TelephonyCall call, Participant participant) {
        return participant.kind() == ParticipantKind.AGENT
                && participant.agentName() != null
                && isOurs(call, participant.agentName());
    }

    /**
     * Whether an agent of this LiveKit name counts as ours in this call. What the call's own route sends does, also after
     * the routing forgot the name: else the agent of a call under way would become a stranger who is never taken out.
     */
    boolean isOurs(TelephonyCall call, String agentName) {
        RoutingDecision route = call.route();
        return adoptable.test(agentName) || (route != null && route.sends(agentName));
    }

    /** Every replica picks the same one of several dispatches. */
    static final Comparator<ListedDispatch> OLDEST_FIRST =
            Comparator.comparing(ListedDispatch::createdAt).thenComparing(ListedDispatch::id);
}
