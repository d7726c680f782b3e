package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.app.AppConfigTest.minimal;
import static telephony.app.AppConfigTest.problemsOf;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a setting may be at most, and what is advised beyond it. */
class SettingBoundsTest {

    @ParameterizedTest
    @CsvSource({"TELEPHONY_AGENT_JOIN_DEADLINE, 38s", "TELEPHONY_AGENT_AUDIO_DEADLINE, 60s"})
    void theLargestDeadlineThatIsNamedShouldWork(String name, String most) {
        Map<String, String> settings = minimal();
        settings.put(name, most);

        assertThat(AppConfig.of(settings, Map.of()).lines()).contains(name + "=" + most);
    }

    @Test
    void aGiveUpThatQuiescenceMakesLaterShouldBeShown() {
        Map<String, String> settings = minimal();
        assertThat(AppConfig.of(settings, Map.of()).lines()).noneMatch(line -> line.startsWith("#"));

        settings.put("TELEPHONY_QUIESCENCE", "5m");

        assertThat(AppConfig.of(settings, Map.of()).lines())
                .contains("TELEPHONY_QUIESCENCE=300s")
                .last()
                .asString()
                .startsWith("# give-up: 310s, because TELEPHONY_QUIESCENCE is long");
    }

    @ParameterizedTest
    @CsvSource({
        "TELEPHONY_DEFAULT_AGENT, ''",
        "TELEPHONY_ADOPT_AGENTS, 'good,'",
        "TELEPHONY_ON_AGENT_MISSING, 'redispatch,agent:'"
    })
    void agentNamesShouldKeepTheRuleOfTheRoutingFile(String name, String before) {
        Map<String, String> settings = minimal();
        settings.put(name, before + "x".repeat(128));
        assertThat(AppConfig.of(settings, Map.of()).warnings()).isEmpty();

        settings.put(name, before + "x".repeat(129));
        assertThat(problemsOf(settings))
                .singleElement()
                .asString()
                .startsWith(name + ": 'xxx")
                .endsWith("an agent's name must have 1 to 128 characters, none of control");

        settings.put(name, before + "a\u0007b");
        assertThat(problemsOf(settings)).singleElement().asString().startsWith(name + ": 'a?b' is not valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"XX", "de", "Germany"})
    void aRegionWithoutPhoneNumbersShouldBeRefused(String region) {
        Map<String, String> settings = minimal();
        settings.put("TELEPHONY_DEFAULT_REGION", region);

        assertThat(problemsOf(settings))
                .singleElement()
                .asString()
                .startsWith(
                        "TELEPHONY_DEFAULT_REGION: '" + region + "' is not valid; set a region that has phone numbers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TELEPHONY_COLOUR_OF_THE_DOOR", "TELEPHONY_API_KEYZ"})
    void noNameShouldBeSuggestedThatIsFarOrWouldBeRefused(String name) {
        Map<String, String> wrong = minimal();
        wrong.put(name, "1");

        assertThat(problemsOf(wrong))
                .singleElement()
                .asString()
                .startsWith(name + ": there is no such setting; ")
                .doesNotContain("TELEPHONY_API_KEYS", "TELEPHONY_ENABLED");
    }

    @Test
    void whatCommandsReadThatAskAServerShouldBeNoProblemForTheServer() {
        Map<String, String> settings = minimal();
        settings.put("TELEPHONY_API_KEY", "tk_abc_secret");
        settings.put("TELEPHONY_URL", "https://telephony.internal");

        assertThat(AppConfig.of(settings, Map.of())).isNotNull();
    }
}
