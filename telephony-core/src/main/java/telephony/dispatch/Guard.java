package telephony.dispatch;

import java.util.Objects;
import java.util.function.Predicate;
import telephony.call.OwedEffect;
import telephony.routing.RoutingDecision;

/** The conditions of the state table. A rule applies when its guard holds and no rule above it did. */
enum Guard {
    ALWAYS("always", s -> true),
    ROUTE_WANTS_AGENT("the route names an agent", s -> s.row().route() instanceof RoutingDecision.Dispatch),
    ROUTE_REJECTS("the route rejects the call", s -> s.row().route() instanceof RoutingDecision.Reject),
    AGENT_PRESENT("an agent of ours is in the room", s -> !s.agentsSeen().isEmpty()),
    DISPATCH_MARKED("a dispatch bears a marker of this room", s -> s.markedDispatch().isPresent()),
    DISPATCH_FOREIGN("somebody else dispatched an agent of ours", s -> s.foreignDispatch().isPresent()),
    LOOK_FAILED("LiveKit did not answer every question", s -> !s.look().isComplete()),
    GAVE_UP("too long since an agent was wanted", Situation::isPastGiveUp),
    MEETING("a person is in the room", Situation::isMeeting),
    CALLER_UNPROVEN("the caller is not shown and the event is old", s -> !s.isCallerProven()),
    QUIET("a complete look at or after quiescence shows nothing", s -> s.look().isComplete() && s.isQuiet()),
    ACCEPTED("accepted", s -> s.creation().answer().isDone() && s.isAboutLastAttempt()),
    REFUSED(
            "certainly without effect",
            s -> s.isAboutLastAttempt()
                    && (s.creation().answer().kind() == LiveKitAnswer.Kind.REFUSED
                            || s.creation().answer().kind() == LiveKitAnswer.Kind.UNAUTHENTICATED
                            || s.creation().answer().kind() == LiveKitAnswer.Kind.ABSENT)),
    ALARMING(
            "certainly without effect, and repeating is no use",
            s -> s.isAboutLastAttempt() && s.creation().answer().kind() == LiveKitAnswer.Kind.ALARM),
    LEFT_TRACES("an attempt was made or an agent adopted", s -> s.row().dispatch().hasLeftTraces()),
    /** The pass that a call owes after its end: at or after quiescence, nothing of ours is left. */
    CLEAN_PROVEN("at or after quiescence nothing of ours is left", s -> s.isQuiet() && showsNothingLeft(s)),
    CLEAN_OVERDUE(
            "LiveKit answers, but not about this room, for too long",
            s -> s.isQuiet() && s.look().rooms().isDone() && isOverdue(s)),
    WAS_HEARD("audio of it is known already", s -> s.row().dispatch().wasAudible());

    private final String words;
    private final Predicate<Situation> condition;

    Guard(String words, Predicate<Situation> condition) {
        this.words = words;
        this.condition = condition;
    }

    boolean holds(Situation situation) {
        return condition.test(situation);
    }

    /** For the time line and the printed table. */
    String words() {
        return words;
    }

    private static boolean showsNothingLeft(Situation s) {
        if (s.look().showsRoomGone(s.row())) {
            return true;
        }
        return s.look().isComplete()
                && Leftovers.in(s).isEmpty()
                && s.row().dispatch().owed().stream().noneMatch(o -> o.kind() == OwedEffect.Kind.REMOVE_PARTICIPANT);
    }

    private static boolean isOverdue(Situation s) {
        var ended = Objects.requireNonNullElse(s.row().times().endedAt(), s.now());
        var quiet = s.row().dispatch().quiesceAt().filter(at -> at.isAfter(ended)).orElse(ended);
        return !s.now().isBefore(quiet.plus(DispatchTiming.CLEAN_CAP));
    }
}
