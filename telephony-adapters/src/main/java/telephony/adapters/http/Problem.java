package telephony.adapters.http;

import java.util.List;
import java.util.Map;

/**
 * An error as a client sees it (RFC 9457).
 *
 * @param status HTTP status
 * @param code stable word that a program may decide by
 * @param title the same for every problem of this code
 * @param detail what happened this time and what to do next; holds no secret and nothing internal
 * @param headers further headers of the answer
 * @param errors what is wrong with the members of a body
 */
record Problem(int status, String code, String title, String detail, Map<String, String> headers, List<Flaw> errors) {

    /**
     * One thing that is wrong with a body.
     *
     * @param pointer JSON pointer to it (RFC 6901)
     * @param code stable word that a program may decide by
     * @param detail what is wrong and what to send
     */
    record Flaw(String pointer, String code, String detail) {}

    static final String MEDIA_TYPE = "application/problem+json";

    private static final Map<String, String> TRY_AGAIN = Map.of("Retry-After", "1");

    Problem {
        headers = Map.copyOf(headers);
        errors = List.copyOf(errors);
    }

    Problem(int status, String code, String title, String detail, Map<String, String> headers) {
        this(status, code, title, detail, headers, List.of());
    }

    Problem(int status, String code, String title, String detail) {
        this(status, code, title, detail, Map.of());
    }

    /** The stable identifier of this kind of problem; it is a name, not an address. */
    String type() {
        return "urn:telephony:problem:" + code;
    }

    static Problem badRequest(String code, String title, String detail) {
        return new Problem(400, code, title, detail);
    }

    static Problem invalidBody(List<Flaw> errors) {
        return new Problem(
                422,
                "body-invalid",
                "The body is not valid",
                "Put right what errors lists, and send it again.",
                Map.of(),
                errors);
    }

    static Problem storeUnavailable() {
        return new Problem(
                503,
                "store-unavailable",
                "The store cannot be reached",
                "Nothing is lost: send the same request again in a moment.",
                TRY_AGAIN);
    }

    static Problem overloaded() {
        return new Problem(
                503,
                "overloaded",
                "Too much at once",
                "The request was not looked at: send it again in a moment.",
                TRY_AGAIN);
    }

    /** Of our own making, and worth another try: LiveKit repeats on 5xx only. */
    static Problem tryAgain() {
        return new Problem(
                503,
                "internal-error",
                "Something failed here",
                "The request was not stored: send it again in a moment. The log tells more under the requestId.",
                TRY_AGAIN);
    }

    static Problem internal() {
        return new Problem(500, "internal-error", "Something failed here", "The log tells more under the requestId.");
    }

    /** For answers that the server gives before any route is asked. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 404 ->
                new Problem(
                        404,
                        "not-found",
                        "There is no such route",
                        "Check the path; the routes are in the documentation.");
            case 408 -> new Problem(408, "too-slow", "The request took too long", "Send it in one go.");
            case 413 -> new Problem(413, "body-too-large", "The body is too large", "Send a smaller body.");
            case 414, 431 ->
                new Problem(status, "head-too-large", "The head is too large", "Shorten the address and the headers.");
            case 503 -> overloaded();
            default ->
                status >= 500
                        ? new Problem(
                                status, "internal-error", "Something failed here", "Send the request again later.")
                        : new Problem(
                                status,
                                "bad-request",
                                "This is not a valid HTTP request",
                                "Check the client: the request cannot be read without doubt.");
        };
    }
}
