package telephony.adapters.simulated;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** LiveKit's tokens: those of requests, which it judges, and those of webhooks, which it makes. */
final class Tokens {

    /** Beyond an expiry a token is still taken; exactly so on a real one. */
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    private static final Duration WEBHOOK_LIFETIME = Duration.ofMinutes(5);
    private static final String BEARER = "Bearer ";

    private final String key;
    private final Algorithm algorithm;
    private final JWTVerifier verifier;
    private final InstantSource clock;

    Tokens(SimulatedServerSettings settings, InstantSource clock) {
        this.key = settings.apiKey();
        this.algorithm = Algorithm.HMAC256(settings.apiSecret());
        this.clock = clock;
        Clock judged = clock.withZone(ZoneOffset.UTC);
        this.verifier = ((JWTVerifier.BaseVerification) JWT.require(algorithm)
                        .withIssuer(key)
                        .withClaimPresence("exp")
                        .acceptLeeway(LEEWAY.toSeconds()))
                .build(judged);
    }

    /**
     * What a request may do.
     *
     * @param video its {@code video} grants
     * @param sip its {@code sip} grants
     * @param expiresAt when its token expires
     */
    record Grants(Map<String, Object> video, Map<String, Object> sip, Instant expiresAt) {

        boolean has(String grant) {
            return Boolean.TRUE.equals(video.get(grant));
        }

        boolean administers(String room) {
            return has("roomAdmin") && room.equals(video.get("room"));
        }
    }

    /** Judges the header of a request; empty = the token is not accepted. */
    Optional<Grants> judge(String authorization) {
        if (!authorization.startsWith(BEARER)) {
            return Optional.empty();
        }
        try {
            DecodedJWT token = verifier.verify(authorization.substring(BEARER.length()));
            return Optional.of(new Grants(grants(token, "video"), grants(token, "sip"), token.getExpiresAtAsInstant()));
        } catch (JWTVerificationException refused) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> grants(DecodedJWT token, String name) {
        Map<String, Object> grants = token.getClaim(name).asMap();
        return grants == null ? Map.of() : grants;
    }

    /** The header of a webhook with this body: the bare token. */
    String ofWebhook(byte[] body) {
        Instant now = clock.instant();
        return JWT.create()
                .withIssuer(key)
                .withIssuedAt(now)
                .withNotBefore(now)
                .withExpiresAt(now.plus(WEBHOOK_LIFETIME))
                .withClaim("sha256", Base64.getEncoder().encodeToString(sha256(body)))
                .sign(algorithm);
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
