package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.call.AgentDispatch;
import telephony.call.AgentPresence;
import telephony.call.AnsweredBy;
import telephony.call.CallOrigin;
import telephony.call.CallTimes;
import telephony.call.DispatchAttempt;
import telephony.call.Gap;
import telephony.call.Outcome;
import telephony.call.OwedEffect;
import telephony.call.ParticipantSession;
import telephony.call.PhoneNumber;
import telephony.call.SipParticipant;
import telephony.call.Steering;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.routing.Rung;

/** A call and its time line as the API shows them: the whole row but for what only the store needs. */
final class CallJson {

    private CallJson() {}

    static ObjectNode of(TelephonyCall call) {
        CallOrigin origin = call.origin();
        ObjectNode json = Json.object()
                .put("callId", call.callId().toString())
                .put("version", call.control().version())
                .put("status", Json.word(call.status()))
                .put("direction", Json.word(origin.direction()))
                .put("from", number(call.from()))
                .put("to", number(call.to()))
                .put("roomName", origin.hasRoom() ? origin.roomName() : null)
                .put("roomSid", origin.roomSid())
                .put("episode", origin.episode())
                .put("tenantId", origin.tenantId())
                .put("campaignId", origin.campaignId())
                .put("agentDispatched", call.isAgentDispatched());
        json.set("dial", call.dial() == null ? null : DialJson.of(call.dial()));
        json.set("legs", Json.array(call.legs(), CallJson::leg));
        json.set("route", call.route() == null ? null : route(call.route()));
        json.set("dispatch", dispatch(call.dispatch()));
        putTimes(json, call.times());
        json.put("endReason", call.endReason());
        json.set("outcome", call.outcome() == null ? null : outcome(call.outcome(), call.steering()));
        json.set("transfers", Json.array(call.steering().transfers(), SteeringJson::of));
        AnsweredBy told = call.steering().answeredBy();
        json.set("answeredBy", told == null ? null : SteeringJson.of(told));
        if (call.slots() != null) {
            json.set("slots", SlotJson.of(call.slots()));
        }
        json.set("gaps", Json.array(call.gaps().all(), CallJson::gap));
        return json;
    }

    static ObjectNode of(TimelineEntry entry) {
        ObjectNode details = Json.object();
        entry.details().forEach(details::put);
        ObjectNode json = Json.object()
                .put("at", Json.time(entry.at()))
                .put("kind", Json.word(entry.kind()))
                .put("name", entry.name());
        json.set("details", details);
        return json;
    }

    private static void putTimes(ObjectNode json, CallTimes times) {
        json.put("createdAt", Json.time(times.createdAt()))
                .put("updatedAt", Json.time(times.updatedAt()))
                .put("agentJoinedAt", Json.time(times.agentJoinedAt()))
                .put("answeredAt", Json.time(times.answeredAt()))
                .put("endedAt", Json.time(times.endedAt()));
    }

    private static ObjectNode outcome(Outcome outcome, Steering steering) {
        return Json.object()
                .put("result", Json.word(outcome.result()))
                .put("class", Json.word(outcome.finality()))
                .put("endedBy", Json.word(outcome.endedBy()))
                .put("sipStatusCode", outcome.sipStatusCode())
                .put("livekitReason", outcome.livekitReason())
                .put("certainty", Json.word(outcome.certainty()))
                .put("transferred", steering.lastDone().isPresent());
    }

    private static ObjectNode gap(Gap gap) {
        return Json.object()
                .put("kind", Json.word(gap.kind()))
                .put("from", Json.time(gap.from()))
                .put("until", Json.time(gap.until()))
                .put("about", gap.about());
    }

