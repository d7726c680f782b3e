package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import telephony.call.DialResult;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.ListedRoom;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.dispatch.NewRoom;
import telephony.outbound.SipDial;
import telephony.outbound.SipTransfer;
import telephony.outbound.SipTransferAnswer;
import telephony.sip.SipKind;
import telephony.sip.SipSetting;
import telephony.sip.SipSettings;
import telephony.sip.SipWanted;

/**
 * Every request of ours to LiveKit's own mock of its API: what it permits, and what its answers and failures are to us. The
 * environment names the mock, which {@code lab/mock} builds from livekit-server's source and starts, so this is not among
 * the tests that every build runs.
 */
class LabMockedLiveKitRun {

    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final String SET = "lab";

    /** A dial and a transfer are answered in words of their own. */
    private static final Set<LiveKitMethod> PHONES =
            EnumSet.of(LiveKitMethod.CREATE_SIP_PARTICIPANT, LiveKitMethod.TRANSFER_SIP_PARTICIPANT);

    private final MockedLiveKit mock = new MockedLiveKit(System.getenv("LIVEKIT_MOCK_URL"));
    private final List<LiveKitApi> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(LiveKitApi::close);
        mock.close();
    }

    /** What is there to be changed: an update reads it first. */
    private static final Map<LiveKitMethod, LiveKitMethod> READ_FIRST = Map.of(
            LiveKitMethod.UPDATE_INBOUND_TRUNK, LiveKitMethod.LIST_INBOUND_TRUNKS,
            LiveKitMethod.UPDATE_OUTBOUND_TRUNK, LiveKitMethod.LIST_OUTBOUND_TRUNKS,
            LiveKitMethod.UPDATE_RULE, LiveKitMethod.LIST_RULES);

    /** A request that is made, and by what. */
    private record Request(
            LiveKitMethod method, Function<LiveKitApi, CompletionStage<? extends LiveKitAnswer<?>>> sent) {

        LiveKitAnswer<?> answer(LiveKitApi api) {
            return sent.apply(api)
                    .toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        }

        /** The paths that are asked. */
        List<String> paths() {
            LiveKitMethod first = READ_FIRST.get(method);
            return first == null ? List.of(method.path()) : List.of(first.path(), method.path());
        }

        @Override
        public String toString() {
            return method.name();
        }
    }

    static List<Request> requests() {
        SipSettings changes = SipSettings.NONE.with(SipSetting.METADATA, Map.of("a", "b"));
        return List.of(
                new Request(LiveKitMethod.CREATE_DISPATCH, api -> api.dispatches()
                        .create(new DispatchOrder(
                                "room",
                                "phone-agent",
                                Api.MARKER,
                                Map.of("a", 1),
                                CLOCK.instant().plusSeconds(5)))),
                new Request(LiveKitMethod.LIST_DISPATCH, api -> api.dispatches().list("room")),
                new Request(
                        LiveKitMethod.DELETE_DISPATCH, api -> api.dispatches().delete("room", "AD_1")),
                new Request(LiveKitMethod.LIST_ROOMS, api -> api.rooms().listRooms(Set.of("room"))),
                new Request(LiveKitMethod.LIST_PARTICIPANTS, api -> api.rooms().listParticipants("room")),
                new Request(LiveKitMethod.REMOVE_PARTICIPANT, api -> api.rooms().removeParticipant("room", "phone-1")),
                new Request(LiveKitMethod.CREATE_ROOM, api -> api.rooms()
                        .createRoom(new NewRoom("room", Duration.ofMinutes(1)))),
                new Request(LiveKitMethod.DELETE_ROOM, api -> api.rooms().deleteRoom("room")),
                new Request(LiveKitMethod.LIST_INBOUND_TRUNKS, api -> api.sipDirectory()
                        .list(SipKind.INBOUND_TRUNK)),
                new Request(LiveKitMethod.LIST_OUTBOUND_TRUNKS, api -> api.sipDirectory()
                        .list(SipKind.OUTBOUND_TRUNK)),
                new Request(LiveKitMethod.LIST_RULES, api -> api.sipDirectory().list(SipKind.DISPATCH_RULE)),
                new Request(LiveKitMethod.CREATE_INBOUND_TRUNK, api -> api.sipDirectory()
                        .create(SipWanted.inboundTrunk("main", "+15559990000"), SET)),
                new Request(LiveKitMethod.CREATE_OUTBOUND_TRUNK, api -> api.sipDirectory()
                        .create(SipWanted.outboundTrunk("out", "sip.example.com", "+15559990000"), SET)),
                new Request(LiveKitMethod.CREATE_RULE, api -> api.sipDirectory()
                        .create(SipWanted.individualRule("phone", "call", "ST_1"), SET)),
                new Request(LiveKitMethod.UPDATE_INBOUND_TRUNK, api -> api.sipDirectory()
                        .update(SipKind.INBOUND_TRUNK, "ST_1", changes, SET)),
                new Request(LiveKitMethod.UPDATE_OUTBOUND_TRUNK, api -> api.sipDirectory()
                        .update(SipKind.OUTBOUND_TRUNK, "ST_1", changes, SET)),
                new Request(LiveKitMethod.UPDATE_RULE, api -> api.sipDirectory()
                        .update(SipKind.DISPATCH_RULE, "SDR_1", changes, SET)),
                new Request(
                        LiveKitMethod.DELETE_TRUNK, api -> api.sipDirectory().delete(SipKind.INBOUND_TRUNK, "ST_1")),
                new Request(
                        LiveKitMethod.DELETE_RULE, api -> api.sipDirectory().delete(SipKind.DISPATCH_RULE, "SDR_1")));
    }

    private LiveKitApi api(Duration deadline, String secret) {
        LiveKitConnection.Deadlines deadlines = new LiveKitConnection.Deadlines(deadline, deadline, deadline, deadline);
        LiveKitApi api = new LiveKitApi(
                new LiveKitConnection(mock.url(), System.getenv("LIVEKIT_API_KEY"), secret, deadlines),
                CLOCK,
                Api::number);
        opened.add(api);
        return api;
    }

    private LiveKitAnswer<?> answer(Request request, LiveKitApi api) {
        LiveKitMethod first = READ_FIRST.get(request.method());
        if (first != null) {
            mock.shows(first, "{\"items\":[{\"sipTrunkId\":\"ST_1\",\"name\":\"main\"}]}");
        }
        if (first == LiveKitMethod.LIST_RULES) {
            mock.shows(first, "{\"items\":[{\"sipDispatchRuleId\":\"SDR_1\",\"name\":\"phone\"}]}");
        }
        return request.answer(api);
    }

    private LiveKitApi api() {
        return api(LONG, System.getenv("LIVEKIT_API_SECRET"));
    }

    @Test
    void everyMethodThatIsCalledShouldBeAmongTheRequests() {
        assertThat(requests()).extracting(Request::method).doesNotHaveDuplicates();
        Set<LiveKitMethod> all = EnumSet.copyOf(PHONES);
        requests().forEach(request -> all.add(request.method()));
        assertThat(all).isEqualTo(EnumSet.allOf(LiveKitMethod.class));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aTokenShouldGrantWhatItsRequestNeedsAndTheAnswerBeRead(Request request) {
        LiveKitAnswer<?> answer = answer(request, api());

        // The mock knows no messages of dispatches: its empty answer names none, and so proves nothing.
        boolean unreadable = request.method() == LiveKitMethod.CREATE_DISPATCH;
        assertThat(answer.kind()).as(answer.detail()).isEqualTo(unreadable ? Kind.AMBIGUOUS : Kind.DONE);
        assertThat(mock.asked()).containsExactlyElementsOf(request.paths());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aTokenOfAnotherSecretShouldBeRefused(Request request) {
        LiveKitAnswer<?> answer = answer(request, api(LONG, "another" + System.getenv("LIVEKIT_API_SECRET")));

        assertThat(answer.kind()).as(answer.detail()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(mock.asked()).containsExactly(request.paths().get(0));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyFailureShouldMeanTheSameAndBeAskedForOnce(Request request) {
        boolean ofRoomsNode =
                request.method() == LiveKitMethod.LIST_DISPATCH || request.method() == LiveKitMethod.DELETE_DISPATCH;
        Map<Integer, Kind> wanted = Map.of(
                400, Kind.ALARM,
                401, Kind.UNAUTHENTICATED,
                403, Kind.ALARM,
                404, request.method() == LiveKitMethod.CREATE_DISPATCH ? Kind.REFUSED : Kind.ABSENT,
                408, Kind.AMBIGUOUS,
                429, Kind.REFUSED,
                451, Kind.AMBIGUOUS,
                500, Kind.AMBIGUOUS,
                503, ofRoomsNode ? Kind.UNAVAILABLE : Kind.AMBIGUOUS);
        LiveKitApi api = api();

        wanted.forEach((status, kind) -> {
            mock.does("{\"failRegions\":[0],\"failStatus\":" + status + "}");
            LiveKitAnswer<?> answer = answer(request, api);
            assertThat(answer.kind()).as(status + " " + answer.detail()).isEqualTo(kind);
            // No other region and no second try: a request that may have taken effect is nobody's but the protocol's to
            // repeat.
            assertThat(mock.asked()).containsExactlyElementsOf(request.paths());
        });
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aBrokenConnectionAndALateAnswerShouldBeAmbiguousAndNotRepeated(Request request) {
        LiveKitApi hasty = api(SHORT, System.getenv("LIVEKIT_API_SECRET"));
        for (String trouble : List.of("{\"failRegions\":[0],\"failMode\":\"drop\"}", "{\"delayMs\":2000}")) {
            mock.does(trouble);
            LiveKitAnswer<?> answer = answer(request, hasty);

            assertThat(answer.kind()).as(trouble + " " + answer.detail()).isEqualTo(Kind.AMBIGUOUS);
            assertThat(mock.asked()).containsExactlyElementsOf(request.paths());
        }
    }

    @Test
    void whatIsSaidOfARoomShouldArriveThere() {
        ListedRoom made = Api.answer(api().rooms().createRoom(new NewRoom("room-1", Duration.ofMinutes(1))))
                .answered()
                .orElseThrow();

        assertThat(made.name()).isEqualTo("room-1");
        assertThat(made.sid()).isEqualTo("MOCK_SID");
    }

    @Test
    void aListOfParticipantsShouldBeReadWithTheirKindsAndAttributes() {
        mock.does("{\"response\":{\"participants\":[{\"sid\":\"PA_1\",\"identity\":\"phone-1\",\"kind\":\"SIP\","
                + "\"attributes\":{\"sip.callID\":\"SCL_1\",\"sip.callStatus\":\"active\"}},{\"sid\":\"PA_2\","
                + "\"identity\":\"agent-1\",\"kind\":\"AGENT\",\"attributes\":{\"lk.agent_name\":\"phone-agent\"},"
                + "\"tracks\":[{\"sid\":\"TR_1\",\"type\":\"AUDIO\"}]}]}}");

        List<Participant> there =
                Api.answer(api().rooms().listParticipants("room")).answered().orElseThrow();

        assertThat(there).extracting(Participant::kind).containsExactly(ParticipantKind.SIP, ParticipantKind.AGENT);
        assertThat(there.get(0).sipCall().orElseThrow().status()).isEqualTo("active");
        assertThat(there.get(1).agentName()).isEqualTo("phone-agent");
        assertThat(there.get(1).audioPublished()).isTrue();
    }

    @Test
    void aListOfTrunksShouldBeRead() {
        mock.does(
                "{\"response\":{\"items\":[{\"sipTrunkId\":\"ST_9\",\"name\":\"main\",\"numbers\":[\"+15559990000\"]}]}}");

        assertThat(Api.answer(api().sipDirectory().list(SipKind.INBOUND_TRUNK))
                        .answered()
                        .orElseThrow())
                .singleElement()
                .satisfies(trunk -> {
                    assertThat(trunk.id()).isEqualTo("ST_9");
                    assertThat(trunk.settings().value(SipSetting.NUMBERS)).containsExactly("+15559990000");
                });
    }

    private static SipDial dial(Duration within) {
        return new SipDial(
                "out-1",
                "phone-1",
                "+14155552671",
                "+14155550100",
                "ST_out",
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                within,
                CLOCK.instant().plusSeconds(30));
    }

    private DialResult dialled(String orders, Duration within) {
        mock.does(orders);
        DialResult result = api().sip()
                .createSipParticipant(dial(within))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertThat(mock.asked()).containsExactly(LiveKitMethod.CREATE_SIP_PARTICIPANT.path());
        return result;
    }

    private SipTransferAnswer transferred(String orders, Duration within) {
        mock.does(orders);
        SipTransferAnswer answer = api().sip()
                .transferSipParticipant(new SipTransfer(
                        "out-1",
                        "phone-1",
                        "tel:+14155550199",
                        Map.of("X-Reason", "sales"),
                        Duration.ofSeconds(20),
                        within,
                        CLOCK.instant().plusSeconds(30)))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertThat(mock.asked()).containsExactly(LiveKitMethod.TRANSFER_SIP_PARTICIPANT.path());
        return answer;
    }

    @Test
    void aDialAndATransferShouldBeGrantedAndTheirAnswersRead() {
        assertThat(dialled("{\"delayMs\":300}", LONG).kind()).isEqualTo(DialResult.Kind.ANSWERED);
        assertThat(transferred("{\"delayMs\":300}", LONG).kind()).isEqualTo(SipTransferAnswer.Kind.DONE);
    }

    /** LiveKit's own code turns the far end's code into its error here, as in the real server. */
    @ParameterizedTest
    @CsvSource({
        "403", "404", "408", "410", "480", "484", "486", "487", "488", "500", "503", "600", "603", "604", "607", "608"
    })
    void theFarEndsCodeShouldBeToldOfADialAndOfATransfer(int code) {
        String orders = "{\"delayMs\":0,\"sipStatus\":{\"code\":" + code + "}}";

        DialResult dialled = dialled(orders, LONG);
        SipTransferAnswer transferred = transferred(orders, LONG);

        assertThat(dialled.kind()).as(dialled.detail()).isEqualTo(DialResult.Kind.FAILED);
        assertThat(dialled.sipStatusCode()).isEqualTo(code);
        assertThat(transferred.kind()).as(transferred.detail()).isEqualTo(SipTransferAnswer.Kind.FAILED);
        assertThat(transferred.sipStatusCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "400, REFUSED, REFUSED",
        "401, REFUSED, REFUSED",
        "403, REFUSED, REFUSED",
        "404, REFUSED, GONE",
        "429, REFUSED, REFUSED",
        "500, LOST, LOST",
        "503, LOST, LOST"
    })
    void aFailureWithoutACodeOfTheFarEndShouldBeWhatItSurelyIs(
            int status, DialResult.Kind dialled, SipTransferAnswer.Kind transferred) {
        String orders = "{\"delayMs\":0,\"failRegions\":[0],\"failStatus\":" + status + "}";

        assertThat(dialled(orders, LONG).kind()).isEqualTo(dialled);
        assertThat(transferred(orders, LONG).kind()).isEqualTo(transferred);
    }

    @Test
    void aDialWhoseAnswerNeverComesShouldBeLostAndNotRepeated() {
        String drop = "{\"delayMs\":0,\"failRegions\":[0],\"failMode\":\"drop\"}";

        assertThat(dialled(drop, LONG).kind()).isEqualTo(DialResult.Kind.LOST);
        assertThat(dialled("{\"delayMs\":3000}", SHORT).kind()).isEqualTo(DialResult.Kind.LOST);
        assertThat(transferred(drop, LONG).kind()).isEqualTo(SipTransferAnswer.Kind.LOST);
        assertThat(transferred("{\"delayMs\":3000}", SHORT).kind()).isEqualTo(SipTransferAnswer.Kind.LOST);
    }
}
