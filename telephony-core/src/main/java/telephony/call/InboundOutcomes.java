package telephony.call;

import static telephony.call.CallEnding.Heard.AGENT;
import static telephony.call.CallEnding.Heard.NOBODY;
import static telephony.call.CallEnding.Heard.NOT_KNOWN;
import static telephony.call.CallEnding.Heard.SOMEBODY;
import static telephony.call.CallEnding.Leaving.CONNECTION_LOST;
import static telephony.call.CallEnding.Leaving.DECLARED;
import static telephony.call.CallEnding.Leaving.HUNG_UP;
import static telephony.call.CallEnding.Leaving.NOT_TOLD;
import static telephony.call.CallEnding.Leaving.OTHERWISE;
import static telephony.call.CallEnding.Leaving.RANG_OUT;
import static telephony.call.CallEnding.Leaving.REMOVED;
import static telephony.call.CallEnding.Leaving.REMOVED_BY_US;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import telephony.call.CallEnding.Heard;
import telephony.call.CallEnding.Leaving;
import telephony.call.CallEnding.Route;
import telephony.call.Outcome.Certainty;
import telephony.call.Outcome.EndedBy;
import telephony.call.Outcome.Finality;
import telephony.call.Outcome.Result;

/**
 * What inbound calls come to, as data: the first row that fits wins, and the last one fits everything. {@code OBSERVED}
 * stands only where one fact that was lost or comes later would have left a trace on the row.
 *
 * <p>The outcome is what all the facts on the row say together, whenever they came. So it is judged again whenever an
 * event adds to a call that is over, and a fact that comes late makes it true: a leave after {@code room_finished}, or
 * the voice of an agent who spoke before the caller left. What happened after the end changes nothing.
 */
final class InboundOutcomes {

    /** One line of the table. */
    record Rule(
            Set<Route> routes,
            Set<Heard> heard,
            Set<Leaving> leavings,
            Result result,
            EndedBy endedBy,
            Certainty certainty) {

        boolean fits(CallEnding ending) {
            return routes.contains(ending.route())
                    && heard.contains(ending.heard())
                    && leavings.contains(ending.leaving());
        }

        /** Nobody tries an inbound call again; a refused caller is refused again. */
        Finality finality() {
            return result == Result.BLOCKED_POLICY ? Finality.NEVER : Finality.FINAL;
        }

        Outcome of(CallEnding ending) {
            return new Outcome(result, finality(), endedBy, null, ending.livekitReason(), certainty);
        }
    }

    private static final Set<Heard> ANYBODY = EnumSet.allOf(Heard.class);
    private static final Set<Heard> ANSWERING = EnumSet.of(AGENT, SOMEBODY);
    private static final Set<Heard> SILENT = EnumSet.of(NOBODY, NOT_KNOWN);

