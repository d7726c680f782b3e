package telephony.adapters.simulated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import telephony.simulation.Delivery;
import telephony.testkit.Fixtures;

/**
 * Webhooks with their ids replaced by the order in which they first appear, so that two rooms can be compared in what
 * they tell: which event, which room, session and identity are the same as before, and what is said of them.
 */
final class Shapes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> COMPARED_ATTRIBUTES =
            List.of("sip.callStatus", "sip.phoneNumber", "sip.trunkPhoneNumber", "lk.agent_name", "lk.agent.name");
    private static final List<String> COMPARED_PRESENCE = List.of("sip.callID", "sip.trunkID");

    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** A line: what it tells, and when it came, in milliseconds after the first. */
    record Line(String shape, long atMillis) {}

    private record Sent(JsonNode event, int answered, long atMillis) {

        private String participant() {
            return event.path("participant").path("sid").asText();
        }
    }

    /** What was recorded. */
    static List<Line> recorded(String name) {
        return lines(Fixtures.webhooks(name).stream()
                .map(Shapes::parse)
                .map(line -> new Sent(
                        parse(line.get("body").textValue()),
                        line.get("answered").asInt(),
                        Math.round(line.get("receivedAt").asDouble() * 1000)))
                .toList());
    }

    /** The statuses that the recorder gave, in order. */
    static List<Integer> answers(String name) {
        return Fixtures.webhooks(name).stream()
                .map(line -> parse(line).get("answered").asInt())
                .toList();
    }

    /** What the simulation delivered, as it goes over the wire. */
    static List<Line> simulated(List<Delivery> deliveries) {
        return lines(deliveries.stream()
                .map(delivery -> new Sent(
                        parse(WebhookPoster.json(delivery.webhook())),
                        delivery.status(),
                        delivery.at().toEpochMilli()))
                .toList());
    }

    private static List<Line> lines(List<Sent> sent) {
        Shapes shapes = new Shapes();
        long first = sent.get(0).atMillis();
        return closedInJoinOrder(sent).stream()
                .map(one -> new Line(shapes.shape(one.event(), one.answered()), one.atMillis() - first))
                .toList();
    }

    /** Those whom a closing room puts out leave in any order; here they do in the order in which they came. */
    private static List<Sent> closedInJoinOrder(List<Sent> sent) {
        List<String> came = sent.stream().map(Sent::participant).distinct().toList();
        Set<String> putOut = sent.stream()
                .filter(one -> Set.of("ROOM_CLOSED", "ROOM_DELETED")
                        .contains(one.event()
                                .path("participant")
                                .path("disconnectReason")
                                .asText()))
                .map(Sent::participant)
                .collect(Collectors.toSet());
        List<Sent> leaving = sent.stream()
                .filter(one -> putOut.contains(one.participant()))
                .filter(one -> List.of("track_unpublished", "participant_left")
                        .contains(one.event().get("event").asText()))
                .toList();
        Iterator<Sent> sorted = leaving.stream()
                .sorted(Comparator.comparingInt(one -> came.indexOf(one.participant())))
                .iterator();
        return sent.stream()
                .map(one -> leaving.contains(one) ? sorted.next() : one)
                .toList();
    }

    private String shape(JsonNode event, int answered) {
        JsonNode participant = event.path("participant");
        StringBuilder shape = new StringBuilder();
        shape.append(event.get("event").asText()).append(" answered=").append(answered);
        shape.append(' ').append(label("EV", event.get("id")));
        shape.append(' ').append(label("RM", event.path("room").get("sid")));
        shape.append(' ').append(label("name", event.path("room").get("name")));
        if (!participant.isMissingNode()) {
            shape.append(' ').append(label("PA", participant.get("sid")));
            shape.append(' ').append(identity(participant.get("identity").asText()));
            shape.append(' ').append(participant.path("kind").asText("-"));
            shape.append(' ').append(participant.path("state").asText("-"));
            shape.append(' ').append(participant.path("disconnectReason").asText("-"));
            shape.append(" publisher=").append(participant.path("isPublisher").asBoolean());
            shape.append(' ').append(attributes(participant.path("attributes")));
        }
        if (event.has("track")) {
            shape.append(" track ").append(event.path("track").path("type").asText("AUDIO"));
            shape.append(' ').append(label("TR", event.path("track").get("sid")));
        }
        return shape.toString();
    }

    /** An agent's identity carries its job; anybody else's is compared as it is. */
    private String identity(String text) {
        return text.startsWith("agent-") ? label("agent", JSON.getNodeFactory().textNode(text)) : text;
    }

    private Map<String, String> attributes(JsonNode attributes) {
        Map<String, String> compared = new TreeMap<>();
        COMPARED_ATTRIBUTES.stream()
                .filter(attributes::has)
                .forEach(name -> compared.put(name, attributes.get(name).asText()));
        COMPARED_PRESENCE.stream()
                .filter(attributes::has)
                .forEach(name -> compared.put(name, label(name, attributes.get(name))));
        return compared;
    }

    private String label(String kind, JsonNode id) {
        return labels.computeIfAbsent(kind + " " + id.asText(), unseen -> kind + counts.merge(kind, 1, Integer::sum));
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
