package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;

final class MetadataTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "m",
                "[]",
                "{",
                "{\"telephony\":\"v1:RM_1/1#1:store-1:abc\"}",
                "{\"telephony\":{\"dispatch\":7}}",
                "{\"telephony\":{\"dispatch\":\"somebody's\"}}",
                "{\"telephony.dispatch\":\"v1:RM_1/1#1:store-1:abc\"}",
            })
    void somebodyElsesMetadataShouldHaveNoMarker(String metadata) {
        assertThat(Metadata.marker(metadata)).isEmpty();
    }

    @Test
    void ourMetadataShouldHaveItsMarker() throws Exception {
        String metadata = Metadata.write(Api.order().metadata());

        assertThat(Metadata.marker(metadata)).contains(Api.MARKER);
    }

    @Test
    void metadataUpToTheLimitShouldBeSentAndOneByteMoreShouldNot() throws Exception {
        // {"x":"…"}: eight bytes around the text; ü takes two.
        String fits = "ü".repeat(8) + "x".repeat(Metadata.MAX_BYTES - 8 - 16);

        assertThat(sent(Api.order(Map.of("x", fits)), 1).kind()).isEqualTo(Kind.REFUSED);
        LiveKitAnswer<String> answer = sent(Api.order(Map.of("x", fits + "x")), 0);

        assertThat(answer.kind()).isEqualTo(Kind.ALARM);
        assertThat(answer.detail()).contains("not sent", "16385 bytes", "at most 16384");
    }

    @Test
    void metadataWithoutAJsonFormShouldNotBeSent() throws Exception {
        LiveKitAnswer<String> answer = sent(Api.order(Map.of("x", new Object())), 0);

        assertThat(answer.kind()).isEqualTo(Kind.ALARM);
        assertThat(answer.detail()).contains("not sent", "no JSON form");
    }

    private static LiveKitAnswer<String> sent(DispatchOrder order, int requests) throws Exception {
        try (RawServer server = new RawServer((connection, request) -> {
                    connection.write(Api.http(429, "text/plain", new byte[0]));
                    return true;
                });
                LiveKitApi api = Api.patient(server.url())) {
            LiveKitAnswer<String> answer = Api.answer(api.dispatches().create(order));
            assertThat(server.requests()).hasSize(requests);
            return answer;
        }
    }
}
