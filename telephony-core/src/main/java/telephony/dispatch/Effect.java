package telephony.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.call.AgentDispatch;
import telephony.call.AgentPresence;
import telephony.call.DialResult;
import telephony.call.DialSeries;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchMarker;
import telephony.call.OutboundDial;
import telephony.call.OwedEffect;
import telephony.call.Participant;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.call.Transfer;

/** What a rule of the state table does to the row. Nothing here touches LiveKit: the row says what is pending. */
enum Effect {
    WANT_AGENT("agent wanted, due now", s -> due(dispatch(s, s.row().dispatch().wantedSince(s.now())), s.now())),
    STAND_BACK("no agent wanted", s -> due(dispatch(s, s.row().dispatch().withheld("a person is in the room")), null)),
    REMOVE_CALLERS("owe the callers' removal", s -> removeLegs(s, leg -> true)),
    RECORD_INTENT("new attempt with marker and quiescence", Effect::recordIntent),
    NOTE_ANSWER("answer noted", Effect::noteAnswer),
    NOTE_LOST("answer counts as lost", Effect::noteLost),
    ADOPT_AGENT("agent taken as the call's", Effect::adoptAgent),
    ADOPT_SUREST(
            "the one that is surely there is the call's",
            s -> preferring(s, FoundAgents.surest(s.agentsSeen(), s.look()))),
    ADOPT_MARKED("dispatch taken as its attempt's", Effect::adoptMarked),
    ADOPT_FOREIGN(
            "foreign dispatch taken as the call's",
            s -> dispatch(
                    s,
                    s.row()
                            .dispatch()
                            .adopting(s.foreignDispatch().orElseThrow().id()))),
    BACK_OFF("due after back-off, at the latest when it is time to give up", s -> due(s.row(), Waits.afterBackOff(s))),
    POLL("due soon, at the latest at quiescence", s -> due(s.row(), Waits.nextPoll(s))),
    AWAIT("due at the next deadline of the new state, if it has one", s -> due(s.row(), Deadlines.next(s))),
    AWAIT_DIAL("due now or sooner than it was, as the dial says", Effect::awaitDial),
    HANG_UP_CALLEE("owe the removal of whom we dialled", s -> owing(s, dialled(s))),
    LOOK_SOON("due soon", s -> due(s.row(), s.now().plus(DispatchTiming.POLL))),
    LOOK_NOW("due now", s -> due(s.row(), s.now())),
    LOOK_AFTER_GRACE(
            "due when the leg's grace is over", s -> due(s.row(), s.now().plus(DispatchTiming.LEG_GRACE))),
    RELIEVE("no agent wanted; agents, attempts and dispatches are given up on; owe their removal", Effect::relieve),
    NOTE_TARGET_OUT("noted", s -> dispatch(s, s.row().dispatch().withNote("who was brought in has hung up"))),
    REPLACE("agent, attempts and dispatches are given up on; owe their removal", Effect::replace),
    OWE_REMOVED(
            "owe the removal of what was given up on",
            s -> owing(s, removals(s.removedPresent(), AgentPresence::identity))),
    OWE_REMOVED_SHOWN(
            "owe the removal of what was given up on", s -> owing(s, removals(s.removedSeen(), Participant::identity))),
    OWE_RETIRED_SHOWN(
            "owe its deletion",
            s -> owing(
                    s,
                    s.retiredSeen().stream()
                            .map(listed -> OwedEffect.delete(listed.id()))
                            .toList())),
    SPARE_LOST("the removal of agents that were lost in it is not owed; due now", Effect::spareLost),
    REMOVE_TWINS("the other one is given up on; owe its removal", Effect::removeTwins),
    KEEP_LOWEST("the oldest one is the call's; owe the removal of the others", Effect::keepLowest),
    KEEP_ANOTHER("that one is the call's", s -> keeping(s, s.agentsSeen().get(0))),
    NEXT_FALLBACK(
            "the attempt is given up on; the next fallback agent's turn",
            s -> dispatch(s, s.row().dispatch().onRung(s.nextFallback().orElseThrow()))),
    TAKE_FIRST_RUNG(
            "the first rung's turn; due now",
            s -> due(dispatch(s, s.row().dispatch().onRung(1)), s.now())),
    TAKE_OTHER_RUNG(
            "the turn of the first rung that brings somebody else; due now",
            s -> due(dispatch(s, s.row().dispatch().onRung(SlotStep.otherRung(s).orElseThrow())), s.now())),
    GIVE_UP_SLOTS("no slot is waited for", s -> SlotStep.givenUp(s.row())),
    NOTE_NO_SLOT("noted", s -> dispatch(s, s.row().dispatch().withNote(SlotStep.NO_SLOT))),
    NOTE_RUNG("noted", s -> dispatch(s, s.row().dispatch().withNote("the route says to hang up"))),
    HANG_UP("owe the callers' removal", s -> removeLegs(s, SipParticipant::isPresent)),
    NOTE_FAILURE(
            "what failed is noted",
            s -> dispatch(s, s.row().dispatch().withNote(s.look().failure()))),
    NOTE_UNPROVEN(
            "noted",
            s -> dispatch(
                    s,
                    s.row()
                            .dispatch()
                            .withNote("the caller is not among the participants, and the room's SID now is "
                                    + s.look()
                                            .sidOf(s.row().origin().roomName())
                                            .orElse("none")))),
    NOTE_FORGETFUL(
            "noted; due soon",
            s -> due(
                    dispatch(
                            s,
                            s.row()
                                    .dispatch()
                                    .withNote("the store remembers only since "
                                            + s.look().rememberedSince()
                                            + ": a create of before may still take effect")),
                    s.now().plus(DispatchTiming.POLL))),
    NOTE_GIVE_UP("reason noted", s -> dispatch(s, s.row().dispatch().withNote(giveUpReason(s)))),
    RELEASE("by release mode: owe the removal of agents, of dispatches, of the room", Effect::release),
    RELEASE_SEEN("owe the removal of what is left", s -> owing(s, Leftovers.in(s))),
    RELEASE_AGENTS(
            "owe the removal of agents",
            s -> owing(s, removals(s.row().dispatch().agents(), AgentPresence::identity))),
    PASS_AT_QUIESCENCE(
            "nothing is left but what a late create may bring; due at quiescence",
            s -> due(
                    dispatch(s, s.row().dispatch().settled(s.row().dispatch().owed())),
                    s.row().quiesceAt().filter(at -> at.isAfter(s.now())).orElse(s.now()))),
    CLOSE(
            "nothing owed, nothing pending but the next attempt of its order",
            s -> due(
                    dispatch(s, s.row().dispatch().settled(s.row().dispatch().owed())),
                    DialSeries.dueAt(s.row()).orElse(null)));

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // A function cannot promise it by its type; those above keep no state.
    private final Function<Situation, TelephonyCall> change;

