package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import livekit.LivekitSip.CreateSIPParticipantRequest;
import livekit.LivekitSip.SIPParticipantInfo;
import livekit.LivekitSip.TransferSIPParticipantRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.call.DialResult;
import telephony.call.DialResult.Kind;
import telephony.outbound.SipDial;
import telephony.outbound.SipTransfer;
import telephony.outbound.SipTransferAnswer;
import telephony.testkit.Fixtures;

/** What a real LiveKit answered to dials and transfers, and what may come besides. */
final class SipAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SipDial DIAL = new SipDial(
            "out-1",
            "phone-1",
            "+14155552671",
            "+14155550100",
            "ST_out",
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            Api.NOW.minusSeconds(25));
    private static final SipTransfer TRANSFER = new SipTransfer(
            "out-1",
            "phone-1",
            "tel:+14155550199",
            Map.of("X-Reason", "sales"),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Api.NOW.minusSeconds(30));

    private static DialResult dial(LiveKitApi api) {
        return api.sip()
                .createSipParticipant(DIAL)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static SipTransferAnswer transfer(LiveKitApi api) {
        return api.sip()
                .transferSipParticipant(TRANSFER)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void everyRecordedDialShouldBeReadAsWhatItWas() throws Exception {
        List<DialResult> results =
                replay("CreateSIPParticipant", SIPParticipantInfo.getDefaultInstance(), SipAnswersTest::dial);

        assertThat(results)
                .extracting(DialResult::kind)
                .containsExactly(
                        Kind.ANSWERED,
                        Kind.FAILED,
                        Kind.FAILED,
                        Kind.FAILED,
                        Kind.FAILED,
                        Kind.FAILED,
                        Kind.FAILED,
                        Kind.RANG_OUT,
                        Kind.LOST,
                        Kind.ANSWERED,
                        Kind.REFUSED,
                        Kind.REFUSED,
                        Kind.RANG_OUT,
                        Kind.ANSWERED);
        assertThat(results)
                .extracting(DialResult::sipStatusCode)
                .containsExactly(null, 486, 603, 404, 503, 408, 487, null, null, null, null, null, null, null);
        assertThat(results.get(10).detail()).contains("requested sip trunk does not exist");
    }

    @Test
    void everyRecordedTransferShouldBeReadAsWhatItWas() throws Exception {
        List<SipTransferAnswer> answers = replay(
                "TransferSIPParticipant", com.google.protobuf.Empty.getDefaultInstance(), SipAnswersTest::transfer);

        assertThat(answers)
                .extracting(SipTransferAnswer::kind)
                .containsExactly(
                        SipTransferAnswer.Kind.REFUSED,
                        SipTransferAnswer.Kind.REFUSED,
                        SipTransferAnswer.Kind.DONE,
                        SipTransferAnswer.Kind.FAILED,
                        SipTransferAnswer.Kind.FAILED,
                        SipTransferAnswer.Kind.GONE);
        assertThat(answers)
                .extracting(SipTransferAnswer::sipStatusCode)
                .containsExactly(null, null, null, 486, 603, null);
    }

    @ParameterizedTest
    @CsvSource({
        "429, resource_exhausted, slow down, REFUSED",
        "429, '', a proxy's page, LOST",
        "404, '', a proxy's page, LOST",
        "401, '', invalid authorization token, REFUSED",
        "412, failed_precondition, twirp error unknown: deadline exceeded, RANG_OUT",
        "412, failed_precondition, no auth credentials, REFUSED",
        "408, deadline_exceeded, request timed out, LOST",
        "408, canceled, sip request timed out, RANG_OUT",
        "500, internal, oops, LOST",
        "503, unavailable, no response from servers, LOST"
    })
    void anAnswerWithoutASipCodeShouldBeNoMoreThanItSays(int status, String code, String text, Kind kind)
            throws Exception {
        String body = code.isEmpty() ? text : "{\"code\":\"" + code + "\",\"msg\":\"" + text + "\"}";

        assertThat(answered(status, body, SipAnswersTest::dial).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"200", "busy", "99", "4860", "''"})
    void aSipCodeThatIsNoneShouldNotBeBelieved(String code) throws Exception {
        String body = "{\"code\":\"resource_exhausted\",\"msg\":\"m\",\"meta\":{\"sip_status_code\":\"" + code + "\"}}";

        DialResult result = answered(429, body, SipAnswersTest::dial);

        assertThat(result)
                .extracting(DialResult::kind, DialResult::sipStatusCode)
                .containsExactly(Kind.REFUSED, null);
    }

    @Test
    void busyShouldBeSentOnceAlthoughItsStatusMeansTooManyRequestsElsewhere() throws Exception {
        byte[] busy = Api.http(
                429,
                "application/json",
                "{\"code\":\"resource_exhausted\",\"msg\":\"m\",\"meta\":{\"sip_status_code\":\"486\"}}"
                        .getBytes(StandardCharsets.UTF_8));
        try (RawServer server = new RawServer((connection, request) -> {
                    connection.write(busy);
                    return true;
                });
                LiveKitApi api = Api.patient(server.url())) {

            assertThat(dial(api)).isEqualTo(new DialResult(Kind.FAILED, 486, "HTTP 429 resource_exhausted: m"));

            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aDialThatBreaksOffShouldBeLostAndNotRepeated() throws Exception {
        try (RawServer server = new RawServer((connection, request) -> false);
                LiveKitApi api = Api.patient(server.url())) {

            assertThat(dial(api).kind()).isEqualTo(Kind.LOST);
            assertThat(transfer(api).kind()).isEqualTo(SipTransferAnswer.Kind.LOST);

            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aDialThatFindsNobodyShouldNotBeSent() throws Exception {
        try (LiveKitApi api = Api.patient(RawServer.nowhere())) {
            assertThat(dial(api).kind()).isEqualTo(Kind.NOT_SENT);
            assertThat(transfer(api).kind()).isEqualTo(SipTransferAnswer.Kind.NOT_SENT);
        }
    }

    @Test
    void aPageThatIsNotLiveKitsShouldNotBeAnAnsweredCall() throws Exception {
        assertThat(answered(200, "<html>", SipAnswersTest::dial).kind()).isEqualTo(Kind.LOST);
        assertThat(answered(200, "<html>", SipAnswersTest::transfer).kind()).isEqualTo(SipTransferAnswer.Kind.LOST);
    }

    @Test
    void aDialShouldSayEverythingThatBoundsIt() throws Exception {
        AtomicReference<byte[]> body = new AtomicReference<>();
        DecodedJWT token = JWT.decode(authorization(
                body,
                api -> dial(api),
                SIPParticipantInfo.newBuilder()
                        .setParticipantIdentity("phone-1")
                        .build()));

        CreateSIPParticipantRequest sent = CreateSIPParticipantRequest.parseFrom(body.get());
        assertThat(sent.getSipTrunkId()).isEqualTo("ST_out");
        assertThat(sent.getSipCallTo()).isEqualTo("+14155552671");
        assertThat(sent.getSipNumber()).isEqualTo("+14155550100");
        assertThat(sent.getRoomName()).isEqualTo("out-1");
        assertThat(sent.getParticipantIdentity()).isEqualTo("phone-1");
        assertThat(sent.getRingingTimeout().getSeconds()).isEqualTo(30);
        assertThat(sent.getMaxCallDuration().getSeconds()).isEqualTo(600);
        assertThat(sent.getWaitUntilAnswered()).isTrue();
        assertThat(token.getExpiresAtAsInstant())
                .isEqualTo(Api.NOW.minusSeconds(25).truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        assertThat(token.getClaim("sip").asMap()).containsEntry("call", true);
        assertThat(token.getClaim("video").asMap()).isNullOrEmpty();
    }

    @Test
    void aTransferShouldHaveTheRightsThatItNeeds() throws Exception {
        AtomicReference<byte[]> body = new AtomicReference<>();
        DecodedJWT token =
                JWT.decode(authorization(body, api -> transfer(api), SIPParticipantInfo.getDefaultInstance()));

        TransferSIPParticipantRequest sent = TransferSIPParticipantRequest.parseFrom(body.get());
        assertThat(sent.getTransferTo()).isEqualTo("tel:+14155550199");
        assertThat(sent.getHeadersMap()).containsEntry("X-Reason", "sales");
        assertThat(sent.getRingingTimeout().getSeconds()).isEqualTo(20);
        assertThat(token.getClaim("sip").asMap()).containsEntry("call", true);
        assertThat(token.getClaim("video").asMap())
                .containsEntry("roomAdmin", true)
                .containsEntry("room", "out-1");
    }

    private static String authorization(AtomicReference<byte[]> body, Function<LiveKitApi, ?> call, Message answer)
            throws Exception {
        AtomicReference<String> header = new AtomicReference<>();
        try (RawServer server = new RawServer((connection, request) -> {
                    body.set(request.body());
                    header.set(request.header("Authorization"));
                    connection.write(Api.http(answer));
                    return true;
                });
                LiveKitApi api = Api.patient(server.url())) {
            assertThat(call.apply(api)).isNotNull();
        }
        return header.get().replace("Bearer ", "");
    }

    private static <T> T answered(int status, String body, Function<LiveKitApi, T> call) throws Exception {
        byte[] answer = Api.http(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
        try (RawServer server = new RawServer((connection, request) -> {
                    connection.write(answer);
                    return true;
                });
                LiveKitApi api = Api.patient(server.url())) {
            return call.apply(api);
        }
    }

    /** What the adapter makes of each recorded answer; successes were recorded as JSON and are sent as protobuf. */
    private static <T> List<T> replay(String method, Message success, Function<LiveKitApi, T> call) throws Exception {
        List<T> results = new ArrayList<>();
        for (JsonNode seen : JSON.readTree(Fixtures.api("SIP." + method))) {
            int status = seen.path("status").asInt();
            String body = seen.path("response").asText();
            byte[] answer;
            if (status == 200) {
                Message.Builder message = success.newBuilderForType();
                JsonFormat.parser().ignoringUnknownFields().merge(body, message);
                answer = Api.http(message.build());
            } else {
                answer = Api.http(status, seen.path("contentType").asText(), body.getBytes(StandardCharsets.UTF_8));
            }
            try (RawServer server = new RawServer((connection, request) -> {
                        connection.write(answer);
                        return true;
                    });
                    LiveKitApi api = Api.patient(server.url())) {
                results.add(call.apply(api));
            }
        }
        return results;
    }

    @Test
    void aFarEndThatDidNotSayInTimeWhatCameOfItShouldBeTold() throws Exception {
        String late = "{\"code\":\"deadline_exceeded\",\"msg\":\"no final NOTIFY\"}";

        assertThat(answered(408, late, SipAnswersTest::transfer).kind()).isEqualTo(SipTransferAnswer.Kind.NO_NOTIFY);
        assertThat(answered(408, "a proxy's page", SipAnswersTest::transfer).kind())
                .isEqualTo(SipTransferAnswer.Kind.LOST);
    }
}
