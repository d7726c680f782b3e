package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.sip.Secret;
import telephony.sip.SipDirectoryPort;
import telephony.sip.SipEntry;
import telephony.sip.SipKind;
import telephony.sip.SipSetting;
import telephony.sip.SipSettings;
import telephony.sip.SipWanted;
import telephony.testkit.SipDirectoryPortContract;

class LiveKitSipDirectoryTest implements SipDirectoryPortContract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SipWanted MAIN = SipWanted.inboundTrunk("main", "+15559990000");
    private static final SipSettings NONE = SipSettings.NONE;

    private final SipTwirpStub livekit = new SipTwirpStub();
    private final RawServer server = new RawServer(livekit);
    private final LiveKitApi api = Api.patient(server.url());

    @AfterEach
    void close() throws IOException {
        api.close();
        server.close();
    }

    @Override
    public SipDirectoryPort sip() {
        return api.sipDirectory();
    }

    @Test
    void theMarkShouldStandBesideTheUsersMetadata() {
        String id =
                made(MAIN.with(SipSetting.METADATA, Map.of("team", "sales"))).id();

        assertThat(livekit.kept(id).path("metadata").asText())
                .isEqualTo("{\"team\":\"sales\",\"telephony\":{\"sip\":\"v1:contract\"}}");
    }

    @Test
    void whatOthersMadeShouldBearNoMark() {
        String id = made(MAIN).id();
        livekit.kept(id).put("metadata", "{\"telephony\": {\"other\": 1}, \"a\": null}");

        SipEntry foreign = listed();
        assertThat(foreign.keptBy()).isNull();
        assertThat(foreign.markable()).isTrue();

        SipEntry adopted = Api.answer(sip().update(SipKind.INBOUND_TRUNK, id, NONE, SET))
                .answered()
                .orElseThrow();
        assertThat(adopted.keptBy()).isEqualTo(SET);
        assertThat(livekit.kept(id).path("metadata").asText())
                .isEqualTo("{\"telephony\":{\"other\":1,\"sip\":\"v1:contract\"},\"a\":null}");
    }

    @Test
    void metadataThatIsNoObjectShouldNotBeTouched() {
        String id = made(MAIN).id();
        livekit.kept(id).put("metadata", "a line of text");
        SipSettings numbers = NONE.with(SipSetting.NUMBERS, List.of("+15559990009"));

        assertThat(listed().markable()).isFalse();
        assertThat(Api.answer(sip().update(SipKind.INBOUND_TRUNK, id, numbers, SET))
                        .kind())
                .isEqualTo(Kind.ALARM);
        assertThat(livekit.kept(id).path("metadata").asText()).isEqualTo("a line of text");
        assertThat(livekit.kept(id).at("/numbers/0").asText()).isEqualTo("+15559990000");
    }

    @Test
    void whatANewerLiveKitHasShouldOutliveAReplacement() {
        String trunk =
                made(MAIN.with(SipSetting.MEDIA_TIMEOUT, Duration.ofSeconds(5))).id();
        String rule = made(SipWanted.individualRule("phone", "call", trunk)).id();
        livekit.kept(trunk).put("of_a_newer_livekit", "kept");
        ((ObjectNode) livekit.kept(trunk).path("media")).put("newer", 1);
        ((ObjectNode) livekit.kept(rule).at("/rule/dispatch_rule_individual")).put("newer", 1);
        livekit.kept(rule).putObject("room_config").put("max_participants", 3);

        SipSettings headers = NONE.with(SipSetting.HEADERS, Map.of("X-A", "1")).with(SipSetting.CODECS, List.of());
        Api.answer(sip().update(SipKind.INBOUND_TRUNK, trunk, headers, SET));
        SipSettings pin = NONE.with(SipSetting.PIN, Secret.of("12")).with(SipSetting.AGENTS, List.of());
        Api.answer(sip().update(SipKind.DISPATCH_RULE, rule, pin, SET));

        assertThat(livekit.kept(trunk).path("of_a_newer_livekit").asText()).isEqualTo("kept");
        assertThat(livekit.kept(trunk).at("/media/newer").asInt()).isEqualTo(1);
        assertThat(livekit.kept(trunk).at("/media/media_timeout").asText()).isEqualTo("5.000s");
        assertThat(livekit.kept(rule).at("/rule/dispatch_rule_individual/newer").asInt())
                .isEqualTo(1);
        assertThat(livekit.kept(rule).at("/room_config/max_participants").asInt())
                .isEqualTo(3);
    }

    @Test
    void encryptionAtItsOldPlaceShouldBeReadAndPutOut() {
        String id = made(MAIN).id();
        livekit.kept(id).put("media_encryption", "SIP_MEDIA_ENCRYPT_REQUIRE");

        assertThat(listed().settings().value(SipSetting.MEDIA_ENCRYPTION)).isEqualTo("require");

        SipSettings off = NONE.with(SipSetting.MEDIA_ENCRYPTION, "disable");
        Api.answer(sip().update(SipKind.INBOUND_TRUNK, id, off, SET));
        assertThat(listed().settings().value(SipSetting.MEDIA_ENCRYPTION)).isEqualTo("disable");
        assertThat(livekit.kept(id).path("media_encryption").asText()).isEqualTo("SIP_MEDIA_ENCRYPT_DISABLE");
    }

    @Test
    void whatLiveKitTakesOneByOneShouldBeSentOneByOne() throws IOException {
        String id = made(MAIN).id();
        Api.answer(sip().update(SipKind.INBOUND_TRUNK, id, NONE.with(SipSetting.AUTH_USERNAME, "u"), SET));

        assertThat(lastRequest())
                .isEqualTo(JSON.readTree("{\"sip_trunk_id\": \"" + id + "\", \"update\": {\"auth_username\": \"u\"}}"));
    }

    @Test
    void anUpdateOfNothingShouldNotBeSent() {
        String id = made(MAIN).id();

        Api.answer(sip().update(SipKind.INBOUND_TRUNK, id, NONE, SET));

        assertThat(server.requests()).hasSize(2);
        assertThat(server.requests().get(1).path()).endsWith("ListSIPInboundTrunk");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_argument, ALARM",
        "401, unauthenticated, UNAUTHENTICATED",
        "404, not_found, ABSENT",
        "404, bad_route, AMBIGUOUS",
        "429, resource_exhausted, REFUSED",
        "500, internal, AMBIGUOUS",
        "503, unavailable, AMBIGUOUS"
    })
    void errorsShouldSayWhatIsCertain(int status, String code, Kind kind) throws IOException {
        String body = "{\"code\":\"" + code + "\",\"msg\":\"m\"}";
        // Said, because it is done: else the next request may go out on a connection that is just being closed.
        String answer = new String(
                        Api.http(status, "application/json", body.getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8)
                .replaceFirst("\r\n", "\r\nConnection: close\r\n");
        try (RawServer failing = RawServer.thatAnswers(answer);
                LiveKitApi asking = Api.patient(failing.url())) {
            LiveKitAnswer<SipEntry> created = Api.answer(asking.sipDirectory().create(MAIN, SET));
            LiveKitAnswer<SipEntry> updated =
                    Api.answer(asking.sipDirectory().update(SipKind.INBOUND_TRUNK, "ST_1", NONE, SET));

            assertThat(created.kind()).isEqualTo(kind);
            assertThat(created.detail()).isEqualTo("HTTP " + status + " " + code + ": m");
            assertThat(updated.kind()).isEqualTo(kind);
            assertThat(Api.answer(asking.sipDirectory().delete(SipKind.DISPATCH_RULE, "SDR_1"))
                            .kind())
                    .isEqualTo(kind);
            assertThat(failing.requests()).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"text/html, <html>", "application/json, []", "application/json, {", "application/json, {}"})
    void anAnswerThatIsNotLiveKitsShouldBeAmbiguous(String type, String body) throws IOException {
        String answer = new String(Api.http(200, type, body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        try (RawServer odd = RawServer.thatAnswers(answer);
                LiveKitApi asking = Api.patient(odd.url())) {
            assertThat(Api.answer(asking.sipDirectory().create(MAIN, SET)).kind())
                    .isEqualTo(Kind.AMBIGUOUS);
        }
    }

    @Test
    void secretsShouldNotShow() {
        SipEntry made = made(MAIN.with(SipSetting.AUTH_PASSWORD, Secret.of("hush")));

        assertThat(made.toString()).doesNotContain("hush");
        assertThat(made.settings().value(SipSetting.AUTH_PASSWORD).reveal()).isEqualTo("hush");
    }

    private SipEntry made(SipWanted wanted) {
        return Api.answer(sip().create(wanted, SET)).answered().orElseThrow();
    }

    private SipEntry listed() {
        return Api.answer(sip().list(SipKind.INBOUND_TRUNK))
                .answered()
                .orElseThrow()
                .get(0);
    }

    private ObjectNode lastRequest() throws IOException {
        var requests = server.requests();
        return (ObjectNode) JSON.readTree(requests.get(requests.size() - 1).body());
    }
}
