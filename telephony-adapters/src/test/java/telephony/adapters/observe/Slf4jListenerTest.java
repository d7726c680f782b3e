package telephony.adapters.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.call.CallOrigin;
import telephony.call.Direction;
import telephony.call.Gaps;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.observe.SpendAlert;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;

class Slf4jListenerTest {

    private final RecordingLogger log = new RecordingLogger();
    private final HandClock clock = new HandClock(Calls.START);
    private final Slf4jListener listener = new Slf4jListener(log, clock, false);

    @Test
    void writesOneLinePerEntry() {
        TelephonyCall call = call("room-1");

        listener.onTimeline(
                call, entry(call, TimelineEntry.Kind.DECISION, Map.of("reason", "default", "b", "two words")));

        assertThat(log.lines)
                .containsExactly("INFO decision name=INTENT callId=" + call.callId()
                        + " room=room-1 state=NEW b=\"two words\" reason=default");
    }

    @Test
    void removedLeftoversAreOneLineEach() {
        listener.onLeftoverRemoved("room-1", "agent-AJ_1", "v1:RM_1/1#1:i:r");

        assertThat(log.lines)
                .containsExactly("INFO leftover.removed room=room-1 target=agent-AJ_1 marker=v1:RM_1/1#1:i:r");
    }

    @Test
    void anEarlyDecisionShouldBeAWarningWhenItTookTooLong() {
        listener.onEarlyDecision("sip-dispatch", false, Duration.ofMillis(100), Duration.ofMillis(500));
        listener.onEarlyDecision("sip-dispatch", false, Duration.ofMillis(101), Duration.ofMillis(200));
        listener.onEarlyDecision("sip-inbound", true, Duration.ofMillis(7), Duration.ofMillis(501));

        assertThat(log.lines)
                .containsExactly(
                        "WARN early.slow asker=sip-dispatch fallback=false lookupMillis=101 totalMillis=200"
                                + " budgetMillis=100/500",
                        "WARN early.slow asker=sip-inbound fallback=true lookupMillis=7 totalMillis=501"
                                + " budgetMillis=100/500");
    }

    @Test
    void spendAlertShouldBeOneWarningThatSaysWhatToDo() {
        listener.onSpendAlert(new SpendAlert(
                80, SpendAlert.Period.DAY, LocalDate.of(2026, 11, 21), "acme\nx", 400_050_000, 500_000_000, "EUR"));

        assertThat(log.lines).hasSize(1);
        assertThat(log.lines.get(0))
                .startsWith("WARN spend.alert cap=tenant_day percent=80 begins=2026-11-21 tenant=")
                .contains(" spent=400.05 limit=500 currency=EUR ", "guards off", "raise spend.day")
                .doesNotContain("\n");
    }

