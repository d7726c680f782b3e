package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.adapters.livekit.SignedTokens.HEADER;
import static telephony.adapters.livekit.SignedTokens.KEY;
import static telephony.adapters.livekit.SignedTokens.SECRET;
import static telephony.adapters.livekit.SignedTokens.base64;
import static telephony.adapters.livekit.SignedTokens.claims;
import static telephony.adapters.livekit.SignedTokens.hash;
import static telephony.adapters.livekit.SignedTokens.signed;
import static telephony.adapters.livekit.SignedTokens.utf8;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.testkit.LiveKitWebhookVerifierContract;
import telephony.webhook.LiveKitWebhookVerifierPort;
import telephony.webhook.WebhookVerdict;
import telephony.webhook.WebhookVerdict.Reason;

/** Each refusal is of a token signed anew in which exactly one thing is wrong. */
class LiveKitWebhookVerifierTest implements LiveKitWebhookVerifierContract {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final byte[] BODY = utf8("{\"event\":\"room_started\",\"room\":{\"name\":\"Jürgen\"}}");
    private static final String OTHER_SECRET = "othersecretothersecretothersecretother";
    private static final long SOON = NOW.getEpochSecond() + 300;

    private final LiveKitWebhookVerifier verifier = verifier(new WebhookKey(KEY, List.of(SECRET)));

    private static LiveKitWebhookVerifier verifier(WebhookKey... keys) {
        return new LiveKitWebhookVerifier(List.of(keys), () -> NOW);
    }

    @Override
    public LiveKitWebhookVerifierPort verifier() {
        return verifier;
    }

    @Override
    public byte[] validBody() {
        return BODY.clone();
    }

    @Override
    public String validToken() {
        return SignedTokens.valid(BODY, NOW);
    }

    @Override
    public String expiredToken() {
        return SignedTokens.valid(BODY, NOW.minusSeconds(3600));
    }

    @Override
    public String foreignlySignedToken() {
        return signed(HEADER, claims(BODY, NOW), "HmacSHA256", OTHER_SECRET);
    }

    @Override
    public String unknownKeyToken() {
        return signed(HEADER, claims("APIother", SOON, NOW.getEpochSecond(), hash(BODY)));
    }

    @Override
    public String joinToken() {
        return signed(
                HEADER,
                "{\"iss\":\"devkey\",\"exp\":" + SOON + ",\"nbf\":" + NOW.getEpochSecond()
                        + ",\"sub\":\"alice\",\"video\":{\"roomJoin\":true,\"room\":\"r\"}}");
    }

