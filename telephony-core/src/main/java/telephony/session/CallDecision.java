package telephony.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.AgentDispatch;
import telephony.call.AgentPresence;
import telephony.call.CallEvent;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.CallTimes;
import telephony.call.DispatchState;
import telephony.call.EventHeader;
import telephony.call.Gap;
import telephony.call.Gaps;
import telephony.call.Participant;
import telephony.call.RowControl;
import telephony.call.Sessions;
import telephony.call.SipAttributes;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.dispatch.AgentSightings;
import telephony.dispatch.DispatchMachine;
import telephony.dispatch.Transition;
import telephony.dispatch.Trigger;
import telephony.routing.RoutingDecision;

/**
 * What an event makes of a call: first the facts (legs, agents, times), then what the protocol does about them. Pure;
 * applying an event twice gives the row that applying it once gave.
 */
final class CallDecision {

    private static final String NOT_CALLED_IN = "it was not brought by a dispatch rule";

    /** What is told later than this was tried before, or waited for us: other news may have been given up on. */
    static final Duration TOLD_LATE = Duration.ofSeconds(5);

    private final DispatchMachine machine;

    CallDecision(DispatchMachine machine) {
        this.machine = machine;
    }

    /** A row for a call just heard of, before the event that told of it is applied. */
    static TelephonyCall open(
            CallId callId,
            EventHeader header,
            SipAttributes sip,
            @Nullable RoutingDecision route,
            int episode,
            @Nullable String frontEndId) {
        @Nullable String tenant = route == null ? null : route.tenantId();
        @Nullable String campaign = route == null ? null : route.campaignId();
        AgentDispatch dispatch = AgentDispatch.NONE;
        if (!(route instanceof RoutingDecision.Dispatch)) {
            dispatch = dispatch.withheld(route == null ? NOT_CALLED_IN : route.reason());
        }
        return new TelephonyCall(
                callId,
                RowControl.initial(),
                new CallOrigin(
                        sip.direction(), header.roomName(), header.roomSid(), episode, tenant, campaign, frontEndId),
                List.of(),
                route,
                dispatch,
                CallTimes.startingAt(header.receivedAt()),
                null,
                null,
                Gaps.NONE);
    }

    /**
     * The row of a call that is over, knowing of this event's participant that he joined its room before its end and nothing
     * told so: as untold may an agent have come and gone; null = that is no news.
     */
    @Nullable
    Transition foundLate(TelephonyCall row, CallEvent event, Instant now) {
        if (!(event instanceof CallEvent.ParticipantJoined joined)
                || row.control().isFromNewerVersion()) {
            return null;
        }
        TelephonyCall known =
                EventGaps.foundLate(row, joined.participant(), event.header().receivedAt());
        return known.equals(row)
                ? null
                : Transition.of(known.judged().withTimes(known.times().updatedAt(now)));
    }

    /** What the event makes of the row. */
    Transition apply(TelephonyCall row, CallEvent event, Instant now) {
        TimelineEntry line = line(row, event);
        if (row.control().isFromNewerVersion()) {
            return Transition.of(row).after(line);
        }
        TelephonyCall known = knowingWhoWasThere(EventGaps.noted(row, facts(row, event, now), event), event);
        List<Trigger> triggers = triggers(row, known, event);
        if (triggers.contains(Trigger.CALL_ENDED)) {
            known = known.ended(endOf(known, event), endReason(known, event));
        } else if (known.isEnded() && hasEndGap(row) && !hasEndGap(known)) {
            known = known.withEndTold(endOf(known, event), endReason(known, event));
        }
        // Judged anew also when it was over before: what is told late may correct the outcome.
        Transition moved = machine.decide(known.judged(), triggers, now);
        return moved.with(stamped(row, moved.next(), now)).after(line);
    }

    /** An agent that is told of when all is over is not the call's any more, but may have been heard. */
    private TelephonyCall knowingWhoWasThere(TelephonyCall row, CallEvent event) {
        return row.dispatch().state() == DispatchState.DONE
                        && event instanceof CallEvent.ParticipantJoined joined
                        && concerns(row, joined.participant())
                ? EventGaps.foundLate(row, joined.participant(), event.header().receivedAt())
                : row;
    }

