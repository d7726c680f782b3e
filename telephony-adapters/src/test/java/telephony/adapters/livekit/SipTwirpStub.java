package telephony.adapters.livekit;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * LiveKit's trunks and rules over HTTP, as livekit-server 1.13.5 was seen to keep them: what is not in a whole that
 * replaces another is gone, a partial update changes few settings, and of media and of a rule's own part it takes the
 * whole. {@code lab/sip} runs the same contract on the real one.
 */
final class SipTwirpStub implements RawServer.Behaviour {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TRUNK =
            """
            {"name": "", "metadata": "", "numbers": [], "auth_username": "", "auth_password": "", "headers": {},
             "headers_to_attributes": {}, "attributes_to_headers": {}, "include_headers": "SIP_NO_HEADERS",
             "media_encryption": "SIP_MEDIA_ENCRYPT_DISABLE", "media": null, "created_at": null, "updated_at": null,
             "of_a_newer_livekit": ""%s}""";
    private static final ObjectNode INBOUND = object(TRUNK.formatted(
            ", \"allowed_addresses\": [], \"allowed_numbers\": [], \"auth_realm\": \"\", \"ringing_timeout\": null,"
                    + " \"max_call_duration\": null, \"krisp_enabled\": false"));
    private static final ObjectNode OUTBOUND = object(
            TRUNK.formatted(", \"address\": \"\", \"destination_country\": \"\", \"transport\": \"SIP_TRANSPORT_AUTO\","
                    + " \"from_host\": \"\""));
    private static final ObjectNode RULE = object(
            """
            {"rule": null, "trunk_ids": [], "hide_phone_number": false, "inbound_numbers": [], "numbers": [],
             "name": "", "metadata": "", "attributes": {}, "room_preset": "", "room_config": null, "media": null,
             "krisp_enabled": false, "media_encryption": "SIP_MEDIA_ENCRYPT_DISABLE", "of_a_newer_livekit": ""}""");

