package telephony.adapters.livekit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.sip.RuleAgent;
import telephony.sip.Secret;
import telephony.sip.SipKind;
import telephony.sip.SipSetting;
import telephony.sip.SipSettings;

/**
 * How LiveKit writes the settings of trunks and rules in JSON. What it has and we do not know stays as it is when settings
 * are laid over it, so that an update of ours takes nothing away that a newer LiveKit added.
 */
final class SipWire {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String MEDIA = "media";
    private static final String ENCRYPTION = "SIP_MEDIA_ENCRYPT_";
    private static final String RESTART = "JRP_";
    private static final int MILLI_DIGITS = 3;

    /** Words of ours within LiveKit's: what stands before and behind them. */
    private record Around(String before, String behind) {
        private String wire(String word) {
            return before + word.toUpperCase(Locale.ROOT) + behind;
        }

        private String word(String wire) {
            boolean known = wire.startsWith(before)
                    && wire.endsWith(behind)
                    && wire.length() > before.length() + behind.length();
            return known
                    ? wire.substring(before.length(), wire.length() - behind.length())
                            .toLowerCase(Locale.ROOT)
                    : wire;
        }
    }

    private static final Map<SipSetting<?>, Around> WORDS = Map.of(
            SipSetting.TRANSPORT, new Around("SIP_TRANSPORT_", ""),
            SipSetting.INCLUDE_HEADERS, new Around("SIP_", "_HEADERS"),
            SipSetting.MEDIA_ENCRYPTION, new Around(ENCRYPTION, ""));

    /** Places that are not the name in snake case. */
    private static final Map<SipSetting<?>, List<String>> PLACES = Map.of(
            SipSetting.MEDIA_ENCRYPTION, List.of(MEDIA, "encryption"),
            SipSetting.CODECS, List.of(MEDIA, "codecs"),
            SipSetting.ONLY_LISTED_CODECS, List.of(MEDIA, "only_listed_codecs"),
            SipSetting.MEDIA_TIMEOUT, List.of(MEDIA, "media_timeout"),
            SipSetting.AGENTS, List.of("room_config", "agents"));

    /** Settings that stand in the rule's own part, or are read and written elsewhere. */
    private static final Set<SipSetting<?>> APART = Stream.concat(
                    RuleWire.SETTINGS.stream(), Stream.of(SipSetting.METADATA))
            .collect(Collectors.toUnmodifiableSet());

    private static final Map<SipKind, Set<SipSetting<?>>> PARTIAL = Map.of(
            SipKind.INBOUND_TRUNK,
            Set.of(
                    SipSetting.NUMBERS,
                    SipSetting.ALLOWED_ADDRESSES,
                    SipSetting.ALLOWED_NUMBERS,
                    SipSetting.AUTH_USERNAME,
                    SipSetting.AUTH_PASSWORD,
                    SipSetting.AUTH_REALM,
                    SipSetting.METADATA),
            SipKind.OUTBOUND_TRUNK,
            Set.of(
                    SipSetting.ADDRESS,
                    SipSetting.TRANSPORT,
                    SipSetting.DESTINATION_COUNTRY,
                    SipSetting.NUMBERS,
                    SipSetting.AUTH_USERNAME,
                    SipSetting.AUTH_PASSWORD,
                    SipSetting.FROM_HOST,
                    SipSetting.METADATA),
            SipKind.DISPATCH_RULE,
            Set.of(SipSetting.TRUNK_IDS, SipSetting.METADATA));

    private SipWire() {}

    /** All settings of a trunk or rule but its metadata. */
    static SipSettings read(SipKind kind, JsonNode tree) {
        SipSettings settings = kind == SipKind.DISPATCH_RULE ? RuleWire.read(tree.path("rule")) : SipSettings.NONE;
        for (SipSetting<?> setting : SipSetting.of(kind)) {
            if (!APART.contains(setting)) {
                settings = settings.with(read(setting, tree));
            }
        }
        if (!tree.path(MEDIA).hasNonNull("encryption")) {
            // Its place before there was a media part; still written by older clients.
            Object word = plain(SipSetting.MEDIA_ENCRYPTION, tree.path("media_encryption"));
            settings = settings.with(read(SipSetting.MEDIA_ENCRYPTION, word));
        }
        return settings;
    }

    /**
     * Lays settings over a trunk or rule, in place.
     *
     * @param tree as LiveKit wrote it; an empty object for a new one
     */
    static void overlay(SipKind kind, ObjectNode tree, SipSettings settings) {
        SipSettings after = read(kind, tree).with(settings);
        for (SipSetting<?> setting : settings.named()) {
            if (!APART.contains(setting)) {
                put(setting, settings, tree);
            }
        }
        if (settings.named().stream().anyMatch(setting -> place(setting).get(0).equals(MEDIA))) {
            // LiveKit merges the old place into the new one, by which "disable" would lose: both say the same.
            put(SipSetting.MEDIA_ENCRYPTION, after, tree);
            tree.set("media_encryption", value(SipSetting.MEDIA_ENCRYPTION, after));
        }
        if (kind == SipKind.DISPATCH_RULE && (tree.isEmpty() || RuleWire.concerns(settings) || !tree.has("rule"))) {
            tree.set("rule", RuleWire.write(tree.path("rule"), after));
        }
    }

