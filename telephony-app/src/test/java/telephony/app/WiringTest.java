package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.adapters.store.CaffeineTelephonyStore;
import telephony.adapters.store.InMemoryTelephonyStore;
import telephony.store.TelephonyStorePort;

class WiringTest {

    private static Wiring wiring(String store) {
        Map<String, String> settings = AppConfigTest.minimal();
        // Nobody listens there: what is wired must start and stop without LiveKit.
        settings.put("LIVEKIT_URL", "ws://127.0.0.1:1");
        settings.put("TELEPHONY_HOST", "127.0.0.1");
        settings.put("TELEPHONY_PORT", "0");
        settings.put("TELEPHONY_STORE", store);
        return new Wiring(
                AppConfig.of(settings, Map.of()), InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z")));
    }

    @Test
    void theStoreShouldBeTheOneThatIsConfigured() {
        TelephonyStorePort memory = wiring("memory").store();
        TelephonyStorePort caffeine = wiring("caffeine").store();

        assertThat(memory).isInstanceOf(InMemoryTelephonyStore.class);
        assertThat(caffeine).isInstanceOf(CaffeineTelephonyStore.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "caffeine"})
    void everyStoreShouldStartAndStop(String store) {
        try (RunningApp app = wiring(store).start()) {
            assertThat(app.port()).isPositive();
        }
    }
}
