package telephony.dispatch;

import static telephony.call.DispatchState.AUDIBLE;
import static telephony.call.DispatchState.BRIDGED;
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
import org.jspecify.annotations.Nullable;
import telephony.call.DispatchState;

/**
 * The protocol that brings exactly one agent into a call, as data: (state, trigger, guard) → (state, effects). The
 * first rule that fits applies; where none fits, nothing happens. {@code docs/protocol.md} says why it is so.
 */
final class StateTable {

    /**
     * One line of the table.
     *
     * @param to the next state; null = the state stays
     */
    record Rule(Set<DispatchState> from, Trigger on, Guard when, @Nullable DispatchState to, List<Effect> then) {

        DispatchState after(DispatchState state) {
            return to == null ? state : to;
        }

        boolean fits(DispatchState state, Trigger trigger, Situation situation) {
            return on == trigger && from.contains(state) && when.holds(situation);
        }
    }

    private static final Set<DispatchState> OPEN =
            EnumSet.of(NEW, WANT, INTENT, VERIFY, CONFIRMED, JOINED, AUDIBLE, RECOVER, BRIDGED, FAILED);
    private static final Set<DispatchState> SENDING = EnumSet.of(WANT, INTENT, VERIFY, CONFIRMED);
    private static final Set<DispatchState> SENT = EnumSet.of(INTENT, VERIFY, CONFIRMED);
    private static final Set<DispatchState> NOT_DONE =
            EnumSet.of(NEW, WANT, INTENT, VERIFY, CONFIRMED, JOINED, AUDIBLE, RECOVER, BRIDGED, FAILED, CLEAN);
    private static final Set<DispatchState> LOOKING = EnumSet.of(WANT, VERIFY);
    private static final Set<DispatchState> SERVED = EnumSet.of(JOINED, AUDIBLE);
    private static final Set<DispatchState> ENDED = EnumSet.of(CLEAN, DONE);
    private static final Set<DispatchState> RESTING = EnumSet.of(NEW, CONFIRMED, JOINED, AUDIBLE, BRIDGED, FAILED);
    private static final Set<DispatchState> AGENTED =
            EnumSet.of(WANT, INTENT, VERIFY, CONFIRMED, JOINED, AUDIBLE, RECOVER, FAILED);

