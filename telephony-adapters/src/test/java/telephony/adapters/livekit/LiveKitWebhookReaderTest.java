package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.adapters.livekit.SignedTokens.utf8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.call.CallEvent;
import telephony.call.CallEvent.ParticipantJoined;
import telephony.call.CallEvent.ParticipantLeft;
import telephony.call.CallEvent.TrackPublished;
import telephony.call.ParticipantKind;
import telephony.call.PhoneNumber;
import telephony.routing.RoomMetadata;
import telephony.webhook.WebhookReading;
import telephony.webhook.WebhookReading.Unusable;

class LiveKitWebhookReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");
    private static final String ROOM = "\"room\":{\"sid\":\"RM_1\",\"name\":\"r\"}";
    private static final String REST = ",\"id\":\"EV_1\",\"createdAt\":\"1785500000\"}";
    private static final String STARTED = "{\"event\":\"room_started\"," + ROOM + REST;

    private final LiveKitWebhookReader reader = new LiveKitWebhookReader(raw -> new PhoneNumber(raw, null));

    private WebhookReading read(String body) {
        return reader.read(utf8(body), NOW);
    }

    private CallEvent event(String body) {
        assertThat(read(body)).as(body).isInstanceOf(WebhookReading.Event.class);
        return ((WebhookReading.Event) read(body)).event();
    }

    private Unusable unusable(String body) {
        assertThat(read(body)).as(body).isInstanceOf(Unusable.class);
        return (Unusable) read(body);
    }

    private static String participantEvent(String event, String participant) {
        return "{\"event\":\"" + event + "\"," + ROOM + ",\"participant\":" + participant + REST;
    }

    private static String joined(String members) {
        return participantEvent("participant_joined", "{\"sid\":\"PA_1\",\"identity\":\"i\"," + members + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"egress_started", "egress_ended", "ingress_started", "agent_job_started", "something_new"})
    void readShouldLeaveAloneWhatConcernsNoCall(String name) {
        // Odd types in what is not ours do not matter.
        assertThat(read("{\"event\":\"" + name + "\",\"egressInfo\":7,\"createdAt\":\"x\"}"))
                .isEqualTo(new WebhookReading.NotOurs(name));
    }

    @Test
    void readShouldIgnoreMembersThatItDoesNotKnow() {
        String body = "{\"event\":\"room_started\",\"new\":{\"deep\":[[[1e999]]]},"
                + "\"room\":{\"sid\":\"RM_1\",\"name\":\"r\","
                + "\"emptyTimeout\":\"1e999999999\",\"newer\":true}" + REST;
        assertThat(event(body)).isEqualTo(event(STARTED));
    }

    private RoomMetadata metadata(String json) {
        String room = ROOM.replace("}", ",\"metadata\":" + json + "}");
        return event(joined("\"kind\":\"SIP\"").replace(ROOM, room)).header().roomMetadata();
    }

    private static String text(String metadata) {
        return TextNode.valueOf(metadata).toString();
    }

    @Test
    void readShouldTellTheTextsOfTheRoomsMetadata() {
        assertThat(metadata(text("{\"tenant_id\":\"acme\",\"n\":7,\"deep\":{\"a\":\"b\"},\"half\":\"\\ud800\"}")))
                .isEqualTo(RoomMetadata.of(Map.of("tenant_id", "acme")));
        assertThat(metadata("\"\"")).isEqualTo(RoomMetadata.NONE);
        assertThat(metadata("null")).isEqualTo(RoomMetadata.NONE);
        assertThat(event(joined("\"kind\":\"SIP\"")).header().roomMetadata()).isEqualTo(RoomMetadata.NONE);
    }

    @Test
    void metadataThatCannotBeReadShouldCostNoEvent() {
        String deep = "[".repeat(100) + "]".repeat(100);
        assertThat(metadata("7").flaw()).isEqualTo("it is no text");
        assertThat(metadata(text("acme")).flaw()).startsWith("it cannot be parsed at line 1, column ");
        assertThat(metadata(text("[]")).flaw()).isEqualTo("it is no JSON object");
        assertThat(metadata(text("{\"a\":" + deep + "}")).flaw()).startsWith("it cannot be parsed");
        assertThat(metadata(text("{\"t\":\"acme\",\"t\":\"beta\"}")).flaw()).startsWith("it cannot be parsed");
        assertThat(metadata(text(" ".repeat(RoomMetadata.MAX_CHARS + 1))).flaw())
                .isEqualTo("it has 65537 characters, more than 65536");
        assertThat(metadata(text("{" + " ".repeat(RoomMetadata.MAX_CHARS - 2) + "}"))
                        .flaw())
                .isNull();
    }

    @Test
    void whatIsKeptOfTheRoomsMetadataShouldBeBounded() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        for (int i = 0; i < 100; i++) {
            json.put("m%02d".formatted(i), "x");
        }
        json.put("a".repeat(RoomMetadata.MAX_NAME_CHARS + 1), "x")
                .put("b", "x".repeat(RoomMetadata.MAX_TEXT_CHARS + 1));

        assertThat(metadata(text(json.toString())).texts())
                .hasSize(RoomMetadata.MAX_TEXTS)
                .containsKeys("m00", "m63");
    }

    @Test
    void readShouldTellAnAbortedConnectionFromOneThatEnded() {
        ParticipantLeft left = (ParticipantLeft) event(participantEvent(
                "participant_connection_aborted",
                "{\"sid\":\"PA_1\",\"identity\":\"i\",\"kind\":\"SIP\",\"disconnectReason\":\"JOIN_FAILURE\"}"));
        assertThat(left.aborted()).isTrue();
        assertThat(left.reason()).isEqualTo("JOIN_FAILURE");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"NEWER_REASON\"', NEWER_REASON",
        "7, JOIN_FAILURE",
        "99, 99",
        "'\"UNKNOWN_REASON\"',",
        "0,",
        "null,",
        "'\"\"',"
    })
    void readShouldGiveTheReasonAsSent(String sent, String expected) {
        ParticipantLeft left = (ParticipantLeft) event(participantEvent(
                "participant_left", "{\"sid\":\"PA_1\",\"identity\":\"i\",\"disconnectReason\":" + sent + "}"));
        assertThat(left.reason()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"SIP\"', SIP",
        "'\"AGENT\"', AGENT",
        "'\"EGRESS\"', EGRESS",
        "'\"INGRESS\"', INGRESS",
        "'\"CONNECTOR\"', OTHER",
        "'\"HOLOGRAM\"', OTHER",
        "3, SIP",
        "77, OTHER",
        "'\"STANDARD\"', STANDARD"
    })
    void readShouldNotTakeAKindThatItDoesNotKnowForAPerson(String sent, ParticipantKind expected) {
        ParticipantJoined joined = (ParticipantJoined) event(joined("\"kind\":" + sent));
        assertThat(joined.participant().kind()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "'\"type\":\"AUDIO\"', true",
        "'\"type\":\"VIDEO\"', false",
        "'\"type\":\"SMELL\"', false",
        "'\"type\":\"DATA\"', false"
    })
    void readShouldTellAudioFromOtherTracks(String type, boolean audio) {
        String body = "{\"event\":\"track_published\"," + ROOM
                + ",\"participant\":{\"sid\":\"PA_1\",\"identity\":\"i\"},"
                + "\"track\":{" + type + "}" + REST;
        assertThat(((TrackPublished) event(body)).audio()).isEqualTo(audio);
    }

    @Test
    void readShouldGiveAnEventWithoutIdOneThatFollowsFromTheBytes() {
        String body = STARTED.replace("\"id\":\"EV_1\",", "");
        String id = event(body).header().eventId();
        String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(SignedTokens.sha256(utf8(body)));
        assertThat(id).isEqualTo("derived-" + hash);
        assertThat(event(body).header().eventId()).isEqualTo(id);
        assertThat(event(body + " ").header().eventId()).isNotEqualTo(id);
        assertThat(event(STARTED.replace("EV_1", "E".repeat(129))).header().eventId())
                .startsWith("derived-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "\"-1\"", "\"9223372036854775807\"", "9223372036854775807"})
    void readShouldTakeTheArrivalWhereTheTimeIsNone(String createdAt) {
        CallEvent event = event(STARTED.replace("\"1785500000\"", createdAt));
        assertThat(event.header().occurredAt()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(event.header().receivedAt()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"room_started\",\"id\":\"EV_1\"}",
                "{\"event\":\"room_started\",\"room\":{\"sid\":\"RM_1\"},\"id\":\"EV_1\"}",
                "{\"event\":\"room_started\",\"room\":{\"name\":\"r\"},\"id\":\"EV_1\"}",
                "{\"event\":\"room_started\",\"room\":null,\"id\":\"EV_1\"}",
                "{\"event\":\"room_started\",\"room\":7,\"id\":\"EV_1\"}",
                "{\"event\":\"room_started\",\"room\":{\"sid\":{},\"name\":\"r\"},\"id\":\"EV_1\"}",
                "{\"event\":\"participant_joined\",\"room\":{\"sid\":\"RM_1\",\"name\":\"r\"},\"id\":\"EV_1\"}",
                "{\"event\":\"participant_left\",\"room\":{\"sid\":\"RM_1\",\"name\":\"r\"},"
                        + "\"participant\":{\"sid\":\"P\"},\"id\":\"EV_1\"}",
                "{\"event\":\"track_published\",\"room\":{\"sid\":\"RM_1\",\"name\":\"r\"},"
                        + "\"participant\":{\"sid\":\"P\",\"identity\":\"i\"},\"id\":\"EV_1\"}",
                "{\"id\":\"EV_1\"}",
                "{\"event\":\"\",\"id\":\"EV_1\"}",
                "{\"event\":7,\"id\":\"EV_1\"}"
            })
    void readShouldKeepAnIncompleteEventUnderItsId(String body) {
        assertThat(unusable(body).eventId()).isEqualTo("EV_1");
        assertThat(unusable(body).reason()).isNotBlank();
        assertThat(unusable(body).raw()).isEqualTo(body);
    }

    @Test
    @DisplayName("S17 readShouldKeepEveryTruncatedBodyWithoutItsSecrets")
    void readShouldKeepEveryTruncatedBodyWithoutItsSecrets() {
        String body = "{\"event\":\"room_started\",\"room\":{\"turnPassword\":\"hunter2hunter2\",\"sid\":\"RM_1\","
                + "\"name\":\"r\"}" + REST;
        for (int end = 0; end < body.length(); end++) {
            assertThat(unusable(body.substring(0, end)).raw()).doesNotContain("hunter");
        }
        assertThat(event(body)).isEqualTo(event(STARTED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "\"x\"",
                "{}x",
                "{\"event\":\"room_started\"}{}",
                "{'event':'x'}",
                "{event:1}",
                "\ufeff{}",
                "{\"event\":\"room_started\",}",
                "{\"event\":\"a\",\"event\":\"b\"}",
                "{\"event\":NaN}",
                "{\"event\":\"room_started\",\"room\":{\"sid\":\"a\",\"sid\":\"b\"}}",
                "\u0000"
            })
    @DisplayName("S17 readShouldKeepWhatIsNoStrictJsonObject")
    void readShouldKeepWhatIsNoStrictJsonObject(String body) {
        assertThat(unusable(body).eventId()).startsWith("derived-");
        assertThat(unusable(body).raw()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10_000, 100_000})
    @DisplayName("S17 readShouldSurviveDepth")
    void readShouldSurviveDepth(int depth) {
        for (String open : List.of("[", "{\"a\":")) {
            String nested = open.repeat(depth);
            unusable(nested);
            unusable("{\"event\":\"room_started\"," + ROOM + ",\"x\":" + nested);
            unusable("{\"event\":\"room_started\"," + ROOM + ",\"secret\":" + nested);
        }
        unusable("{\"event\":\"room_started\"," + ROOM + ",\"x\":" + "[".repeat(depth) + "]".repeat(depth) + REST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999",
                "1e999999999",
                "-1e999999999",
                "\"1e999999999\"",
                "1.5",
                "\"x\"",
                "{}",
                "[]",
                "true",
                "123456789012345678901234567890"
            })
    @DisplayName("S17 readShouldKeepATimeThatIsNoNumberOfSeconds")
    void readShouldKeepATimeThatIsNoNumberOfSeconds(String number) {
        assertThat(unusable(STARTED.replace("\"1785500000\"", number)).eventId())
                .isEqualTo("EV_1");
    }

    @Test
    @DisplayName("S17 readShouldKeepBytesThatAreNoText")
    void readShouldKeepBytesThatAreNoText() {
        byte[] body = utf8("{\"event\":\"room_started\",\"turnPassword\":\"hunter2\",\"x\":\"?\"}");
        body[body.length - 3] = (byte) 0xff;
        WebhookReading reading = reader.read(body, NOW);
        assertThat(reading).isInstanceOfSatisfying(Unusable.class, kept -> {
            assertThat(kept.reason()).contains("UTF-8");
            assertThat(kept.raw()).contains("\ufffd").doesNotContain("hunter2");
        });
        // A surrogate as three bytes, an overlong slash, a sequence cut off.
        for (byte[] bad : List.of(
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[] {(byte) 0xc0, (byte) 0xaf},
                new byte[] {'{', (byte) 0xe2, (byte) 0x82})) {
            assertThat(reader.read(bad, NOW)).isInstanceOf(Unusable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"name\":\"\\ud800\"", "\"name\":\"\\udc00x\"", "\"\\ud800\":1,\"name\":\"r\""})
    @DisplayName("S17 readShouldKeepHalfOfASurrogatePair")
    void readShouldKeepHalfOfASurrogatePair(String member) {
        String body = STARTED.replace("\"name\":\"r\"", member);
        assertThat(unusable(body).reason()).contains("surrogate");
    }

    @Test
    @DisplayName("S17 readShouldLeaveNamesAsTheyAre")
    void readShouldLeaveNamesAsTheyAre() {
        String name = "\\u0000\\u0007\\n\\ud83d\\ude00 Jürgen\\u202e";
        assertThat(event(STARTED.replace("\"r\"", "\"" + name + "\"")).header().roomName())
                .isEqualTo("\u0000\u0007\n\ud83d\ude00 Jürgen\u202e");
    }

    @Test
    @DisplayName("S17 readShouldKeepANameThatIsTooLong")
    void readShouldKeepANameThatIsTooLong() {
        String longest = "x".repeat(LiveKitWebhookReader.MAX_NAME_CHARS);
        assertThat(event(STARTED.replace("\"r\"", "\"" + longest + "\""))
                        .header()
                        .roomName())
                .isEqualTo(longest);
        Unusable tooLong = unusable(STARTED.replace("\"r\"", "\"" + "x".repeat(64 * 1024) + "\""));
        assertThat(tooLong.reason()).contains("room.name", "65536");
        assertThat(tooLong.raw()).hasSize(LiveKitWebhookReader.MAX_RAW_CHARS + LiveKitWebhookReader.CUT_MARK.length());
        assertThat(tooLong.eventId()).isEqualTo("EV_1");
    }

    @Test
    @DisplayName("S17 readShouldSurviveEveryChangedByte")
    void readShouldSurviveEveryChangedByte() {
        byte[] body = utf8(
                joined("\"kind\":\"SIP\",\"joinedAtMs\":\"1785500000200\",\"attributes\":{\"sip.callID\":\"SCL_1\"}"));
        for (int at = 0; at < body.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = body.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThat(reader.read(changed, NOW)).isNotNull();
            }
        }
    }
}
