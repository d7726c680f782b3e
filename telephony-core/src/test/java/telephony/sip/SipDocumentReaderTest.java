package telephony.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipDocumentReaderTest {

    private final SipDocumentReader reader = new SipDocumentReader(Map.of("SIP_MAIN", "hush")::get);

    @Test
    void aDocumentShouldBeReadWhole() {
        SipDocument document = reader.document(Map.of(
                "set",
                "production",
                "inboundTrunks",
                Map.of(
                        "main",
                        Map.of(
                                "numbers", List.of("+15559990000"),
                                "authPassword", Map.of("env", "SIP_MAIN"),
                                "ringingTimeout", "1.5m",
                                "metadata", Map.of("floor", 3))),
                "dispatchRules",
                Map.of(
                        "phone",
                        Map.of(
                                "type", "callee",
                                "trunks", List.of("main"),
                                "agents", List.of(Map.of("agentName", "night"))))));

        assertThat(document.set()).isEqualTo("production");
        assertThat(document.wanted())
                .containsExactlyInAnyOrder(
                        SipWanted.inboundTrunk("main", "+15559990000")
                                .with(SipSetting.AUTH_PASSWORD, Secret.of("hush"))
                                .with(SipSetting.RINGING_TIMEOUT, Duration.ofSeconds(90))
                                .with(SipSetting.METADATA, Map.of("floor", 3L)),
                        new SipWanted(
                                SipKind.DISPATCH_RULE,
                                "phone",
                                SipSettings.NONE
                                        .with(SipSetting.TYPE, "callee")
                                        .with(SipSetting.AGENTS, List.of(RuleAgent.named("night"))),
                                Set.of("main")));
    }

    @Test
    void everythingThatIsWrongShouldBePointedAt() {
        List<SipFlaw> flaws = flaws(Map.of(
                "set", "No Set",
                "trunks", Map.of(),
                "inboundTrunks", Map.of("a/b", Map.of("numbers", "x", "krispEnabled", "yes", "address", "h")),
                "outboundTrunks", List.of(),
                "dispatchRules", Map.of("r", Map.of("trunkIds", List.of(), "type", "random"))));

        assertThat(flaws)
                .extracting(flaw -> flaw.pointer() + " " + flaw.code())
                .containsExactlyInAnyOrder(
                        "/set name",
                        "/trunks unknown-property",
                        "/inboundTrunks/a~1b/numbers type",
                        "/inboundTrunks/a~1b/krispEnabled type",
                        "/inboundTrunks/a~1b/address unknown-property",
                        "/outboundTrunks type",
                        "/dispatchRules/r/trunkIds open-rule",
                        "/dispatchRules/r/type unknown-word");
    }

    @Test
    void aSecretShouldStandInTheEnvironmentUnderANameOfOurs() {
        assertThat(secret("hush")).isEqualTo("secret-reference");
        assertThat(secret(Map.of("env", "LIVEKIT_API_SECRET"))).isEqualTo("secret-reference");
        assertThat(secret(Map.of("env", "SIP_MAIN", "x", "y"))).isEqualTo("secret-reference");
        assertThat(secret(Map.of("env", "SIP_OTHER"))).isEqualTo("secret-missing");
    }

    @Test
    void aRuleShouldBeOpenedInSoManyWords() {
        SipWanted opened = rule(Map.of("openToEveryTrunk", true));

        assertThat(opened.settings().names(SipSetting.TRUNK_IDS)).isTrue();
        assertThat(rule(Map.of("trunks", List.of("main"))).trunks()).containsExactly("main");
        assertThat(flaw(Map.of("openToEveryTrunk", true, "trunks", List.of("main"))))
                .isEqualTo("contradiction");
    }

    @Test
    void nullShouldClearASetting() {
        SipSettings changes = reader.changes(SipKind.INBOUND_TRUNK, Collections.singletonMap("authPassword", null));

        assertThat(changes.get(SipSetting.AUTH_PASSWORD)).contains(Secret.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nRoute: x", "\u0000", "\t"})
    void s36ControlCharactersShouldBeRefusedEverywhere(String text) {
        assertThat(trunkFlaw(Map.of("authUsername", text))).isEqualTo("control-character");
        assertThat(trunkFlaw(Map.of("numbers", List.of(text)))).isEqualTo("control-character");
        assertThat(trunkFlaw(Map.of("headers", Map.of("X-A", text)))).isEqualTo("control-character");
        assertThat(trunkFlaw(Map.of("headers", Map.of("X-" + text, "1")))).isEqualTo("header");
        assertThatThrownBy(() -> SipWanted.inboundTrunk("a" + text, "+1")).isInstanceOf(InvalidSipException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Route", "Via", "", "X- ", "X-ä"})
    void s36OnlyHeadersOfOnesOwnShouldBeSent(String name) {
        assertThat(trunkFlaw(Map.of("headers", Map.of(name, "1")))).isEqualTo("header");
    }

    @Test
    void s36ValuesOfTenKilobytesShouldBeRefused() {
        assertThat(trunkFlaw(Map.of("headers", Map.of("X-A", "x".repeat(10_240)))))
                .isEqualTo("type");
    }

    @Test
    void s38ValuesOfAnotherTypeShouldBeRefused() {
        assertThat(trunkFlaw(Map.of("authUsername", List.of("a")))).isEqualTo("type");
        assertThat(trunkFlaw(Map.of("numbers", Map.of()))).isEqualTo("type");
        assertThat(trunkFlaw(Map.of("numbers", List.of(5)))).isEqualTo("type");
        assertThat(trunkFlaw(Map.of("metadata", "text"))).isEqualTo("type");
        assertThat(trunkFlaw(Map.of("codecs", List.of("PCMU")))).isEqualTo("type");
        assertThat(trunkFlaw(Map.of("codecs", List.of(Map.of("name", "PCMU", "rate", 0.5)))))
                .isEqualTo("type");
        assertThat(trunkFlaw(Map.of("metadata", Map.of("telephony", 1)))).isEqualTo("format");
    }

    @ParameterizedTest
    @CsvSource({"30s, 30000", "500ms, 500", "1.5m, 90000", "2h, 7200000", "PT30S, 30000", "0s, 0"})
    void timeSpansShouldBeRead(String text, long millis) {
        assertThat(reader.changes(SipKind.INBOUND_TRUNK, Map.of("ringingTimeout", text))
                        .value(SipSetting.RINGING_TIMEOUT))
                .hasMillis(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "-1s", "PT-1S", "", "s", "99999999999999s", "1e9s"})
    void otherTimeSpansShouldBeRefused(String text) {
        assertThat(trunkFlaw(Map.of("ringingTimeout", text))).isEqualTo("format");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:example.com", "user@example.com", "example.com;transport=tcp", "a b"})
    void anAddressShouldBeAHost(String address) {
        InvalidSipException refused = catchThrowableOfType(
                InvalidSipException.class, () -> reader.changes(SipKind.OUTBOUND_TRUNK, Map.of("address", address)));

        assertThat(refused.flaws()).extracting(SipFlaw::pointer).containsExactly("/address");
    }

    @Test
    void otherLimitsOfLiveKitShouldBeToldBeforehand() {
        assertThat(trunkFlaw(Map.of("mediaTimeout", "601s"))).isEqualTo("format");
        assertThatThrownBy(() -> SipWanted.individualRule("r", "c", "ST_1").with(SipSetting.PIN, Secret.of("12a")))
                .isInstanceOf(InvalidSipException.class)
                .hasMessageContaining("PIN")
                .hasMessageNotContaining("12a");
        assertThatThrownBy(() -> SipWanted.outboundTrunk("o", "h", "+1").with(SipSetting.DESTINATION_COUNTRY, "usa"))
                .isInstanceOf(InvalidSipException.class);
        assertThatThrownBy(() -> SipWanted.inboundTrunk("o", "+1").with(SipSetting.ADDRESS, "h"))
                .isInstanceOf(InvalidSipException.class)
                .hasMessageContaining("no such setting");
    }

    @Test
    void theListOfFlawsShouldBeBounded() {
        Map<String, Object> names = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            names.put("n" + i, 1);
        }

        assertThat(flaws(Map.of("inboundTrunks", names))).hasSize(SipFlaws.MAX_LISTED);
    }

    @Test
    void twoOfAKindShouldNotHaveOneName() {
        SipWanted one = SipWanted.inboundTrunk("main", "+1");

        assertThatThrownBy(() -> new SipDocument("default", List.of(one, one)))
                .isInstanceOf(InvalidSipException.class)
                .hasMessageContaining("Two are called main");
    }

    private List<SipFlaw> flaws(Map<String, Object> document) {
        return catchThrowableOfType(InvalidSipException.class, () -> reader.document(document))
                .flaws();
    }

    private String secret(Object given) {
        return trunkFlaw(Map.of("authPassword", given));
    }

    private String trunkFlaw(Map<String, Object> members) {
        return only(() -> reader.changes(SipKind.INBOUND_TRUNK, members));
    }

    private String flaw(Map<String, Object> rule) {
        return only(() -> rule(rule));
    }

    private static String only(ThrowingCallable reading) {
        List<SipFlaw> flaws =
                catchThrowableOfType(InvalidSipException.class, reading).flaws();
        assertThat(flaws).hasSize(1);
        return flaws.get(0).code();
    }

    private SipWanted rule(Map<String, Object> members) {
        return reader.one(SipKind.DISPATCH_RULE, "phone", members);
    }
}
