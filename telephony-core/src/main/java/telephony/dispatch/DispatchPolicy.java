package telephony.dispatch;

import java.util.Comparator;
import java.util.function.Predicate;
import telephony.call.Participant;
import telephony.call.ParticipantKind;

/**
 * What the protocol is told once.
 *
 * @param timing its times
 * @param instance name of this store's instance, in every marker; survives restarts of a durable store
 * @param adoptable whether an agent of this LiveKit name counts as ours, whoever sent it
 */
public record DispatchPolicy(DispatchTiming timing, String instance, Predicate<String> adoptable) {

    /** Whether this is an agent that counts as ours. */
    boolean isOurAgent(Participant participant) {
        return participant.kind() == ParticipantKind.AGENT
                && participant.agentName() != null
                && adoptable.test(participant.agentName());
    }

    /** Every replica picks the same one of several dispatches. */
    static final Comparator<ListedDispatch> OLDEST_FIRST =
            Comparator.comparing(ListedDispatch::createdAt).thenComparing(ListedDispatch::id);
}
