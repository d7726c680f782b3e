package telephony.adapters.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.call.RetryRule;
import telephony.dispatch.AgentMetadata;
import telephony.outbound.InvalidPhoneNumberException;
import telephony.outbound.OutboundOrder;
import telephony.routing.AgentConfig;
import telephony.routing.AgentConfig.MetadataStyle;
import telephony.routing.RoutingDecision;

/** Reads an order to place a call, and finds all that is wrong with it at once. */
final class OrderReading {

    /** Length of a prompt at most, in characters; what the agent is told is measured as a whole as well. */
    private static final int MAX_PROMPT_CHARS = 16 * 1024;

    private static final int MAX_ID_CHARS = 128;
    private static final int MAX_METADATA_BYTES = AgentMetadata.MAX_BYTES - AgentMetadata.CALL_BYTES;
    private static final Map<String, MetadataStyle> STYLES =
            Map.of("nested", MetadataStyle.NESTED, "flat", MetadataStyle.FLAT);
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RequestBody body;
    private final OrderSettings settings;

    /**
     * What was sent.
     *
     * @param order what is to be done
     * @param dryRun whether it is only to be judged
     */
    record Sent(OutboundOrder order, boolean dryRun) {}

    private OrderReading(RequestBody body, OrderSettings settings) {
        this.body = body;
        this.settings = settings;
    }

    /**
     * The order of this body.
     *
     * @param tenant to which whoever sent it is bound; null = to none
     * @throws ProblemException 422 with everything that is wrong
     */
    static Sent read(RequestBody body, OrderSettings settings, @Nullable String tenant) {
        return new OrderReading(body, settings).sent(tenant);
    }

    private Sent sent(@Nullable String bound) {
        String to = number("to", body.requiredText("to"));
        String from = body.has("from") ? number("from", body.requiredText("from")) : settings.from();
        AgentConfig agent = agent();
        String tenant = tenant(bound);
        String campaign = id("campaignId");
        Map<String, Object> metadata = metadata(body);
        Duration ringing = body.duration(
                "ringingTimeout",
                OutboundOrder.DEFAULT_RINGING,
                OutboundOrder.LEAST_RINGING,
                OutboundOrder.MOST_RINGING);
        Duration most = body.duration(
                "maxDuration",
                OutboundOrder.DEFAULT_DURATION,
                OutboundOrder.LEAST_DURATION,
                OutboundOrder.MOST_DURATION);
        boolean dryRun = body.truth("dryRun");
        RetryRule retry = body.within("retry").map(RetryReading::rule).orElse(null);
        if (agent != null) {
            measure(body, new RoutingDecision.Dispatch(agent, "order", tenant, campaign, metadata, List.of()));
        }
        body.finish();
        OutboundOrder order = OutboundOrder.to(Objects.requireNonNull(to), Objects.requireNonNull(agent))
                .of(tenant, campaign)
                .telling(metadata)
                .ringingFor(ringing)
                .lastingFor(most)
                .retrying(retry);
        return new Sent(from == null ? order : order.from(from), dryRun);
    }

    private @Nullable String number(String name, String given) {
        if (given.isBlank()) {
            return null;
        }
        // What names its country itself must be E.164 to the letter: a separator or an exit code is somebody's guess.
        boolean guess = given.startsWith("00")
                || (given.startsWith("+") && !E164.matcher(given).matches());
        String number = guess ? null : settings.numbers().apply(given).e164();
        if (number == null) {
            body.flaw(
                    body.pointer(name),
                    InvalidPhoneNumberException.INVALID_NUMBER,
                    "Give a phone number in E.164, such as +14155550100; one without its country can be read only where"
                            + " TELEPHONY_DEFAULT_REGION is set.");
        }
        return number;
    }

    /** Somebody's own name for something. */
    private @Nullable String id(String name) {
        String given = body.text(name);
        boolean fits = given == null
                || (!given.isBlank()
                        && given.length() <= MAX_ID_CHARS
                        && given.chars().noneMatch(Character::isISOControl));
        if (!fits) {
            body.flaw(
                    body.pointer(name),
                    "format",
                    "Give 1 to " + MAX_ID_CHARS + " characters, none of control and not blanks alone.");
        }
        return fits ? given : null;
    }

    private @Nullable String tenant(@Nullable String bound) {
        String given = id("tenantId");
        if (bound != null && given != null && !bound.equals(given)) {
            body.flaw(body.pointer("tenantId"), "another-tenant", "This API key is bound to one tenant: leave it out.");
        }
        return bound == null ? given : bound;
    }

