package telephony.app.proof;

import java.util.List;

/**
 * A broken variant that nothing notices, because another mechanism does the same work; when both are taken away, it is noticed.
 *
 * @param variant what is taken away
 * @param by what covers for it
 * @param day catches the two together, and neither alone
 */
record Covered(Variant variant, Variant by, Directed day) {

    static final List<Covered> ALL = List.of(
            new Covered(
                    ReplacingVariants.REPLACE_WITHOUT_REMOVING,
                    ReplacingVariants.REMOVED_MAY_STAY,
                    Directed.AN_AGENT_SPEAKS_AFTER_ALL),
            new Covered(
                    ReplacingVariants.REMOVED_MAY_STAY,
                    ReplacingVariants.REPLACE_WITHOUT_REMOVING,
                    Directed.AN_AGENT_SPEAKS_AFTER_ALL),
            new Covered(
                    ReplacingVariants.REPLACE_WITHOUT_DELETING,
                    ReplacingVariants.RETIRED_MAY_WIN,
                    Directed.ONE_NEVER_COMES),
            new Covered(
                    ReplacingVariants.RETIRED_MAY_WIN,
                    ReplacingVariants.REPLACE_WITHOUT_DELETING,
                    Directed.ONE_NEVER_COMES),
            new Covered(
                    ReplacingVariants.SPENT_MAY_WIN,
                    ReplacingVariants.REPLACE_WITHOUT_DELETING,
                    Directed.ONE_OF_A_RULE_NEVER_COMES),
            new Covered(SendingVariants.TAKEN_OVER_IS_SENT_AGAIN, SendingVariants.NO_CLAIM, Directed.A_SENDER_PAUSES),
            new Covered(
                    SendingVariants.SENT_WHENEVER, SendingVariants.TOKEN_LIVES_ON, Directed.A_SENDER_IS_STOPPED_BEFORE),
            new Covered(
                    RecordVariants.NO_PASS_AT_QUIESCENCE,
                    RecordVariants.NO_JANITOR,
                    Directed.A_CREATE_OUTLIVES_ITS_ROOM),
            new Covered(
                    RecordVariants.NO_JANITOR,
                    RecordVariants.NO_PASS_AT_QUIESCENCE,
                    Directed.A_CREATE_OUTLIVES_ITS_ROOM),
            new Covered(
                    SendingVariants.STALE_LOOK,
                    ReplacingVariants.LISTS_OVER_EVENTS,
                    Directed.AN_AGENT_LEAVES_DURING_A_LOOK),
            new Covered(ReplacingVariants.NO_LOOK_AFTER_CREATE, ReplacingVariants.TWINS_STAY, Directed.STORES_APART));

    /** Both taken away; the same whichever of them covers for the other. */
    Variant pair() {
        return variant.name().compareTo(by.name()) < 0 ? variant.and(by) : by.and(variant);
    }
}
