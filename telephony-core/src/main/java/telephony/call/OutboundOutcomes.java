package telephony.call;

import static telephony.call.DialEnding.Leaving.CONNECTION_LOST;
import static telephony.call.DialEnding.Leaving.DECLARED;
import static telephony.call.DialEnding.Leaving.GAVE_UP;
import static telephony.call.DialEnding.Leaving.HUNG_UP;
import static telephony.call.DialEnding.Leaving.NEVER_SEEN;
import static telephony.call.DialEnding.Leaving.NOT_TOLD;
import static telephony.call.DialEnding.Leaving.OTHERWISE;
import static telephony.call.DialEnding.Leaving.REJECTED;
import static telephony.call.DialEnding.Leaving.REMOVED;
import static telephony.call.DialEnding.Leaving.REMOVED_BY_US;
import static telephony.call.DialEnding.Leaving.TRUNK;
import static telephony.call.DialEnding.Leaving.UNAVAILABLE;
import static telephony.call.DialEnding.Told.ANSWERED;
import static telephony.call.DialEnding.Told.ENDED_BEFORE;
import static telephony.call.DialEnding.Told.GUARD;
import static telephony.call.DialEnding.Told.NOTHING;
import static telephony.call.DialEnding.Told.NOT_SENT;
import static telephony.call.DialEnding.Told.NO_AGENT;
import static telephony.call.DialEnding.Told.NO_SLOT;
import static telephony.call.DialEnding.Told.RANG_OUT;
import static telephony.call.DialEnding.Told.REFUSED;
import static telephony.call.DialEnding.Told.SIP_CODE;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import telephony.call.DialEnding.Conversation;
import telephony.call.DialEnding.Leaving;
import telephony.call.DialEnding.Told;
import telephony.call.Outcome.Certainty;
import telephony.call.Outcome.EndedBy;
import telephony.call.Outcome.Finality;
import telephony.call.Outcome.Result;

/**
 * What calls that we placed come to, as data: the first row that fits wins, and some row fits everything. LiveKit's
 * answer to the dial is the only one that has the SIP code; without it the reason of the leg's leaving is all there is, and
 * that is coarser. Judged again whenever a fact comes late, as {@link InboundOutcomes} is.
 */
final class OutboundOutcomes {

    /** One line of the table; a line whose result is read from the SIP code has none of its own. */
    record Rule(
            Set<Told> told,
            Set<Conversation> conversations,
            Set<Leaving> leavings,
            Result result,
            EndedBy endedBy,
            Certainty certainty) {

        boolean fits(DialEnding ending) {
            return told.contains(ending.told())
                    && conversations.contains(ending.conversation())
                    && leavings.contains(ending.leaving());
        }

        Outcome of(DialEnding ending) {
            return new Outcome(
                    result, finality(result), endedBy, ending.sipStatusCode(), ending.livekitReason(), certainty);
        }
    }

    /** SIP's final answers by what they mean for whoever called; {@link #ofCode} says what the others mean. */
    static final Map<Result, Set<Integer>> CODES = Map.of(
            Result.BUSY, Set.of(486, 600),
            Result.NO_ANSWER, Set.of(408, 480),
            Result.DECLINED, Set.of(403, 603),
            Result.INVALID_NUMBER, Set.of(404, 410, 484, 604),
            Result.CANCELED, Set.of(487),
            Result.BLOCKED_CARRIER, Set.of(607, 608));

    /** Of the other 4xx, those after which RFC 3261 lets the same request be made again later. */
    static final Set<Integer> MAY_BE_REPEATED = Set.of(413, 440, 491);

    private static final int GLOBAL_FAILURES = 600;
    private static final int END_OF_GLOBAL_FAILURES = 700;

