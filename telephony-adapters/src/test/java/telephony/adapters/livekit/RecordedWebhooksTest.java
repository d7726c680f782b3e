package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.call.CallEvent;
import telephony.call.CallEvent.ParticipantJoined;
import telephony.call.CallEvent.ParticipantLeft;
import telephony.call.CallEvent.TrackPublished;
import telephony.call.Direction;
import telephony.call.EventHeader;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.SipAttributes;
import telephony.routing.RoomMetadata;
import telephony.testkit.Fixtures;
import telephony.webhook.WebhookReading;
import telephony.webhook.WebhookVerdict;
import telephony.webhook.WebhookVerdict.Reason;

/** What a real LiveKit sent is verified and read, all of it. */
class RecordedWebhooksTest {

    private final LiveKitWebhookReader reader = new LiveKitWebhookReader(new PhoneNumbers(null));

    static Stream<String> names() {
        return Fixtures.webhookNames().stream();
    }

    private static WebhookVerdict verify(RecordedWebhook request, byte[] body, String authorization) {
        List<WebhookKey> keys = List.of(new WebhookKey(SignedTokens.KEY, List.of(SignedTokens.SECRET)));
        return new LiveKitWebhookVerifier(keys, request::receivedAt).verify(body, authorization);
    }

    private List<CallEvent> events(String name) {
        return RecordedWebhook.of(name).stream()
                .map(request -> reader.read(request.body(), request.receivedAt()))
                .map(reading -> ((WebhookReading.Event) reading).event())
                .toList();
    }

