package telephony.adapters.http;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The bodies that are taken, by the path to which they are sent. */
enum BodyKind {
    /** LiveKit's webhook. */
    WEBHOOK(
            HttpLimits.MAX_BODY_BYTES,
            "LiveKit's own stay far below",
            "Send Content-Type: application/webhook+json (as LiveKit does) or application/json."),
    /** A question about routes. */
    EXPLAIN(
            HttpLimits.MAX_BODY_BYTES,
            "a question about routes stays far below",
            "Send Content-Type: application/json."),
    /** A call that is to be placed. */
    ORDER(
            HttpLimits.MAX_ORDER_BODY_BYTES,
            "what an agent is told has 16 KiB at most",
            "Send Content-Type: application/json."),
    /** A call that is to come to somebody else. */
    TRANSFER(
            HttpLimits.MAX_ORDER_BODY_BYTES,
            "a number and a few headers stay far below",
            "Send Content-Type: application/json."),
    /** Many calls that are to be placed; the route reads them itself, one after the other. */
    BATCH(
            HttpLimits.MAX_BATCH_BYTES,
            "send the rest in another batch",
            "Send Content-Type: application/x-ndjson, an order on each line, or application/json, an array of orders."),
    /** Many calls of the older model; the route reads them itself, one after the other. */
    SESSIONS(
            HttpLimits.MAX_BATCH_BYTES,
            "send the rest in another request",
            "Send Content-Type: application/x-ndjson, a session on each line, or application/json, an array of them."),
    /** Trunks and dispatch rules. */
    SIP(HttpLimits.MAX_BODY_BYTES, "trunks and dispatch rules stay far below", "Send Content-Type: application/json."),
    /** An API key that is wanted. */
    KEYS(
            HttpLimits.MAX_KEY_BODY_BYTES,
            "a key's name and scopes stay far below",
            "Send Content-Type: application/json."),
    /** What a person decides about dials. */
    GUARDS(
            HttpLimits.MAX_KEY_BODY_BYTES,
            "what is switched off or released, and why, stays far below",
            "Send Content-Type: application/json."),
    /** Entries of the directory. */
    DIRECTORY(HttpLimits.MAX_BODY_BYTES, "send many entries in several parts", "Send Content-Type: application/json."),
    /** What systems from before send. */
    DROP_IN(
            HttpLimits.MAX_ORDER_BODY_BYTES,
            "what an agent is told has 16 KiB at most",
            "Send Content-Type: application/json."),
    /** What an agent asks or tells. */
    AGENT(
            HttpLimits.MAX_AGENT_BODY_BYTES,
            "an identity and a token stay far below",
            "Send Content-Type: application/json.");

    private static final Set<String> TYPES = Set.of("application/webhook+json", "application/json");

    private static final Set<String> BATCH_TYPES = Set.of("application/x-ndjson", "application/json");

    /** The paths on which agents ask and tell. */
    private static final Pattern AGENT_PATH = Pattern.compile("/telephony/calls/[^/]++/(agent-heartbeat|admission)");

    /** The path on which an agent, or whoever has a key, tells who took up the phone. */
    private static final Pattern VERDICT_PATH = Pattern.compile("/telephony/calls/[^/]++/answered-by");

    /** The path on which calls are transferred. */
    private static final Pattern TRANSFER_PATH = Pattern.compile("/telephony/calls/[^/]++/transfer");

    /** The paths on which API keys are made, or made anew. */
    private static final Pattern KEYS_PATH = Pattern.compile("/telephony/keys(/[^/]++/rotate)?");

    /** The paths on which people decide about dials. */
    private static final Pattern GUARDS_PATH = Pattern.compile("/telephony/guards/(off|on|releases)");

    /** The paths on which trunks and dispatch rules are made, or planned. */
    private static final Pattern SIP_PATH = Pattern.compile("/telephony/sip/(plan|apply|trunks|dispatch-rules)");

    /** The paths on which one of them is changed. */
    private static final Pattern SIP_ENTRY_PATH = Pattern.compile("/telephony/sip/(trunks|dispatch-rules)/[^/]++");

    /** The paths on which entries of the directory are made, one or many. */
    private static final Pattern DIRECTORY_PATH =
            Pattern.compile("/telephony/(directory|agents|numbers|campaigns|tenants)");

    /** The paths on which one of them is changed. */
    private static final Pattern DIRECTORY_ENTRY_PATH =
            Pattern.compile("/telephony/(agents|numbers|campaigns|tenants)/[^/]++");

    /** The methods that change one. */
    private static final Set<String> CHANGES = Set.of("PUT", "PATCH");

    private final int maxBytes;
    private final String usual;
    private final String typeAdvice;

    BodyKind(int maxBytes, String usual, String typeAdvice) {
        this.maxBytes = maxBytes;
        this.usual = usual;
        this.typeAdvice = typeAdvice;
    }

    /** Of a request of this method to this path; empty = it takes no body. */
    static Optional<BodyKind> of(String method, String path) {
        if (method.equals("PUT") && VERDICT_PATH.matcher(path).matches()) {
            return Optional.of(AGENT);
        }
        if (CHANGES.contains(method)) {
            if (DIRECTORY_ENTRY_PATH.matcher(path).matches()) {
                return Optional.of(DIRECTORY);
            }
            return SIP_ENTRY_PATH.matcher(path).matches() ? Optional.of(SIP) : Optional.empty();
        }
        return method.equals("POST") ? ofPost(path) : Optional.empty();
    }

    private static Optional<BodyKind> ofPost(String path) {
        return switch (path) {
            case FrontDoor.WEBHOOK_PATH -> Optional.of(WEBHOOK);
            case FrontDoor.EXPLAIN_PATH -> Optional.of(EXPLAIN);
            case FrontDoor.ORDER_PATH -> Optional.of(ORDER);
            case FrontDoor.BATCH_PATH -> Optional.of(BATCH);
            case FrontDoor.SESSIONS_PATH -> Optional.of(SESSIONS);
            default -> {
                if (AGENT_PATH.matcher(path).matches()) {
                    yield Optional.of(AGENT);
                }
                if (TRANSFER_PATH.matcher(path).matches()) {
                    yield Optional.of(TRANSFER);
                }
                if (GUARDS_PATH.matcher(path).matches()) {
                    yield Optional.of(GUARDS);
                }
                if (path.startsWith(DropInRoutes.PREFIX)) {
                    yield Optional.of(DROP_IN);
                }
                if (DIRECTORY_PATH.matcher(path).matches()) {
                    yield Optional.of(DIRECTORY);
                }
                boolean sip = SIP_PATH.matcher(path).matches();
                boolean keys = KEYS_PATH.matcher(path).matches();
                yield sip ? Optional.of(SIP) : keys ? Optional.of(KEYS) : Optional.empty();
            }
        };
    }

    /** Longest body, in bytes. */
    int maxBytes() {
        return maxBytes;
    }

    /** What a longer one is answered. */
    Problem tooLarge() {
        return new Problem(
                413,
                "body-too-large",
                "The body is too large",
                "A body may have " + maxBytes + " bytes; " + usual + ".",
                Map.of("Connection", "close"));
    }

    /** What another type than {@link #types} is answered. */
    Problem wrongType() {
        return new Problem(415, "content-type", "This content type is not accepted", typeAdvice);
    }

    /** The content types that are taken. */
    Set<String> types() {
        return isStreamed() ? BATCH_TYPES : TYPES;
    }

    /** Whether the route reads it itself. */
    boolean isStreamed() {
        return this == BATCH || this == SESSIONS;
    }
}
