package telephony.adapters.livekit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import telephony.adapters.livekit.StrictJson.NotReadable;

/**
 * The form of a signed token, before any of it is believed: three segments of canonical base64url, a header that asks
 * for HS256 and nothing else. The library that checks the signature is more lenient.
 *
 * @param token the token
 * @param claims its claims, not verified yet
 */
record TokenForm(String token, ObjectNode claims) {

    /** Length of a token, in characters; LiveKit's have about 300. */
    static final int MAX_TOKEN_CHARS = 8 * 1024;

    private static final String ALGORITHM = "HS256";
    private static final int SEGMENTS = 3;
    /** Members by which a token would choose how it is verified, or with which key. */
    private static final List<String> REFUSED_HEADERS =
            List.of("crit", "b64", "kid", "jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256", "zip", "enc");

    /** @throws NotReadable with what is wrong, in words that quote nothing of the token */
    static TokenForm of(String token) throws NotReadable {
        if (token.length() > MAX_TOKEN_CHARS) {
            throw new NotReadable("it is longer than " + MAX_TOKEN_CHARS + " characters");
        }
        String[] segments = token.split("\\.", -1);
        if (segments.length != SEGMENTS) {
            throw new NotReadable("it has not three segments");
        }
        ObjectNode header = object(segments[0], "header");
        ObjectNode claims = object(segments[1], "claims");
        bytes(segments[2], "signature");
        JsonNode algorithm = header.get("alg");
        if (algorithm == null || !algorithm.isTextual() || !ALGORITHM.equals(algorithm.textValue())) {
            throw new NotReadable("its algorithm is not HS256");
        }
        for (String member : REFUSED_HEADERS) {
            if (header.has(member)) {
                throw new NotReadable("its header has the member " + member);
            }
        }
        return new TokenForm(token, claims);
    }

    private static ObjectNode object(String segment, String what) throws NotReadable {
        byte[] bytes = bytes(segment, what);
        try {
            // A decoder made by newDecoder refuses what is not UTF-8; new String would replace it.
            return StrictJson.object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            throw new NotReadable("its " + what + " is not UTF-8");
        } catch (NotReadable broken) {
            throw new NotReadable("of its " + what + ": " + broken.getMessage());
        }
    }

    private static byte[] bytes(String segment, String what) throws NotReadable {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(segment);
            // The decoder ignores padding and the unused bits of the last character: several texts would be one token.
            if (bytes.length > 0
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .equals(segment)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            // Falls through to the same answer.
        }
        throw new NotReadable("its " + what + " is not canonical base64url");
    }
}