    private static boolean hasEndGap(TelephonyCall row) {
        return row.gaps().all().stream().anyMatch(gap -> gap.kind() == Gap.Kind.END_NOT_TOLD);
    }

    /** The row of a call that somebody declares over. */
    Transition end(TelephonyCall row, String reason, Instant now) {
        if (row.isEnded() || row.control().isFromNewerVersion()) {
            return Transition.of(row);
        }
        Transition moved = machine.decide(row.declaredOver(now, reason), List.of(Trigger.CALL_ENDED), now);
        return moved.with(stamped(row, moved.next(), now))
                .after(new TimelineEntry(
                        row.callId(), now, TimelineEntry.Kind.EVENT, "marked_ended", Map.of("reason", reason)));
    }

    /** Whether it happened while the call went on, whenever it was told; what is not late belongs to the outcome. */
    private static boolean isBeforeEnd(TelephonyCall row, CallEvent event) {
        Instant end = row.times().endedAt();
        return end == null || !heardAt(event).isAfter(end);
    }

    /** A list shows that there is audio, not since when: it is dated by the look, lest it seem to be in time. */
    private static Instant heardAt(CallEvent event) {
        EventHeader header = event.header();
        return header.source() == EventHeader.Source.RECONCILED ? header.receivedAt() : header.at();
    }

    private static TelephonyCall stamped(TelephonyCall before, TelephonyCall next, Instant now) {
        if (before.control().version() > 0 && next.tellsTheSameAs(before)) {
            return before;
        }
        return next.withTimes(next.times().updatedAt(now))
                .withControl(next.control().withNextEvent());
    }

    private TelephonyCall facts(TelephonyCall row, CallEvent event, Instant now) {
        if (event instanceof CallEvent.ParticipantJoined joined) {
            return joined(row, joined.participant(), now);
        }
        if (event instanceof CallEvent.ParticipantLeft left) {
            return left(row, left);
        }
        if (event instanceof CallEvent.TrackPublished track && track.audio() && isBeforeEnd(row, event)) {
            return AgentSightings.heard(row, track.participantSid(), heardAt(event));
        }
        if (event instanceof CallEvent.TrackUnpublished track && track.audio() && isBeforeEnd(row, event)) {
            return AgentSightings.fellSilent(row, track.participantSid());
        }
        if (event instanceof CallEvent.RoomStarted started && isRestart(row, started)) {
            return row.withDispatch(
                    row.dispatch().withRestartedAt(event.header().occurredAt()));
        }
        if (event instanceof CallEvent.RoomFinished && !row.isEnded()) {
            return everybodyLeft(row, event.header().at());
        }
        return row;
    }

    /** The first one of a room precedes whoever joins it; a later one means that LiveKit was restarted. */
    private static boolean isRestart(TelephonyCall row, CallEvent.RoomStarted event) {
        AgentDispatch ifSo = AgentDispatch.NONE.withRestartedAt(event.header().occurredAt());
        // The agent as well: a store that forgot may have learnt of a caller only when he was back.
        Stream<Sessions> known = Stream.concat(
                row.legs().stream().map(SipParticipant::sessions),
                row.dispatch().agents().stream().map(AgentPresence::sessions));
        return known.flatMap(sessions -> sessions.all().stream())
                .anyMatch(session -> ifSo.isFromBeforeRestart(session.joinedAt()));
    }

    private TelephonyCall joined(TelephonyCall row, Participant participant, Instant now) {
        Optional<SipAttributes> sip = participant.sipCall();
        if (sip.isPresent()) {
            SipParticipant leg =
                    row.leg(sip.get().callId()).orElseGet(() -> SipParticipant.of(participant.identity(), sip.get()));
            boolean latest = leg.sessions().find(participant.sid()).isEmpty() && !row.isEnded();
            TelephonyCall there = row.withLeg((latest ? leg.withStatus(sip.get().status()) : leg)
                    .withSession(participant.sid(), s -> s.withJoinedAt(participant.joinedAt())));
            return latest ? machine.calleeSeen(there, participant, now) : there;
        }
        boolean closed = row.dispatch().state() == DispatchState.DONE && !isWithinQuiescence(row, participant);
        return concerns(row, participant) && !closed ? AgentSightings.seen(row, participant, now) : row;
    }

