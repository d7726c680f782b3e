package telephony.adapters.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.routing.Rung;

/**
 * The route of a row as JSON. A route with a word that this version does not know is kept whole as text, because half a
 * route would be another route.
 */
final class RouteCodec {

    private static final String FIELD = "route";

    private RouteCodec() {}

    static void write(WrittenObject row, @Nullable RoutingDecision route) {
        String kept = row.takeKept(FIELD);
        if (kept != null) {
            row.json(FIELD, JsonText.read(kept));
            return;
        }
        row.object(FIELD, route, RouteCodec::writeRoute);
    }

    private static void writeRoute(WrittenObject to, RoutingDecision route) {
        if (route instanceof RoutingDecision.Dispatch dispatch) {
            to.text("kind", "dispatch")
                    .object("agent", dispatch.config(), RouteCodec::writeAgent)
                    .text("agentId", dispatch.agentId())
                    .text("reason", dispatch.reason())
                    .text("tenantId", dispatch.tenantId())
                    .text("campaignId", dispatch.campaignId())
                    .json("metadata", JsonText.ofValue(dispatch.metadata()))
                    .objects("onAgentMissing", dispatch.onAgentMissing(), RouteCodec::writeRung);
            if (dispatch.personFirst()) {
                to.flag("personFirst", true);
            }
        } else {
            to.text("kind", route instanceof RoutingDecision.Reject ? "reject" : "ignore")
                    .text("reason", route.reason())
                    .text("tenantId", route.tenantId())
                    .text("campaignId", route.campaignId());
        }
    }

    private static void writeRung(WrittenObject to, Rung rung) {
        if (rung instanceof Rung.FallbackAgent fallback) {
            to.text("kind", "agent").object("agent", fallback.config(), RouteCodec::writeAgent);
        } else if (rung instanceof Rung.BringIn person) {
            to.text("kind", "number").text("number", person.to());
        } else {
            to.text("kind", rung instanceof Rung.HangUp ? "hang-up" : "redispatch");
        }
    }

    static void writeAgent(WrittenObject to, AgentConfig agent) {
        to.text("name", agent.name())
                .text("prompt", agent.prompt())
                .text("greeting", agent.greeting())
                .text("voice", agent.voice())
                .text("model", agent.model())
                .json("tools", JsonText.ofValue(agent.tools()))
                .text("noiseCancellationType", agent.noiseCancellationType())
                .text("metadataStyle", agent.metadataStyle().name());
    }

    static @Nullable RoutingDecision read(ReadObject row) {
        Optional<Optional<RoutingDecision>> route = row.object(FIELD, RouteCodec::readRoute);
        if (route.isPresent() && route.get().isEmpty()) {
            row.putAside(FIELD);
        }
        return route.flatMap(known -> known).orElse(null);
    }

    private static Optional<RoutingDecision> readRoute(ReadObject from) {
        return switch (from.neededText("kind")) {
            case "dispatch" -> readDispatch(from);
            case "reject" ->
                Optional.of(new RoutingDecision.Reject(
                        from.neededText("reason"), from.text("tenantId"), from.text("campaignId")));
            case "ignore" ->
                Optional.of(new RoutingDecision.Ignore(
                        from.neededText("reason"), from.text("tenantId"), from.text("campaignId")));
            default -> Optional.empty();
        };
    }

    private static Optional<RoutingDecision> readDispatch(ReadObject from) {
        Optional<AgentConfig> agent = from.neededObject("agent", RouteCodec::readAgent);
        List<Optional<Rung>> rungs = from.objects("onAgentMissing", RouteCodec::readRung);
        if (agent.isEmpty() || rungs.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new RoutingDecision.Dispatch(
                agent.get(),
                from.text("agentId"),
                from.neededText("reason"),
                from.text("tenantId"),
                from.text("campaignId"),
                from.json("metadata").map(RouteCodec::members).orElse(Map.of()),
                rungs.stream().flatMap(Optional::stream).toList(),
                from.flag("personFirst")));
    }

    static Map<String, Object> members(JsonNode object) {
        return JsonText.toMap(object).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, member -> Objects.requireNonNull(member.getValue())));
    }

    private static Optional<Rung> readRung(ReadObject from) {
        return switch (from.neededText("kind")) {
            case "redispatch" -> Optional.of(new Rung.Redispatch());
            case "hang-up" -> Optional.of(new Rung.HangUp());
            case "number" -> Optional.of(new Rung.BringIn(from.neededText("number")));
            case "agent" -> from.neededObject("agent", RouteCodec::readAgent).map(Rung.FallbackAgent::new);
            default -> Optional.empty();
        };
    }

    /** Empty = of a style that this version does not know. */
    static Optional<AgentConfig> readAgent(ReadObject from) {
        String style = from.neededText("metadataStyle");
        return Stream.of(AgentConfig.MetadataStyle.values())
                .filter(known -> known.name().equals(style))
                .findFirst()
                .map(known -> new AgentConfig(
                        from.neededText("name"),
                        from.text("prompt"),
                        from.text("greeting"),
                        from.text("voice"),
                        from.text("model"),
                        from.json("tools").map(RouteCodec::items).orElse(List.of()),
                        from.neededText("noiseCancellationType"),
                        known));
    }

    private static List<Object> items(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
                .map(i -> Objects.requireNonNull(JsonText.toValue(array.get(i))))
                .toList();
    }
}