    @Test
    void alarmsAreWarningsAndEventsAreForDebugging() {
        TelephonyCall call = call("room-1");

        listener.onTimeline(call, entry(call, TimelineEntry.Kind.ALARM, Map.of()));
        listener.onTimeline(call, entry(call, TimelineEntry.Kind.EVENT, Map.of()));
        listener.onTimeline(call, entry(call, TimelineEntry.Kind.DECISION, Map.of()));
        listener.onTimeline(call, entry(call, TimelineEntry.Kind.ANSWER, Map.of()));

        assertThat(log.lines).extracting(line -> line.split(" ")[0]).containsExactly("WARN", "DEBUG", "INFO", "INFO");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"call-_+15557654321_abc", "sip_15557654321", "+1 (555) 765-4321", "555.765.4321", "x15557654321"
            })
    void s56MasksNumbersWhereverTheyStand(String text) {
        TelephonyCall call = call(text);

        listener.onTimeline(call, entry(call, TimelineEntry.Kind.DECISION, Map.of("identity", text, "from", text)));
        listener.onTrouble("call of " + text, new IllegalStateException("no answer from " + text));
        listener.onWebhookQuarantined("EV_1", "room " + text);

        String lines = String.join("\n", log.lines);
        assertThat(lines).contains(call.callId().toString());
        assertThat(lines.replace(call.callId().toString(), ""))
                .contains("*****")
                .doesNotContain("7654", "765-4", "765.4", "5557");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the file has more than 1048576 bytes; make it smaller",
                "line 123456, column 5: numbers: is no object",
                "no answer after 123456789 ms"
            })
    void amountsAndPlacesShouldStayReadable(String text) {
        listener.onTrouble("the file", new IllegalStateException(text));

        assertThat(log.lines.get(0)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+15557654321 ms", "15557654321 bytes", "555 765 4321 s", "+555765 s"})
    void s56AUnitShouldUncoverNoPhoneNumber(String text) {
        listener.onTrouble("the file", new IllegalStateException(text));

        assertThat(log.lines.get(0)).contains("**").doesNotContain(text, "7654", "5576");
    }

    @Test
    void aProblemOfTheRoutingFileShouldBeFoundByItsPlace() {
        listener.onTrouble(
                "the routing file has become wrong",
                new IllegalStateException("line 14, column 5: numbers.+15557654321.greting: there is no such setting"));

        assertThat(log.lines.get(0))
                .contains("line 14, column 5: numbers.+1", ".greting: there is no such setting")
                .doesNotContain("765");
    }

    @Test
    void showsNumbersWhenTold() {
        TelephonyCall call = call("call-+15557654321");

        new Slf4jListener(log, clock, true).onTimeline(call, entry(call, TimelineEntry.Kind.DECISION, Map.of()));

        assertThat(log.lines.get(0)).contains("room=call-+15557654321");
    }

    @Test
    void leavesInstantsAndIdsReadable() {
        TelephonyCall call = call("room");
        Map<String, String> details = Map.of(
                "at", "2026-11-21T10:00:00.123Z",
                "dispatch", "AD_123456789012",
                "marker", "v1:RM_1234567890/1#1:i1:r1");

        listener.onTimeline(call, entry(call, TimelineEntry.Kind.DECISION, details));

        assertThat(log.lines.get(0))
                .contains(
                        "at=2026-11-21T10:00:00.123Z", "dispatch=AD_123456789012", "marker=v1:RM_1234567890/1#1:i1:r1");
    }

    @Test
    void s57NeverWritesTokensOrSecrets() {
        TelephonyCall call = call("room");
        String token = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJrZXkifQ.c2lnbmF0dXJl";

        listener.onTimeline(
                call,
                entry(
                        call,
                        TimelineEntry.Kind.ANSWER,
                        Map.of(
                                "detail",
                                "401 for Bearer qqqq " + token,
                                "secret",
                                "hush",
                                "Authorization",
                                "qqqq",
                                "tokenExpiresAt",
                                "2026-11-21T10:00:00Z")));
        listener.onWebhookRefused("signature-invalid", "saw " + token);

        assertThat(String.join("\n", log.lines)).doesNotContain("eyJ", "hush", "qqqq", "c2lnb");
        assertThat(log.lines.get(0)).contains("tokenExpiresAt=2026-11-21T10:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nWARN forged",
                "a\u001b[31mred",
                "${jndi:ldap://x}",
                "a\u2028b",
                "a\u202eb",
                "a\u0085b",
                "a\u0000b",
                "a\ud800b",
                "\" state=DONE x=\""
            })
    void s58KeepsHostileTextInItsPlace(String hostile) {
        TelephonyCall call = call(hostile);

        listener.onTimeline(call, entry(call, TimelineEntry.Kind.DECISION, Map.of("k\r\n=", hostile)));
        listener.onWebhookRefused(hostile, hostile);
        listener.onTrouble(hostile, new IllegalStateException(hostile));

        assertThat(log.lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line).doesNotContain("${", "\r", "\n", "\u001b", "\u2028", "\u202e", "\u0085", "\u0000");
            assertThat(line.chars().filter(c -> Character.isSurrogate((char) c)))
                    .isEmpty();
        });
        assertThat(log.lines.get(0)).doesNotContain("room=\"\" ");
    }

    @Test
    void cutsLongText() {
        TelephonyCall call = call("r".repeat(65_536));

        listener.onTimeline(call, entry(call, TimelineEntry.Kind.DECISION, Map.of()));

        assertThat(log.lines.get(0)).hasSizeLessThan(1000);
    }

    @Test
    void s18SumsUpAFlood() {
        for (int i = 0; i < 100_000; i++) {
            listener.onWebhookRefused(i % 2 == 0 ? "signature-invalid" : "unknown-issuer", "no " + i);
        }
        assertThat(log.lines).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        listener.onWebhookRefused("signature-missing", "the last");

        assertThat(log.lines).hasSize(2);
        assertThat(log.lines.get(1))
                .startsWith("WARN webhook.refused count=100000 ")
                .contains("signature-invalid=49999, signature-missing=1, unknown-issuer=50000", "the last");
    }

    @Test
    void kindsAreBounded() {
        for (int i = 0; i < 1000; i++) {
            listener.onWebhookRefused("kind" + i, "");
        }
        listener.close();

        assertThat(log.lines).hasSize(2);
        assertThat(log.lines.get(1)).contains("count=999", "others=");
    }

    @Test
    void whatWasCountedIsWrittenAtTheLatestOnClosing() {
        listener.onWebhookRefused("signature-invalid", "one");
        listener.onWebhookRefused("signature-invalid", "two");

        listener.close();
        listener.close();

        assertThat(log.lines).hasSize(2);
        assertThat(log.lines.get(1)).contains("count=1", "two");
    }

    private static TelephonyCall call(String roomName) {
        TelephonyCall any = Calls.inbound("RM_1", "SCL_1");
        return new TelephonyCall(
                any.callId(),
                any.control(),
                new CallOrigin(Direction.INBOUND, roomName, "RM_1", 1, null, null),
                any.legs(),
                any.route(),
                any.dispatch(),
                any.times(),
                null,
                null,
                Gaps.NONE);
    }

    private static TimelineEntry entry(TelephonyCall call, TimelineEntry.Kind kind, Map<String, String> details) {
        return new TimelineEntry(call.callId(), Calls.START, kind, "INTENT", details);
    }
}
