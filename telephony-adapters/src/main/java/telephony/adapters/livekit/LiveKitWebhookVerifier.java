package telephony.adapters.livekit;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.IncorrectClaimException;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.adapters.livekit.StrictJson.NotReadable;
import telephony.webhook.LiveKitWebhookVerifierPort;
import telephony.webhook.WebhookVerdict;
import telephony.webhook.WebhookVerdict.Reason;

/**
 * Verifies LiveKit's webhooks: an HS256 token whose {@code iss} names one of several keys and whose {@code sha256} is
 * the hash of the body. It exists because the SDK's verifier knows one key, tolerates no difference of clocks and wants
 * the body decoded.
 */
public final class LiveKitWebhookVerifier implements LiveKitWebhookVerifierPort {

    /** How far LiveKit's clock and ours may differ; LiveKit's own verifiers allow the same. */
    static final Duration LEEWAY = Duration.ofSeconds(60);
    /** How far ahead an expiry may lie; LiveKit's tokens live five minutes. */
    static final Duration MAX_LIFETIME = Duration.ofHours(1);

    private static final String BEARER = "Bearer ";
    static final String EXPIRY = "exp";
    static final String BODY_HASH = "sha256";

    private final InstantSource clock;
    private volatile Map<String, List<JWTVerifier>> ring;

    /**
     * @param keys the keys to accept; a key that stands twice has the secrets of both
     * @param clock the time to judge expiry by
     */
    public LiveKitWebhookVerifier(List<WebhookKey> keys, InstantSource clock) {
        this.clock = clock;
        this.ring = ring(keys, clock);
    }

    /**
     * From the next request on these keys count and no others. LiveKit drops an event for good when it is answered 401:
     * add the new secret here, change it in LiveKit, and remove the old one after its last token has expired.
     */
    public void replaceKeys(List<WebhookKey> keys) {
        ring = ring(keys, clock);
    }

    @Override
    public WebhookVerdict verify(byte[] body, @Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            return missing();
        }
        String token = token(authorization);
        if (token.isBlank()) {
            return missing();
        }
        try {
            return verify(body, TokenForm.of(token));
        } catch (NotReadable badForm) {
            return invalid("The token is not one of LiveKit's: " + badForm.getMessage());
        } catch (RuntimeException unforeseen) {
            // A stranger may send anything; what a library has no answer for is no valid token either.
            return invalid(
                    "The token could not be read (" + unforeseen.getClass().getSimpleName() + ")");
        }
    }

    /** The token in a header. LiveKit sends it bare; proxies and test tools may add the standard scheme. */
    static String token(String authorization) {
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? authorization.substring(BEARER.length()) : authorization;
    }

    private WebhookVerdict verify(byte[] body, TokenForm form) {
        String issuer = StrictJson.text(form.claims(), "iss");
        List<JWTVerifier> verifiers = issuer == null ? null : ring.get(issuer);
        if (verifiers == null) {
            return new WebhookVerdict(
                    Reason.UNKNOWN_ISSUER,
                    "The token names an API key that is not configured here: LiveKit's webhook.api_key and its secret"
                            + " belong into the list of webhook keys");
        }
        JsonNode expiry = form.claims().get(EXPIRY);
        // Before the library reads it: to some of these it answers with an exception that says nothing of expiry.
        if (expiry == null || !expiry.isNumber() || !isTime(expiry)) {
            return new WebhookVerdict(Reason.TOKEN_LIFETIME, "The token has no expiry, or one that is no time");
        }
        WebhookVerdict signed = signedAndInTime(form.token(), verifiers);
        return signed.isAuthentic() ? covers(body, form.claims(), expiry.longValue()) : signed;
    }

    private static boolean isTime(JsonNode number) {
        return number.canConvertToLong() && number.longValue() >= 0 && number.longValue() <= Participants.LAST_SECOND;
    }

    private static WebhookVerdict signedAndInTime(String token, List<JWTVerifier> verifiers) {
        for (JWTVerifier verifier : verifiers) {
            try {
                verifier.verify(token);
                return WebhookVerdict.AUTHENTIC;
            } catch (SignatureVerificationException wrongSecret) {
                // The next one may be right: two are accepted while a secret is changed.
            } catch (TokenExpiredException | IncorrectClaimException outOfTime) {
                return new WebhookVerdict(
                        Reason.TOKEN_EXPIRED,
                        "The token is expired or not valid yet, by more than " + LEEWAY.toSeconds()
                                + " s: compare the clocks of this host and LiveKit's;"
                                + " else it is an old request, replayed");
            } catch (JWTVerificationException broken) {
                return invalid("The token's claims cannot be read ("
                        + broken.getClass().getSimpleName() + ")");
            }
        }
        return invalid("The token is not signed with a configured secret of the key that it names:"
                + " compare the secret with LiveKit's");
    }

    private WebhookVerdict covers(byte[] body, ObjectNode claims, long expiry) {
        String claimed = StrictJson.text(claims, BODY_HASH);
        if (claimed == null) {
            return new WebhookVerdict(
                    Reason.BODY_HASH_MISMATCH,
                    "The token covers no body: it is signed with our key, but made for joining a room or for the API");
        }
        if (expiry > clock.instant().plus(MAX_LIFETIME).getEpochSecond()) {
            return tooLong();
        }
        // Texts are compared, not bytes, so that there is one way to write a hash. Constant time.
        byte[] expected = WebhookClaims.hashOf(body).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, claimed.getBytes(StandardCharsets.UTF_8))) {
            return new WebhookVerdict(
                    Reason.BODY_HASH_MISMATCH,
                    "The token is LiveKit's, but for another body: a proxy must pass the body on byte for byte;"
                            + " else somebody changed it");
        }
        return WebhookVerdict.AUTHENTIC;
    }

    private static Map<String, List<JWTVerifier>> ring(List<WebhookKey> keys, InstantSource clock) {
        Map<String, List<JWTVerifier>> ring = new HashMap<>();
        for (WebhookKey key : keys) {
            List<JWTVerifier> verifiers = ring.computeIfAbsent(key.apiKey(), name -> new ArrayList<>());
            for (String secret : key.secrets()) {
                verifiers.add(verifier(secret, clock));
            }
        }
        return ring;
    }

    private static JWTVerifier verifier(String secret, InstantSource clock) {
        JWTVerifier.BaseVerification verification = (JWTVerifier.BaseVerification)
                JWT.require(Algorithm.HMAC256(secret)).acceptLeeway(LEEWAY.toSeconds());
        return verification.build(clock.withZone(ZoneOffset.UTC));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static WebhookVerdict missing() {
        return new WebhookVerdict(
                Reason.SIGNATURE_MISSING,
                "No Authorization header: set webhook.api_key in LiveKit, and let no proxy remove the header");
    }

    private static WebhookVerdict invalid(String detail) {
        return new WebhookVerdict(Reason.SIGNATURE_INVALID, detail);
    }

    private static WebhookVerdict tooLong() {
        return new WebhookVerdict(
                Reason.TOKEN_LIFETIME,
                "The token expires more than " + MAX_LIFETIME.toHours() + " h ahead, LiveKit's after 5 min:"
                        + " somebody else signs with this key, or this host's clock is behind");
    }
}
