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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.call.AgentDispatch;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.DialSeries;
import telephony.call.Direction;
import telephony.call.DispatchState;
import telephony.call.Gaps;
import telephony.call.Outcome;
import telephony.call.OwedEffect;
import telephony.call.RetryRule;
import telephony.call.RowControl;
import telephony.call.SlotClaim;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.routing.Rung;
import telephony.store.InboxEntry;
import telephony.testkit.Calls;

class RowCodecTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static TelephonyCall read(String text) {
        return RowCodec.read(text, 7, FullRows.LEASE, FullRows.AT);
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = RowCodecTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aSeriesOfAttemptsShouldComeBackAndOneOfANewerVersionShouldBeKeptWhole() {
        TelephonyCall placed = FullRows.placed();
        RetryRule rule = new RetryRule(3, Duration.ofMinutes(5), Set.of(Outcome.Result.BUSY, Outcome.Result.NO_ANSWER));
        TelephonyCall row = placed.withDial(
                placed.dial().withSeries(DialSeries.first(placed.callId(), rule).followedBy(placed.callId())));
        String text = RowCodec.write(row);

        assertThat(RowCodec.read(text, 7, FullRows.LEASE, FullRows.AT)).isEqualTo(row);
        String newer = text.replace("\"BUSY\",", "\"BUSY\",\"TOO_EARLY\",");
        TelephonyCall read = RowCodec.read(newer, 7, FullRows.LEASE, FullRows.AT);
        assertThat(read.control().isFromNewerVersion()).isTrue();
        assertThat(RowCodec.write(read)).contains("\"TOO_EARLY\"");
    }

    @Test
    void theFormatShouldBeTheOneThatStandsInTheFile() throws IOException {
        String golden = golden("row-format-1.json");

        assertThat(JSON.readTree(RowCodec.write(FullRows.full()))).isEqualTo(JSON.readTree(golden));
        assertThat(read(golden)).isEqualTo(FullRows.full());
    }

    @Test
    void theFormatWithADialShouldBeTheOneThatStandsInTheFile() throws IOException {
        String golden = golden("row-format-2.json");

        assertThat(JSON.readTree(RowCodec.write(FullRows.placed()))).isEqualTo(JSON.readTree(golden));
        assertThat(read(golden)).isEqualTo(FullRows.placed());
    }

    @Test
    void theFormatWithSlotsShouldBeTheOneThatStandsInTheFile() throws IOException {
        String golden = golden("row-format-4.json");

        assertThat(JSON.readTree(RowCodec.write(FullRows.claiming()))).isEqualTo(JSON.readTree(golden));
        assertThat(read(golden)).isEqualTo(FullRows.claiming());
        assertThat(FullRows.claiming().control().rowFormat()).isEqualTo(RowControl.CURRENT_FORMAT);
    }

    @Test
    void aStageOfANewerVersionShouldBeKeptAndNotBeJudged() {
        String newer = RowCodec.write(FullRows.claiming()).replace("\"WAITING\"", "\"CALLED_BACK\"");

        TelephonyCall read = read(newer);

        assertThat(read.slots().stage()).isEqualTo(SlotClaim.Stage.UNRECOGNISED);
        assertThat(read.control().isFromNewerVersion()).isTrue();
        assertThat(RowCodec.write(read)).contains("\"CALLED_BACK\"");
    }

    @Test
    void theFormatOfATransferredCallShouldStayAsItIs() throws IOException {
        String golden = golden("row-format-3.json");

        assertThat(JSON.readTree(RowCodec.write(FullRows.steered()))).isEqualTo(JSON.readTree(golden));
        assertThat(read(golden)).isEqualTo(FullRows.steered());
        assertThat(FullRows.steered().control().rowFormat()).isEqualTo(RowControl.FORMAT_WITHOUT_SLOTS);
        assertThat(FullRows.steered().steering()).hasNoNullFieldsOrProperties();
        assertThat(FullRows.steered().steering().transfers().get(0)).hasNoNullFieldsOrProperties();
    }

    @Test
    void theGoldenRowShouldHaveAValueInEveryField() throws IOException {
        String text = RowCodec.write(FullRows.full());

        assertThat(JSON.readTree(text).findValues("e164"))
                .as("the one null is a number that cannot be read")
                .hasSize(1);
        for (Object part : List.of(
                FullRows.full().origin(),
                FullRows.full().dispatch(),
                FullRows.full().times(),
                FullRows.full().outcome(),
                FullRows.full().legs().get(0))) {
            assertThat(part).hasNoNullFieldsOrProperties();
        }
        assertThat(FullRows.claiming()).hasNoNullFieldsOrPropertiesExcept("dial");
        assertThat(FullRows.placed()).hasNoNullFieldsOrPropertiesExcept("slots");
        assertThat(FullRows.placed().dial()).hasNoNullFieldsOrProperties();
        assertThat(FullRows.placed().dial().order()).hasNoNullFieldsOrProperties();
        assertThat(FullRows.placed().dial().result()).hasNoNullFieldsOrProperties();
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
        TelephonyCall full = FullRows.full();
        return Stream.of(
                least,
                Calls.outbound(),
                FullRows.placed(),
                FullRows.steered(),
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
        ObjectNode newer = (ObjectNode) JSON.readTree(RowCodec.write(FullRows.full()));
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
        ObjectNode newer = (ObjectNode) JSON.readTree(RowCodec.write(FullRows.full()));
        ((ObjectNode) newer.at(kind.getKey())).put("kind", kind.getValue()).put("number", "+15551230001");

        TelephonyCall row = read(newer.toString());

        assertThat(row.route()).isNull();
        assertThat(row.control().isFromNewerVersion()).isTrue();
        assertThat(JSON.readTree(RowCodec.write(row))).isEqualTo(newer);
    }

    @Test
    void aRowOfANewerFormatShouldBeReadAsFarAsItGoesAndWrittenBackWhole() throws IOException {
        ObjectNode newer = (ObjectNode) JSON.readTree(RowCodec.write(FullRows.full()));
        newer.put("rowFormat", RowControl.CURRENT_FORMAT + 1).putObject("mood").put("caller", "ANGRY");
        ((ObjectNode) newer.at("/legs/0")).put("codec", "PCMU");

        TelephonyCall row = read(newer.toString());

        assertThat(row.control().isFromNewerVersion()).isTrue();
        assertThat(row.legs()).isEqualTo(FullRows.full().legs());
        JsonNode again = JSON.readTree(RowCodec.write(row.withDueAt(null)));
        assertThat(again).isEqualTo(newer);
    }

    @Test
    void aWordThatWasKeptForAFieldWithAKnownOneShouldStillBeThere() {
        RowControl control = new RowControl(
                1, 7, FullRows.LEASE, FullRows.AT, 5, Map.of("dispatch.state", "ESCALATED", "other", "x"));

        TelephonyCall row = read(RowCodec.write(FullRows.full().withControl(control)));

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
                new TimelineEntry(callId, FullRows.AT, TimelineEntry.Kind.ALARM, "x", Map.of("a", "\u0000", "b", ""));
        InboxEntry event =
                new InboxEntry("EV_1", FullRows.AT, InboxEntry.Verdict.QUARANTINED, callId, "odd", "{\"a\":1}");

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
