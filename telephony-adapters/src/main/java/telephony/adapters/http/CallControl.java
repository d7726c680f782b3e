package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import telephony.Telephony;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.dispatch.LiveKitAnswer;

/** Ending of calls, and what LiveKit says of them now. */
final class CallControl {

    /** Requests that wait for LiveKit at the same time; the other threads are for calls. */
    private static final int MAX_WAITING = 32;

    private static final Problem BUSY = new Problem(
            503,
            "overloaded",
            "Too much at once",
            "Too many ask LiveKit just now; nothing was sent. Try again in a moment.",
            Map.of("Retry-After", "1"));

    private static final Problem NO_ANSWER = new Problem(
            504,
            "livekit-no-answer",
            "LiveKit did not answer in time",
            "The record of the call tells what was known last; try again in a moment.");

    private static final Problem BODY_NOT_TAKEN = new Problem(
            422,
            "body-not-taken",
            "This route takes no body",
            "Nothing was done. Name the leg that is to be ended with ?identity=...; without it the whole call is ended.");

    private static final Problem NO_SUCH_LEG = new Problem(
            404,
            "leg-not-found",
            "The call has no such leg",
            "Nothing was done. Give the identity of one of the call's legs, as its record shows it.");

    private final Telephony telephony;
    private final CallRoutes calls;
    private final InstantSource clock;
    private final LiveKitWaiting waiting = new LiveKitWaiting(MAX_WAITING, BUSY, NO_ANSWER);

    CallControl(Telephony telephony, CallRoutes calls, InstantSource clock) {
        this.telephony = telephony;
        this.calls = calls;
        this.clock = clock;
    }

    void end(Context ctx) {
        String identity = QueryParameters.of(ctx, Set.of("identity")).text("identity");
        // Whoever names a leg must not end the call of everybody.
        if (ctx.req().getContentLengthLong() > 0 || ctx.req().getHeader("Transfer-Encoding") != null) {
            throw new ProblemException(BODY_NOT_TAKEN);
        }
        TelephonyCall seen = calls.find(ctx);
        TelephonyCall call = identity == null
                ? telephony.endCall(seen.callId()).orElseThrow(() -> new ProblemException(CallRoutes.NOT_FOUND))
                : telephony.endLeg(seen.callId(), identity).orElseThrow(() -> new ProblemException(NO_SUCH_LEG));
        Answers.json(ctx, 202, CallJson.of(call));
    }

    void status(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        TelephonyCall call = calls.find(ctx);
        Instant asked = clock.instant();
        LiveKitAnswer<List<Participant>> answer = waiting.asked(() -> telephony.participants(call));
        List<Participant> there = answer.answered().orElseThrow(() -> SipProblems.unread(answer));
        ObjectNode json = json(call, there, asked);
        if (call.isWaitingForSlots()) {
            json.put("waitingBefore", telephony.waitingBefore(call));
        }
        Answers.json(ctx, 200, json);
    }

    private static ObjectNode json(TelephonyCall call, List<Participant> there, Instant asked) {
        ObjectNode json = Json.object()
                .put("callId", call.callId().toString())
                .put("askedAt", Json.time(asked))
                .put("roomName", call.origin().roomName())
                .put("status", Json.word(call.status()));
        List<Leg> legs = new ArrayList<>();
        for (SipParticipant leg : call.legs()) {
            legs.add(new Leg(leg.identity(), shown(leg.identity(), there)));
        }
        if (call.dial() != null && call.callee().isEmpty()) {
            legs.add(new Leg(call.dial().identity(), shown(call.dial().identity(), there)));
        }
        json.set("legs", Json.array(legs, CallControl::leg));
        json.set(
                "agents",
                Json.array(
                        there.stream()
                                .filter(participant -> participant.kind() == ParticipantKind.AGENT)
                                .toList(),
                        CallControl::agent));
        return json;
    }

    /** One end of the call, and who LiveKit shows there; null = nobody. */
    private record Leg(String identity, @Nullable Participant shown) {}

    private static @Nullable Participant shown(String identity, List<Participant> there) {
        return there.stream()
                .filter(participant -> participant.identity().equals(identity))
                .findFirst()
                .orElse(null);
    }

    private static ObjectNode leg(Leg leg) {
        Participant shown = leg.shown();
        ObjectNode json = Json.object().put("identity", leg.identity()).put("present", shown != null);
        ObjectNode attributes = Json.object();
        if (shown != null) {
            json.put("joinedAt", Json.time(shown.joinedAt())).put("audio", shown.audioPublished());
            shown.sipCall().ifPresent(sip -> {
                json.put("callStatus", sip.status());
                new TreeMap<>(sip.attributes()).forEach((name, value) -> {
                    if (name.startsWith("sip.")) {
                        attributes.put(name, value);
                    }
                });
            });
        }
        json.set("attributes", attributes);
        return json;
    }

    private static ObjectNode agent(Participant agent) {
        return Json.object()
                .put("identity", agent.identity())
                .put("agentName", agent.agentName())
                .put("joinedAt", Json.time(agent.joinedAt()))
                .put("audio", agent.audioPublished());
    }
}
