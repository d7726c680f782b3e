package telephony.adapters.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.servlet.JavalinServlet;
import jakarta.servlet.Servlet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import telephony.observe.SafeListener;
import telephony.observe.TelephonyListener;
import telephony.store.StoreUnavailableException;

/** Which path leads where, and what becomes of what goes wrong there; who may go there is {@link AccessTable}'s. */
final class Routes {

    /** One method of one path. */
    record Route(HandlerType method, String path, Handler handler) {

        /** What it asks of whoever wants to use it. */
        AccessTable.Need need() {
            return AccessTable.need(this.toString())
                    .orElseThrow(() -> new IllegalStateException("the table of access has no " + this));
        }

        /** As the table has it. */
        @Override
        public String toString() {
            return method.name() + " " + path;
        }
    }

    private final List<Route> routes;
    private final AgentRoutes agents;
    private final Gatekeeper gatekeeper;
    private final TelephonyListener listener;

    Routes(
            WebhookRoute webhook,
            InboxRoutes inbox,
            CallRoutes calls,
            AgentRoutes agents,
            ExplainRoute explain,
            SipRoutes sip,
            OrderRoute orders,
            CallControl control,
            TransferRoute transfers,
            KeyRoutes keys,
            GuardRoutes guards,
            LogRoutes log,
            DirectoryRoutes directory,
            LeadRoutes leads,
            List<Route> dropIns,
            Gatekeeper gatekeeper,
            OperationRoutes operation,
            TelephonyListener listener) {
        this.listener = new SafeListener(List.of(listener));
        this.agents = agents;
        this.gatekeeper = gatekeeper;
        List<Route> served = new ArrayList<>(List.of(
                new Route(HandlerType.POST, FrontDoor.WEBHOOK_PATH, webhook::receive),
                new Route(HandlerType.GET, "/telephony/calls", calls::list),
                new Route(HandlerType.POST, FrontDoor.ORDER_PATH, orders::place),
                new Route(HandlerType.POST, FrontDoor.BATCH_PATH, orders::batch),
                // Before the calls, of which none has this name.
                new Route(HandlerType.GET, "/telephony/calls/queue", orders::queue),
                new Route(HandlerType.GET, "/telephony/calls/waiting", orders::waiting),
                new Route(HandlerType.POST, "/telephony/calls/{callId}/end", control::end),
                new Route(HandlerType.GET, "/telephony/calls/{callId}/status", control::status),
                new Route(HandlerType.POST, "/telephony/calls/{callId}/transfer", transfers::transfer),
                new Route(HandlerType.PUT, "/telephony/calls/{callId}/answered-by", agents::answeredBy),
                new Route(HandlerType.GET, "/telephony/calls/{callId}", calls::one),
                new Route(HandlerType.GET, "/telephony/calls/{callId}/timeline", calls::timeline),
                new Route(HandlerType.POST, "/telephony/calls/{callId}/agent-heartbeat", agents::heartbeat),
                new Route(HandlerType.POST, "/telephony/calls/{callId}/admission", agents::admission),
                new Route(HandlerType.GET, "/telephony/webhooks", inbox::list),
                new Route(HandlerType.GET, "/telephony/webhooks/{eventId}", inbox::one),
                new Route(HandlerType.POST, "/telephony/webhooks/{eventId}/replay", inbox::replay),
                new Route(HandlerType.POST, FrontDoor.EXPLAIN_PATH, explain::explain),
                new Route(HandlerType.GET, "/telephony/keys", keys::list),
                new Route(HandlerType.POST, "/telephony/keys", keys::create),
                new Route(HandlerType.POST, "/telephony/keys/{id}/revoke", keys::revoke),
                new Route(HandlerType.POST, "/telephony/keys/{id}/rotate", keys::rotate),
                new Route(HandlerType.GET, "/healthz", operation::live),
                new Route(HandlerType.GET, "/readyz", operation::ready),
                new Route(HandlerType.GET, "/metrics", operation::metrics)));
        served.addAll(sip.all());
        served.addAll(guards.all());
        served.addAll(log.all());
        served.addAll(directory.all());
        served.addAll(leads.all());
        served.addAll(dropIns);
        served.forEach(Route::need);
        this.routes = List.copyOf(served);
    }

    /** Everything that is served. */
    List<Route> all() {
        return routes;
    }

    /** An agent could not be let in. */
    void agentTurnedAway() {
        agents.turnedAway();
    }

    Servlet servlet() {
        // Not its own servlet, which wants WebSockets set up.
        return new JavalinServlet(Javalin.create(this::configure).unsafe);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = HttpLimits.MAX_BODY_BYTES;
        for (Route route : routes) {
            AccessTable.Need need = route.need();
            Handler handler = ctx -> {
                gatekeeper.check(ctx, need);
                route.handler().handle(ctx);
            };
            config.routes.addHttpHandler(route.method(), route.path(), handler);
            if (route.method().equals(HandlerType.GET)) {
                // Left to Javalin, a HEAD would be answered 200 without anybody having been asked.
                config.routes.addHttpHandler(HandlerType.HEAD, route.path(), handler);
            }
        }
        handleFailures(config.routes);
    }

    private void handleFailures(RoutesConfig config) {
        config.exception(ProblemException.class, (e, ctx) -> Answers.problem(ctx, e.problem()));
        config.exception(MethodNotAllowedResponse.class, (e, ctx) -> Answers.problem(ctx, methodNotAllowed(ctx)));
        config.exception(
                HttpResponseException.class, (e, ctx) -> Answers.problem(ctx, Problem.ofStatus(e.getStatus())));
        config.exception(StoreUnavailableException.class, (e, ctx) -> {
            listener.onTrouble("request not answered, requestId " + Answers.requestId(ctx), e);
            Answers.problem(ctx, Problem.storeUnavailable());
        });
        config.exception(Exception.class, (e, ctx) -> {
            listener.onTrouble("request failed, requestId " + Answers.requestId(ctx), e);
            Answers.problem(ctx, Problem.internal());
        });
    }

    private Problem methodNotAllowed(Context ctx) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            if (matches(route.path(), ctx.path())) {
                allowed.add(route.method().name());
            }
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        String methods = String.join(", ", allowed);
        return new Problem(
                405,
                "method-not-allowed",
                "This path does not take this method",
                "Use " + methods + ".",
                Map.of("Allow", methods));
    }

    /** Whether a path has the form of a template such as {@code /telephony/calls/{callId}}. */
    private static boolean matches(String template, String path) {
        // 0 leaves out what a slash at the end would add: the server does not look at it either.
        String[] wanted = template.split("/", 0);
        String[] given = path.split("/", 0);
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i].startsWith("{") && !wanted[i].equals(given[i])) {
                return false;
            }
        }
        return true;
    }
}
