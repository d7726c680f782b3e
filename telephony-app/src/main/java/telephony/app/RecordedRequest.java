package telephony.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A webhook request that somebody recorded.
 *
 * @param body the body, byte for byte
 * @param authorization the {@code Authorization} header; null = there was none
 * @param receivedAt when it came; null = not recorded
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares two of them.
record RecordedRequest(byte[] body, @Nullable String authorization, @Nullable Instant receivedAt) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MILLIS_DIGITS = 3;
    private static final Pattern REQUEST_LINE = Pattern.compile("[A-Z]+ \\S+ HTTP/\\S+");
    private static final Pattern HEADER = Pattern.compile("[!#-'*+.0-9A-Z^-z|~-]+:.*");

    /** What is wrong with a recording. */
    static final class NotReadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String problem;

        NotReadable(String problem) {
            super(problem, null, false, false);
            this.problem = problem;
        }

        String problem() {
            return problem;
        }
    }

    /**
     * Reads a recording: a JSON object a line with {@code headers} and {@code body}, or an HTTP request as it was on the
     * wire. With a given header, all of it is the body.
     *
     * @throws NotReadable when it is none of these
     */
    static List<RecordedRequest> read(byte[] content, @Nullable String authorization) throws NotReadable {
        if (authorization != null) {
            return List.of(new RecordedRequest(content, authorization, null));
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (text.stripLeading().startsWith("{")) {
            return lines(content);
        }
        return List.of(dump(content, text));
    }

    private static List<RecordedRequest> lines(byte[] content) throws NotReadable {
        List<RecordedRequest> requests = new ArrayList<>();
        List<String> lines = new String(content, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        for (String line : lines) {
            JsonNode json = parse(line);
            JsonNode body = json.get("body");
            if (body == null || !body.isTextual() || !json.path("headers").isObject()) {
                throw new NotReadable(
                        "this is a body without its headers; give its Authorization header with" + " --authorization");
            }
            requests.add(new RecordedRequest(
                    body.textValue().getBytes(StandardCharsets.UTF_8),
                    authorization(json.get("headers")),
                    receivedAt(json.path("receivedAt"))));
        }
        return requests;
    }

    private static JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException notALineOfItsOwn) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable String authorization(JsonNode headers) {
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            if (header.getKey().equalsIgnoreCase("Authorization")) {
                return header.getValue().asText();
            }
        }
        return null;
    }

    private static @Nullable Instant receivedAt(JsonNode seconds) {
        if (!seconds.isNumber()) {
            return null;
        }
        BigDecimal millis = seconds.decimalValue().movePointRight(MILLIS_DIGITS);
        return Instant.ofEpochMilli(millis.longValue());
    }

    private static RecordedRequest dump(byte[] content, String text) throws NotReadable {
        int crlf = text.indexOf("\r\n\r\n");
        int lf = text.indexOf("\n\n");
        boolean wire = crlf >= 0 && (lf < 0 || crlf < lf);
        int end = wire ? crlf : lf;
        List<String> head = new ArrayList<>(
                end < 0 ? List.of() : text.substring(0, end).lines().toList());
        if (!head.isEmpty() && REQUEST_LINE.matcher(head.get(0)).matches()) {
            head.remove(0);
        }
        if (head.isEmpty()
                || !head.stream().allMatch(line -> HEADER.matcher(line).matches())) {
            throw new NotReadable(
                    "this is neither a recorded request (JSON with headers and body) nor headers, an empty"
                            + " line and the body; for a body alone give --authorization");
        }
        if (!values(head, "Transfer-Encoding").isEmpty()
                || !values(head, "Content-Encoding").isEmpty()) {
            throw new NotReadable("the body is encoded, so its bytes cannot be hashed; record it decoded");
        }
        List<String> authorizations = values(head, "Authorization");
        if (authorizations.size() > 1) {
            throw new NotReadable("there is more than one Authorization header; the server answers 400 to that");
        }
        byte[] body = Arrays.copyOfRange(content, end + (wire ? 4 : 2), content.length);
        return new RecordedRequest(
                cut(body, values(head, "Content-Length")),
                authorizations.isEmpty() ? null : authorizations.get(0),
                null);
    }

    /** A recording often ends with a line break that was not sent. */
    private static byte[] cut(byte[] body, List<String> lengths) throws NotReadable {
        if (lengths.isEmpty()) {
            return body;
        }
        int length;
        try {
            length = Integer.parseInt(lengths.get(0));
        } catch (NumberFormatException e) {
            throw new NotReadable("the Content-Length header is no number");
        }
        if (length < 0 || length > body.length) {
            throw new NotReadable(
                    "the recording holds " + body.length + " bytes of the body, Content-Length says " + length);
        }
        return Arrays.copyOf(body, length);
    }

    private static List<String> values(List<String> head, String name) {
        return head.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /** Nothing of token or body. */
    @Override
    public String toString() {
        return "RecordedRequest[" + body.length + " bytes]";
    }
}