    /** What a create brought while it could take effect is the call's, also when it is told when all is closed. */
    private static boolean isWithinQuiescence(TelephonyCall row, Participant agent) {
        Instant joinedAt = agent.joinedAt();
        return joinedAt != null && row.quiesceAt().filter(joinedAt::isBefore).isPresent();
    }

    private TelephonyCall left(TelephonyCall row, CallEvent.ParticipantLeft event) {
        Participant participant = event.participant();
        Optional<SipAttributes> sip = participant.sipCall();
        Instant at = event.header().at();
        if (sip.isPresent()) {
            SipParticipant leg =
                    row.leg(sip.get().callId()).orElseGet(() -> SipParticipant.of(participant.identity(), sip.get()));
            // A session that was cut off before it was active has not joined.
            @Nullable Instant joinedAt = event.aborted() ? null : participant.joinedAt();
            SipParticipant next = leg.withSession(participant.sid(), s -> s.withJoinedAt(joinedAt)
                    .withLeft(at, event.reason(), sip.get().isHungUp()));
            boolean latest = next.sessions()
                    .newest()
                    .filter(s -> s.sid().equals(participant.sid()))
                    .isPresent();
            return row.withLeg(latest ? next.withStatus(sip.get().status()) : next);
        }
        return concerns(row, participant) ? AgentSightings.left(row, participant, at, event.reason()) : row;
    }

    /** Agents are written down only where one is wanted: a call that we leave alone owes nothing to its agents. */
    private boolean concerns(TelephonyCall row, Participant participant) {
        boolean relieved = row.dispatch().state() == DispatchState.BRIDGED;
        return machine.isOurAgent(row, participant) && (row.dispatch().desiredAgents() > 0 || relieved);
    }

    private static TelephonyCall everybodyLeft(TelephonyCall row, Instant at) {
        TelephonyCall next = row;
        for (SipParticipant leg : row.legs()) {
            SipParticipant gone = leg;
            for (var session : leg.sessions().all()) {
                gone = gone.withSession(session.sid(), s -> s.withLeft(at, null, false));
            }
            next = next.withLeg(gone);
        }
        for (AgentPresence agent : row.dispatch().agents()) {
            AgentPresence gone = agent;
            for (var session : agent.sessions().all()) {
                gone = gone.withSession(session.sid(), s -> s.withLeft(at, null, false));
            }
            next = next.withDispatch(next.dispatch().withAgent(gone));
        }
        return next;
    }

    private List<Trigger> triggers(TelephonyCall before, TelephonyCall known, CallEvent event) {
        if (event instanceof CallEvent.RoomFinished) {
            return known.isEnded() ? List.of(Trigger.ROOM_GONE) : List.of(Trigger.CALL_ENDED, Trigger.ROOM_GONE);
        }
        List<Trigger> triggers = new ArrayList<>();
        // Who was brought in by a transfer does not keep a call going that the other side has left.
        boolean allOut = !known.isEnded() && isEverybodyOut(known);
        if (allOut && !mayOthersBeThere(before, known, event)) {
            triggers.add(Trigger.CALL_ENDED);
        } else if (!allOut && known.ownLegs().size() > before.ownLegs().size()) {
            triggers.add(Trigger.ROUTED);
        }
        if (event instanceof CallEvent.ParticipantJoined joined
                && known.isEnded()
                && machine.isCallee(known, joined.participant())) {
            triggers.add(Trigger.CALLEE_SEEN);
        }
        if (event instanceof CallEvent.ParticipantJoined joined
                && concerns(known, joined.participant())
                && isThere(known, joined.participant())) {
            triggers.add(Trigger.AGENT_SEEN);
        }
        if (event instanceof CallEvent.ParticipantLeft left && !triggers.contains(Trigger.CALL_ENDED)) {
            triggers.add(left.participant().sipCall().isPresent() ? Trigger.LEG_LEFT : Trigger.AGENT_LEFT);
        }
        if (!Objects.equals(before.dispatch().restartedAt(), known.dispatch().restartedAt())) {
            triggers.add(Trigger.ROOM_RESTARTED);
        }
        triggers.add(Trigger.AGENT_HEARD);
        return triggers;
    }