    /**
     * The changes as LiveKit's partial update, which takes few settings; the others it takes only with the whole, or, as
     * media, only by clearing what they do not name.
     *
     * @return empty when it does not take them all; without the metadata
     */
    static Optional<ObjectNode> partial(SipKind kind, SipSettings changes) {
        if (!PARTIAL.getOrDefault(kind, Set.of()).containsAll(changes.named())) {
            return Optional.empty();
        }
        ObjectNode update = NODES.objectNode();
        for (SipSetting<?> setting : changes.named()) {
            if (!setting.equals(SipSetting.METADATA)) {
                JsonNode value = value(setting, changes);
                update.set(place(setting).get(0), value instanceof ArrayNode list ? listUpdate(list) : value);
            }
        }
        return Optional.of(update);
    }

    /** LiveKit takes an empty list for "say nothing". */
    private static ObjectNode listUpdate(ArrayNode list) {
        return list.isEmpty()
                ? NODES.objectNode().put("clear", true)
                : NODES.objectNode().set("set", list);
    }

    private static void put(SipSetting<?> setting, SipSettings from, ObjectNode tree) {
        List<String> place = place(setting);
        ObjectNode parent = tree;
        for (String name : place.subList(0, place.size() - 1)) {
            parent = parent.get(name) instanceof ObjectNode there ? there : parent.putObject(name);
        }
        parent.set(place.get(place.size() - 1), value(setting, from));
    }

    private static List<String> place(SipSetting<?> setting) {
        List<String> place = PLACES.get(setting);
        return place == null ? List.of(snake(setting.name())) : place;
    }

    private static <T> JsonNode value(SipSetting<T> setting, SipSettings from) {
        T value = from.value(setting);
        Around around = WORDS.get(setting);
        if (around != null) {
            return TextNode.valueOf(around.wire((String) value));
        }
        if (value instanceof Secret secret) {
            return TextNode.valueOf(secret.reveal());
        }
        if (value instanceof Duration span) {
            return TextNode.valueOf(BigDecimal.valueOf(span.toMillis(), MILLI_DIGITS) + "s");
        }
        if (setting.equals(SipSetting.AGENTS)) {
            ArrayNode agents = NODES.arrayNode();
            from.value(SipSetting.AGENTS).forEach(agent -> agents.add(agent(agent)));
            return agents;
        }
        return JSON.valueToTree(setting.plain(value));
    }

    private static <T> SipSettings read(SipSetting<T> setting, JsonNode tree) {
        JsonNode value = tree;
        for (String name : place(setting)) {
            value = value.path(name);
        }
        return value.isMissingNode() || value.isNull() ? SipSettings.NONE : read(setting, plain(setting, value));
    }

    /** What cannot be read is as if it were not there: nobody can want it either. */
    private static <T> SipSettings read(SipSetting<T> setting, @Nullable Object plain) {
        return Optional.ofNullable(plain)
                .flatMap(setting::read)
                .map(value -> SipSettings.NONE.with(setting, value))
                .orElse(SipSettings.NONE);
    }

    private static @Nullable Object plain(SipSetting<?> setting, JsonNode value) {
        Around around = WORDS.get(setting);
        if (around != null) {
            return around.word(value.asText());
        }
        if (setting.empty() instanceof Secret) {
            return Secret.of(value.asText());
        }
        if (setting.equals(SipSetting.AGENTS)) {
            return value.valueStream().map(SipWire::agent).toList();
        }
        return JSON.convertValue(value, Object.class);
    }

    private static ObjectNode agent(RuleAgent agent) {
        ObjectNode wire = NODES.objectNode()
                .put("agent_name", agent.agentName())
                .put("metadata", agent.metadata())
                .put("deployment", agent.deployment())
                .put("restart_policy", RESTART + agent.restartPolicy().toUpperCase(Locale.ROOT));
        return wire.set("attributes", JSON.valueToTree(agent.attributes()));
    }

    private static Map<String, Object> agent(JsonNode wire) {
        Map<String, Object> agent = new LinkedHashMap<>();
        agent.put("agentName", wire.path("agent_name").asText());
        agent.put("metadata", wire.path("metadata").asText());
        agent.put("deployment", wire.path("deployment").asText());
        agent.put(
                "restartPolicy",
                new Around(RESTART, "").word(wire.path("restart_policy").asText(RESTART + "ON_FAILURE")));
        if (wire.path("attributes").isObject()) {
            agent.put("attributes", JSON.convertValue(wire.path("attributes"), Object.class));
        }
        return agent;
    }

    private static String snake(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