    private static <T> List<T> only(List<CallEvent> events, Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void verifyShouldAcceptWhatLiveKitSent(String name) {
        for (RecordedWebhook request : RecordedWebhook.of(name)) {
            assertThat(verify(request, request.body(), request.authorization())).isEqualTo(WebhookVerdict.AUTHENTIC);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("S5 S10 verifyShouldRefuseWhatLiveKitSentWithOneByteChanged")
    void verifyShouldRefuseWhatLiveKitSentWithOneByteChanged(String name) {
        for (RecordedWebhook request : RecordedWebhook.of(name)) {
            byte[] body = request.body().clone();
            body[body.length / 2] ^= 1;
            assertThat(verify(request, body, request.authorization()).reason()).isEqualTo(Reason.BODY_HASH_MISMATCH);
            String token = request.authorization();
            int start = 0;
            for (String segment : token.split("\\.")) {
                int at = start + segment.length() / 2;
                char other = token.charAt(at) == 'A' ? 'B' : 'A';
                String changed = token.substring(0, at) + other + token.substring(at + 1);
                assertThat(verify(request, request.body(), changed).isAuthentic())
                        .as(changed)
                        .isFalse();
                start += segment.length() + 1;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void readShouldMakeAnEventOfWhatLiveKitSent(String name) {
        assertThat(events(name)).allSatisfy(event -> {
            EventHeader header = event.header();
            assertThat(header.eventId()).startsWith("EV_");
            assertThat(header.roomSid()).startsWith("RM_");
            assertThat(header.source()).isEqualTo(EventHeader.Source.WEBHOOK);
            assertThat(header.occurredAt()).isBetween(header.receivedAt().minusSeconds(60), header.receivedAt());
        });
    }

    @Test
    void readShouldTellOfAnInboundCallFromBeginningToEnd() {
        List<CallEvent> events = events("inbound_webhook_dispatch");
        assertThat(events.stream().map(CallEvent::name))
                .containsExactly(
                        "room_started",
                        "participant_joined",
                        "track_published",
                        "participant_joined",
                        "track_published",
                        "track_unpublished",
                        "participant_left",
                        "track_unpublished",
                        "participant_left",
                        "room_finished");
        assertThat(events.get(0).header())
                .isEqualTo(new EventHeader(
                        "EV_t6Z4JSavHm74",
                        EventHeader.Source.WEBHOOK,
                        Instant.ofEpochSecond(1795225456),
                        Instant.ofEpochMilli(1795225456555L),
                        "call_+15551231_URwsYTZ8gWHG",
                        "RM_xXjyzhLMJJcv"));

        Participant caller = only(events, ParticipantJoined.class).get(0).participant();
        assertThat(caller.sid()).isEqualTo("PA_qqbrwyQQS7wp");
        assertThat(caller.identity()).isEqualTo("sip_+15551231");
        assertThat(caller.kind()).isEqualTo(ParticipantKind.SIP);
        assertThat(caller.joinedAt()).isEqualTo(Instant.ofEpochMilli(1795225456554L));
        SipAttributes sip = caller.sipCall().orElseThrow();
        assertThat(sip.callId()).isEqualTo("SCL_uavyR3GxDwGB");
        assertThat(sip.status()).isEqualTo("ringing");
        assertThat(sip.trunkId()).isEqualTo("ST_oDRTdgdxCLHQ");
        assertThat(sip.direction()).isEqualTo(Direction.INBOUND);
        assertThat(sip.remoteNumber().raw()).isEqualTo("+15551231");
        assertThat(sip.trunkNumber().e164()).isEqualTo("+15559990000");
        assertThat(sip.attributes()).hasSize(10).containsEntry("rule.attr", "x");
    }

    /** The rooms of the recordings have no metadata: one is given some, as LiveKit would send it. */
    @Test
    void readShouldTellTheMetadataOfTheRoomThatACallerJoined() {
        RecordedWebhook joined = RecordedWebhook.of("inbound_webhook_dispatch").get(1);
        String recorded = new String(joined.body(), StandardCharsets.UTF_8);
        String described = recorded.replaceFirst(
                "\"room\": ?\\{",
                Matcher.quoteReplacement("\"room\":{\"metadata\":\"{\\\"tenant_id\\\":\\\"acme\\\"}\","));

        CallEvent asRecorded = event(recorded, joined);
        CallEvent asDescribed = event(described, joined);

        assertThat(asDescribed).isInstanceOf(ParticipantJoined.class);
        assertThat(asRecorded.header().roomMetadata()).isEqualTo(RoomMetadata.NONE);
        assertThat(asDescribed.header().roomMetadata()).isEqualTo(RoomMetadata.of(Map.of("tenant_id", "acme")));
    }

    private CallEvent event(String body, RecordedWebhook request) {
        return ((WebhookReading.Event) reader.read(SignedTokens.utf8(body), request.receivedAt())).event();
    }

    /** LiveKit was killed and started again: the room is as old as it was, and opened a second time. */
    @Test
    void readShouldTellWhetherARoomWasOpenedAgain() {
        List<CallEvent.RoomStarted> opened = only(events("livekit_restarted"), CallEvent.RoomStarted.class);

        assertThat(opened)
                .extracting(CallEvent.RoomStarted::roomMadeAt)
                .containsOnly(Instant.ofEpochMilli(1795225783414L));
        assertThat(opened).extracting(CallEvent.RoomStarted::isAgain).containsExactly(false, true);
    }

    @Test
    void readShouldTellOfTheAgentAndItsVoice() {
        List<CallEvent> events = events("inbound_webhook_dispatch");
        Participant agent = only(events, ParticipantJoined.class).get(1).participant();
        assertThat(agent.kind()).isEqualTo(ParticipantKind.AGENT);
        assertThat(agent.agentName()).isEqualTo("phone-agent");
        assertThat(agent.sipCall()).isEmpty();
        TrackPublished voice = only(events, TrackPublished.class).get(1);
        assertThat(voice.participantSid()).isEqualTo(agent.sid());
        assertThat(voice.identity()).isEqualTo(agent.identity());
        assertThat(voice.audio()).isTrue();
    }

    @Test
    void readShouldTellWhyEachSideLeft() {
        List<ParticipantLeft> left = only(events("inbound_webhook_dispatch"), ParticipantLeft.class);
        assertThat(left.get(0).reason()).isEqualTo("CLIENT_INITIATED");
        assertThat(left.get(0).aborted()).isFalse();
        assertThat(left.get(0).participant().sipCall().orElseThrow().isHungUp()).isTrue();
        assertThat(left.get(1).reason()).isEqualTo("ROOM_CLOSED");

        ParticipantLeft removed =
                only(events("inbound_removed"), ParticipantLeft.class).get(0);
        assertThat(removed.reason()).isEqualTo("PARTICIPANT_REMOVED");
        assertThat(removed.participant().sipCall().orElseThrow().isHungUp()).isFalse();
    }

    @Test
    void readShouldTellOfAnOutboundCallThatWasBusy() {
        ParticipantLeft left =
                only(events("outbound_wait_486"), ParticipantLeft.class).get(0);
        assertThat(left.reason()).isEqualTo("USER_REJECTED");
        SipAttributes sip = left.participant().sipCall().orElseThrow();
        assertThat(sip.direction()).isEqualTo(Direction.OUTBOUND);
        assertThat(sip.ruleId()).isNull();
        assertThat(sip.status()).isEqualTo("ringing");
        assertThat(sip.remoteNumber().raw()).isEqualTo("+15557770000");
    }

    @Test
    @DisplayName("S13 readShouldGiveARetryTheIdOfTheFirst")
    void readShouldGiveARetryTheIdOfTheFirst() {
        assertThat(events("inbound_removed").stream()
                        .filter(event -> event.header().eventId().equals("EV_4byjBLKNFfmg")))
                .hasSize(5);
    }
}
