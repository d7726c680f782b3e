package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRemoverTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"turnPassword\":\"hunter2\",\"n\":1}",
                "{\"turnPassword\" :\n \"hunter2\" , \"n\":1}",
                "{\"turn_password\":\"a\\\"hunter2\",\"n\":1}",
                "{\"TURNPASSWORD\":\"\\\\\",\"turnPassword\":\"hunter2\",\"n\":1}",
                "{\"turnP\\u0061ssword\":\"hunter2\",\"n\":1}",
                "{\"\\u0074\\u006F\\u006Ben\":\"hunter2\",\"n\":1}",
                "{\"accessToken\":\"hunter2\",\"n\":1}",
                "{\"apiSecret\":[\"hunter2\",{\"x\":\"hunter2\"}],\"n\":1}",
                "{\"credentials\":{\"a\":\"hunter2\",\"b\":[\"}hunter2\"]},\"n\":1}",
                "{\"turnPassword\":hunter2,\"n\":1}",
                "{\"turnPassword\":\"hunter2\",\"n\":1",
                "{\"n\":1,\"turnPassword\":\"hunter2",
                "{\"n\":1,\"turnPassword\":\"hunter2\\",
                "{\"n\":1,\"secret\":{\"a\":\"hunter2",
                "{\"n\":1,\"x\":\"eyJhbGciOiJIUzI1NiJ9.eyJodW50ZXIyIjoiaHVudGVyMiJ9.hunter2\"}"
            })
    void removeShouldTakeOutTheValueAndLeaveTheRest(String text) {
        assertThat(SecretRemover.remove(text)).doesNotContain("hunter2").contains("[removed]", "\"n\":1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"",
                "\\",
                "{",
                "{\"a\":\"b\"}",
                "{\"a\":\"the token\"}",
                "{\"a\":\"\\",
                "\"token\"",
                "}]:,\"x\":"
            })
    void removeShouldLeaveATextWithoutSecretsAsItIs(String text) {
        assertThat(SecretRemover.remove(text)).isEqualTo(text);
    }

    @Test
    @Timeout(30) // Each takes milliseconds; where the time grew with the square, minutes.
    void removeShouldCopeWithLongTexts() {
        int length = 300_000;
        for (String part : new String[] {"\\\"", "x", "[", "eyJ", "eyJaaaa.", "eyJaaaa.a", "\"token\":", "\\u0061"}) {
            assertThat(SecretRemover.remove("\"" + part.repeat(length / part.length())))
                    .isNotNull();
            assertThat(SecretRemover.remove(part.repeat(length / part.length())))
                    .isNotNull();
        }
    }
}
