package telephony.app.proof;

/** What must hold on any day. The bounds are those of {@link Bounds}. */
enum Invariant {
    ONE_AUDIBLE_AGENT("in calm, no caller hears two agents of ours for longer than it takes to remove one"),
    ONE_DISPATCH_PER_ATTEMPT("no attempt brings two dispatches"),
    NO_CREATE_BESIDE_AN_AGENT("nothing is created for a caller who has been hearing an agent of ours"),
    QUIESCENCE_KEPT("nothing is created for a call while an earlier create of it may still take effect"),
    NO_CREATE_WITHOUT_CALLER("nothing is created in a room that has had no caller for a while and lists none"),
    ATTEMPTS_INCREASE("the attempts of a call strictly increase, in the row and on the wire, and are few"),
    NOTHING_FOREIGN_TOUCHED("nobody's agent, dispatch or room but ours is removed or deleted"),
    HEALTHY_AGENT_KEPT("an agent that a caller has been hearing is not removed, and the caller is not hung up on"),
    NEVER_SILENT("in calm, a caller hears an agent, or is hung up on, within the bound"),
    SERVED_IN_CALM("in calm, where agents come and speak, a caller who waits hears one within the bound"),
    SERVED_IN_TIME("where a directed schedule promises it, no caller is longer without an agent's voice than it says"),
    RELEASED_AT_ONCE("in calm, the agents on a record are gone as soon as it says that the call is over"),
    HANG_UP_IS_RECORDED("no caller is hung up on of whose call the record does not say so before"),
    NO_AGENT_LEFT_BEHIND("in calm, no agent of ours stays without a human in a room that the store knows of"),
    ANSWERED_IS_KEPT("an event that was answered 2xx and concerns a call is in the inbox"),
    VERSIONS_NEVER_REPEAT("each write of a row raises its version"),
    DONE_IS_FINAL("no row leaves DONE, and no call that was over goes on"),
    EVERY_ROW_CLOSES("every row comes to its end, and nothing is due or owed any more"),
    NO_LEASE_LEFT("nobody holds a lease in the end"),
    EVERY_CALL_ENDS("no caller is still there in the end, whoever forgot him"),
    EVERY_CALL_IS_RECORDED(
            "every caller who was there for a sweep, in calm, is in a record, unless the store forgot it"),
    ONE_RECORD_PER_CALL("in calm, one phone call is one record"),
    ONE_CALL_PER_ORDER(
            "an order under one key is one call, however often and to whomever it is sent, and so is each further attempt of it"),
    ONE_DIAL_PER_CALL("no call that we place makes a phone ring twice"),
    NO_DIAL_WITHOUT_AGENT("no phone rings where no agent of ours is in the room, unless the order says so"),
    NO_PHONE_LEFT_RINGING("in calm, nobody whom we called is still there when the record says that the call is over"),
    INTENT_BEFORE_EFFECT("no phone rings and no far end is asked to call somebody before the record says so"),
    LAST_WORD_ASKED("no phone rings and no far end is asked to call somebody without the guards' last word"),
    NOBODY_CALLED_FOR_NOTHING("in calm, nobody is called for a call whose record says that it is over"),
    ONE_REQUEST_PER_TRANSFER(
            "a transfer under one key is one transfer and asks a far end once, and of a leg no two are under way at a time"),
    TRANSFER_HAS_RESULT("every transfer that was taken in comes to a result, which was so"),
    TURNS_KEEP_PACE("no more calls begin on a trunk, and are under way at a time, than its pace lets go"),
    ORDER_HAS_OUTCOME("every order that was taken in comes to an outcome"),
    TOLD_ONCE("no event, and no answer to a create, stands on a time line twice"),
    OUTCOME_IS_TRUE("what a record says was observed was so"),
    WORK_IS_BOUNDED("a day takes no more than a bounded number of requests to LiveKit"),
    NO_SURPRISE("no step fails but for a store that is not available");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    /** What must hold, for people. */
    String sentence() {
        return sentence;
    }
}
