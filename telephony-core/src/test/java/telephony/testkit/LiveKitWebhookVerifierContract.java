package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import telephony.webhook.LiveKitWebhookVerifierPort;
import telephony.webhook.WebhookVerdict;
import telephony.webhook.WebhookVerdict.Reason;

/** What every {@link LiveKitWebhookVerifierPort} keeps to; implement the harness methods and inherit the rules. */
public interface LiveKitWebhookVerifierContract {

    /** The verifier, with the key that the tokens below are signed with, at a time at which they are valid. */
    LiveKitWebhookVerifierPort verifier();

    /** A body, at least one byte. */
    byte[] validBody();

    /** The token that LiveKit would send with {@link #validBody}. */
    String validToken();

    /** The same, expired longer ago than any leeway. */
    String expiredToken();

    /** The same, signed with a secret that is not configured. */
    String foreignlySignedToken();

    /** The same, of a key that is not configured. */
    String unknownKeyToken();

    /** A token for joining a room, of the configured key, valid. */
    String joinToken();

    @Test
    default void verifyShouldAcceptABodyWithItsToken() {
        assertThat(verifier().verify(validBody(), validToken())).isEqualTo(WebhookVerdict.AUTHENTIC);
    }

    @Test
    default void verifyShouldAcceptTheSameRequestAgain() {
        LiveKitWebhookVerifierPort verifier = verifier();
        assertThat(Stream.generate(() -> verifier.verify(validBody(), validToken()))
                        .limit(50))
                .allMatch(WebhookVerdict::isAuthentic);
    }

    @Test
    default void verifyShouldMissAnAbsentOrEmptySignature() {
        for (String nothing : new String[] {null, "", " ".repeat(200)}) {
            assertThat(verifier().verify(validBody(), nothing).reason()).isEqualTo(Reason.SIGNATURE_MISSING);
        }
    }

    @Test
    default void verifyShouldRefuseAnotherBody() {
        byte[] changed = validBody();
        changed[changed.length - 1] ^= 1;
        assertThat(verifier().verify(changed, validToken()).reason()).isEqualTo(Reason.BODY_HASH_MISMATCH);
        assertThat(verifier().verify(new byte[0], validToken()).reason()).isEqualTo(Reason.BODY_HASH_MISMATCH);
    }

    @Test
    default void verifyShouldRefuseAnExpiredToken() {
        assertThat(verifier().verify(validBody(), expiredToken()).reason()).isEqualTo(Reason.TOKEN_EXPIRED);
    }

    @Test
    default void verifyShouldRefuseAForeignSignature() {
        assertThat(verifier().verify(validBody(), foreignlySignedToken()).reason())
                .isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @Test
    default void verifyShouldTellAnUnknownKeyFromAWrongSecret() {
        assertThat(verifier().verify(validBody(), unknownKeyToken()).reason()).isEqualTo(Reason.UNKNOWN_ISSUER);
    }

    @Test
    default void verifyShouldRefuseATokenForJoiningARoom() {
        assertThat(verifier().verify(validBody(), joinToken()).reason())
                .isIn(Reason.BODY_HASH_MISMATCH, Reason.SIGNATURE_INVALID);
    }

    @Test
    default void verifyShouldHaveAnAnswerToAnything() {
        byte[] notText = {(byte) 0xff, 0, (byte) 0xc0};
        for (String anything : List.of("x", ".", "..", "\u0000", "\ud800", "{}", "x".repeat(1 << 20), "....")) {
            assertThat(verifier().verify(notText, anything).isAuthentic()).isFalse();
        }
    }

    @Test
    default void verifyShouldSayWhatToDoWithoutShowingTheToken() {
        for (String token : List.of(expiredToken(), foreignlySignedToken(), unknownKeyToken(), joinToken())) {
            String detail = verifier().verify(validBody(), token).detail();
            assertThat(detail).isNotBlank();
            for (String segment : token.split("\\.")) {
                assertThat(detail).doesNotContain(segment);
            }
        }
    }

    @Test
    default void verifyShouldServeManyThreadsAtOnce() throws Exception {
        LiveKitWebhookVerifierPort verifier = verifier();
        byte[] body = validBody();
        byte[] other = "{}".getBytes(StandardCharsets.UTF_8);
        String token = validToken();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> tasks = Stream.generate(() -> (Callable<Boolean>)
                            () -> verifier.verify(body, token).isAuthentic()
                                    && !verifier.verify(other, token).isAuthentic())
                    .limit(400)
                    .toList();
            for (Future<Boolean> right : threads.invokeAll(tasks)) {
                assertThat(right.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