    static final List<Rule> RULES = List.of(
            // Whoever waits for a slot has no agent yet, so that his phone rings on.
            stay(EnumSet.of(NEW), Trigger.ROUTED, Guard.SLOTS_AWAITED, Effect.AWAIT),
            rule(NEW, Trigger.ROUTED, Guard.ROUTE_WANTS_AGENT, WANT, Effect.WANT_AGENT),
            rule(NEW, Trigger.ROUTED, Guard.ROUTE_REJECTS, NEW, Effect.REMOVE_CALLERS),

            // Read before write: whatever is found is taken; only a complete look that shows nothing allows a create.
            rule(WANT, Trigger.LOOKED, Guard.MEETING, NEW, Effect.STAND_BACK),
            rule(WANT, Trigger.LOOKED, Guard.AGENTS_FOUND, JOINED, Effect.ADOPT_SUREST, Effect.AWAIT),
            rule(LOOKING, Trigger.LOOKED, Guard.AGENT_PRESENT, JOINED, Effect.ADOPT_AGENT, Effect.AWAIT),
            rule(LOOKING, Trigger.LOOKED, Guard.DISPATCH_MARKED, CONFIRMED, Effect.ADOPT_MARKED, Effect.AWAIT),
            rule(WANT, Trigger.LOOKED, Guard.DISPATCH_FOREIGN, CONFIRMED, Effect.ADOPT_FOREIGN, Effect.AWAIT),
            rule(WANT, Trigger.LOOKED, Guard.GAVE_UP, FAILED, Effect.NOTE_GIVE_UP, Effect.HANG_UP),
            rule(WANT, Trigger.LOOKED, Guard.LOOK_FAILED, WANT, Effect.NOTE_FAILURE, Effect.BACK_OFF),
            rule(WANT, Trigger.LOOKED, Guard.REMOVED_SHOWN, WANT, Effect.OWE_REMOVED_SHOWN),
            rule(WANT, Trigger.LOOKED, Guard.RETIRED_SHOWN, WANT, Effect.OWE_RETIRED_SHOWN),
            rule(WANT, Trigger.LOOKED, Guard.KEEPER_PRESENT, JOINED, Effect.AWAIT),
            rule(WANT, Trigger.LOOKED, Guard.CALLER_UNPROVEN, WANT, Effect.NOTE_UNPROVEN, Effect.BACK_OFF),
            rule(WANT, Trigger.LOOKED, Guard.STORE_FORGETFUL, WANT, Effect.NOTE_FORGETFUL),
            // A route may ask for a person before any agent: the way is that of a missing agent, who is brought in the
            // same.
            rule(WANT, Trigger.LOOKED, Guard.PERSON_FIRST, RECOVER, Effect.TAKE_FIRST_RUNG),
            rule(WANT, Trigger.LOOKED, Guard.ALWAYS, INTENT, Effect.RECORD_INTENT),

            // Intent before effect: whoever finds an intent that is not his own verifies, and nobody sends again.
            rule(INTENT, Trigger.TAKEN_OVER, Guard.ALWAYS, VERIFY, Effect.NOTE_LOST, Effect.POLL),
            rule(VERIFY, Trigger.LOOKED, Guard.QUIET, WANT, Effect.WANT_AGENT),
            rule(VERIFY, Trigger.LOOKED, Guard.VERIFIED_TOO_LONG, FAILED, Effect.NOTE_GIVE_UP, Effect.HANG_UP),
            rule(VERIFY, Trigger.LOOKED, Guard.ALWAYS, VERIFY, Effect.POLL),
            // The look after the create: somebody may have sent one as well.
            rule(SENDING, Trigger.CREATE_ANSWERED, Guard.ACCEPTED, CONFIRMED, Effect.NOTE_ANSWER, Effect.LOOK_NOW),
            rule(INTENT, Trigger.CREATE_ANSWERED, Guard.REFUSED, WANT, Effect.NOTE_ANSWER, Effect.BACK_OFF),
            rule(
                    INTENT,
                    Trigger.CREATE_ANSWERED,
                    Guard.ALARMING_NOT_LAST,
                    WANT,
                    Effect.NOTE_ANSWER,
                    Effect.NEXT_FALLBACK,
                    Effect.BACK_OFF),
            rule(INTENT, Trigger.CREATE_ANSWERED, Guard.ALARMING, FAILED, Effect.NOTE_ANSWER, Effect.HANG_UP),
            rule(INTENT, Trigger.CREATE_ANSWERED, Guard.LAST_ANSWER, VERIFY, Effect.NOTE_ANSWER, Effect.POLL),
            rule(CLEAN, Trigger.CREATE_ANSWERED, Guard.ACCEPTED, CLEAN, Effect.NOTE_ANSWER, Effect.RELEASE),
            stay(NOT_DONE, Trigger.CREATE_ANSWERED, Guard.ALWAYS, Effect.NOTE_ANSWER),

            // Before anything was sent, a look tells first whether it is a meeting that has this agent.
            stay(EnumSet.of(WANT), Trigger.AGENT_SEEN, Guard.KEEPER_PRESENT, Effect.LOOK_NOW),
            rule(SENT, Trigger.AGENT_SEEN, Guard.CHOSEN_AFTER_TWIN, JOINED, Effect.LOOK_NOW),
            rule(SENT, Trigger.AGENT_SEEN, Guard.KEEPER_PRESENT, JOINED, Effect.AWAIT),
            stay(OPEN, Trigger.AGENT_SEEN, Guard.REMOVED_PRESENT, Effect.OWE_REMOVED),
            stay(SERVED, Trigger.AGENT_SEEN, Guard.TWIN_PRESENT, Effect.LOOK_NOW),
            rule(JOINED, Trigger.AGENT_HEARD, Guard.WAS_HEARD, AUDIBLE, Effect.AWAIT),

            // The watchdog: nobody is replaced without a fresh look that confirms the reason.
            stay(RESTING, Trigger.LOOKED, Guard.OVER_TIME, Effect.HANG_UP),
            stay(SERVED, Trigger.AGENT_LEFT, Guard.KEEPER_LEFT, Effect.LOOK_NOW),
            stay(SERVED, Trigger.HEARTBEAT_MISSED, Guard.ALWAYS, Effect.LOOK_NOW),
            stay(RESTING, Trigger.SUSPECTED, Guard.ALWAYS, Effect.LOOK_NOW),
            stay(SERVED, Trigger.ROOM_RESTARTED, Guard.KEEPER_AWAITED, Effect.AWAIT),
            stay(EnumSet.of(RECOVER), Trigger.ROOM_RESTARTED, Guard.ALWAYS, Effect.SPARE_LOST),
            stay(RESTING, Trigger.LEG_LEFT, Guard.ALWAYS, Effect.LOOK_AFTER_GRACE),
            // LiveKit lists a crashed agent for 20 s (seen): the look tells who is to be removed, not whether it is
            // alive.
            rule(SERVED, Trigger.LOOKED, Guard.AGENT_SILENT, RECOVER, Effect.REPLACE),
            stay(SERVED, Trigger.LOOKED, Guard.REMOVED_SHOWN, Effect.OWE_REMOVED_SHOWN),
            stay(SERVED, Trigger.LOOKED, Guard.TWIN_SHOWN, Effect.REMOVE_TWINS),
            stay(EnumSet.of(CONFIRMED), Trigger.LOOKED, Guard.RIVALS_SHOWN, Effect.KEEP_LOWEST),
            rule(CONFIRMED, Trigger.LOOKED, Guard.AGENT_PRESENT, JOINED, Effect.ADOPT_AGENT, Effect.AWAIT),
            rule(CONFIRMED, Trigger.LOOKED, Guard.AGENT_OVERDUE, RECOVER, Effect.REPLACE),
            rule(JOINED, Trigger.LOOKED, Guard.AGENT_MUTE, RECOVER, Effect.REPLACE),
            rule(SERVED, Trigger.LOOKED, Guard.ANOTHER_PRESENT, JOINED, Effect.KEEP_ANOTHER, Effect.AWAIT),
            rule(SERVED, Trigger.LOOKED, Guard.RECOVERIES_SPENT, FAILED, Effect.REPLACE, Effect.HANG_UP),
            rule(SERVED, Trigger.LOOKED, Guard.AGENT_GONE, RECOVER, Effect.REPLACE),
            stay(SERVED, Trigger.LOOKED, Guard.AGENT_PRESENT, Effect.ADOPT_AGENT, Effect.AWAIT),
            // While somebody who was brought in talks no agent is wanted, and one that comes late is too many.
            rule(AGENTED, Trigger.BRIDGED, Guard.ALWAYS, BRIDGED, Effect.RELIEVE),
            stay(EnumSet.of(BRIDGED), Trigger.AGENT_SEEN, Guard.ALWAYS, Effect.LOOK_NOW),
            stay(EnumSet.of(BRIDGED), Trigger.LOOKED, Guard.AGENT_PRESENT, Effect.RELIEVE),
            stay(EnumSet.of(BRIDGED), Trigger.LOOKED, Guard.REMOVED_SHOWN, Effect.OWE_REMOVED_SHOWN),
            stay(EnumSet.of(BRIDGED), Trigger.LOOKED, Guard.RETIRED_SHOWN, Effect.OWE_RETIRED_SHOWN),
            // Who put down the phone has finished; who was cut off has not, and the caller is not to be left alone.
            rule(BRIDGED, Trigger.BRIDGE_OVER, Guard.TARGET_HUNG_UP, FAILED, Effect.NOTE_TARGET_OUT, Effect.HANG_UP),
            rule(BRIDGED, Trigger.BRIDGE_OVER, Guard.UNANSWERED, VERIFY, Effect.WANT_AGENT, Effect.POLL),
            rule(BRIDGED, Trigger.BRIDGE_OVER, Guard.ALWAYS, WANT, Effect.WANT_AGENT),
            // Whoever waits where nobody comes any more is hung up on, also when he joined only now.
            stay(EnumSet.of(FAILED), Trigger.ROUTED, Guard.ALWAYS, Effect.HANG_UP),
            stay(EnumSet.of(FAILED), Trigger.LOOKED, Guard.CALLER_SHOWN, Effect.HANG_UP),
            stay(RESTING, Trigger.LOOKED, Guard.LOOK_FAILED, Effect.LOOK_SOON),
            // An agent that came by another way serves the caller; who was not served in time goes down the ladder.
            rule(
                    NEW,
                    Trigger.LOOKED,
                    Guard.SERVED_WITHOUT_SLOTS,
                    JOINED,
                    Effect.GIVE_UP_SLOTS,
                    Effect.WANT_AGENT,
                    Effect.ADOPT_AGENT,
                    Effect.AWAIT),
            rule(
                    NEW,
                    Trigger.LOOKED,
                    Guard.WAIT_OVER_OTHERS,
                    RECOVER,
                    Effect.GIVE_UP_SLOTS,
                    Effect.WANT_AGENT,
                    Effect.TAKE_OTHER_RUNG),
            rule(
                    NEW,
                    Trigger.LOOKED,
                    Guard.WAIT_OVER,
                    FAILED,
                    Effect.GIVE_UP_SLOTS,
                    Effect.WANT_AGENT,
                    Effect.NOTE_NO_SLOT,
                    Effect.HANG_UP),
            stay(RESTING, Trigger.LOOKED, Guard.ALWAYS, Effect.AWAIT),
            // While the phone rings of somebody who is brought in, nobody else is sent.
            stay(EnumSet.of(RECOVER), Trigger.LOOKED, Guard.TRANSFER_OPEN, Effect.POLL),
            stay(EnumSet.of(RECOVER), Trigger.SETTLED, Guard.TRANSFER_OPEN, Effect.POLL),
            rule(RECOVER, Trigger.SETTLED, Guard.RUNG_HANGS_UP, FAILED, Effect.NOTE_RUNG, Effect.HANG_UP),
            rule(RECOVER, Trigger.SETTLED, Guard.GAVE_UP, FAILED, Effect.NOTE_GIVE_UP, Effect.HANG_UP),
            rule(RECOVER, Trigger.SETTLED, Guard.UNANSWERED, VERIFY, Effect.POLL),
            rule(RECOVER, Trigger.SETTLED, Guard.ALWAYS, WANT, Effect.BACK_OFF),

            // A dial whose answer is lost is followed by looks; nobody dials again.
            stay(OPEN, Trigger.DIAL_TOLD, Guard.ALWAYS, Effect.AWAIT_DIAL),
            stay(ENDED, Trigger.DIAL_TOLD, Guard.MAY_RING, Effect.HANG_UP_CALLEE),
            stay(ENDED, Trigger.CALLEE_SEEN, Guard.ALWAYS, Effect.HANG_UP_CALLEE),

            // After the call: what it may have left goes at once, and once more when nothing can come any more.
            rule(OPEN, Trigger.CALL_ENDED, Guard.LEFT_TRACES, CLEAN, Effect.RELEASE),
            rule(OPEN, Trigger.CALL_ENDED, Guard.ALWAYS, DONE, Effect.CLOSE),
            rule(CLEAN, Trigger.ROOM_GONE, Guard.ALWAYS, CLEAN, Effect.PASS_AT_QUIESCENCE),
            rule(CLEAN, Trigger.LOOKED, Guard.CLEAN_PROVEN, DONE, Effect.CLOSE),
            rule(CLEAN, Trigger.LOOKED, Guard.CLEAN_OVERDUE, DONE, Effect.NOTE_FAILURE, Effect.CLOSE),
            stay(ENDED, Trigger.LOOKED, Guard.LEFT_BEHIND, Effect.RELEASE_SEEN),
            stay(EnumSet.of(CLEAN), Trigger.LOOKED, Guard.ALWAYS, Effect.POLL),
            stay(EnumSet.of(DONE), Trigger.LOOKED, Guard.ALWAYS, Effect.CLOSE),
            stay(EnumSet.of(CLEAN), Trigger.AGENT_SEEN, Guard.ALWAYS, Effect.RELEASE_AGENTS),
            // Long after, an agent may be somebody else's: a look tells whose dispatch brought it.
            stay(EnumSet.of(DONE), Trigger.AGENT_SEEN, Guard.ALWAYS, Effect.LOOK_AFTER_GRACE));

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

    private static Rule stay(Set<DispatchState> from, Trigger on, Guard when, Effect... then) {
        return new Rule(from, on, when, null, List.of(then));
    }

    private static Rule rule(Set<DispatchState> from, Trigger on, Guard when, DispatchState to, Effect... then) {
        return new Rule(from, on, when, to, List.of(then));
    }
}
