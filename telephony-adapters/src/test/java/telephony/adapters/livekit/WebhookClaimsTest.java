package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookClaimsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final byte[] BODY = SignedTokens.utf8("{}");

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "bearer "})
    void whatATokenSaysShouldBeTold(String scheme) {
        String token = scheme + SignedTokens.valid(BODY, NOW);

        assertThat(WebhookClaims.of(token))
                .contains(new WebhookClaims(SignedTokens.KEY, NOW, NOW.plusSeconds(300), SignedTokens.hash(BODY)));
        assertThat(WebhookClaims.hashOf(BODY)).isEqualTo(SignedTokens.hash(BODY));
    }

    @Test
    void aRecordedTokenShouldCoverItsBody() {
        RecordedWebhook recorded =
                RecordedWebhook.of("inbound_webhook_dispatch").get(0);

        WebhookClaims claims = WebhookClaims.of(recorded.authorization()).orElseThrow();

        assertThat(claims.bodyHash()).isEqualTo(WebhookClaims.hashOf(recorded.body()));
    }

    @Test
    void whatATokenDoesNotSayShouldBeNull() {
        String token = SignedTokens.signed(SignedTokens.HEADER, "{\"exp\":1e400,\"nbf\":\"x\",\"iss\":5}");

        assertThat(WebhookClaims.of(token)).contains(new WebhookClaims(null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "a.b", "Basic dXNlcjpwdw=="})
    void whatIsNoTokenShouldSayNothing(String header) {
        assertThat(WebhookClaims.of(header)).isEmpty();
    }
}
