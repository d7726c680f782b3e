package telephony.adapters.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import telephony.Telephony;
import telephony.call.AnsweredBy;
import telephony.call.CallId;
import telephony.dispatch.AgentStanding;

/**
 * Where agents ask whether they may speak, and tell that they are alive. Workers run anywhere, so these are open: the
 * token from the metadata of the job is what shows that it is an agent of the call.
 */
final class AgentRoutes {

    private static final Problem WRONG_TOKEN = new Problem(
            401,
            "agent-token-invalid",
            "This token is not one of this call's",
            "Send telephony.call_id and telephony.token of the same job's metadata.");

    private interface Question {
        AgentStanding ask(CallId callId, String identity, String token);
    }

    private static final Map<String, AnsweredBy.Who> WORDS = Map.of(
            "human", AnsweredBy.Who.HUMAN,
            "voicemail", AnsweredBy.Who.VOICEMAIL,
            "ivr", AnsweredBy.Who.IVR,
            "unknown", AnsweredBy.Who.UNKNOWN);

    private static final Problem NOT_THE_CALLS = new Problem(
            409,
            "not-the-calls-agent",
            "Another agent is this call's",
            "Nothing was written: only the agent that talks can tell who took up the phone.");

    private final Telephony telephony;
    private final CallRoutes calls;
    private final Gatekeeper gatekeeper;

    AgentRoutes(Telephony telephony, CallRoutes calls, Gatekeeper gatekeeper) {
        this.telephony = telephony;
        this.calls = calls;
        this.gatekeeper = gatekeeper;
    }

    /**
     * Takes in who took up the phone: from the call's agent with its token, or from whoever has a key. The table of access
     * has it as open because of the former; the latter is asked for its key here.
     */
    void answeredBy(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        CallId callId = CallRoutes.callId(ctx.pathParam("callId"));
        RequestBody body = RequestBody.of(ctx);
        String word = body.requiredText("answeredBy");
        AnsweredBy.Who who = WORDS.get(word);
        if (who == null && !word.isBlank()) {
            body.flaw(body.pointer("answeredBy"), "unknown-value", "Give human, voicemail, ivr or unknown.");
        }
        boolean agent = body.has("token") || body.has("identity");
        String identity = agent ? body.requiredText("identity") : "";
        String token = agent ? body.requiredText("token") : "";
        body.finish();
        AnsweredBy.Who known = Objects.requireNonNull(who);
        if (agent) {
            AgentStanding standing = ask((id, i, t) -> telephony.answeredBy(id, known, i, t), callId, identity, token);
            switch (standing) {
                case UNKNOWN_CALL -> throw new ProblemException(CallRoutes.NOT_FOUND);
                case WRONG_TOKEN -> throw new ProblemException(WRONG_TOKEN);
                case CHOSEN -> ctx.status(204);
                default -> throw new ProblemException(NOT_THE_CALLS);
            }
        } else {
            gatekeeper.check(ctx, AccessTable.PLACE_CALLS);
            telephony.answeredBy(calls.find(ctx).callId(), known);
            ctx.status(204);
        }
    }

    void admission(Context ctx) {
        answer(ctx, telephony::admission);
    }

    void heartbeat(Context ctx) {
        answer(ctx, telephony::agentHeartbeat);
    }

    /** An agent did not get as far as its route. */
    void turnedAway() {
        telephony.agentTurnedAway();
    }

    private static void answer(Context ctx, Question question) {
        QueryParameters.of(ctx, Set.of());
        CallId callId = CallRoutes.callId(ctx.pathParam("callId"));
        RequestBody body = RequestBody.of(ctx);
        String identity = body.requiredText("identity");
        String token = body.requiredText("token");
        body.finish();
        AgentStanding standing = ask(question, callId, identity, token);
        switch (standing) {
            case UNKNOWN_CALL -> throw new ProblemException(CallRoutes.NOT_FOUND);
            case WRONG_TOKEN -> throw new ProblemException(WRONG_TOKEN);
            default ->
                Answers.json(
                        ctx,
                        200,
                        Json.object().put("speak", standing.maySpeak()).put("reason", Json.word(standing)));
        }
    }

    private static AgentStanding ask(Question question, CallId callId, String identity, String token) {
        try {
            return question.ask(callId, identity, token);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalidBody(List.of(new Problem.Flaw(
                    "/identity", "format", "Give the agent's own identity in the room: " + e.getMessage() + "."))));
        }
    }
}
