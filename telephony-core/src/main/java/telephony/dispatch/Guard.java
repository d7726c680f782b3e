package telephony.dispatch;

import java.util.function.Predicate;
import telephony.routing.RoutingDecision;

/** The conditions of the state table. A rule applies when its guard holds and no rule above it did. */
enum Guard {
    ALWAYS("always", s -> true),
    ROUTE_WANTS_AGENT("the route names an agent", s -> s.row().route() instanceof RoutingDecision.Dispatch),
    SLOTS_AWAITED("it waits until the agent, the campaign and the tenant have room", s -> s.row()
            .isWaitingForSlots()),
    SERVED_WITHOUT_SLOTS(
            "it waits, and an agent of ours is in the room",
            s -> s.row().isWaitingForSlots() && !s.agentsSeen().isEmpty()),
    WAIT_OVER("it has waited for too long", SlotStep::isWaitOver),
    WAIT_OVER_OTHERS(
            "it has waited for too long, and the route names somebody else",
            s -> SlotStep.isWaitOver(s) && SlotStep.otherRung(s).isPresent()),
    ROUTE_REJECTS("the route rejects the call", s -> s.row().route() instanceof RoutingDecision.Reject),
    AGENT_PRESENT("an agent of ours is in the room", s -> !s.agentsSeen().isEmpty()),
    AGENTS_FOUND(
            "several agents of ours are in the room, and nothing was sent",
            s -> s.row().dispatch().attempts().isEmpty() && s.agentsSeen().size() > 1),
    DISPATCH_MARKED(
            "a dispatch bears a marker of this room", s -> s.markedDispatch().isPresent()),
    DISPATCH_FOREIGN("somebody else dispatched an agent of ours", s -> s.foreignDispatch()
            .isPresent()),
    LOOK_FAILED("LiveKit did not answer every question", s -> !s.look().isComplete()),
    GAVE_UP("too long since an agent was wanted", Situation::isPastGiveUp),
    MEETING("a person is in the room and nothing was sent", FoundAgents::areOfAMeeting),
    VERIFIED_TOO_LONG("after quiescence LiveKit still does not answer, for too long", Situation::isVerifiedTooLong),
    LAST_ANSWER("of the newest attempt", Situation::isAboutLastAttempt),
    LEFT_BEHIND("something of this call is left", s -> !Leftovers.in(s).isEmpty()),
    CALLER_SHOWN("a caller is in the room", Situation::isCallerShown),
    CALLER_UNPROVEN("the caller is not shown and the event is old", s -> !s.isCallerProven()),
    STORE_FORGETFUL(
            "the room is older than what the store remembers, and a create of before may still take effect",
            s -> s.look().mayFollowAForgottenCreate(s.row(), s.policy().timing().quiescence())),
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
    ALARMING_NOT_LAST(
            "certainly without effect, repeating is no use, and the route names another agent",
            s -> ALARMING.holds(s) && s.nextFallback().isPresent()),
    LEFT_TRACES("an attempt was made, an agent adopted, or a phone made to ring", s -> s.row()
            .hasLeftTraces()),
    /** The pass that a call owes after its end: at or after quiescence, nothing of ours is left. */
    CLEAN_PROVEN("at or after quiescence nothing of ours is left", s -> s.isQuiet() && showsNothingLeft(s)),
    CLEAN_OVERDUE(
            "LiveKit answers, but not about this room, for too long",
            s -> s.isQuiet() && s.look().rooms().isDone() && s.isCleanUpOverdue()),
    OVER_TIME("the call that we placed lasts longer than it may", DialStep::isOverTime),
    MAY_RING(
            "the phone of whom we dialled may ring, or be answered",
            s -> !s.row().ringing().isEmpty()),
    TARGET_HUNG_UP("who was brought in hung up", s -> TransferStep.hasTargetHungUp(s.row())),
    WAS_HEARD("audio of it is known", s -> s.row().dispatch().isKeeperHeard()),
    KEEPER_PRESENT("it is the call's", Situation::isKeeperPresent),
    KEEPER_LEFT("it is the call's and in no other session", s -> !s.isKeeperPresent()),
    REMOVED_PRESENT("it was given up on", s -> !s.removedPresent().isEmpty()),
    REMOVED_SHOWN("an agent that was given up on is in the room", s -> !s.removedSeen()
            .isEmpty()),
    RETIRED_SHOWN(
            "a dispatch that was given up on is listed", s -> !s.retiredSeen().isEmpty()),
    TWIN_PRESENT("the call has another one", s -> !s.twinsPresent().isEmpty()),
    CHOSEN_AFTER_TWIN(
            "it is the call's, and another one came before it",
            s -> s.isKeeperPresent() && !s.twinsPresent().isEmpty()),
    TWIN_SHOWN(
            "the call's agent and another one are in the room", s -> !s.twins().isEmpty()),
    RIVALS_SHOWN("several dispatches of this call are listed", s -> s.rivals().size() > 1),
    KEEPER_AWAITED(
            "the call's agent has not come back yet", s -> s.row().dispatch().isKeeperAwaited()),
    ANOTHER_PRESENT(
            "the caller is there, the agent is gone, another one is there",
            s -> s.isKeeperGone() && !s.agentsSeen().isEmpty()),
    RUNG_HANGS_UP("the route says to hang up, or whom it brings in last did not come", s -> s.route()
            .filter(route -> route.hangsUp(s.row().dispatch().replacement().rungs()))
            .isPresent()),
    PERSON_FIRST(
            "the route brings in a person first, and nothing was done yet",
            s -> s.row().dispatch().attempts().isEmpty()
                    && s.row().dispatch().replacement().rungs() == 0
                    && s.route().filter(RoutingDecision.Dispatch::personFirst).isPresent()),
    TRANSFER_OPEN("somebody is being brought in", s -> s.row().steering().open().isPresent()),
    AGENT_OVERDUE("the caller is there, no agent is, and its time is up", Situation::isAgentOverdue),
    AGENT_MUTE("the caller is there, the agent is mute, and its time is up", Situation::isKeeperMute),
    AGENT_SILENT("the caller is there, the agent's heartbeat is missing", Situation::isKeeperSilent),
    AGENT_GONE("the caller is there, the agent is gone", Situation::isKeeperGone),
    RECOVERIES_SPENT(
            "the caller is there, the agent is gone, for the last time",
            s -> s.isKeeperGone() && s.row().dispatch().replacement().recoveries() >= DispatchTiming.MAX_RECOVERIES),
    UNANSWERED("a create may still take effect", Situation::isUnanswered);

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // A predicate cannot promise it by its type; those above keep no state.
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

    /** Our own marker in the look comes first: a late create may have brought the room's name back. */
    private static boolean showsNothingLeft(Situation s) {
        if (!Leftovers.in(s).isEmpty()) {
            return false;
        }
        return s.look().showsRoomGone(s.row())
                || (s.look().isComplete() && s.row().dispatch().owed().isEmpty());
    }
}
