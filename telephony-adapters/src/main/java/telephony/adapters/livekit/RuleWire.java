package telephony.adapters.livekit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import telephony.sip.Secret;
import telephony.sip.SipSetting;
import telephony.sip.SipSettings;

/**
 * The part of a dispatch rule that says which room: one of three messages, of which LiveKit takes the whole only. Our
 * settings are the same for all three, so that a change of one of them, or of the type, keeps the PIN.
 */
final class RuleWire {

    private static final String PREFIX = "dispatch_rule_";

    /** What stands in the rule's own part. */
    static final List<SipSetting<?>> SETTINGS = List.of(
            SipSetting.TYPE,
            SipSetting.ROOM_NAME,
            SipSetting.ROOM_PREFIX,
            SipSetting.PIN,
            SipSetting.NO_RANDOMNESS,
            SipSetting.RANDOMIZE);

    private static final List<String> TYPES = List.of("direct", "individual", "callee");

    private RuleWire() {}

    /** Whether one of these stands in that part. */
    static boolean concerns(SipSettings settings) {
        return SETTINGS.stream().anyMatch(settings::names);
    }

    static SipSettings read(JsonNode rule) {
        for (String type : TYPES) {
            JsonNode of = rule.path(PREFIX + type);
            if (of.isObject()) {
                return SipSettings.NONE
                        .with(SipSetting.TYPE, type)
                        .with(text(SipSetting.ROOM_NAME, of.path("room_name")))
                        .with(text(SipSetting.ROOM_PREFIX, of.path("room_prefix")))
                        .with(pin(of.path("pin").asText()))
                        .with(SipSetting.NO_RANDOMNESS, of.path("no_randomness").asBoolean())
                        .with(SipSetting.RANDOMIZE, of.path("randomize").asBoolean());
            }
        }
        return SipSettings.NONE;
    }

    /**
     * The part as it shall be.
     *
     * @param before as it was; what we do not know of it stays while the type does
     */
    static ObjectNode write(JsonNode before, SipSettings settings) {
        String type = settings.value(SipSetting.TYPE);
        String name = PREFIX + type;
        ObjectNode of = before.path(name) instanceof ObjectNode there
                ? there.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        of.put("pin", settings.value(SipSetting.PIN).reveal());
        switch (type) {
            case "direct" -> of.put("room_name", settings.value(SipSetting.ROOM_NAME));
            case "callee" ->
                of.put("room_prefix", settings.value(SipSetting.ROOM_PREFIX))
                        .put("randomize", settings.value(SipSetting.RANDOMIZE));
            default ->
                of.put("room_prefix", settings.value(SipSetting.ROOM_PREFIX))
                        .put("no_randomness", settings.value(SipSetting.NO_RANDOMNESS));
        }
        return JsonNodeFactory.instance.objectNode().set(name, of);
    }

    private static SipSettings text(SipSetting<String> setting, JsonNode value) {
        return setting.read(value.asText())
                .map(read -> SipSettings.NONE.with(setting, read))
                .orElse(SipSettings.NONE);
    }

    private static SipSettings pin(String value) {
        return SipSettings.NONE.with(SipSetting.PIN, Secret.of(value));
    }
}