    private Reason reasonOf(String token) {
        return verifier.verify(BODY, token).reason();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER "})
    @DisplayName("S21 verifyShouldAcceptTheBearerPrefix")
    void verifyShouldAcceptTheBearerPrefix(String prefix) {
        assertThat(reasonOf(prefix + validToken())).isEqualTo(Reason.AUTHENTIC);
    }

    @Test
    @DisplayName("S1 verifyShouldMissATokenBehindBearer")
    void verifyShouldMissATokenBehindBearer() {
        assertThat(reasonOf("Bearer ")).isEqualTo(Reason.SIGNATURE_MISSING);
        assertThat(reasonOf("Bearer    ")).isEqualTo(Reason.SIGNATURE_MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "nOnE", "HS384", "HS512", "RS256", "ES256", "hs256", "HS256 ", ""})
    @DisplayName("S2 verifyShouldRefuseEveryAlgorithmButHs256")
    void verifyShouldRefuseEveryAlgorithmButHs256(String algorithm) {
        String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";
        String claims = claims(BODY, NOW);
        String mac = algorithm.equals("HS384") ? "HmacSHA384" : algorithm.equals("HS512") ? "HmacSHA512" : "HmacSHA256";
        assertThat(reasonOf(signed(header, claims, mac, SECRET))).isEqualTo(Reason.SIGNATURE_INVALID);
        assertThat(reasonOf(signed(header, claims))).isEqualTo(Reason.SIGNATURE_INVALID);
        assertThat(reasonOf(base64(header) + "." + base64(claims) + ".")).isEqualTo(Reason.SIGNATURE_INVALID);
        assertThat(reasonOf(base64(header) + "." + base64(claims))).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"typ\":\"JWT\"}",
                "{\"alg\":null}",
                "{\"alg\":256}",
                "{\"alg\":[\"HS256\"]}",
                "[]",
                "null",
                "\"HS256\"",
                "{\"ALG\":\"HS256\"}",
                "{\"alg\":\"HS256\"",
                "{\"alg\":\"HS256\"}x",
                "\ufeff{\"alg\":\"HS256\"}"
            })
    @DisplayName("S2 verifyShouldRefuseAHeaderWithoutAlgorithm")
    void verifyShouldRefuseAHeaderWithoutAlgorithm(String header) {
        assertThat(reasonOf(signed(header, claims(BODY, NOW)))).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"kid\":\"../../dev/null\"",
                "\"kid\":\"' OR 1=1 --\"",
                "\"kid\":null",
                "\"jku\":\"https://example.org/keys\"",
                "\"x5u\":\"https://example.org/cert\"",
                "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "\"crit\":[\"exp\"]",
                "\"crit\":[]",
                "\"b64\":false",
                "\"b64\":true",
                "\"x5c\":[]",
                "\"zip\":\"DEF\"",
                "\"alg\":\"HS256\"",
                "\"alg\":\"none\"",
                "\"typ\":\"JWT\"",
                "\"\\u0061lg\":\"none\"",
                "\"\\u006bid\":\"x\""
            })
    @DisplayName("S3 verifyShouldRefuseAHeaderThatChoosesItsKeyOrRepeatsAMember")
    void verifyShouldRefuseAHeaderThatChoosesItsKeyOrRepeatsAMember(String member) {
        String header = "{\"alg\":\"HS256\",\"typ\":\"JWT\"," + member + "}";
        assertThat(reasonOf(signed(header, claims(BODY, NOW)))).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @Test
    @DisplayName("S3 verifyShouldIgnoreAHeaderMemberWithoutMeaning")
    void verifyShouldIgnoreAHeaderMemberWithoutMeaning() {
        assertThat(reasonOf(signed("{\"alg\":\"HS256\",\"cty\":\"JSON\"}", claims(BODY, NOW))))
                .isEqualTo(Reason.AUTHENTIC);
    }

    @Test
    @DisplayName("S4 verifyShouldRefuseEveryFormButThreeCanonicalSegments")
    void verifyShouldRefuseEveryFormButThreeCanonicalSegments() {
        String token = validToken();
        int dot = token.lastIndexOf('.');
        for (String bad : List.of(
                token.substring(0, dot),
                token + ".AAAA.AAAA",
                token + ".",
                "." + token,
                token + "=",
                token + " ",
                " " + token,
                token + "\r\n",
                token.substring(0, 10) + "\n" + token.substring(10),
                token.substring(0, 10) + " " + token.substring(10),
                token.substring(0, dot + 5) + "\r\n" + token.substring(dot + 5),
                token.replaceFirst(".$", "+"),
                token.replaceFirst(".$", "/"),
                token.replaceFirst(".$", "ü"),
                token.substring(0, dot + 1),
                "Bearer Bearer " + token,
                "Basic " + token)) {
            assertThat(reasonOf(bad)).as(bad).isEqualTo(Reason.SIGNATURE_INVALID);
        }
    }

    @Test
    @DisplayName("S4 verifyShouldRefusePaddingThatIsSigned")
    void verifyShouldRefusePaddingThatIsSigned() {
        String claims = Base64.getUrlEncoder().encodeToString(utf8(claims(BODY, NOW) + " ".repeat(3)));
        for (String padded : List.of(claims, claims + "=", claims + "==")) {
            String token = SignedTokens.signedSegments(base64(HEADER) + "." + padded, "HmacSHA256", SECRET);
            assertThat(reasonOf(token)).isEqualTo(padded.contains("=") ? Reason.SIGNATURE_INVALID : Reason.AUTHENTIC);
        }
    }

    @Test
    @DisplayName("S4 verifyShouldRefuseATokenBeyondTheBound")
    void verifyShouldRefuseATokenBeyondTheBound() {
        String filled = claims(BODY, NOW).replaceFirst("}$", ",\"pad\":\"%s\"}");
        String longest = signed(HEADER, filled.formatted("x".repeat(5900)));
        assertThat(longest.length()).isBetween(8000, TokenForm.MAX_TOKEN_CHARS);
        assertThat(reasonOf(longest)).isEqualTo(Reason.AUTHENTIC);
        assertThat(reasonOf(signed(HEADER, filled.formatted("x".repeat(6100))))).isEqualTo(Reason.SIGNATURE_INVALID);
        assertThat(reasonOf("a".repeat(1_000_000))).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @Test
    @DisplayName("S4 verifyShouldRefuseDeepClaims")
    void verifyShouldRefuseDeepClaims() {
        String deep = claims(BODY, NOW).replaceFirst("}$", ",\"x\":" + "[".repeat(2900) + "]".repeat(2900) + "}");
        assertThat(reasonOf(signed(HEADER, deep))).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @Test
    @DisplayName("S5 verifyShouldRefuseEveryOtherCharacterAtEveryPlaceOfTheToken")
    void verifyShouldRefuseEveryOtherCharacterAtEveryPlaceOfTheToken() {
        String token = validToken();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int at = 0; at < token.length(); at++) {
            for (char c : alphabet.toCharArray()) {
                if (c != token.charAt(at)) {
                    String flipped = token.substring(0, at) + c + token.substring(at + 1);
                    assertThat(verifier.verify(BODY, flipped).isAuthentic())
                            .as(flipped)
                            .isFalse();
                }
            }
        }
    }

    @Test
    @DisplayName("S5 verifyShouldRefuseEveryFlippedByteOfTheBody")
    void verifyShouldRefuseEveryFlippedByteOfTheBody() {
        for (int at = 0; at < BODY.length; at++) {
            byte[] flipped = BODY.clone();
            flipped[at] ^= 1;
            assertThat(verifier.verify(flipped, validToken()).reason()).isEqualTo(Reason.BODY_HASH_MISMATCH);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1795225756\"",
                "null",
                "true",
                "[1795225756]",
                "{}",
                "-1",
                "1e400",
                "1e18",
                "99999999999999",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "1e-400000000000"
            })
    @DisplayName("S6 verifyShouldRefuseAnExpiryThatIsNoTime")
    void verifyShouldRefuseAnExpiryThatIsNoTime(String expiry) {
        assertThat(reasonOf(signed(HEADER, claims(KEY, expiry, NOW.getEpochSecond(), hash(BODY)))))
                .isIn(Reason.TOKEN_LIFETIME, Reason.TOKEN_EXPIRED, Reason.SIGNATURE_INVALID);
    }

    @Test
    @DisplayName("S6 verifyShouldSayLifetimeWhereTheExpiryIsAbsentOrOfAnotherType")
    void verifyShouldSayLifetimeWhereTheExpiryIsAbsentOrOfAnotherType() {
        String claims = claims(BODY, NOW);
        assertThat(reasonOf(signed(HEADER, claims.replaceFirst("\"exp\":\\d+,", ""))))
                .isEqualTo(Reason.TOKEN_LIFETIME);
        assertThat(reasonOf(signed(HEADER, claims.replaceFirst("\"exp\":(\\d+),", "\"exp\":\"$1\","))))
                .isEqualTo(Reason.TOKEN_LIFETIME);
        assertThat(reasonOf(signed(HEADER, claims.replaceFirst("\"exp\":\\d+,", "\"exp\":1e18,"))))
                .isEqualTo(Reason.TOKEN_LIFETIME);
        assertThat(reasonOf(signed(HEADER, claims.replaceFirst("\"exp\":\\d+,", "\"exp\":NaN,"))))
                .isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @CsvSource({"3600, AUTHENTIC", "3601, TOKEN_LIFETIME", "315360000, TOKEN_LIFETIME"})
    @DisplayName("S6 verifyShouldRefuseAnExpiryMoreThanAnHourAhead")
    void verifyShouldRefuseAnExpiryMoreThanAnHourAhead(long ahead, Reason expected) {
        String claims = claims(KEY, NOW.getEpochSecond() + ahead, NOW.getEpochSecond(), hash(BODY));
        assertThat(reasonOf(signed(HEADER, claims))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-61, TOKEN_EXPIRED", "-30, AUTHENTIC", "-59, AUTHENTIC", "0, AUTHENTIC"})
    @DisplayName("S7 verifyShouldGrantSixtySecondsAfterTheExpiry")
    void verifyShouldGrantSixtySecondsAfterTheExpiry(long ahead, Reason expected) {
        String claims = claims(KEY, NOW.getEpochSecond() + ahead, NOW.getEpochSecond() - 300, hash(BODY));
        assertThat(reasonOf(signed(HEADER, claims))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"61, TOKEN_EXPIRED", "60, AUTHENTIC", "30, AUTHENTIC"})
    @DisplayName("S7 verifyShouldGrantSixtySecondsBeforeTheStart")
    void verifyShouldGrantSixtySecondsBeforeTheStart(long ahead, Reason expected) {
        String claims = claims(BODY, NOW);
        String notBefore = "\"nbf\":" + (NOW.getEpochSecond() + ahead);
        assertThat(reasonOf(signed(HEADER, claims.replaceFirst("\"nbf\":\\d+", notBefore))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"DEVKEY\"", "\"devkey \"", "null", "7", "[\"devkey\"]"})
    @DisplayName("S8 verifyShouldNotKnowAnyOtherIssuer")
    void verifyShouldNotKnowAnyOtherIssuer(String issuer) {
        String claims = claims(BODY, NOW).replace("\"devkey\"", issuer);
        assertThat(reasonOf(signed(HEADER, claims))).isEqualTo(Reason.UNKNOWN_ISSUER);
    }

    @Test
    @DisplayName("S8 verifyShouldRefuseTheSecretOfAnotherKey")
    void verifyShouldRefuseTheSecretOfAnotherKey() {
        LiveKitWebhookVerifier both =
                verifier(new WebhookKey(KEY, List.of(SECRET)), new WebhookKey("APIother", List.of(OTHER_SECRET)));
        String crossed = signed(HEADER, claims("APIother", SOON, NOW.getEpochSecond(), hash(BODY)));
        assertThat(both.verify(BODY, crossed).reason()).isEqualTo(Reason.SIGNATURE_INVALID);
        String right =
                signed(HEADER, claims("APIother", SOON, NOW.getEpochSecond(), hash(BODY)), "HmacSHA256", OTHER_SECRET);
        assertThat(both.verify(BODY, right)).isEqualTo(WebhookVerdict.AUTHENTIC);
        assertThat(both.verify(BODY, validToken())).isEqualTo(WebhookVerdict.AUTHENTIC);
    }

    @Test
    @DisplayName("S9 verifyShouldAcceptOldAndNewSecretUntilTheOldOneIsRemoved")
    void verifyShouldAcceptOldAndNewSecretUntilTheOldOneIsRemoved() {
        assertThat(verifier.verify(BODY, foreignlySignedToken()).isAuthentic()).isFalse();
        verifier.replaceKeys(List.of(new WebhookKey(KEY, List.of(OTHER_SECRET, SECRET))));
        assertThat(verifier.verify(BODY, foreignlySignedToken()).isAuthentic()).isTrue();
        assertThat(verifier.verify(BODY, validToken()).isAuthentic()).isTrue();
        verifier.replaceKeys(List.of(new WebhookKey(KEY, List.of(OTHER_SECRET))));
        assertThat(verifier.verify(BODY, foreignlySignedToken()).isAuthentic()).isTrue();
        assertThat(reasonOf(validToken())).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @Test
    @DisplayName("S10 verifyShouldTakeTheHashInOneSpellingOnly")
    void verifyShouldTakeTheHashInOneSpellingOnly() {
        // A body whose hash has characters in which the two alphabets differ.
        byte[] body = utf8("{\"event\":\"room_started\",\"n\":3}");
        String hash = hash(body);
        assertThat(hash).containsAnyOf("+", "/");
        assertThat(verifier.verify(body, signed(HEADER, claims(KEY, SOON, 0, hash)))
                        .isAuthentic())
                .isTrue();
        byte[] raw = SignedTokens.sha256(body);
        for (String other : List.of(
                "",
                HexFormat.of().formatHex(raw),
                Base64.getUrlEncoder().encodeToString(raw),
                hash.replace("=", ""),
                hash + "=",
                hash + "\\n",
                hash.toLowerCase(java.util.Locale.ROOT),
                hash(BODY))) {
            assertThat(verifier.verify(body, signed(HEADER, claims(KEY, SOON, 0, other)))
                            .reason())
                    .as(other)
                    .isEqualTo(Reason.BODY_HASH_MISMATCH);
        }
    }

    @Test
    @DisplayName("S11 verifyShouldRefuseAJoinTokenThatLivesForHours")
    void verifyShouldRefuseAJoinTokenThatLivesForHours() {
        String longer = signed(HEADER, "{\"iss\":\"devkey\",\"exp\":" + (SOON + 6 * 3600) + ",\"video\":{}}");
        assertThat(reasonOf(longer)).isEqualTo(Reason.BODY_HASH_MISMATCH);
        assertThat(reasonOf(joinToken())).isEqualTo(Reason.BODY_HASH_MISMATCH);
    }

    @Test
    @DisplayName("S12 verifyShouldHashTheBytesAsTheyCame")
    void verifyShouldHashTheBytesAsTheyCame() {
        for (byte[] body : List.of(
                new byte[] {'{', (byte) 0xff, (byte) 0xc3, '}'}, utf8("\ufeff{}"), utf8("{\r\n}\r\n"), new byte[0])) {
            assertThat(verifier.verify(body, SignedTokens.valid(body, NOW))).isEqualTo(WebhookVerdict.AUTHENTIC);
        }
    }
}
