package telephony.dispatch;

import java.util.Comparator;
import java.util.function.Predicate;

/**
 * What the protocol is told once.
 *
 * @param timing its times
 * @param instance name of this store's instance, in every marker; survives restarts of a durable store
 * @param adoptable whether an agent of this LiveKit name counts as ours, whoever sent it
 */
public record DispatchPolicy(DispatchTiming timing, String instance, Predicate<String> adoptable) {

    /** Every replica picks the same one of several dispatches. */
    static final Comparator<ListedDispatch> OLDEST_FIRST =
            Comparator.comparing(ListedDispatch::createdAt).thenComparing(ListedDispatch::id);
}
