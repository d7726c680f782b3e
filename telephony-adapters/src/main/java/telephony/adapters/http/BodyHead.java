package telephony.adapters.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** What the head of a request with a body must look like; looked at before a byte of the body is read. */
final class BodyHead {

    static final Problem TOO_LARGE = new Problem(
            413,
            "body-too-large",
            "The body is too large",
            "A body may have " + HttpLimits.MAX_BODY_BYTES + " bytes; LiveKit's own stay far below.",
            Map.of("Connection", "close"));

    private static final Problem ENCODED = new Problem(
            415,
            "content-encoding",
            "The body must not be encoded",
            "Send the body as it is, without Content-Encoding.");

    private static final Problem NO_WEBHOOK_TYPE =
            wrongType("Send Content-Type: application/webhook+json (as LiveKit does) or application/json.");

    private static final Problem NO_JSON_TYPE = wrongType("Send Content-Type: application/json.");

    private static final Problem TWO_AUTHORIZATIONS = Problem.badRequest(
            "authorization-ambiguous",
            "There is more than one Authorization header",
            "Send exactly one Authorization header; if a proxy adds its own, let it not.");

    private static final Set<String> TYPES = Set.of("application/webhook+json", "application/json");

    private BodyHead() {}

    /**
     * Why the request is refused without reading its body; empty = go on reading.
     *
     * @param webhook whether it went to LiveKit's webhook, for whose sender the advice is another one
     */
    static Optional<Problem> refusal(HttpFields headers, boolean webhook) {
        if (headers.getLongField("Content-Length") > HttpLimits.MAX_BODY_BYTES) {
            return Optional.of(TOO_LARGE);
        }
        if (headers.contains("Content-Encoding")) {
            return Optional.of(ENCODED);
        }
        if (count(headers, "Content-Type") != 1 || !isAccepted(headers.get("Content-Type"))) {
            return Optional.of(webhook ? NO_WEBHOOK_TYPE : NO_JSON_TYPE);
        }
        return count(headers, "Authorization") > 1 ? Optional.of(TWO_AUTHORIZATIONS) : Optional.empty();
    }

    private static Problem wrongType(String advice) {
        return new Problem(415, "content-type", "This content type is not accepted", advice);
    }

    private static boolean isAccepted(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0];
        return TYPES.contains(type.strip().toLowerCase(Locale.ROOT));
    }

    private static long count(HttpFields headers, String name) {
        return headers.stream().filter(field -> isNamed(field, name)).count();
    }

    private static boolean isNamed(HttpField field, String name) {
        return name.equalsIgnoreCase(field.getName());
    }
}