    Effect(String words, Function<Situation, TelephonyCall> change) {
        this.words = words;
        this.change = change;
    }

    TelephonyCall apply(Situation situation) {
        return change.apply(situation);
    }

    /** For the printed table. */
    String words() {
        return words;
    }

    private static TelephonyCall dispatch(Situation s, AgentDispatch next) {
        return s.row().withDispatch(next);
    }

    /** What is owed is due at once. */
    private static TelephonyCall owing(Situation s, List<OwedEffect> owed) {
        return due(dispatch(s, s.row().dispatch().owing(owed)), s.now());
    }

    private static <T> List<OwedEffect> removals(List<T> whom, Function<T, String> identity) {
        return whom.stream().map(identity).map(OwedEffect::remove).toList();
    }

    private static TelephonyCall due(TelephonyCall row, @Nullable Instant at) {
        return row.withDueAt(at);
    }

    /**
     * The create's token expires so early that LiveKit's leeway is used up at the request deadline; when LiveKit is not
     * known to accept such a token, or did not, its clock may not be ours, so the next ones have all of LiveKit's leeway, and quiescence is
     * longer by it.
     */
    private static TelephonyCall recordIntent(Situation s) {
        DispatchTiming timing = s.policy().timing();
        // One that was admitted and then did not come: LiveKit has just shown that it is not there.
        AgentDispatch before = s.row().dispatch().withoutKeeper();
        boolean wide = !s.policy().tokensMayExpireEarly().getAsBoolean()
                || before.attempts().stream()
                        .anyMatch(attempt -> attempt.answer() == DispatchAttempt.Answer.TOKEN_REFUSED);
        int number = before.lastAttempt().map(DispatchAttempt::number).orElse(0) + 1;
        Instant deadline = s.now().plus(timing.requestDeadline());
        DispatchAttempt attempt = new DispatchAttempt(
                number,
                new DispatchMarker(
                        Objects.requireNonNull(s.row().origin().roomSid()),
                        s.row().origin().episode(),
                        number,
                        s.policy().instance(),
                        s.nonce()),
                s.now(),
                wide ? deadline : deadline.minus(timing.tokenLeeway()),
                s.now().plus(wide ? timing.wideQuiescence() : timing.quiescence()),
                DispatchAttempt.Answer.PENDING,
                null,
                s.tokenHash());
        // Due at once, but leased to whoever sends the request: if its sender dies, somebody finds the intent.
        return due(dispatch(s, before.withAttempt(attempt).withNote(null)), s.now());
    }

