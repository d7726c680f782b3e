package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.adapters.livekit.LiveKitConnection.Deadlines;

final class LiveKitConnectionTest {

    @ParameterizedTest
    @CsvSource({
        "ws://localhost:7880,            http://localhost:7880",
        "http://localhost:7880/,         http://localhost:7880",
        "wss://project.livekit.cloud,    https://project.livekit.cloud",
        "https://example.com/livekit/,   https://example.com/livekit",
        "WSS://project.livekit.cloud,    https://project.livekit.cloud",
        "ws://[::1]:7880,                http://[::1]:7880",
    })
    void aUrlShouldBecomeTheAddressOfTheApi(String given, String api) {
        assertThat(new LiveKitConnection(given, Api.KEY, Api.SECRET).url()).isEqualTo(api);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://example.com,               starts with 'ftp'; set it to wss://",
        "example.com,                     starts with ''; set it to wss://",
        "'not a url',                     is not a URL; set it to wss://",
        "wss:///path,                     names no host; set it to wss://<host>",
        "wss://key:topsecret@example.com, give key and secret as settings of their own",
        "wss://example.com?key=topsecret, give key and secret as settings of their own",
    })
    void anotherUrlShouldBeRefusedSayingWhatToDo(String given, String message) {
        assertThatThrownBy(() -> new LiveKitConnection(given, Api.KEY, Api.SECRET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("topsecret");
    }

    @Test
    void keyAndSecretShouldNotBeEmpty() {
        assertThatThrownBy(() -> new LiveKitConnection("ws://localhost", " ", Api.SECRET))
                .hasMessageContaining("API key is empty; set it to");
        assertThatThrownBy(() -> new LiveKitConnection("ws://localhost", Api.KEY, ""))
                .hasMessageContaining("API secret is empty; set it to");
    }

    @Test
    void aDeadlineShouldNotBeTooShort() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new Deadlines(second, Duration.ZERO, second, second))
                .hasMessageContaining("'remove'")
                .hasMessageContaining("at least");
    }

    @Test
    void theSecretShouldNotShow() {
        LiveKitConnection connection = new LiveKitConnection("ws://localhost:7880", Api.KEY, Api.SECRET);

        assertThat(connection.toString()).contains("http://localhost:7880").doesNotContain(Api.SECRET);
    }
}