    private static final Set<Conversation> EITHER = EnumSet.allOf(Conversation.class);
    private static final Set<Conversation> SEEN = EnumSet.of(Conversation.SEEN);
    private static final Set<Leaving> ANYHOW = EnumSet.allOf(Leaving.class);
    private static final Set<Told> TALKED = EnumSet.of(ANSWERED);
    private static final Set<Told> UNCERTAIN = EnumSet.of(NOTHING);
    private static final Set<Told> WITHOUT_CODE = EnumSet.of(RANG_OUT, REFUSED, NOTHING);

    static final List<Rule> RULES = List.of(
            // What never rang.
            rule(EnumSet.of(GUARD), EITHER, ANYHOW, Result.BLOCKED_POLICY, EndedBy.US, Certainty.OBSERVED),
            rule(EnumSet.of(NO_SLOT), EITHER, ANYHOW, Result.CAPACITY, EndedBy.US, Certainty.OBSERVED),
            rule(EnumSet.of(NO_AGENT), EITHER, ANYHOW, Result.AGENT_UNAVAILABLE, EndedBy.US, Certainty.OBSERVED),
            rule(EnumSet.of(ENDED_BEFORE), EITHER, ANYHOW, Result.CANCELED, EndedBy.US, Certainty.OBSERVED),
            rule(EnumSet.of(NOT_SENT), EITHER, ANYHOW, Result.TRUNK_FAILED, EndedBy.LIVEKIT, Certainty.OBSERVED),
            // LiveKit said that the callee answered.
            rule(TALKED, EITHER, EnumSet.of(HUNG_UP), Result.ANSWERED, EndedBy.CALLEE, Certainty.OBSERVED),
            rule(TALKED, EITHER, EnumSet.of(REMOVED_BY_US, DECLARED), Result.ANSWERED, EndedBy.US, Certainty.OBSERVED),
            rule(TALKED, EITHER, EnumSet.of(CONNECTION_LOST), Result.ANSWERED, EndedBy.LIVEKIT, Certainty.OBSERVED),
            rule(TALKED, EITHER, ANYHOW, Result.ANSWERED, EndedBy.UNKNOWN, Certainty.OBSERVED),
            // It was seen to be answered: whatever was said before or after, this was no failed dial.
            rule(
                    EnumSet.allOf(Told.class),
                    SEEN,
                    EnumSet.of(HUNG_UP),
                    Result.ANSWERED,
                    EndedBy.CALLEE,
                    Certainty.DERIVED),
            rule(
                    EnumSet.allOf(Told.class),
                    SEEN,
                    EnumSet.of(REMOVED_BY_US, DECLARED),
                    Result.ANSWERED,
                    EndedBy.US,
                    Certainty.DERIVED),
            rule(
                    EnumSet.allOf(Told.class),
                    SEEN,
                    EnumSet.of(CONNECTION_LOST),
                    Result.ANSWERED,
                    EndedBy.LIVEKIT,
                    Certainty.DERIVED),
            rule(EnumSet.allOf(Told.class), SEEN, ANYHOW, Result.ANSWERED, EndedBy.UNKNOWN, Certainty.DERIVED),
            // We hung up while it rang: how LiveKit words the end of that says nothing about the callee.
            rule(
                    WITHOUT_CODE,
                    EITHER,
                    EnumSet.of(REMOVED_BY_US, DECLARED),
                    Result.CANCELED,
                    EndedBy.US,
                    Certainty.DERIVED),
            rule(EnumSet.of(RANG_OUT), EITHER, ANYHOW, Result.NO_ANSWER, EndedBy.LIVEKIT, Certainty.OBSERVED),
            rule(EnumSet.of(REFUSED), EITHER, ANYHOW, Result.TRUNK_FAILED, EndedBy.LIVEKIT, Certainty.OBSERVED),
            // Without LiveKit's answer.
            rule(UNCERTAIN, EITHER, EnumSet.of(HUNG_UP), Result.ANSWERED, EndedBy.CALLEE, Certainty.DERIVED),
            rule(UNCERTAIN, EITHER, EnumSet.of(REJECTED), Result.DECLINED, EndedBy.CALLEE, Certainty.DERIVED),
            rule(UNCERTAIN, EITHER, EnumSet.of(UNAVAILABLE), Result.NO_ANSWER, EndedBy.CARRIER, Certainty.DERIVED),
            rule(UNCERTAIN, EITHER, EnumSet.of(GAVE_UP), Result.TRUNK_FAILED, EndedBy.CARRIER, Certainty.DERIVED),
            rule(UNCERTAIN, EITHER, EnumSet.of(TRUNK), Result.TRUNK_FAILED, EndedBy.CARRIER, Certainty.OBSERVED),
            rule(UNCERTAIN, EITHER, EnumSet.of(REMOVED), Result.CANCELED, EndedBy.UNKNOWN, Certainty.DERIVED),
            rule(
                    UNCERTAIN,
                    EITHER,
                    EnumSet.of(CONNECTION_LOST, OTHERWISE, NOT_TOLD, NEVER_SEEN),
                    Result.UNKNOWN,
                    EndedBy.UNKNOWN,
                    Certainty.UNKNOWN));