    private static ObjectNode leg(SipParticipant leg) {
        ObjectNode json = Json.object()
                .put("sipCallId", leg.sipCallId())
                .put("identity", leg.identity())
                .put("role", Json.word(leg.role()))
                .put("remoteNumber", number(leg.remoteNumber()))
                .put("trunkNumber", number(leg.trunkNumber()))
                .put("trunkId", leg.trunkId())
                .put("ruleId", leg.ruleId())
                .put("lastStatus", leg.lastStatus())
                .put("present", leg.isPresent())
                .put("hungUp", leg.isHungUp());
        json.set("sessions", Json.array(leg.sessions().all(), CallJson::session));
        return json;
    }

    private static ObjectNode session(ParticipantSession session) {
        return Json.object()
                .put("sid", session.sid())
                .put("joinedAt", Json.time(session.joinedAt()))
                .put("audio", session.audio())
                .put("leftAt", Json.time(session.leftAt()))
                .put("leaveReason", session.leaveReason())
                .put("hungUp", session.hungUp());
    }

    private static ObjectNode route(RoutingDecision route) {
        RoutingDecision.Dispatch sent = route instanceof RoutingDecision.Dispatch to ? to : null;
        ObjectNode json = Json.object()
                .put("decision", decision(route))
                .put("reason", route.reason())
                .put("agentName", route.agent().map(AgentConfig::name).orElse(null))
                .put("agentId", sent == null ? null : sent.agentId())
                .put("personFirst", sent != null && sent.personFirst());
        json.set("onAgentMissing", Json.texts(rungs(route)));
        // As it was given; the agent has it in snake_case.
        json.set("metadata", Json.value(sent == null ? Map.of() : sent.metadata()));
        return json;
    }

    /** The words of what is done for a caller whose agent is missing; none when no agent is sent. */
    static List<String> rungs(RoutingDecision route) {
        return route instanceof RoutingDecision.Dispatch dispatch
                ? dispatch.onAgentMissing().stream().map(Rung::word).toList()
                : List.of();
    }

    static String decision(RoutingDecision route) {
        if (route.agent().isPresent()) {
            return "dispatch";
        }
        return route instanceof RoutingDecision.Reject ? "reject" : "ignore";
    }

    private static ObjectNode dispatch(AgentDispatch dispatch) {
        ObjectNode json = Json.object()
                .put("state", Json.word(dispatch.state()))
                .put("since", Json.time(dispatch.since()))
                .put("desiredAgents", dispatch.desiredAgents())
                .put("keeper", dispatch.keeper())
                .put("adoptedDispatchId", dispatch.adoptedDispatchId())
                .put("wantedAt", Json.time(dispatch.wantedAt()))
                .put("recoveries", dispatch.replacement().recoveries())
                .put("note", dispatch.note());
        json.set("attempts", Json.array(dispatch.attempts(), CallJson::attempt));
        json.set("agents", Json.array(dispatch.agents(), CallJson::agent));
        json.set("owed", Json.array(dispatch.owed(), CallJson::owed));
        return json;
    }

    private static ObjectNode attempt(DispatchAttempt attempt) {
        return Json.object()
                .put("number", attempt.number())
                .put("marker", attempt.marker().toString())
                .put("intentAt", Json.time(attempt.intentAt()))
                .put("tokenExpiresAt", Json.time(attempt.tokenExpiresAt()))
                .put("quiesceAt", Json.time(attempt.quiesceAt()))
                .put("answer", Json.word(attempt.answer()))
                .put("dispatchId", attempt.dispatchId());
    }

    private static ObjectNode agent(AgentPresence agent) {
        ObjectNode json = Json.object()
                .put("identity", agent.identity())
                .put("agentName", agent.agentName())
                .put("present", agent.sessions().isPresent());
        json.set("sessions", Json.array(agent.sessions().all(), CallJson::session));
        return json;
    }

    private static ObjectNode owed(OwedEffect effect) {
        return Json.object().put("kind", Json.word(effect.kind())).put("target", effect.target());
    }

    private static @Nullable String number(@Nullable PhoneNumber number) {
        return number == null ? null : number.best();
    }
}
