package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.function.Supplier;

/** Whether the process lives and whether it should get traffic. Details are for loopback peers only. */
final class HealthRoutes {

    private final Supplier<Readiness> readiness;

    HealthRoutes(Supplier<Readiness> readiness) {
        this.readiness = readiness;
    }

    void live(Context ctx) {
        Answers.json(ctx, 200, Json.object().put("status", "up"));
    }

    void ready(Context ctx) {
        Readiness now = readiness.get();
        ObjectNode json = Json.object().put("ready", now.ready());
        if (Answers.isLoopback(ctx)) {
            now.components().forEach(json.putObject("components")::put);
        }
        Answers.json(ctx, now.ready() ? 200 : 503, json);
    }
}
