package telephony.adapters.http;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** What the head of a request with a body must look like; looked at before a byte of the body is read. */
final class BodyHead {

    private static final Problem ENCODED = new Problem(
            415,
            "content-encoding",
            "The body must not be encoded",
            "Send the body as it is, without Content-Encoding.");

    private static final Problem TWO_AUTHORIZATIONS = Problem.badRequest(
            "authorization-ambiguous",
            "There is more than one Authorization header",
            "Send exactly one Authorization header; if a proxy adds its own, let it not.");

    private BodyHead() {}

    /**
     * Why the request is refused without reading its body; empty = go on reading.
     *
     * @param kind where it went
     */
    static Optional<Problem> refusal(HttpFields headers, BodyKind kind) {
        if (headers.getLongField("Content-Length") > kind.maxBytes()) {
            return Optional.of(kind.tooLarge());
        }
        if (headers.contains("Content-Encoding")) {
            return Optional.of(ENCODED);
        }
        if (count(headers, "Content-Type") != 1 || !isAccepted(headers.get("Content-Type"), kind)) {
            return Optional.of(kind.wrongType());
        }
        return count(headers, "Authorization") > 1 ? Optional.of(TWO_AUTHORIZATIONS) : Optional.empty();
    }

    private static boolean isAccepted(@Nullable String contentType, BodyKind kind) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0];
        return kind.types().contains(type.strip().toLowerCase(Locale.ROOT));
    }

    private static long count(HttpFields headers, String name) {
        return headers.stream().filter(field -> isNamed(field, name)).count();
    }

    private static boolean isNamed(HttpField field, String name) {
        return name.equalsIgnoreCase(field.getName());
    }
}
