package telephony.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** How it was decided who answers a call that has been, told from what a server keeps of it. */
final class PastDecision {

    /** Lines of a history that are asked for: the decision is among the first. */
    private static final int LINES = 50;

    private static final String STEP = "step";

    private PastDecision() {}

    /**
     * Asks for it.
     *
     * @param callId the call's id
     * @return lines for people
     * @throws ServerClient.RefusedException when the server does not know the call, or does not show it
     */
    static List<String> of(String callId, ServerClient server) throws InterruptedException {
        String path = ServerTask.CALLS + "/" + callId;
        JsonNode call = server.get(path);
        JsonNode history = server.get(path + "/timeline?limit=" + LINES);
        List<String> lines = new ArrayList<>();
        lines.add("call: from " + call.path("from").asText("a withheld number") + " to "
                + call.path("to").asText("an unknown number") + " at "
                + call.path("createdAt").asText());
        for (JsonNode line : history.path("items")) {
            if (line.path("name").asText().equals("ROUTE")) {
                lines.addAll(steps(line.path("details")));
            }
        }
        if (lines.size() == 1) {
            lines.add("its steps were not kept: it was decided by another version, or nothing was to be decided");
        }
        lines.add("decision: " + decision(call.path("route")));
        return lines;
    }

    private static List<String> steps(JsonNode details) {
        TreeMap<String, String> sorted = new TreeMap<>();
        details.properties().forEach(detail -> {
            if (detail.getKey().startsWith(STEP)) {
                sorted.put(detail.getKey(), detail.getValue().asText());
            }
        });
        List<String> lines = new ArrayList<>();
        for (String step : sorted.values()) {
            lines.add("  " + (lines.size() + 1) + ". " + step);
        }
        return lines;
    }

    private static String decision(JsonNode route) {
        if (!route.isObject()) {
            return "none";
        }
        String agent = route.path("agentName").asText("");
        String what = agent.isEmpty() ? route.path("decision").asText() : "agent " + agent + " answers";
        return what + " (reason: " + route.path("reason").asText() + ")";
    }
}
