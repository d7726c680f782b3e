package telephony.adapters.livekit;

import java.nio.charset.StandardCharsets;
import telephony.call.PhoneNumber;
import telephony.testkit.WebhookReaderContract;
import telephony.webhook.WebhookReaderPort;

class LiveKitWebhookReaderContractTest implements WebhookReaderContract {

    private static final String JOINED =
            """
            {"event":"participant_joined","id":"EV_1","createdAt":"1795225456",
             "room":{"sid":"RM_1","name":"call_1","creationTime":"1795225456"},
             "participant":{"sid":"PA_1","identity":"sip_+15551231","state":"ACTIVE","joinedAt":"1795225456",
              "kind":"SIP","attributes":{"sip.callID":"SCL_1","sip.ruleID":"SDR_1","sip.phoneNumber":"+15551231"}}}""";

    @Override
    public WebhookReaderPort reader() {
        return new LiveKitWebhookReader(text -> new PhoneNumber(text, null));
    }

    @Override
    public byte[] joinedBody() {
        return JOINED.getBytes(StandardCharsets.UTF_8);
    }
}