    private static TelephonyCall noteAnswer(Situation s) {
        int number = s.creation().attempt();
        LiveKitAnswer<String> answer = s.creation().answer();
        DispatchAttempt.Answer known =
                switch (answer.kind()) {
                    case DONE -> DispatchAttempt.Answer.ACCEPTED;
                    case AMBIGUOUS, UNAVAILABLE -> DispatchAttempt.Answer.UNKNOWN;
                    case UNAUTHENTICATED -> DispatchAttempt.Answer.TOKEN_REFUSED;
                    case ABSENT, REFUSED, ALARM -> DispatchAttempt.Answer.REFUSED;
                };
        String note = answer.isDone() ? null : answer.detail();
        return s.row().dispatch().attempts().stream()
                .filter(a -> a.number() == number)
                .findFirst()
                .map(a -> dispatch(
                        s,
                        s.row()
                                .dispatch()
                                .withAttempt(a.answered(known, answer.value()))
                                .withNote(note)))
                .orElse(s.row());
    }

    private static TelephonyCall noteLost(Situation s) {
        return s.row()
                .dispatch()
                .lastAttempt()
                .map(a -> dispatch(s, s.row().dispatch().withAttempt(a.answered(DispatchAttempt.Answer.UNKNOWN, null))))
                .orElse(s.row());
    }

    private static TelephonyCall adoptAgent(Situation s) {
        TelephonyCall row = s.row();
        for (var agent : s.agentsSeen()) {
            row = AgentSightings.seen(row, agent, s.now());
        }
        return row;
    }

    private static TelephonyCall removeLegs(Situation s, Predicate<SipParticipant> whom) {
        List<SipParticipant> legs = s.row().legs().stream().filter(whom).toList();
        Set<String> sipCallIds = legs.stream().map(SipParticipant::sipCallId).collect(Collectors.toSet());
        TelephonyCall known = dispatch(s, s.row().dispatch().hangingUpOn(sipCallIds));
        OutboundDial dial = known.dial();
        TelephonyCall asked = dial == null || !dial.isSent() ? known : known.withDial(dial.hungUp(s.now()));
        List<OwedEffect> owed = new ArrayList<>(removals(legs, SipParticipant::identity));
        dialled(s).stream().filter(effect -> !owed.contains(effect)).forEach(owed::add);
        return owing(s.with(asked), owed);
    }

    /** Whom we dialled goes whether or not anything told of his coming. */
    private static List<OwedEffect> dialled(Situation s) {
        return s.row().ringing().stream().map(OwedEffect::remove).toList();
    }

    private static TelephonyCall awaitDial(Situation s) {
        OutboundDial dial = s.row().dial();
        boolean lost = (dial != null && dial.result().kind() == DialResult.Kind.LOST)
                || s.row()
                        .steering()
                        .open()
                        .filter(t -> t.answer() == Transfer.Answer.LOST)
                        .isPresent();
        Instant next = lost ? s.now() : Deadlines.next(s);
        Instant due = s.row().control().dueAt();
        boolean sooner = due == null || (next != null && next.isBefore(due));
        return sooner ? due(s.row(), next) : s.row();
    }

    private static TelephonyCall replace(Situation s) {
        TelephonyCall anew =
                dispatch(s, s.row().dispatch().startingOver(s.now()).removing(identities(s.agentsSeen())));
        return owing(s.with(anew), Leftovers.inTheWay(s));
    }

    /** Whoever was brought in talks instead. */
    private static TelephonyCall relieve(Situation s) {
        AgentDispatch before = s.row().dispatch();
        Set<String> agents = new HashSet<>();
        before.agents().forEach(agent -> agents.add(agent.identity()));
        List<OwedEffect> owed = new ArrayList<>(Leftovers.agentsOn(s.row()));
        if (s.seen() != null) {
            agents.addAll(identities(s.agentsSeen()));
            Leftovers.inTheWay(s).stream()
                    .filter(effect -> !owed.contains(effect))
                    .forEach(owed::add);
        }
        AgentDispatch relieved = before.relieved(s.now()).removing(agents);
        return owing(s.with(dispatch(s, relieved)), owed);
    }

