package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;

/**
 * Whether the process lives, whether it should get traffic, and what it has counted. Details are for loopback peers only.
 */
final class OperationRoutes {

    /** Prometheus' text format. */
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Operation operation;

    OperationRoutes(Operation operation) {
        this.operation = operation;
    }

    void live(Context ctx) {
        Answers.json(ctx, 200, Json.object().put("status", "up"));
    }

    void ready(Context ctx) {
        Readiness now = operation.readiness().get();
        ObjectNode json = Json.object().put("ready", now.ready());
        if (Answers.isLoopback(ctx)) {
            now.components().forEach(json.putObject("components")::put);
        }
        Answers.json(ctx, now.ready() ? 200 : 503, json);
    }

    void metrics(Context ctx) {
        ctx.status(200).contentType(METRICS_TYPE).result(operation.metrics().get());
    }
}
