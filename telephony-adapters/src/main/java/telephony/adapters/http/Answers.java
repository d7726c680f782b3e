package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;

/** How routes answer. */
final class Answers {

    private Answers() {}

    static void json(Context ctx, int status, ObjectNode body) {
        ctx.status(status).contentType("application/json").result(Json.bytes(body));
    }

    static void problem(Context ctx, Problem problem) {
        problem(ctx, problem, Json.problem(problem, requestId(ctx)));
    }

    /** A problem whose document says more than all problems do. */
    static void problem(Context ctx, Problem problem, ObjectNode document) {
        problem.headers().forEach(ctx::header);
        ctx.status(problem.status()).contentType(Problem.MEDIA_TYPE).result(Json.bytes(document));
    }

    static String requestId(Context ctx) {
        return String.valueOf(ctx.req().getAttribute(ProblemPages.REQUEST_ID));
    }

    static boolean isLoopback(Context ctx) {
        return Boolean.TRUE.equals(ctx.req().getAttribute(FrontDoor.LOOPBACK));
    }
}
