package telephony.adapters.livekit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens as LiveKit does, and ones that it never would: header and claims are any text. */
final class SignedTokens {

    static final String KEY = "devkey";
    static final String SECRET = "secretsecretsecretsecretsecretsecret";
    static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    static final long LIFETIME_SECONDS = 300;

    private SignedTokens() {}

    /** What LiveKit sends with this body at this time. */
    static String valid(byte[] body, Instant now) {
        return signed(HEADER, claims(body, now));
    }

    static String claims(byte[] body, Instant now) {
        return claims(KEY, now.getEpochSecond() + LIFETIME_SECONDS, now.getEpochSecond(), hash(body));
    }

    /** With the expiry as it is to stand in the JSON: any value, quoted or not. */
    static String claims(String issuer, Object expiry, long notBefore, String hash) {
        return "{\"iss\":\"" + issuer + "\",\"exp\":" + expiry + ",\"nbf\":" + notBefore + ",\"iat\":" + notBefore
                + ",\"sha256\":\"" + hash + "\"}";
    }

    static String hash(byte[] body) {
        return Base64.getEncoder().encodeToString(sha256(body));
    }

    static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String signed(String header, String claims) {
        return signed(header, claims, "HmacSHA256", SECRET);
    }

    static String signed(String header, String claims, String algorithm, String secret) {
        return signedSegments(base64(header) + "." + base64(claims), algorithm, secret);
    }

    /** Signs what stands there, whatever it is. */
    static String signedSegments(String segments, String algorithm, String secret) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(utf8(secret), algorithm));
            return segments + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(utf8(segments)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(utf8(text));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
