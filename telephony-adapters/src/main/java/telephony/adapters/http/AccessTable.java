package telephony.adapters.http;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import telephony.access.Scope;

/**
 * Who may use which route: the one table. A route that is not in it is not served, because the server that has it cannot
 * be made.
 */
final class AccessTable {

    /**
     * What a route asks of whoever wants to use it.
     *
     * @param scope what the key must be good for; null = no key is asked for: it is signed by itself, bears a token of its
     *     own, or tells nothing
     * @param everybodys whether it shows or changes what belongs to all tenants together, so that a key of one of them is
     *     not enough
     * @param dropIn whether systems from before call it, which the operator may let in without any key
     */
    record Need(@Nullable Scope scope, boolean everybodys, boolean dropIn) {

        Need(@Nullable Scope scope, boolean everybodys) {
            this(scope, everybodys, false);
        }

        boolean isOpen() {
            return scope == null;
        }
    }

    private static final Need OPEN = new Need(null, true);
    private static final Need OWN_CALLS = new Need(Scope.CALLS_READ, false);
    static final Need PLACE_CALLS = new Need(Scope.CALLS_WRITE, false);
    private static final Need ALL_CALLS = new Need(Scope.CALLS_READ, true);
    private static final Need SIP = new Need(Scope.SIP_WRITE, true);
    private static final Need DIRECTORY = new Need(Scope.DIRECTORY_WRITE, false);
    private static final Need ALL_TENANTS = new Need(Scope.DIRECTORY_WRITE, true);
    private static final Need ADMIN = new Need(Scope.ADMIN, true);
    private static final Need FRONT_END = new Need(Scope.CALLS_WRITE, true, true);
    private static final Need OLD_ORDERS = new Need(Scope.CALLS_WRITE, false, true);
    private static final Need OLD_LISTS = new Need(Scope.DIRECTORY_WRITE, false, true);

