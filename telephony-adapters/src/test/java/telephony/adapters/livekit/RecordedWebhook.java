package telephony.adapters.livekit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import telephony.testkit.Fixtures;

/** A request of a real LiveKit, as recorded. */
record RecordedWebhook(Instant receivedAt, String authorization, byte[] body) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static List<RecordedWebhook> of(String name) {
        return Fixtures.webhooks(name).stream().map(RecordedWebhook::parse).toList();
    }

    private static RecordedWebhook parse(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            long millis = new BigDecimal(json.get("receivedAt").asText())
                    .movePointRight(3)
                    .longValue();
            return new RecordedWebhook(
                    Instant.ofEpochMilli(millis),
                    json.get("headers").get("Authorization").textValue(),
                    SignedTokens.utf8(json.get("body").textValue()));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
