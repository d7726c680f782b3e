package telephony.adapters.http;

import java.util.List;
import java.util.Map;
import telephony.dispatch.LiveKitAnswer;
import telephony.sip.InvalidSipException;
import telephony.sip.SipApplied;
import telephony.sip.SipChange;
import telephony.sip.SipEdit;

/** What goes wrong with trunks and dispatch rules, as problem documents. */
final class SipProblems {

    static final Problem NOT_SET_UP = new Problem(
            501,
            "sip-not-kept",
            "Trunks and dispatch rules are not kept here",
            "The program that runs this server did not say how LiveKit's trunks are reached.");

    static final Problem BUSY = new Problem(
            503,
            "overloaded",
            "Too much at once",
            "LiveKit is slow with trunks and rules just now; nothing was sent. Try again in a moment.",
            Map.of("Retry-After", "1"));

    static final Problem APPLYING = new Problem(
            409,
            "apply-running",
            "Another apply is running",
            "Nothing was sent. Wait for the other one, then ask for a plan.");

    static final Problem STILL_RUNNING = new Problem(
            504,
            "apply-unfinished",
            "LiveKit takes longer than an answer may",
            "What was begun goes on. Ask for a plan to see how far it is.");

    private SipProblems() {}

    static ProblemException of(InvalidSipException e) {
        List<Problem.Flaw> flaws = e.flaws().stream()
                .map(flaw -> new Problem.Flaw(flaw.pointer(), flaw.code(), flaw.detail()))
                .toList();
        return new ProblemException(Problem.invalidBody(flaws));
    }

    /** Of a list that LiveKit did not give, so that nothing was changed either. */
    static ProblemException unread(LiveKitAnswer<?> answer) {
        return switch (answer.kind()) {
            case AMBIGUOUS, ABSENT -> new ProblemException(noAnswer("Nothing was changed; try again." + said(answer)));
            default -> of(answer);
        };
    }

    /** Of a request that LiveKit did not do. */
    static ProblemException of(LiveKitAnswer<?> answer) {
        String said = said(answer);
        return new ProblemException(
                switch (answer.kind()) {
                    case DONE -> Problem.internal();
                    case ABSENT -> notFound();
                    case ALARM ->
                        new Problem(422, "livekit-refused", "LiveKit does not take it", "Nothing was changed." + said);
                    case UNAUTHENTICATED ->
                        new Problem(
                                502,
                                "livekit-unauthenticated",
                                "LiveKit refuses our key",
                                "Nothing was changed. Check the API key and that it may administer SIP." + said);
                    case REFUSED, UNAVAILABLE ->
                        new Problem(
                                503,
                                "livekit-busy",
                                "LiveKit takes nothing just now",
                                "Nothing was changed; try again in a moment." + said,
                                Map.of("Retry-After", "1"));
                    case AMBIGUOUS ->
                        noAnswer("It may have taken effect: list what is there before you try again." + said);
                });
    }

    static ProblemException of(SipEdit edit) {
        return switch (edit.verdict()) {
            case SENT -> of(edit.answer());
            case NOT_READ -> unread(edit.answer());
            case NOT_FOUND -> new ProblemException(notFound());
            case NOT_OURS ->
                new ProblemException(new Problem(
                        409,
                        "not-ours",
                        "Somebody else made it",
                        "It bears no mark of ours, so it was not touched. With ?force=true it is, and bears it then."));
            case NAME_TAKEN ->
                new ProblemException(new Problem(
                        409, "name-taken", "The name is taken", "Nothing was made: " + edit.detail() + "."));
            case INCOMPLETE ->
                new ProblemException(
                        Problem.invalidBody(List.of(new Problem.Flaw("", "incomplete", edit.detail() + "."))));
            case LEFT_OUT ->
                new ProblemException(Problem.invalidBody(List.of(new Problem.Flaw(
                        "",
                        "left-out",
                        "PUT says the whole, and these are set and left out: " + edit.detail()
                                + ". Name them, with null to clear them, or use PATCH."))));
        };
    }

    /** Of a plan that was not carried out to the end. */
    static ProblemException of(SipApplied applied) {
        List<Problem.Flaw> refused = applied.plan().changes().stream()
                .filter(SipChange.Refused.class::isInstance)
                .map(SipChange.Refused.class::cast)
                .map(change -> new Problem.Flaw(SipJson.pointer(change), change.code(), change.reason()))
                .toList();
        if (applied.verdict() == SipApplied.Verdict.REFUSED) {
            return new ProblemException(new Problem(
                    409,
                    "plan-refused",
                    "Something in the document is refused",
                    "Nothing was changed. Put right what errors lists; what others made is adopted with ?adopt=NAME.",
                    Map.of(),
                    refused));
        }
        List<Problem.Flaw> steps = applied.steps().stream()
                .map(step -> new Problem.Flaw(
                        SipJson.pointer(step.change()),
                        Json.word(step.kind()),
                        step.change().action() + ": " + step.detail()))
                .toList();
        return new ProblemException(new Problem(
                502,
                "apply-failed",
                "A step failed",
                "errors lists what LiveKit was asked, the last being what failed. What is done stays; apply again"
                        + " goes on from there.",
                Map.of(),
                steps));
    }

    private static Problem noAnswer(String detail) {
        return new Problem(502, "livekit-no-answer", "LiveKit gave no clear answer", detail);
    }

    private static String said(LiveKitAnswer<?> answer) {
        return " LiveKit: " + answer.detail();
    }

    private static Problem notFound() {
        return new Problem(
                404, "sip-not-found", "LiveKit has none of this id", "List what is there; ids are LiveKit's.");
    }
}
