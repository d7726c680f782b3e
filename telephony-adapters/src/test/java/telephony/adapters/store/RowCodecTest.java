package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.call.AgentDispatch;
import telephony.call.AgentPresence;
import telephony.call.AnsweredBy;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.CallTimes;
import telephony.call.DialIntent;
import telephony.call.DialResult;
import telephony.call.DialSeries;
import telephony.call.DialState;
import telephony.call.Direction;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchMarker;
import telephony.call.DispatchState;
import telephony.call.Gap;
import telephony.call.Gaps;
import telephony.call.Heartbeat;
import telephony.call.Lease;
import telephony.call.OutboundDial;
import telephony.call.Outcome;
import telephony.call.OwedEffect;
import telephony.call.ParticipantSession;
import telephony.call.PhoneNumber;
import telephony.call.Replacement;
import telephony.call.RetryRule;
import telephony.call.RowControl;
import telephony.call.Sessions;
import telephony.call.SipParticipant;
import telephony.call.Slot;
import telephony.call.SlotClaim;
import telephony.call.Steering;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.call.Transfer;
import telephony.call.TransferResult;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.routing.Rung;
import telephony.store.InboxEntry;
import telephony.testkit.Calls;

class RowCodecTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
    private static final Lease LEASE = new Lease("me", AT.plusSeconds(20));

    private static Instant at(int millis) {
        return AT.plusMillis(millis);
    }

    private static TelephonyCall read(String text) {
        return RowCodec.read(text, 7, LEASE, AT);
    }

    private static Sessions sessions(String sid) {
        return new Sessions(List.of(new ParticipantSession(sid, at(1), true, at(2), "CLIENT_INITIATED", true)));
    }

    private static RoutingDecision fullRoute() {
        AgentConfig agent = new AgentConfig(
                "sales",
                "Be brief.",
                "Grüß Gott \u0000 \uD83D\uDE00",
                "alloy",
                "gpt",
                List.of("transfer", Map.of("max", 3, "deep", List.of(1.5, true))),
                "telephony",
                AgentConfig.MetadataStyle.FLAT);
        return new RoutingDecision.Dispatch(
                agent,
                "number",
                "tenant",
                "campaign",
                Map.of("customer", "C-1", "vip", true, "big", 12_345_678_901L),
                List.of(new Rung.Redispatch(), new Rung.FallbackAgent(AgentConfig.named("backup")), new Rung.HangUp()));
    }

    /** Every field of it has a value. */
    private static TelephonyCall full() {
        DispatchAttempt attempt = new DispatchAttempt(
                1,
                new DispatchMarker("RM_1", 2, 1, "instance", "random"),
                at(10),
                at(11),
                at(12),
                DispatchAttempt.Answer.ACCEPTED,
                "AD_1",
                "hash");
        Replacement replacement =
                new Replacement(Set.of("agent-2", "agent-1"), 1, List.of("AD_0"), 2, 3, Set.of("SCL_9"));
        AgentDispatch dispatch = new AgentDispatch(
                DispatchState.RECOVER,
                at(20),
                1,
                List.of(attempt),
                List.of(new AgentPresence("agent-3", "sales", sessions("PA_3"), new Heartbeat("me", at(13), at(14)))),
                "agent-3",
                "AD_x",
                at(21),
                List.of(OwedEffect.remove("agent-1"), OwedEffect.delete("AD_0")),
                List.of("PA_7"),
                at(22),
                at(23),
                at(24),
                replacement,
                "mute");
        SipParticipant leg = new SipParticipant(
                "SCL_1",
                "sip_1",
                SipParticipant.Role.CALLER,
                new PhoneNumber("+15551230001", "+15551230001"),
                new PhoneNumber("anonymous", null),
                "ST_1",
                "SDR_1",
                "hangup",
                sessions("PA_1"));
        return new TelephonyCall(
                CallId.parse("019aa604-6f7b-7a2c-8d1e-0123456789ab"),
                new RowControl(RowControl.FORMAT_WITHOUT_DIAL, 7, LEASE, AT, 5, Map.of()),
                new CallOrigin(Direction.INBOUND, "room", "RM_1", 2, "tenant", "campaign", "SIP-1"),
                List.of(leg),
                fullRoute(),
                dispatch,
                new CallTimes(at(0), at(40), at(30), at(31), at(39)),
                "CLIENT_INITIATED",
                new Outcome(
                        Outcome.Result.ANSWERED,
                        Outcome.Finality.FINAL,
                        Outcome.EndedBy.CALLER,
                        200,
                        "CLIENT_INITIATED",
                        Outcome.Certainty.OBSERVED),
                new Gaps(List.of(new Gap(Gap.Kind.AUDIO_NOT_TOLD, at(5), at(6), "PA_3"))));
    }

    /** The same as a call that we placed. */
    private static TelephonyCall placed() {
        TelephonyCall full = full();
        OutboundDial dial = new OutboundDial(
                DialState.ANSWERED,
                new OutboundDial.Order(
                        "+14155552671", "+14155550100", "ST_out", Duration.ofSeconds(30), Duration.ofMinutes(10), true),
                "phone-019aa604-6f7b-7a2c-8d1e-0123456789ab",
                new DialIntent(at(50), at(51), at(52), at(53)),
                new DialResult(DialResult.Kind.FAILED, 486, "busy"),
                at(54),
                at(55),
                OutboundDial.Withheld.GUARD,
                "do-not-call",
                new DialSeries(
                        CallId.parse("019aa604-6f7b-7a2c-8d1e-000000000001"),
                        2,
                        CallId.parse("019aa604-6f7b-7a2c-8d1e-000000000001"),
                        CallId.parse("019aa604-6f7b-7a2c-8d1e-000000000002"),
                        new RetryRule(3, Duration.ofMinutes(5), Set.of(Outcome.Result.NO_ANSWER))));
        return new TelephonyCall(
                        full.callId(),
                        new RowControl(RowControl.FORMAT_WITHOUT_STEERING, 7, LEASE, AT, 5, Map.of()),
                        full.origin(),
                        full.legs(),
                        full.route(),
                        full.dispatch(),
                        full.times(),
                        full.endReason(),
                        full.outcome(),
                        full.gaps())
                .withDial(dial);
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = RowCodecTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aSeriesOfAttemptsShouldComeBackAndOneOfANewerVersionShouldBeKeptWhole() {
        TelephonyCall placed = placed();
        RetryRule rule = new RetryRule(3, Duration.ofMinutes(5), Set.of(Outcome.Result.BUSY, Outcome.Result.NO_ANSWER));
        TelephonyCall row = placed.withDial(
                placed.dial().withSeries(DialSeries.first(placed.callId(), rule).followedBy(placed.callId())));
        String text = RowCodec.write(row);

        assertThat(RowCodec.read(text, 7, LEASE, AT)).isEqualTo(row);
        String newer = text.replace("\"BUSY\",", "\"BUSY\",\"TOO_EARLY\",");
        TelephonyCall read = RowCodec.read(newer, 7, LEASE, AT);
        assertThat(read.control().isFromNewerVersion()).isTrue();
        assertThat(RowCodec.write(read)).contains("\"TOO_EARLY\"");
    }

    @Test
    void theFormatShouldBeTheOneThatStandsInTheFile() throws IOException {
        String golden = golden("row-format-1.json");

        assertThat(JSON.readTree(RowCodec.write(full()))).isEqualTo(JSON.readTree(golden));
        assertThat(read(golden)).isEqualTo(full());
    }

    @Test
    void theFormatWithADialShouldBeTheOneThatStandsInTheFile() throws IOException {
        String golden = golden("row-format-2.json");

        assertThat(JSON.readTree(RowCodec.write(placed()))).isEqualTo(JSON.readTree(golden));
        assertThat(read(golden)).isEqualTo(placed());
    }

    /** The same as a call that waits for its agent and its tenant. */
    private static TelephonyCall claiming() {
        return full().withSlots(new SlotClaim(
                List.of(Slot.ofAgent("sales", 3), Slot.ofTenant("acme", Slot.UNLIMITED)),
                5,
                at(60),
                at(61),
                SlotClaim.Stage.WAITING));
    }

    @Test
    void theFormatWithSlotsShouldBeTheOneThatStandsInTheFile() throws IOException {
        String golden = golden("row-format-4.json");

        assertThat(JSON.readTree(RowCodec.write(claiming()))).isEqualTo(JSON.readTree(golden));
        assertThat(read(golden)).isEqualTo(claiming());
        assertThat(claiming().control().rowFormat()).isEqualTo(RowControl.CURRENT_FORMAT);
    }

    @Test
    void aStageOfANewerVersionShouldBeKeptAndNotBeJudged() {
        String newer = RowCodec.write(claiming()).replace("\"WAITING\"", "\"CALLED_BACK\"");

        TelephonyCall read = read(newer);

        assertThat(read.slots().stage()).isEqualTo(SlotClaim.Stage.UNRECOGNISED);
        assertThat(read.control().isFromNewerVersion()).isTrue();
        assertThat(RowCodec.write(read)).contains("\"CALLED_BACK\"");
    }

    /** The same as a call that was transferred. */
    private static TelephonyCall steered() {
        Transfer.Order order = new Transfer.Order(
                1,
                Transfer.Mode.BRIDGE,
                Transfer.Cause.RUNG,
                "+14155552672",
                "+14155550100",
                "ST_out",
                "SCL_1",
                Duration.ofSeconds(30),
                Map.of("X-Account", "7"),
                "k-1");
        Transfer transfer = new Transfer(
                order,
                "target-019aa604-6f7b-7a2c-8d1e-0123456789ab-1",
                Transfer.State.BRIDGED,
                new DialIntent(at(60), at(61), at(62), at(63)),
                Transfer.Answer.DONE,
                new TransferResult(TransferResult.Kind.DONE, 200, "ok", Outcome.Certainty.OBSERVED),
                at(64),
                at(65),
                at(66));
        return placed().withSteering(
                        new Steering(List.of(transfer), new AnsweredBy(AnsweredBy.Who.HUMAN, at(67), "agent-3")));
    }

    @Test
    void theFormatOfATransferredCallShouldStayAsItIs() throws IOException {
        String golden = golden("row-format-3.json");

        assertThat(JSON.readTree(RowCodec.write(steered()))).isEqualTo(JSON.readTree(golden));
        assertThat(read(golden)).isEqualTo(steered());
        assertThat(steered().control().rowFormat()).isEqualTo(RowControl.FORMAT_WITHOUT_SLOTS);
        assertThat(steered().steering()).hasNoNullFieldsOrProperties();
        assertThat(steered().steering().transfers().get(0)).hasNoNullFieldsOrProperties();
    }

    @Test
    void theGoldenRowShouldHaveAValueInEveryField() throws IOException {
        String text = RowCodec.write(full());

        assertThat(JSON.readTree(text).findValues("e164"))
                .as("the one null is a number that cannot be read")
                .hasSize(1);
        for (Object part : List.of(
                full().origin(),
                full().dispatch(),
                full().times(),
                full().outcome(),
                full().legs().get(0))) {
            assertThat(part).hasNoNullFieldsOrProperties();
        }
        assertThat(claiming()).hasNoNullFieldsOrPropertiesExcept("dial");
        assertThat(placed()).hasNoNullFieldsOrPropertiesExcept("slots");
        assertThat(placed().dial()).hasNoNullFieldsOrProperties();
        assertThat(placed().dial().order()).hasNoNullFieldsOrProperties();
        assertThat(placed().dial().result()).hasNoNullFieldsOrProperties();
    }

    @Test
    void aRowFromBeforeAgentsHadTokensAndHeartbeatsShouldBeReadWithout() throws IOException {
        ObjectNode older = (ObjectNode) JSON.readTree(golden("row-format-1.json"));
        ((ObjectNode) older.at("/dispatch/attempts/0")).remove("tokenHash");
        ((ObjectNode) older.at("/dispatch/agents/0")).remove("heartbeat");

        AgentDispatch dispatch = read(older.toString()).dispatch();

        assertThat(dispatch.lastAttempt().orElseThrow().tokenHash()).isNull();
        assertThat(dispatch.agents().get(0).heartbeat()).isNull();
        assertThat(dispatch.keeper()).isEqualTo("agent-3");
    }

    @Test
    void aRowFromBeforeFrontEndsWereKnownShouldBeReadAsOfNone() throws IOException {
        ObjectNode older = (ObjectNode) JSON.readTree(golden("row-format-1.json"));
        ((ObjectNode) older.at("/origin")).remove("frontEndId");

        assertThat(read(older.toString()).origin())
                .isEqualTo(new CallOrigin(Direction.INBOUND, "room", "RM_1", 2, "tenant", "campaign"));
    }

    static Stream<TelephonyCall> others() {
        TelephonyCall least = Calls.inbound("RM_1", "SCL_1");
        TelephonyCall full = full();
        return Stream.of(
                least,
                Calls.outbound(),
                placed(),
                steered(),
                routed(full, null),
                routed(
                        full,
                        RoutingDecision.Dispatch.of(AgentConfig.named("sales"), "number")
                                .withOnAgentMissing(List.of(new Rung.BringIn("+14155550142")))),
                routed(
                        full,
                        new RoutingDecision.Dispatch(
                                        AgentConfig.named("sales"),
                                        "a1",
                                        "outside-hours",
                                        "acme",
                                        "c1",
                                        Map.of(),
                                        List.of())
                                .withPersonFirst("+14155550142")),
                routed(full, new RoutingDecision.Ignore("unknown-number", "acme", null)),
                routed(full, new RoutingDecision.Reject("outside-hours", "acme", "spring")),
                routed(full, new RoutingDecision.Ignore("meeting")),
                routed(full, new RoutingDecision.Reject("blocked \uD800 half")),
                full.withControl(RowControl.initial()));
    }

    private static TelephonyCall routed(TelephonyCall row, RoutingDecision route) {
        return new TelephonyCall(
                row.callId(),
                row.control(),
                row.origin(),
                row.legs(),
                route,
                row.dispatch(),
                row.times(),
                null,
                null,
                Gaps.NONE);
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatIsWrittenShouldBeReadAgain(TelephonyCall row) {
        RowControl control = row.control();

        String text = RowCodec.write(row);

        assertThat(text).matches("\\p{ASCII}*");
        assertThat(RowCodec.read(text, control.version(), control.lease(), control.dueAt()))
                .isEqualTo(row);
    }

    @Test
    void wordsOfANewerVersionShouldBeKeptAndWrittenBackAsTheyWere() throws IOException {
        ObjectNode newer = (ObjectNode) JSON.readTree(RowCodec.write(full()));
        ((ObjectNode) newer.get("origin")).put("direction", "SIDEWAYS");
        ((ObjectNode) newer.get("dispatch")).put("state", "ESCALATED");
        ((ObjectNode) newer.at("/dispatch/attempts/0")).put("answer", "MAYBE");
        ((ObjectNode) newer.at("/dispatch/owed/1")).put("kind", "BAKE_CAKE");
        ((ObjectNode) newer.at("/legs/0")).put("role", "LISTENER");
        ((ObjectNode) newer.at("/gaps/0")).put("kind", "NOISE");
        ((ObjectNode) newer.get("outcome"))
                .put("result", "R")
                .put("finality", "F")
                .put("endedBy", "E")
                .put("certainty", "C");

        TelephonyCall row = read(newer.toString());

        assertThat(row.control().isFromNewerVersion()).isTrue();
        assertThat(row.dispatch().state()).isEqualTo(DispatchState.UNRECOGNISED);
        assertThat(row.dispatch().owed().get(1).kind()).isEqualTo(OwedEffect.Kind.UNRECOGNISED);
        assertThat(row.control().unrecognised())
                .hasSize(10)
                .containsEntry("dispatch.state", "ESCALATED")
                .containsEntry("legs[0].role", "LISTENER");
        assertThat(JSON.readTree(RowCodec.write(row))).isEqualTo(newer);
    }

    static Stream<Map.Entry<String, String>> newerRoutes() {
        return Stream.of(Map.entry("/route", "transfer"), Map.entry("/route/onAgentMissing/0", "message"));
    }

    @ParameterizedTest
    @MethodSource("newerRoutes")
    void aRouteOfANewerVersionShouldBeKeptWhole(Map.Entry<String, String> kind) throws IOException {
        ObjectNode newer = (ObjectNode) JSON.readTree(RowCodec.write(full()));
        ((ObjectNode) newer.at(kind.getKey())).put("kind", kind.getValue()).put("number", "+15551230001");

        TelephonyCall row = read(newer.toString());

        assertThat(row.route()).isNull();
        assertThat(row.control().isFromNewerVersion()).isTrue();
        assertThat(JSON.readTree(RowCodec.write(row))).isEqualTo(newer);
    }

    @Test
    void aRowOfANewerFormatShouldBeReadAsFarAsItGoesAndWrittenBackWhole() throws IOException {
        ObjectNode newer = (ObjectNode) JSON.readTree(RowCodec.write(full()));
        newer.put("rowFormat", RowControl.CURRENT_FORMAT + 1).putObject("mood").put("caller", "ANGRY");
        ((ObjectNode) newer.at("/legs/0")).put("codec", "PCMU");

        TelephonyCall row = read(newer.toString());

        assertThat(row.control().isFromNewerVersion()).isTrue();
        assertThat(row.legs()).isEqualTo(full().legs());
        JsonNode again = JSON.readTree(RowCodec.write(row.withDueAt(null)));
        assertThat(again).isEqualTo(newer);
    }

    @Test
    void aWordThatWasKeptForAFieldWithAKnownOneShouldStillBeThere() {
        RowControl control = new RowControl(1, 7, LEASE, AT, 5, Map.of("dispatch.state", "ESCALATED", "other", "x"));

        TelephonyCall row = read(RowCodec.write(full().withControl(control)));

        assertThat(row.control().unrecognised()).isEqualTo(control.unrecognised());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[]", "{}", "{\"rowFormat\":1}"})
    void whatIsNoRowShouldBeRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entriesShouldBeReadAgainAndWordsOfANewerVersionNotStopIt() {
        CallId callId = Calls.newCallId();
        TimelineEntry line =
                new TimelineEntry(callId, AT, TimelineEntry.Kind.ALARM, "x", Map.of("a", "\u0000", "b", ""));
        InboxEntry event = new InboxEntry("EV_1", AT, InboxEntry.Verdict.QUARANTINED, callId, "odd", "{\"a\":1}");

        assertThat(EntryCodec.readLine(callId, EntryCodec.write(line))).isEqualTo(line);
        assertThat(EntryCodec.readInboxEntry(EntryCodec.write(event))).isEqualTo(event);
        assertThat(EntryCodec.readLine(callId, EntryCodec.write(line).replace("ALARM", "JOKE"))
                        .kind())
                .isEqualTo(TimelineEntry.Kind.UNRECOGNISED);
        assertThat(EntryCodec.readInboxEntry(EntryCodec.write(event).replace("QUARANTINED", "EATEN"))
                        .verdict())
                .isEqualTo(InboxEntry.Verdict.UNRECOGNISED);
    }
}
