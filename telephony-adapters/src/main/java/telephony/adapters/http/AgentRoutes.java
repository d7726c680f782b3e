package telephony.adapters.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import telephony.Telephony;
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

    private final Telephony telephony;

    AgentRoutes(Telephony telephony) {
        this.telephony = telephony;
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
