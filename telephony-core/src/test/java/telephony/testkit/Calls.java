package telephony.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import telephony.call.AgentDispatch;
import telephony.call.CallEvent;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.CallTimes;
import telephony.call.Direction;
import telephony.call.EventHeader;
import telephony.call.Gaps;
import telephony.call.OutboundDial;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.PhoneNumber;
import telephony.call.RowControl;
import telephony.call.SipAttributes;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.store.InboxEntry;

/** Calls, participants and events to test with, in the shapes that LiveKit sends. */
public final class Calls {

    /** The LiveKit agent name of all of them. */
    public static final String AGENT = "phone-agent";

    /** When they begin. */
    public static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private static final RandomGenerator RANDOM =
            RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    private static final AtomicInteger EVENTS = new AtomicInteger();

    private Calls() {}

    /** An id that no other call has. */
    public static synchronized CallId newCallId() {
        return CallId.create(START, RANDOM);
    }

    /** The row of an inbound call just heard of, not stored yet. */
    public static TelephonyCall inbound(String roomSid, String sipCallId) {
        return inbound(roomSid, sipCallId, START);
    }

    /** The row of an inbound call heard of then, not stored yet. */
    public static TelephonyCall inbound(String roomSid, String sipCallId, Instant createdAt) {
        SipAttributes sip = sip(sipCallId, "ringing");
        SipParticipant leg = SipParticipant.of("sip_+15551231", sip)
                .withSession("PA_" + sipCallId, session -> session.withJoinedAt(createdAt));
        return new TelephonyCall(
                newCallId(),
                RowControl.initial(),
                new CallOrigin(Direction.INBOUND, "room-" + roomSid, roomSid, CallOrigin.FIRST_EPISODE, null, null),
                List.of(leg),
                RoutingDecision.Dispatch.of(AgentConfig.named(AGENT), "default"),
                AgentDispatch.NONE,
                CallTimes.startingAt(createdAt),
                null,
                null,
                Gaps.NONE);
    }

    /** The row of a call that we place, just ordered and not stored yet. */
    public static TelephonyCall outbound() {
        CallId callId = newCallId();
        OutboundDial.Order order = new OutboundDial.Order(
                "+14155552671", "+14155550100", "ST_out", Duration.ofSeconds(30), Duration.ofMinutes(10), true);
        return new TelephonyCall(
                        callId,
                        RowControl.initialOfDial(START),
                        new CallOrigin(
                                Direction.OUTBOUND, "out-" + callId, null, CallOrigin.FIRST_EPISODE, "acme", "spring"),
                        List.of(),
                        RoutingDecision.Dispatch.of(AgentConfig.named(AGENT), "order"),
                        AgentDispatch.NONE,
                        CallTimes.startingAt(START),
                        null,
                        null,
                        Gaps.NONE)
                .withDial(OutboundDial.ordered(callId, order));
    }

    /** The same call of this tenant. */
    public static TelephonyCall ofTenant(String tenantId, TelephonyCall row) {
        CallOrigin old = row.origin();
        return new TelephonyCall(
                        row.callId(),
                        row.control(),
                        new CallOrigin(old.direction(), old.roomName(), old.roomSid(), old.episode(), tenantId, null),
                        row.legs(),
                        row.route(),
                        row.dispatch(),
                        row.times(),
                        row.endReason(),
                        row.outcome(),
                        row.gaps())
                .withDial(row.dial());
    }

    /** What LiveKit tells of an inbound phone call. */
    public static SipAttributes sip(String sipCallId, String status) {
        return new SipAttributes(
                sipCallId,
                status,
                "ST_trunk",
                "SDR_rule",
                new PhoneNumber("+15551231", null),
                new PhoneNumber("+15559990000", null),
                Map.of(
                        "sip.callID", sipCallId,
                        "sip.callStatus", status,
                        "sip.trunkID", "ST_trunk",
                        "sip.ruleID", "SDR_rule",
                        "sip.phoneNumber", "+15551231",
                        "sip.trunkPhoneNumber", "+15559990000"));
    }

    /** A caller's session. */
    public static Participant caller(String sid, String sipCallId, String status, Instant joinedAt) {
        return new Participant(
                sid, "sip_+15551231", ParticipantKind.SIP, joinedAt, false, null, sip(sipCallId, status));
    }

    /** An agent's session. */
    public static Participant agent(String sid, String identity, boolean audio, Instant joinedAt) {
        return new Participant(sid, identity, ParticipantKind.AGENT, joinedAt, audio, AGENT, null);
    }

    /** Somebody in a browser. */
    public static Participant person(String identity) {
        return new Participant("PA_" + identity, identity, ParticipantKind.STANDARD, START, true, null, null);
    }

    /** The header of an event that no other event shares. */
    public static EventHeader header(String roomSid, Instant at) {
        return header("EV_" + EVENTS.incrementAndGet(), roomSid, at);
    }

    /** The header of this event. */
    public static EventHeader header(String eventId, String roomSid, Instant at) {
        return new EventHeader(eventId, EventHeader.Source.WEBHOOK, at, at, "room-" + roomSid, roomSid);
    }

    /** A session joined. */
    public static CallEvent joined(String roomSid, Participant participant, Instant at) {
        return new CallEvent.ParticipantJoined(header(roomSid, at), participant);
    }

    /** A session left. */
    public static CallEvent left(String roomSid, Participant participant, String reason, Instant at) {
        return new CallEvent.ParticipantLeft(header(roomSid, at), participant, reason, false);
    }

    /** A session published audio. */
    public static CallEvent audio(String roomSid, Participant participant, Instant at) {
        return new CallEvent.TrackPublished(header(roomSid, at), participant.sid(), participant.identity(), true);
    }

    /** The room was closed. */
    public static CallEvent finished(String roomSid, Instant at) {
        return new CallEvent.RoomFinished(header(roomSid, at));
    }

    /** An inbox entry of this event. */
    public static InboxEntry inboxEntry(String eventId) {
        return new InboxEntry(eventId, START, InboxEntry.Verdict.TAKEN, null, "participant_joined", null);
    }
}
