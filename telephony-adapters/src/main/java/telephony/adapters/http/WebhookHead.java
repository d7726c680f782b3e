package telephony.adapters.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** What the head of a webhook request must look like; looked at before a byte of the body is read. */
final class WebhookHead {

    static final Problem TOO_LARGE = new Problem(
            413,
            "body-too-large",
            "The body is too large",
            "A webhook body may have " + HttpLimits.MAX_BODY_BYTES + " bytes; LiveKit's own stay far below.",
            Map.of("Connection", "close"));

    private static final Problem ENCODED = new Problem(
            415,
            "content-encoding",
            "The body must not be encoded",
            "Send the body as it is, without Content-Encoding: the signature covers the bytes as they are sent.");

    private static final Problem WRONG_TYPE = new Problem(
            415,
            "content-type",
            "This content type is not accepted",
            "Send Content-Type: application/webhook+json (as LiveKit does) or application/json.");

    private static final Problem TWO_AUTHORIZATIONS = Problem.badRequest(
            "authorization-ambiguous",
            "There is more than one Authorization header",
            "Send exactly one Authorization header; if a proxy adds its own, let it not.");

    private static final Set<String> TYPES = Set.of("application/webhook+json", "application/json");

    private WebhookHead() {}

    /** Why the request is refused without reading its body; empty = go on reading. */
    static Optional<Problem> refusal(HttpFields headers) {
        if (headers.getLongField("Content-Length") > HttpLimits.MAX_BODY_BYTES) {
            return Optional.of(TOO_LARGE);
        }
        if (headers.contains("Content-Encoding")) {
            return Optional.of(ENCODED);
        }
        if (count(headers, "Content-Type") != 1 || !isAccepted(headers.get("Content-Type"))) {
            return Optional.of(WRONG_TYPE);
        }
        return count(headers, "Authorization") > 1 ? Optional.of(TWO_AUTHORIZATIONS) : Optional.empty();
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
