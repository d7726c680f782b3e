package telephony.dispatch;

import static telephony.call.DispatchState.AUDIBLE;
import static telephony.call.DispatchState.CLEAN;
import static telephony.call.DispatchState.CONFIRMED;
import static telephony.call.DispatchState.DONE;
import static telephony.call.DispatchState.FAILED;
import static telephony.call.DispatchState.INTENT;
import static telephony.call.DispatchState.JOINED;
import static telephony.call.DispatchState.NEW;
import static telephony.call.DispatchState.RECOVER;
import static telephony.call.DispatchState.VERIFY;
import static telephony.call.DispatchState.WANT;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import telephony.call.DispatchState;

/**
 * The protocol that brings exactly one agent into a call, as data: (state, trigger, guard) → (state, effects). The
 * first rule that fits applies; where none fits, nothing happens. {@code docs/protocol.md} says why it is so.
 */
final class StateTable {

    /** One line of the table. */
    record Rule(Set<DispatchState> from, Trigger on, Guard when, DispatchState to, List<Effect> then) {

        boolean fits(DispatchState state, Trigger trigger, Situation situation) {
            return on == trigger && from.contains(state) && when.holds(situation);
        }
    }

    private static final Set<DispatchState> OPEN =
            EnumSet.of(NEW, WANT, INTENT, VERIFY, CONFIRMED, JOINED, AUDIBLE, RECOVER, FAILED);
    private static final Set<DispatchState> SENDING = EnumSet.of(WANT, INTENT, VERIFY, CONFIRMED);
    private static final Set<DispatchState> LOOKING = EnumSet.of(WANT, VERIFY);

    static final List<Rule> RULES = List.of(
            rule(NEW, Trigger.ROUTED, Guard.ROUTE_WANTS_AGENT, WANT, Effect.WANT_AGENT),
            rule(NEW, Trigger.ROUTED, Guard.ROUTE_REJECTS, NEW, Effect.REMOVE_CALLERS),

            // Read before write: whatever is found is taken; only a complete look that shows nothing allows a create.
            rule(LOOKING, Trigger.LOOKED, Guard.AGENT_PRESENT, JOINED, Effect.ADOPT_AGENT, Effect.AWAIT),
            rule(LOOKING, Trigger.LOOKED, Guard.DISPATCH_MARKED, CONFIRMED, Effect.ADOPT_MARKED, Effect.AWAIT),
            rule(WANT, Trigger.LOOKED, Guard.DISPATCH_FOREIGN, CONFIRMED, Effect.ADOPT_FOREIGN, Effect.AWAIT),
            rule(WANT, Trigger.LOOKED, Guard.GAVE_UP, FAILED, Effect.NOTE_GIVE_UP, Effect.AWAIT),
            rule(WANT, Trigger.LOOKED, Guard.LOOK_FAILED, WANT, Effect.NOTE_FAILURE, Effect.BACK_OFF),
            rule(WANT, Trigger.LOOKED, Guard.MEETING, NEW, Effect.STAND_BACK),
            rule(WANT, Trigger.LOOKED, Guard.CALLER_UNPROVEN, WANT, Effect.BACK_OFF),
            rule(WANT, Trigger.LOOKED, Guard.ALWAYS, INTENT, Effect.RECORD_INTENT),

            // Intent before effect: whoever finds an intent that is not his own verifies, and nobody sends again.
            rule(INTENT, Trigger.TAKEN_OVER, Guard.ALWAYS, VERIFY, Effect.NOTE_LOST, Effect.POLL),
            rule(VERIFY, Trigger.LOOKED, Guard.QUIET, WANT, Effect.WANT_AGENT),
            rule(VERIFY, Trigger.LOOKED, Guard.ALWAYS, VERIFY, Effect.POLL),

            rule(SENDING, Trigger.CREATE_ANSWERED, Guard.ACCEPTED, CONFIRMED, Effect.NOTE_ANSWER, Effect.AWAIT),
            rule(INTENT, Trigger.CREATE_ANSWERED, Guard.REFUSED, WANT, Effect.NOTE_ANSWER, Effect.BACK_OFF),
            rule(INTENT, Trigger.CREATE_ANSWERED, Guard.ALARMING, FAILED, Effect.NOTE_ANSWER, Effect.AWAIT),
            rule(INTENT, Trigger.CREATE_ANSWERED, Guard.ALWAYS, VERIFY, Effect.NOTE_ANSWER, Effect.POLL),
            rule(JOINED, Trigger.CREATE_ANSWERED, Guard.ALWAYS, JOINED, Effect.NOTE_ANSWER),
            rule(AUDIBLE, Trigger.CREATE_ANSWERED, Guard.ALWAYS, AUDIBLE, Effect.NOTE_ANSWER),
            rule(CLEAN, Trigger.CREATE_ANSWERED, Guard.ACCEPTED, CLEAN, Effect.NOTE_ANSWER, Effect.RELEASE),
            rule(CLEAN, Trigger.CREATE_ANSWERED, Guard.ALWAYS, CLEAN, Effect.NOTE_ANSWER),

            rule(SENDING, Trigger.AGENT_SEEN, Guard.ALWAYS, JOINED, Effect.AWAIT),
            rule(JOINED, Trigger.AGENT_HEARD, Guard.WAS_HEARD, AUDIBLE, Effect.AWAIT),

            // After the call: what it may have left goes at once, and once more when nothing can come any more.
            rule(OPEN, Trigger.CALL_ENDED, Guard.LEFT_TRACES, CLEAN, Effect.RELEASE),
            rule(OPEN, Trigger.CALL_ENDED, Guard.ALWAYS, DONE, Effect.CLOSE),
            rule(CLEAN, Trigger.ROOM_GONE, Guard.ALWAYS, CLEAN, Effect.PASS_AT_QUIESCENCE),
            rule(CLEAN, Trigger.LOOKED, Guard.CLEAN_PROVEN, DONE, Effect.CLOSE),
            rule(CLEAN, Trigger.LOOKED, Guard.CLEAN_OVERDUE, DONE, Effect.NOTE_FAILURE, Effect.CLOSE),
            rule(CLEAN, Trigger.LOOKED, Guard.ALWAYS, CLEAN, Effect.RELEASE_SEEN),
            rule(CLEAN, Trigger.AGENT_SEEN, Guard.ALWAYS, CLEAN, Effect.RELEASE_AGENTS),
            rule(DONE, Trigger.AGENT_SEEN, Guard.ALWAYS, DONE, Effect.RELEASE_AGENTS));

    private StateTable() {}

    /** The rule that applies; empty = nothing happens. */
    static Optional<Rule> find(Trigger trigger, Situation situation) {
        DispatchState state = situation.row().dispatch().state();
        return RULES.stream()
                .filter(rule -> rule.fits(state, trigger, situation))
                .findFirst();
    }

    private static Rule rule(DispatchState from, Trigger on, Guard when, DispatchState to, Effect... then) {
        return rule(EnumSet.of(from), on, when, to, then);
    }

    private static Rule rule(Set<DispatchState> from, Trigger on, Guard when, DispatchState to, Effect... then) {
        return new Rule(from, on, when, to, List.of(then));
    }
}
