package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static telephony.adapters.livekit.SignedTokens.KEY;
import static telephony.adapters.livekit.SignedTokens.SECRET;

import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookKeyTest {

    private static final String KEY = "devkey";
    private static final String SECRET = "secretsecretsecretsecretsecretsecret";

    @Test
    void webhookKeyShouldNotShowItsSecrets() {
        assertThat(new WebhookKey(KEY, List.of(SECRET)).toString())
                .contains(KEY)
                .doesNotContain(SECRET);
    }

    @Test
    void webhookKeyShouldRefuseToBeEmpty() {
        for (List<String> none : List.of(List.<String>of(), List.of(""))) {
            assertThatThrownBy(() -> new WebhookKey(KEY, none)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new WebhookKey("", List.of(SECRET))).isInstanceOf(IllegalArgumentException.class);
    }
}
