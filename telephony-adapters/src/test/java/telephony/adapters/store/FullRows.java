package telephony.adapters.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import telephony.call.AgentDispatch;
import telephony.call.AgentPresence;
import telephony.call.AnsweredBy;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.CallTimes;
import telephony.call.DialIntent;
import telephony.call.DialResult;
import telephony.call.DialSeries;
import telephony.call.DialState;
import telephony.call.Direction;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchMarker;
import telephony.call.DispatchState;
import telephony.call.Gap;
import telephony.call.Gaps;
import telephony.call.Heartbeat;
import telephony.call.Lease;
import telephony.call.OutboundDial;
import telephony.call.Outcome;
import telephony.call.OwedEffect;
import telephony.call.ParticipantSession;
import telephony.call.PhoneNumber;
import telephony.call.Replacement;
import telephony.call.RetryRule;
import telephony.call.RowControl;
import telephony.call.Sessions;
import telephony.call.SipParticipant;
import telephony.call.Slot;
import telephony.call.SlotClaim;
import telephony.call.Steering;
import telephony.call.TelephonyCall;
import telephony.call.Transfer;
import telephony.call.TransferResult;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.routing.Rung;

/** Rows of which every field has a value, in each format that rows have had. */
final class FullRows {

    static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
    static final Lease LEASE = new Lease("me", AT.plusSeconds(20));

    private FullRows() {}

    static Instant at(int millis) {
        return AT.plusMillis(millis);
    }

    private static Sessions sessions(String sid) {
        return new Sessions(List.of(new ParticipantSession(sid, at(1), true, at(2), "CLIENT_INITIATED", true)));
    }

    private static RoutingDecision fullRoute() {
        AgentConfig agent = new AgentConfig(
                "sales",
                "Be brief.",
                "Grüß Gott \u0000 \uD83D\uDE00",
                "alloy",
                "gpt",
                List.of("transfer", Map.of("max", 3, "deep", List.of(1.5, true))),
                "telephony",
                AgentConfig.MetadataStyle.FLAT);
        return new RoutingDecision.Dispatch(
                agent,
                "number",
                "tenant",
                "campaign",
                Map.of("customer", "C-1", "vip", true, "big", 12_345_678_901L),
                List.of(new Rung.Redispatch(), new Rung.FallbackAgent(AgentConfig.named("backup")), new Rung.HangUp()));
    }

    /** Every field of it has a value. */
    static TelephonyCall full() {
        DispatchAttempt attempt = new DispatchAttempt(
                1,
                new DispatchMarker("RM_1", 2, 1, "instance", "random"),
                at(10),
                at(11),
                at(12),
                DispatchAttempt.Answer.ACCEPTED,
                "AD_1",
                "hash");
        Replacement replacement =
                new Replacement(Set.of("agent-2", "agent-1"), 1, List.of("AD_0"), 2, 3, Set.of("SCL_9"));
        AgentDispatch dispatch = new AgentDispatch(
                DispatchState.RECOVER,
                at(20),
                1,
                List.of(attempt),
                List.of(new AgentPresence("agent-3", "sales", sessions("PA_3"), new Heartbeat("me", at(13), at(14)))),
                "agent-3",
                "AD_x",
                at(21),
                List.of(OwedEffect.remove("agent-1"), OwedEffect.delete("AD_0")),
                List.of("PA_7"),
                at(22),
                at(23),
                at(24),
                replacement,
                "mute");
        SipParticipant leg = new SipParticipant(
                "SCL_1",
                "sip_1",
                SipParticipant.Role.CALLER,
                new PhoneNumber("+15551230001", "+15551230001"),
                new PhoneNumber("anonymous", null),
                "ST_1",
                "SDR_1",
                "hangup",
                sessions("PA_1"));
        return new TelephonyCall(
                CallId.parse("019aa604-6f7b-7a2c-8d1e-0123456789ab"),
                new RowControl(RowControl.FORMAT_WITHOUT_DIAL, 7, LEASE, AT, 5, Map.of()),
                new CallOrigin(Direction.INBOUND, "room", "RM_1", 2, "tenant", "campaign", "SIP-1"),
                List.of(leg),
                fullRoute(),
                dispatch,
                new CallTimes(at(0), at(40), at(30), at(31), at(39)),
                "CLIENT_INITIATED",
                new Outcome(
                        Outcome.Result.ANSWERED,
                        Outcome.Finality.FINAL,
                        Outcome.EndedBy.CALLER,
                        200,
                        "CLIENT_INITIATED",
                        Outcome.Certainty.OBSERVED),
                new Gaps(List.of(new Gap(Gap.Kind.AUDIO_NOT_TOLD, at(5), at(6), "PA_3"))));
    }

    /** The same as a call that we placed. */
    static TelephonyCall placed() {
        TelephonyCall full = full();
        OutboundDial dial = new OutboundDial(
                DialState.ANSWERED,
                new OutboundDial.Order(
                        "+14155552671", "+14155550100", "ST_out", Duration.ofSeconds(30), Duration.ofMinutes(10), true),
                "phone-019aa604-6f7b-7a2c-8d1e-0123456789ab",
                new DialIntent(at(50), at(51), at(52), at(53)),
                new DialResult(DialResult.Kind.FAILED, 486, "busy"),
                at(54),
                at(55),
                OutboundDial.Withheld.GUARD,
                "do-not-call",
                new DialSeries(
                        CallId.parse("019aa604-6f7b-7a2c-8d1e-000000000001"),
                        2,
                        CallId.parse("019aa604-6f7b-7a2c-8d1e-000000000001"),
                        CallId.parse("019aa604-6f7b-7a2c-8d1e-000000000002"),
                        new RetryRule(3, Duration.ofMinutes(5), Set.of(Outcome.Result.NO_ANSWER))));
        return new TelephonyCall(
                        full.callId(),
                        new RowControl(RowControl.FORMAT_WITHOUT_STEERING, 7, LEASE, AT, 5, Map.of()),
                        full.origin(),
                        full.legs(),
                        full.route(),
                        full.dispatch(),
                        full.times(),
                        full.endReason(),
                        full.outcome(),
                        full.gaps())
                .withDial(dial);
    }

    /** The same as a call that waits for its agent and its tenant. */
    static TelephonyCall claiming() {
        return full().withSlots(new SlotClaim(
                List.of(Slot.ofAgent("sales", 3), Slot.ofTenant("acme", Slot.UNLIMITED)),
                5,
                at(60),
                at(61),
                SlotClaim.Stage.WAITING));
    }

    /** The same as a call that was transferred. */
    static TelephonyCall steered() {
        Transfer.Order order = new Transfer.Order(
                1,
                Transfer.Mode.BRIDGE,
                Transfer.Cause.RUNG,
                "+14155552672",
                "+14155550100",
                "ST_out",
                "SCL_1",
                Duration.ofSeconds(30),
                Map.of("X-Account", "7"),
                "k-1");
        Transfer transfer = new Transfer(
                order,
                "target-019aa604-6f7b-7a2c-8d1e-0123456789ab-1",
                Transfer.State.BRIDGED,
                new DialIntent(at(60), at(61), at(62), at(63)),
                Transfer.Answer.DONE,
                new TransferResult(TransferResult.Kind.DONE, 200, "ok", Outcome.Certainty.OBSERVED),
                at(64),
                at(65),
                at(66));
        return placed().withSteering(
                        new Steering(List.of(transfer), new AnsweredBy(AnsweredBy.Who.HUMAN, at(67), "agent-3")));
    }
}
