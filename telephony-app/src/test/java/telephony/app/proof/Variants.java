package telephony.app.proof;

import java.util.List;
import java.util.stream.Stream;

/** The broken variants: what stands in the way of two agents or none, taken away piece by piece. */
final class Variants {

    /** Singly. */
    static final List<Variant> SINGLE = Stream.of(
                    SendingVariants.ALL, ReplacingVariants.ALL, RecordVariants.ALL, CallingVariants.ALL)
            .flatMap(List::stream)
            .toList();

    /** In pairs, because one layer hides what another lacks. */
    static final List<Variant> PAIRS = Stream.concat(
                    Covered.ALL.stream().map(Covered::pair).distinct(),
                    Stream.of(
                            RecordVariants.NO_CLEAN_UP.and(RecordVariants.NO_JANITOR),
                            SendingVariants.SHORT_LEASE.and(SendingVariants.NO_VERSION_CHECK),
                            SendingVariants.SHORT_LEASE.and(SendingVariants.NO_QUIESCENCE),
                            SendingVariants.TAKEN_OVER_IS_SENT_AGAIN.and(SendingVariants.NO_QUIESCENCE),
                            SendingVariants.NO_READ_BEFORE_WRITE.and(ReplacingVariants.TWINS_STAY),
                            SendingVariants.DISPATCH_ON_EVERY_JOIN.and(SendingVariants.NO_READ_BEFORE_WRITE),
                            SendingVariants.NO_CLAIM.and(SendingVariants.NO_VERSION_CHECK),
                            ReplacingVariants.REMOVED_MAY_WIN.and(ReplacingVariants.REMOVED_MAY_STAY)))
            .toList();

    private Variants() {}

    static List<Variant> all() {
        return Stream.concat(SINGLE.stream(), PAIRS.stream()).toList();
    }
}