    private boolean isEverybodyOut(TelephonyCall row) {
        List<SipParticipant> legs = row.ownLegs();
        return !legs.isEmpty()
                && (machine.isCalleeOut(row)
                        || legs.stream().allMatch(leg -> leg.isHungUp() || isHungUpByUs(row, leg)));
    }

    /**
     * Whether a look is to tell first that nobody else is on the phone in this room, who would lose his agent with this
     * call: somebody was heard of whom nothing else was told, or we were away when the last one hung up, and may have missed
     * who joined meanwhile.
     */
    private static boolean mayOthersBeThere(TelephonyCall before, TelephonyCall known, CallEvent event) {
        EventHeader header = event.header();
        boolean late = header.receivedAt().isAfter(header.occurredAt().plus(TOLD_LATE));
        boolean lookedAt = !before.isEnded()
                && !before.ownLegs().isEmpty()
                && before.ownLegs().stream().allMatch(SipParticipant::isHungUp);
        return known.dial() == null
                && known.dispatch().hasLeftTraces()
                && (late || lookedAt || !AgentSightings.unknownVoices(known).isEmpty());
    }

    /** Whom we removed gets a BYE and does not come back by himself; of others that is not certain. */
    private static boolean isHungUpByUs(TelephonyCall row, SipParticipant leg) {
        return row.dispatch().replacement().callers().contains(leg.sipCallId())
                && leg.sessions()
                        .newest()
                        .filter(session -> "PARTICIPANT_REMOVED".equals(session.leaveReason()))
                        .isPresent();
    }

    /** Not when this session's end was told before its beginning. */
    private static boolean isThere(TelephonyCall row, Participant agent) {
        return row.dispatch().state() == DispatchState.DONE
                || row.dispatch()
                        .agent(agent.identity())
                        .flatMap(known -> known.sessions().find(agent.sid()))
                        .map(session -> session.isPresent())
                        .orElse(false);
    }

    private static Instant endOf(TelephonyCall row, CallEvent event) {
        return row.ownLegs().stream()
                .flatMap(leg -> leg.sessions().newest().stream())
                .flatMap(session -> Optional.ofNullable(session.leftAt()).stream())
                .max(Instant::compareTo)
                .orElse(event.header().at());
    }

    private static String endReason(TelephonyCall row, CallEvent event) {
        return row.ownLegs().stream()
                .flatMap(leg -> leg.sessions().newest().stream())
                .filter(session -> session.leftAt() != null && session.leaveReason() != null)
                .max(Comparator.comparing(session -> Objects.requireNonNull(session.leftAt())))
                .map(session -> Objects.requireNonNull(session.leaveReason()))
                .orElse(event.name());
    }

    private static TimelineEntry line(TelephonyCall row, CallEvent event) {
        EventHeader header = event.header();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("eventId", header.eventId());
        details.put("source", header.source().name());
        details.put("occurredAt", header.occurredAt().toString());
        if (event instanceof CallEvent.ParticipantJoined joined) {
            describe(details, joined.participant());
        } else if (event instanceof CallEvent.ParticipantLeft left) {
            describe(details, left.participant());
            details.put("reason", left.reason() == null ? "not told" : left.reason());
        } else if (event instanceof CallEvent.TrackPublished track) {
            describe(details, track.participantSid(), track.identity(), track.audio());
        } else if (event instanceof CallEvent.TrackUnpublished track) {
            describe(details, track.participantSid(), track.identity(), track.audio());
        }
        return new TimelineEntry(row.callId(), header.receivedAt(), TimelineEntry.Kind.EVENT, event.name(), details);
    }

    private static void describe(Map<String, String> details, Participant participant) {
        details.put("identity", participant.identity());
        details.put("participantSid", participant.sid());
        details.put("kind", participant.kind().name());
        participant.sipCall().ifPresent(sip -> {
            details.put("sipCallId", sip.callId());
            details.put("sipCallStatus", sip.status() == null ? "not told" : sip.status());
        });
    }

    private static void describe(Map<String, String> details, String sid, String identity, boolean audio) {
        details.put("identity", identity);
        details.put("participantSid", sid);
        details.put("track", audio ? "audio" : "video");
    }
}
