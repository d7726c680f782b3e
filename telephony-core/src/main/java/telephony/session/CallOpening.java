package telephony.session;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.call.CallEvent;
import telephony.call.CallId;
import telephony.call.Direction;
import telephony.call.EventHeader;
import telephony.call.PhoneNumber;
import telephony.call.SipAttributes;
import telephony.call.SlotClaim;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.decided.DecidedCall;
import telephony.decided.DecidedCalls;
import telephony.dispatch.SlotStep;
import telephony.dispatch.Transition;
import telephony.routing.CallRouter;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingExplanation;
import telephony.routing.RoutingRequest;
import telephony.routing.RoutingStep;
import telephony.slot.SlotRules;

/** Begins the row of a call just heard of: asks who answers, and tells in the call's history how that came about. */
final class CallOpening {

    /** The line of a history that tells how it was decided who answers. */
    static final String ROUTE_LINE = "ROUTE";

    /** Steps that are kept; a decision has fewer. */
    static final int MAX_STEPS = 30;

    /** Length of a step that is kept, in characters. */
    static final int MAX_STEP_CHARS = 300;

    private static final int NANOS_PER_MICRO = 1_000;

    private static final Pattern NUMBER = Pattern.compile("\\+\\d{7,15}");

    /** A text that is shorter is no phone number, and may be part of any word. */
    private static final int LEAST_NUMBER_CHARS = 5;

    private static final String DECIDED_BEFORE = "decided before";

    private final CallRouter router;
    private final DecidedCalls decided;
    private final Supplier<CallId> ids;
    private final SlotRules slots;

    CallOpening(TelephonySessionService.Answering answering, Supplier<CallId> ids) {
        this.router = answering.router();
        this.decided = answering.decided();
        this.slots = answering.slots().rules();
        this.ids = ids;
    }

    /**
     * A row before its first event.
     *
     * @param row the call
     * @param lines how it was decided; none when there was nothing to decide
     */
    record Opened(TelephonyCall row, List<TimelineEntry> lines) {

        /** The same transition, with how it was decided before the event that it was decided on. */
        Transition before(Transition first) {
            return first.after(lines);
        }
    }

    /**
     * The row of the call that begins with this event; somebody else's outbound call is nobody's to answer. A call of which
     * a front end had asked before keeps the answer that the front end was given, with its reason.
     *
     * @param full whether the slots that it needs are known not to be to be had
     */
    Opened open(CallEvent event, SipAttributes sip, int episode, Instant now, boolean full) {
        CallId callId = ids.get();
        if (sip.direction() != Direction.INBOUND) {
            return new Opened(CallDecision.open(callId, event.header(), sip, null, episode, null), List.of());
        }
        RoutingRequest request = TelephonySessionService.routingRequest(event, sip, now);
        Optional<DecidedCall> before = decided.find(request, sip.callId());
        RoutingExplanation made = before.map(this::explained).orElseGet(() -> router.decide(request));
        Map<String, String> details = details(request, made);
        before.ifPresent(call -> {
            details.put("decidedAt", call.at().toString());
            details.put("lookupMicros", Long.toString(micros(call.lookup())));
            details.put("totalMicros", Long.toString(micros(call.total())));
        });
        String frontEndId = before.map(DecidedCall::frontEndId).orElse(null);
        TelephonyCall row = CallDecision.open(callId, event.header(), sip, made.decision(), episode, frontEndId);
        TimelineEntry line = new TimelineEntry(callId, now, TimelineEntry.Kind.DECISION, ROUTE_LINE, details);
        return slots.claim(made.decision(), now)
                .map(claim -> found(event) ? claim.unlimited() : claim)
                // Somebody may wait for the same, whom no call passes: then this one does without.
                .filter(claim -> !(full && found(event)))
                .map(claim -> claiming(row, claim, line, now, full))
                .orElseGet(() -> new Opened(row, List.of(line)));
    }

    private static Opened claiming(TelephonyCall row, SlotClaim claim, TimelineEntry line, Instant now, boolean full) {
        TelephonyCall claiming = row.withSlots(claim.at(full ? SlotClaim.Stage.WAITING : SlotClaim.Stage.HELD));
        return new Opened(claiming, full ? List.of(line, SlotStep.waits(claiming, now)) : List.of(line));
    }

    /** Whoever is found rather than told of may have been served for long: he is not made to wait. */
    private static boolean found(CallEvent event) {
        return event.header().source() == EventHeader.Source.RECONCILED;
    }

    private RoutingExplanation explained(DecidedCall call) {
        RoutingDecision decision = router.completed(call.decision());
        RoutingStep step = new RoutingStep(
                DECIDED_BEFORE,
                "the front end was told so of its call " + RoutingStep.shown(call.frontEndId()),
                decision.reason());
        return new RoutingExplanation(decision, List.of(step));
    }

    private static long micros(Duration measured) {
        return measured.toNanos() / NANOS_PER_MICRO;
    }

    /** By names that sort as the steps came. Numbers are masked, as everywhere in a history. */
    private static Map<String, String> details(RoutingRequest request, RoutingExplanation decided) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("reason", decided.decision().reason());
        List<RoutingStep> steps = decided.steps();
        for (int i = 0; i < steps.size() && i < MAX_STEPS; i++) {
            String step = steps.get(i).asked() + ": " + steps.get(i).said();
            String masked = masked(masked(step, request.from()), request.to());
            String kept = NUMBER.matcher(masked).replaceAll(found -> mask(found.group()));
            details.put("step%02d".formatted(i + 1), kept.substring(0, Math.min(kept.length(), MAX_STEP_CHARS)));
        }
        return details;
    }

    private static String masked(String step, @Nullable String number) {
        return number == null || number.length() < LEAST_NUMBER_CHARS ? step : step.replace(number, mask(number));
    }

    private static String mask(String number) {
        return new PhoneNumber(number, null).masked();
    }
}
