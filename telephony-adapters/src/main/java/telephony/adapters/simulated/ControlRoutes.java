package telephony.adapters.simulated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.SimulatedCall;
import telephony.simulation.SimulatedLiveKit;

/**
 * The addresses by which a simulation is played with:
 *
 * <ul>
 *   <li>{@code POST /simulation/calls} places a call, see {@link CallOptions}
 *   <li>{@code GET /simulation/calls/{id}} tells what its caller hears, and the simulation's
 *       instants: {@code beganAt}, {@code heardAt} = first heard an agent, {@code endedAt}
 *   <li>{@code POST /simulation/calls/{id}/hang-up}
 *   <li>{@code POST /simulation/workers} registers a worker: {@code name}, {@code behaviour}
 *   <li>{@code POST /simulation/restart} restarts LiveKit: {@code downFor}
 * </ul>
 */
final class ControlRoutes {

    /** Calls that can still be asked for; the oldest are forgotten. */
    private static final int MAX_CALLS = 1_000;

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final String CALLS = "/simulation/calls";
    private static final String HANG_UP = "/hang-up";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SimulatedLiveKit livekit;
    private final Map<String, SimulatedCall> calls = new LinkedHashMap<>();

    ControlRoutes(SimulatedLiveKit livekit) {
        this.livekit = livekit;
    }

    /** What is answered. */
    record Answer(int status, String json) {

        private static Answer of(int status, JsonNode json) {
            return new Answer(status, json.toString());
        }

        private static Answer problem(int status, String detail) {
            return of(status, JSON.createObjectNode().put("error", detail));
        }
    }

    /** Serves one request. Never throws for what a client can send. */
    Answer serve(String method, String path, byte[] body) {
        try {
            if (method.equals("GET")) {
                return call(path.substring(Math.min(path.length(), CALLS.length() + 1)))
                        .map(call -> Answer.of(OK, shown(call)))
                        .orElseGet(ControlRoutes::unknown);
            }
            JsonNode json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            return change(path, json);
        } catch (JsonProcessingException notJson) {
            return Answer.problem(BAD_REQUEST, "the body is not JSON");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (IllegalArgumentException wrong) {
            return Answer.problem(BAD_REQUEST, String.valueOf(wrong.getMessage()));
        } catch (IllegalStateException down) {
            return Answer.problem(CONFLICT, String.valueOf(down.getMessage()));
        }
    }

    private Answer change(String path, JsonNode json) {
        if (path.equals(CALLS)) {
            SimulatedCall call = livekit.call(CallOptions.read(json));
            remember(call);
            return Answer.of(CREATED, shown(call));
        }
        if (path.startsWith(CALLS + "/") && path.endsWith(HANG_UP)) {
            Optional<SimulatedCall> call = call(path.substring(CALLS.length() + 1, path.length() - HANG_UP.length()));
            call.ifPresent(SimulatedCall::hangUp);
            return call.map(ended -> Answer.of(OK, shown(ended))).orElseGet(ControlRoutes::unknown);
        }
        if (path.equals("/simulation/workers")) {
            String behaviour = json.path("behaviour").asText("normal");
            livekit.worker(json.path("name").asText(), AgentBehaviour.parse(behaviour));
            return Answer.of(OK, JSON.createObjectNode());
        }
        if (path.equals("/simulation/restart")) {
            livekit.restart(CallOptions.duration("downFor", json.path("downFor").asText("2s")));
            return Answer.of(OK, JSON.createObjectNode());
        }
        return unknown();
    }

    private static Answer unknown() {
        return Answer.problem(NOT_FOUND, "there is no such thing in the simulation");
    }

    private synchronized void remember(SimulatedCall call) {
        if (calls.size() >= MAX_CALLS) {
            calls.remove(calls.keySet().iterator().next());
        }
        calls.put(call.sipCallId(), call);
    }

    private synchronized Optional<SimulatedCall> call(String sipCallId) {
        return Optional.ofNullable(calls.get(sipCallId));
    }

    private static ObjectNode shown(SimulatedCall call) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", call.sipCallId())
                .put("room", call.roomName())
                .put("identity", call.identity())
                .put("status", call.status())
                .put("answered", call.isAnswered())
                .put("over", call.isOver())
                .put("agentsNow", call.agentsNow())
                .put("mostAgentsAtOnce", call.mostAgentsAtOnce());
        json.put("beganAt", call.beganAt().toString())
                .put("heardAt", call.heardAt().map(Instant::toString).orElse(null))
                .put("endedAt", call.endedAt().map(Instant::toString).orElse(null))
                .put("agentAskedFor", call.isAgentAskedFor());
        json.put("endReason", call.endReason().orElse(null));
        call.heard().forEach(json.putArray("heard")::add);
        return json;
    }
}