    static final List<Rule> RULES = List.of(
            // Who was refused stays refused, whoever was quicker with hanging up.
            rejected(EnumSet.of(REMOVED_BY_US, DECLARED), EndedBy.US),
            rejected(EnumSet.of(HUNG_UP), EndedBy.CALLER),
            rejected(EnumSet.allOf(Leaving.class), EndedBy.UNKNOWN),
            noSlot(EnumSet.of(NOBODY), EnumSet.of(REMOVED_BY_US, DECLARED), EndedBy.US, Certainty.OBSERVED),
            noSlot(EnumSet.of(NOT_KNOWN), EnumSet.of(REMOVED_BY_US, DECLARED), EndedBy.US, Certainty.DERIVED),
            noSlot(SILENT, EnumSet.of(RANG_OUT), EndedBy.LIVEKIT, Certainty.DERIVED),
            rule(EnumSet.of(AGENT), EnumSet.of(HUNG_UP), Result.ANSWERED, EndedBy.CALLER, Certainty.OBSERVED),
            rule(EnumSet.of(AGENT), EnumSet.of(REMOVED_BY_US), Result.ANSWERED, EndedBy.US, Certainty.OBSERVED),
            rule(ANSWERING, EnumSet.of(REMOVED), Result.ANSWERED, EndedBy.UNKNOWN, Certainty.DERIVED),
            rule(ANSWERING, EnumSet.of(CONNECTION_LOST), Result.ANSWERED, EndedBy.LIVEKIT, Certainty.DERIVED),
            rule(EnumSet.of(SOMEBODY), EnumSet.of(HUNG_UP), Result.ANSWERED, EndedBy.CALLER, Certainty.DERIVED),
            rule(ANSWERING, EnumSet.of(REMOVED_BY_US, DECLARED), Result.ANSWERED, EndedBy.US, Certainty.DERIVED),
            rule(ANSWERING, EnumSet.of(OTHERWISE, NOT_TOLD), Result.ANSWERED, EndedBy.UNKNOWN, Certainty.DERIVED),
            // A call that was answered does not go on ringing: one of the two is not as it was told.
            rule(EnumSet.of(AGENT), EnumSet.of(RANG_OUT), Result.ANSWERED, EndedBy.UNKNOWN, Certainty.DERIVED),
            rule(EnumSet.of(NOBODY), EnumSet.of(HUNG_UP), Result.ABANDONED, EndedBy.CALLER, Certainty.OBSERVED),
            rule(EnumSet.of(NOT_KNOWN), EnumSet.of(HUNG_UP), Result.ABANDONED, EndedBy.CALLER, Certainty.DERIVED),
            rule(
                    EnumSet.of(NOBODY),
                    EnumSet.of(RANG_OUT),
                    Result.AGENT_UNAVAILABLE,
                    EndedBy.LIVEKIT,
                    Certainty.OBSERVED),
            rule(
                    EnumSet.of(SOMEBODY, NOT_KNOWN),
                    EnumSet.of(RANG_OUT),
                    Result.AGENT_UNAVAILABLE,
                    EndedBy.LIVEKIT,
                    Certainty.DERIVED),
            rule(
                    EnumSet.of(NOBODY),
                    EnumSet.of(REMOVED_BY_US),
                    Result.AGENT_UNAVAILABLE,
                    EndedBy.US,
                    Certainty.OBSERVED),
            rule(SILENT, EnumSet.of(REMOVED_BY_US, DECLARED), Result.AGENT_UNAVAILABLE, EndedBy.US, Certainty.DERIVED),
            rule(SILENT, EnumSet.of(REMOVED), Result.AGENT_UNAVAILABLE, EndedBy.UNKNOWN, Certainty.DERIVED),
            rule(SILENT, EnumSet.of(CONNECTION_LOST), Result.UNKNOWN, EndedBy.LIVEKIT, Certainty.UNKNOWN),
            rule(ANYBODY, EnumSet.allOf(Leaving.class), Result.UNKNOWN, EndedBy.UNKNOWN, Certainty.UNKNOWN));

    private InboundOutcomes() {}

    /** What this inbound call came to by what its row tells; one that we declared over earlier stays declared over. */
    static Outcome of(TelephonyCall ended) {
        Outcome before = ended.outcome();
        return of(CallEnding.of(ended, before != null && before.endedBy() == EndedBy.US));
    }

    /** What this inbound call came to now that we declare it over. */
    static Outcome ofDeclared(TelephonyCall ended) {
        return of(CallEnding.of(ended, true));
    }

    static Outcome of(CallEnding ending) {
        return RULES.stream()
                .filter(rule -> rule.fits(ending))
                .findFirst()
                .orElseThrow()
                .of(ending);
    }

    private static Rule rejected(Set<Leaving> leavings, EndedBy endedBy) {
        return new Rule(
                EnumSet.of(Route.REJECTED), ANYBODY, leavings, Result.BLOCKED_POLICY, endedBy, Certainty.OBSERVED);
    }

    /** Whom a person or another agent answered after all was answered. */
    private static Rule noSlot(Set<Heard> heard, Set<Leaving> leavings, EndedBy endedBy, Certainty certainty) {
        return new Rule(EnumSet.of(Route.NO_SLOT), heard, leavings, Result.CAPACITY, endedBy, certainty);
    }

    private static Rule rule(
            Set<Heard> heard, Set<Leaving> leavings, Result result, EndedBy endedBy, Certainty certainty) {
        return new Rule(EnumSet.of(Route.LET_IN, Route.NO_SLOT), heard, leavings, result, endedBy, certainty);
    }
}