    private static final Map<String, Need> TABLE = new TreeMap<>(Map.ofEntries(
            Map.entry("POST /telephony/livekit-webhook", OPEN),
            Map.entry("POST /telephony/calls/{callId}/agent-heartbeat", OPEN),
            Map.entry("POST /telephony/calls/{callId}/admission", OPEN),
            Map.entry("PUT /telephony/calls/{callId}/answered-by", OPEN),
            Map.entry("GET /healthz", OPEN),
            Map.entry("GET /readyz", OPEN),
            Map.entry("GET /metrics", ALL_CALLS),
            Map.entry("GET /telephony/calls", OWN_CALLS),
            Map.entry("POST /telephony/calls", PLACE_CALLS),
            Map.entry("POST /telephony/calls/batch", PLACE_CALLS),
            Map.entry("GET /telephony/calls/queue", OWN_CALLS),
            Map.entry("GET /telephony/calls/waiting", ALL_CALLS),
            Map.entry("POST /telephony/calls/{callId}/end", PLACE_CALLS),
            Map.entry("POST /telephony/calls/{callId}/transfer", PLACE_CALLS),
            Map.entry("GET /telephony/calls/{callId}/status", OWN_CALLS),
            Map.entry("GET /telephony/calls/{callId}", OWN_CALLS),
            Map.entry("GET /telephony/calls/{callId}/timeline", OWN_CALLS),
            Map.entry("GET /telephony/calls.csv", OWN_CALLS),
            Map.entry("GET /telephony/stats", OWN_CALLS),
            Map.entry("POST /telephony/calls/sessions", ADMIN),
            Map.entry("GET /telephony/leads", OWN_CALLS),
            Map.entry("GET /telephony/leads/{id}", OWN_CALLS),
            Map.entry("POST /telephony/routes/explain", ALL_CALLS),
            Map.entry("GET /telephony/webhooks", ADMIN),
            Map.entry("GET /telephony/webhooks/{eventId}", ADMIN),
            Map.entry("POST /telephony/webhooks/{eventId}/replay", ADMIN),
            Map.entry("GET /telephony/sip/trunks", SIP),
            Map.entry("POST /telephony/sip/trunks", SIP),
            Map.entry("GET /telephony/sip/trunks/{id}", SIP),
            Map.entry("PUT /telephony/sip/trunks/{id}", SIP),
            Map.entry("PATCH /telephony/sip/trunks/{id}", SIP),
            Map.entry("DELETE /telephony/sip/trunks/{id}", SIP),
            Map.entry("GET /telephony/sip/dispatch-rules", SIP),
            Map.entry("POST /telephony/sip/dispatch-rules", SIP),
            Map.entry("GET /telephony/sip/dispatch-rules/{id}", SIP),
            Map.entry("PUT /telephony/sip/dispatch-rules/{id}", SIP),
            Map.entry("PATCH /telephony/sip/dispatch-rules/{id}", SIP),
            Map.entry("DELETE /telephony/sip/dispatch-rules/{id}", SIP),
            Map.entry("POST /telephony/sip/plan", SIP),
            Map.entry("POST /telephony/sip/apply", SIP),
            Map.entry("GET /telephony/tenants", DIRECTORY),
            Map.entry("POST /telephony/tenants", ALL_TENANTS),
            Map.entry("GET /telephony/tenants/{id}", DIRECTORY),
            Map.entry("PUT /telephony/tenants/{id}", DIRECTORY),
            Map.entry("PATCH /telephony/tenants/{id}", DIRECTORY),
            Map.entry("DELETE /telephony/tenants/{id}", ALL_TENANTS),
            Map.entry("GET /telephony/agents", DIRECTORY),
            Map.entry("POST /telephony/agents", DIRECTORY),
            Map.entry("GET /telephony/agents/{id}", DIRECTORY),
            Map.entry("PUT /telephony/agents/{id}", DIRECTORY),
            Map.entry("PATCH /telephony/agents/{id}", DIRECTORY),
            Map.entry("DELETE /telephony/agents/{id}", DIRECTORY),
            Map.entry("GET /telephony/numbers", DIRECTORY),
            Map.entry("POST /telephony/numbers", DIRECTORY),
            Map.entry("GET /telephony/numbers/{id}", DIRECTORY),
            Map.entry("PUT /telephony/numbers/{id}", DIRECTORY),
            Map.entry("PATCH /telephony/numbers/{id}", DIRECTORY),
            Map.entry("DELETE /telephony/numbers/{id}", DIRECTORY),
            Map.entry("GET /telephony/campaigns", DIRECTORY),
            Map.entry("POST /telephony/campaigns", DIRECTORY),
            Map.entry("GET /telephony/campaigns/{id}", DIRECTORY),
            Map.entry("PUT /telephony/campaigns/{id}", DIRECTORY),
            Map.entry("PATCH /telephony/campaigns/{id}", DIRECTORY),
            Map.entry("DELETE /telephony/campaigns/{id}", DIRECTORY),
            Map.entry("GET /telephony/numbers/conflicts", DIRECTORY),
            Map.entry("POST /telephony/directory", DIRECTORY),
            Map.entry("POST /api/v1/livekit/sip-dispatch", FRONT_END),
            Map.entry("POST /api/v1/agents/route-by-phone", FRONT_END),
            Map.entry("POST /api/v1/webhooks/livekit/sip-inbound", FRONT_END),
            Map.entry("GET /api/v1/agents", OLD_LISTS),
            Map.entry("GET /api/v1/organizations", OLD_LISTS),
            Map.entry("POST /api/livekit/dispatch-call", OLD_ORDERS),
            Map.entry("GET /telephony/guards/off", ADMIN),
            Map.entry("POST /telephony/guards/off", ADMIN),
            Map.entry("POST /telephony/guards/on", ADMIN),
            Map.entry("GET /telephony/guards/releases", ADMIN),
            Map.entry("POST /telephony/guards/releases", ADMIN),
            Map.entry("POST /telephony/guards/releases/{id}/revoke", ADMIN),
            Map.entry("GET /telephony/keys", ADMIN),
            Map.entry("POST /telephony/keys", ADMIN),
            Map.entry("POST /telephony/keys/{id}/revoke", ADMIN),
            Map.entry("POST /telephony/keys/{id}/rotate", ADMIN)));

    private AccessTable() {}

    /** What this route asks; {@code GET /telephony/calls}, with the names of its parameters. */
    static Optional<Need> need(String route) {
        return Optional.ofNullable(TABLE.get(route));
    }

    /** All routes of the table, in alphabetical order. */
    static Collection<String> routes() {
        return TABLE.keySet();
    }
}