    private @Nullable AgentConfig agent() {
        String name = body.text("agent");
        if (body.has("agentConfig") && name != null) {
            body.flaw(body.pointer("agentConfig"), "ambiguous", "Give agent or agentConfig, not both.");
        }
        AgentConfig whole = body.within("agentConfig").map(OrderReading::config).orElse(null);
        if (name != null) {
            return named(body, "agent", name);
        }
        if (whole == null && settings.agent() == null && !body.has("agentConfig")) {
            body.flaw(body.pointer("agent"), "missing", "Give the name of the agent who is to talk.");
        }
        return whole == null ? settings.agent() : whole;
    }

    private static @Nullable AgentConfig named(RequestBody from, String member, String name) {
        if (AgentConfig.isFitName(name)) {
            return AgentConfig.named(name);
        }
        from.flaw(from.pointer(member), "format", "An agent's name " + AgentConfig.NAME_RULE + ".");
        return null;
    }

    /** An agent as it is sent; null where it has no fit name, which is noted as a flaw. */
    static @Nullable AgentConfig config(RequestBody given) {
        String name = given.requiredText("name");
        // Of a blank one it is told already that it is missing.
        AgentConfig plain = name.isBlank() ? null : named(given, "name", name);
        String style = given.text("metadataStyle");
        if (style != null && !STYLES.containsKey(style)) {
            given.flaw(given.pointer("metadataStyle"), "unknown-value", "Give nested or flat.");
        }
        String prompt = given.longText("prompt", MAX_PROMPT_CHARS);
        String greeting = given.text("greeting");
        String voice = given.text("voice");
        String model = given.text("model");
        List<Object> tools = given.values("tools");
        String noise = given.text("noiseCancellation");
        given.refuseUnknown();
        if (plain == null) {
            return null;
        }
        return new AgentConfig(
                plain.name(),
                prompt == null ? plain.prompt() : prompt,
                greeting == null ? plain.greeting() : greeting,
                voice,
                model,
                tools,
                noise == null ? plain.noiseCancellationType() : noise,
                style == null ? plain.metadataStyle() : STYLES.getOrDefault(style, plain.metadataStyle()));
    }

    /** What is handed to the agent beside what is ours; empty when there is none. */
    static Map<String, Object> metadata(RequestBody body) {
        RequestBody given = body.within("metadata").orElse(null);
        if (given == null) {
            return Map.of();
        }
        Map<String, Object> metadata = new LinkedHashMap<>();
        given.members().forEach((name, value) -> {
            if (value != null) {
                metadata.put(name, value);
            }
        });
        if (metadata.keySet().stream()
                .anyMatch(name -> AgentMetadata.snakeCase(name).equals(AgentMetadata.RESERVED_KEY))) {
            body.flaw(
                    body.pointer("metadata"),
                    "reserved-name",
                    AgentMetadata.RESERVED_KEY + " is the one name that is ours; choose another.");
        }
        findTwins(body, body.pointer("metadata"), metadata);
        return metadata;
    }

    /** Two names that reach the agent as one: what stood under one of them would be lost. */
    private static void findTwins(RequestBody body, String pointer, @Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            Map<String, String> sent = new HashMap<>();
            object.forEach((key, member) -> {
                String name = String.valueOf(key);
                String before = sent.putIfAbsent(AgentMetadata.snakeCase(name), name);
                String at = pointer + "/" + RequestBody.escaped(name);
                if (before != null) {
                    body.flaw(at, "ambiguous", "It reaches the agent under the same name as " + before + " does.");
                }
                findTwins(body, at, member);
            });
        } else if (value instanceof List<?> array) {
            for (int i = 0; i < array.size(); i++) {
                findTwins(body, pointer + "/" + i, array.get(i));
            }
        }
    }

    /** Notes a flaw when it is more than an agent can be told. */
    static void measure(RequestBody body, RoutingDecision.Dispatch route) {
        try {
            int bytes = JSON.writeValueAsBytes(AgentMetadata.preview(route, null, null)).length;
            if (bytes > MAX_METADATA_BYTES) {
                body.flaw(
                        body.pointer("metadata"),
                        "too-large",
                        "What the agent is told takes " + bytes
                                + " bytes as JSON; shorten prompt, tools or metadata to " + MAX_METADATA_BYTES + ".");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read from JSON can be written as JSON", e);
        }
    }
}