    /** How LiveKit speaks of a kind, and what it takes in a partial update. */
    private record Kind(String name, String id, String body, ObjectNode usual, List<String> partial) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "SIPInboundTrunk",
                    "sip_trunk_id",
                    "trunk",
                    INBOUND,
                    List.of(
                            "numbers",
                            "allowed_addresses",
                            "allowed_numbers",
                            "auth_username",
                            "auth_password",
                            "auth_realm",
                            "name",
                            "metadata",
                            "media")),
            new Kind(
                    "SIPOutboundTrunk",
                    "sip_trunk_id",
                    "trunk",
                    OUTBOUND,
                    List.of(
                            "address",
                            "transport",
                            "destination_country",
                            "numbers",
                            "auth_username",
                            "auth_password",
                            "name",
                            "metadata",
                            "from_host",
                            "media")),
            new Kind(
                    "SIPDispatchRule",
                    "sip_dispatch_rule_id",
                    "dispatch_rule",
                    RULE,
                    List.of("trunk_ids", "rule", "name", "metadata", "media")));

    private final Map<String, Map<String, ObjectNode>> kept = new TreeMap<>();
    private int lastId;

    /** One as LiveKit has it, so that a test can make it something that we do not know. */
    synchronized ObjectNode kept(String id) {
        return kept.values().stream()
                .filter(some -> some.containsKey(id))
                .findFirst()
                .orElseThrow()
                .get(id);
    }

    @Override
    public synchronized boolean serve(RawServer.Connection connection, RawServer.Request request) throws IOException {
        var token = JWT.require(Algorithm.HMAC256(Api.SECRET))
                .acceptExpiresAt(Integer.MAX_VALUE)
                .build()
                .verify(request.header("Authorization").replace("Bearer ", ""));
        if (!Boolean.TRUE.equals(token.getClaim("sip").asMap().get("admin"))) {
            connection.write(answer(401, error("unauthenticated", "permissions denied")));
            return true;
        }
        String method = request.path().replace("/twirp/livekit.SIP/", "");
        ObjectNode asked = (ObjectNode) JSON.readTree(request.body());
        if (method.equals("DeleteSIPTrunk")) {
            String id = asked.path("sip_trunk_id").asText();
            kept.values().forEach(some -> some.remove(id));
            connection.write(answer(200, object("{}").put("sip_trunk_id", id)));
            return true;
        }
        for (Kind kind : KINDS) {
            if (method.endsWith(kind.name())) {
                Map<String, ObjectNode> some = kept.computeIfAbsent(kind.name(), any -> new LinkedHashMap<>());
                connection.write(serve(method.replace(kind.name(), ""), kind, some, asked));
                return true;
            }
        }
        throw new IOException("no such method: " + method);
    }

    private byte[] serve(String verb, Kind kind, Map<String, ObjectNode> some, ObjectNode asked) {
        String id = asked.path(kind.id()).asText();
        switch (verb) {
            case "List" -> {
                ObjectNode listed = JSON.createObjectNode();
                ArrayNode items = listed.putArray("items");
                JsonNode ids = asked.path(kind.id().replace("sip_", "") + "s");
                some.forEach((key, one) -> {
                    if (ids.isEmpty()
                            || ids.valueStream()
                                    .anyMatch(wanted -> wanted.asText().equals(key))) {
                        items.add(one);
                    }
                });
                return answer(200, listed);
            }
            case "Create" -> {
                return store(kind, some, "", whole(kind, asked.path(kind.body())));
            }
            case "Delete" -> {
                ObjectNode gone = some.remove(id);
                return gone == null ? notFound() : answer(200, gone);
            }
            case "Update" -> {
                ObjectNode before = some.get(id);
                if (before == null) {
                    return notFound();
                }
                ObjectNode after = asked.has("replace")
                        ? whole(kind, asked.path("replace"))
                        : changed(kind, before.deepCopy(), asked.path("update"));
                return store(kind, some, id, after);
            }
            default -> throw new IllegalArgumentException(verb);
        }
    }

    private static ObjectNode whole(Kind kind, JsonNode given) {
        ObjectNode whole = kind.usual().deepCopy();
        given.properties().forEach(member -> {
            if (whole.has(member.getKey())) {
                whole.set(member.getKey(), member.getValue());
            }
        });
        if (whole.path("media") instanceof ObjectNode media) {
            mergeOldEncryption(media, whole.path("media_encryption").asText());
        }
        return whole;
    }

    /** As LiveKit does where it reads a trunk: the old place wins over a new one that says "disable". */
    private static void mergeOldEncryption(ObjectNode media, String old) {
        String now = media.path("encryption").asText("SIP_MEDIA_ENCRYPT_DISABLE");
        if (now.endsWith("_DISABLE") && !old.endsWith("_DISABLE")) {
            media.put("encryption", old);
        }
    }

    private static ObjectNode changed(Kind kind, ObjectNode after, JsonNode update) {
        update.properties().forEach(member -> {
            String name = member.getKey();
            if (!kind.partial().contains(name)) {
                throw new IllegalArgumentException("LiveKit would not heed " + name);
            }
            boolean list = kind.usual().path(name).isArray();
            after.set(name, list ? listed(member.getValue()) : member.getValue());
        });
        return after;
    }

    private static JsonNode listed(JsonNode update) {
        boolean clear = update.path("clear").asBoolean();
        if (clear == update.has("set") || (!clear && update.path("set").isEmpty())) {
            throw new IllegalArgumentException("unsupported list update operation");
        }
        return clear ? JSON.createArrayNode() : update.path("set");
    }

    private byte[] store(Kind kind, Map<String, ObjectNode> some, String id, ObjectNode after) {
        if (kind.usual().equals(INBOUND)
                && some.entrySet().stream()
                        .filter(other -> !other.getKey().equals(id))
                        .anyMatch(other -> other.getValue()
                                .path("numbers")
                                .valueStream()
                                .anyMatch(number ->
                                        after.path("numbers").valueStream().anyMatch(number::equals)))) {
            return answer(400, error("invalid_argument", "Conflicting inbound SIP Trunks"));
        }
        String key = id.isEmpty() ? (kind.usual().equals(RULE) ? "SDR_" : "ST_") + ++lastId : id;
        some.put(key, after.put(kind.id(), key));
        return answer(200, after);
    }

    private static byte[] notFound() {
        return answer(404, error("not_found", "requested sip trunk does not exist"));
    }

    private static ObjectNode error(String code, String message) {
        return JSON.createObjectNode().put("code", code).put("msg", message);
    }

    private static byte[] answer(int status, ObjectNode body) {
        return Api.http(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
