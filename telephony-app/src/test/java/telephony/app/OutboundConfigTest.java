package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.app.AppConfigTest.minimal;
import static telephony.app.AppConfigTest.problemsOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of calls that we place. */
class OutboundConfigTest {

    @Test
    void whatIsWrongWithCallsThatWePlaceShouldBeToldAtOnce() {
        Map<String, String> wrong = minimal();
        wrong.put("LIVEKIT_SIP_OUTBOUND_TRUNK_ID", "trunk-1");
        wrong.put("TELEPHONY_DEFAULT_FROM_NUMBER", "030 2345678");
        wrong.put("TELEPHONY_GUARDS_KEY", "short");
        wrong.put("TELEPHONY_ALLOWED_COUNTRIES", "US,germany");

        assertThat(problemsOf(wrong))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("LIVEKIT_SIP_OUTBOUND_TRUNK_ID", "such as ST_abc123"),
                        line -> assertThat(line).contains("TELEPHONY_DEFAULT_FROM_NUMBER", "TELEPHONY_DEFAULT_REGION"),
                        line -> assertThat(line).contains("16 bytes or more").doesNotContain("'short'"),
                        line -> assertThat(line).contains("TELEPHONY_ALLOWED_COUNTRIES", "germany"));
    }

    @Test
    void theTrunkShouldBeTakenByItsOtherNameAsWellButNotByTwoThatDiffer() {
        Map<String, String> settings = minimal();
        settings.put("LIVEKIT_SIP_TRUNK_ID", "ST_abc");

        assertThat(AppConfig.of(settings, Map.of()).outbound().trunk()).isEqualTo("ST_abc");
        settings.put("LIVEKIT_SIP_OUTBOUND_TRUNK_ID", "ST_abc");
        assertThat(AppConfig.of(settings, Map.of()).outbound().trunk()).isEqualTo("ST_abc");
        settings.put("LIVEKIT_SIP_OUTBOUND_TRUNK_ID", "ST_def");
        assertThat(problemsOf(settings)).singleElement().asString().contains("LIVEKIT_SIP_TRUNK_ID", "set one of them");
    }

    @Test
    void doNotCallListsShouldNeedAKeyOfOnesOwn(@TempDir Path folder) throws IOException {
        Path guards = Files.writeString(
                folder.resolve("guards.yaml"), "countries: [US]\ndoNotCall: {numbers: [\"+12125550000\"]}\n");
        Map<String, String> settings = minimal();
        settings.put("LIVEKIT_SIP_OUTBOUND_TRUNK_ID", "ST_abc");
        settings.put("TELEPHONY_GUARDS", guards.toString());

        assertThat(problemsOf(settings)).singleElement().asString().contains("TELEPHONY_GUARDS_KEY: is missing");
        settings.put("TELEPHONY_GUARDS_KEY", "sixteen bytes !!");
        assertThat(AppConfig.of(settings, Map.of()).warnings()).isEmpty();
    }

    @Test
    void aTrunkOverWhichNobodyMayBeCalledShouldBeWarnedOf() {
        Map<String, String> settings = minimal();
        settings.put("LIVEKIT_SIP_OUTBOUND_TRUNK_ID", "ST_abc");

        assertThat(AppConfig.of(settings, Map.of()).warnings())
                .singleElement()
                .asString()
                .contains("no country may be called yet", "TELEPHONY_ALLOWED_COUNTRIES");
        assertThat(AppConfig.ofSimulation(settings, Map.of()).warnings())
                .as("nobody's phone rings in earnest")
                .isEmpty();
    }

    @Test
    void theGuardsFilesProblemsShouldBeToldWithTheOthers(@TempDir Path folder) throws IOException {
        Map<String, String> wrong = minimal();
        Path guards = Files.writeString(folder.resolve("guards.yaml"), "contries: [US]\nspend: {day: lots}\n");
        wrong.put("TELEPHONY_GUARDS", guards.toString());
        wrong.put("TELEPHONY_PORT", "x");

        assertThat(problemsOf(wrong))
                .hasSize(3)
                .contains(
                        "TELEPHONY_GUARDS: line 1, column 1: contries: there is no such setting; did you mean countries?")
                .anySatisfy(line -> assertThat(line).startsWith("TELEPHONY_GUARDS: line 2, column 14: spend.day: "));
    }
}