    private static TelephonyCall release(Situation s) {
        if (s.policy().release() == ReleaseMode.KEEP) {
            Instant end = s.now().plus(DispatchTiming.KEEP_FOR);
            Instant last = s.row().quiesceAt().filter(at -> at.isAfter(end)).orElse(end);
            // LiveKit frees the agents by itself, but nobody else stops a phone from ringing.
            List<OwedEffect> dialled = dialled(s);
            return dialled.isEmpty() ? due(s.row(), last) : owing(s, dialled);
        }
        List<OwedEffect> owed = new ArrayList<>(Leftovers.on(s.row()));
        String sid = s.row().origin().roomSid();
        if (s.policy().release() == ReleaseMode.DELETE && sid != null) {
            owed.add(OwedEffect.deleteRoom(sid));
        }
        return owing(s, owed);
    }

    private static TelephonyCall removeTwins(Situation s) {
        Set<String> twins = s.twins();
        TelephonyCall known = dispatch(s, s.row().dispatch().removing(twins));
        return owing(s.with(known), twins.stream().map(OwedEffect::remove).toList());
    }

    /** LiveKit only remembers them, and would never answer their removal (seen). Whoever comes back is removed then. */
    private static TelephonyCall spareLost(Situation s) {
        AgentDispatch dispatch = s.row().dispatch();
        List<OwedEffect> lost = removals(
                dispatch.agents().stream()
                        .filter(agent -> Leftovers.isLost(dispatch, agent))
                        .toList(),
                AgentPresence::identity);
        return due(dispatch(s, dispatch.settled(lost)), s.now());
    }

    /** Whoever looks comes to the same choice, so that two processes do not remove each other's agent. */
    private static TelephonyCall keepLowest(Situation s) {
        List<ListedDispatch> rivals = s.rivals();
        ListedDispatch lowest = rivals.get(0);
        AgentDispatch next = s.row().dispatch();
        List<OwedEffect> owed = new ArrayList<>();
        for (ListedDispatch other : rivals.subList(1, rivals.size())) {
            next = next.spending(other.id()).removing(other.agentIdentities());
            other.agentIdentities().forEach(identity -> owed.add(OwedEffect.remove(identity)));
            owed.add(OwedEffect.delete(other.id()));
        }
        boolean ours = next.attempts().stream().anyMatch(a -> lowest.id().equals(a.dispatchId()));
        next = ours ? next : next.adopting(lowest.id());
        Optional<String> stranger = rivals.stream()
                .flatMap(rival -> rival.attempt().stream())
                .filter(s::isForeign)
                .map(DispatchMarker::instance)
                .findFirst();
        next = stranger.isEmpty()
                ? next
                : next.withNote(DispatchMachine.SHARED_STORE_MISSING + ": instance " + stranger.get()
                        + " serves the same rooms from another store");
        return owing(s.with(dispatch(s, next)), owed);
    }

    /** The others are there beside it, and go as twins do. */
    private static TelephonyCall preferring(Situation s, Participant agent) {
        TelephonyCall seen = adoptAgent(s);
        return seen.withDispatch(seen.dispatch().preferring(agent.identity()));
    }

    private static TelephonyCall keeping(Situation s, Participant agent) {
        TelephonyCall seen = adoptAgent(s);
        boolean kept = agent.identity().equals(seen.dispatch().keeper());
        return kept ? seen : seen.withDispatch(seen.dispatch().keeping(agent.identity()));
    }

    private static Set<String> identities(List<Participant> participants) {
        return participants.stream().map(Participant::identity).collect(Collectors.toSet());
    }

    private static TelephonyCall adoptMarked(Situation s) {
        ListedDispatch found = s.markedDispatch().orElseThrow();
        DispatchMarker marker = found.attempt().orElseThrow();
        List<DispatchAttempt> attempts = s.row().dispatch().attempts();
        return attempts.stream()
                .filter(a -> a.marker().equals(marker))
                .findFirst()
                .map(a -> dispatch(
                        s, s.row().dispatch().withAttempt(a.answered(DispatchAttempt.Answer.ACCEPTED, found.id()))))
                .orElseGet(() -> dispatch(s, s.row().dispatch().adopting(found.id())));
    }

    private static String giveUpReason(Situation s) {
        String last = s.row().dispatch().note();
        return "gave up after " + s.policy().timing().giveUp() + (last == null ? "" : ", last: " + last);
    }
}