    private OutboundOutcomes() {}

    /** What this call came to by what its row tells; one that we declared over earlier stays declared over. */
    static Outcome of(TelephonyCall ended) {
        Outcome before = ended.outcome();
        return of(DialEnding.of(ended, before != null && before.endedBy() == EndedBy.US));
    }

    /** What this call came to now that we declare it over. */
    static Outcome ofDeclared(TelephonyCall ended) {
        return of(DialEnding.of(ended, true));
    }

    static Outcome of(DialEnding ending) {
        if (ending.told() == SIP_CODE && ending.conversation() == Conversation.NOT_SEEN) {
            int code = Objects.requireNonNull(ending.sipStatusCode(), "the SIP code of a dial that failed with one");
            Result result = ofCode(code);
            return new Outcome(
                    result,
                    finality(result),
                    endedBy(result, ending),
                    code,
                    ending.livekitReason(),
                    Certainty.OBSERVED);
        }
        return RULES.stream()
                .filter(rule -> rule.fits(ending))
                .findFirst()
                .orElseThrow()
                .of(ending);
    }

    private static EndedBy endedBy(Result result, DialEnding ending) {
        boolean byUs = ending.leaving() == REMOVED_BY_US || ending.leaving() == DECLARED;
        if (result == Result.CANCELED && byUs) {
            return EndedBy.US;
        }
        return result == Result.BUSY || result == Result.DECLINED ? EndedBy.CALLEE : EndedBy.CARRIER;
    }

    /** What a final SIP answer other than 2xx means. */
    static Result ofCode(int code) {
        return CODES.entrySet().stream()
                .filter(known -> known.getValue().contains(code))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> ofOtherCode(code));
    }

    private static Result ofOtherCode(int code) {
        if (code >= GLOBAL_FAILURES && code < END_OF_GLOBAL_FAILURES) {
            return Result.DECLINED;
        }
        return MAY_BE_REPEATED.contains(code) ? Result.NO_ANSWER : Result.TRUNK_FAILED;
    }

    /** Whether it is any use to dial again after this. */
    static Finality finality(Result result) {
        return switch (result) {
            case BUSY, NO_ANSWER, CANCELED, TRUNK_FAILED, CAPACITY, AGENT_UNAVAILABLE, VOICEMAIL -> Finality.RETRYABLE;
            case DECLINED, INVALID_NUMBER, BLOCKED_CARRIER, BLOCKED_POLICY -> Finality.NEVER;
            default -> Finality.FINAL;
        };
    }

    private static Rule rule(
            Set<Told> told,
            Set<Conversation> conversations,
            Set<Leaving> leavings,
            Result result,
            EndedBy endedBy,
            Certainty certainty) {
        return new Rule(told, conversations, leavings, result, endedBy, certainty);
    }
}
