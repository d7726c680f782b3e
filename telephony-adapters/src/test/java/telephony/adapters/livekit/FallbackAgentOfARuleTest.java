package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import telephony.dispatch.LiveKitAnswer;
import telephony.sip.RoutedAgents;
import telephony.sip.RuleAgent;
import telephony.sip.SipApplied;
import telephony.sip.SipApplied.Verdict;
import telephony.sip.SipChange;
import telephony.sip.SipDirectory;
import telephony.sip.SipDocument;
import telephony.sip.SipDocumentReader;
import telephony.sip.SipKind;
import telephony.sip.SipPlan;
import telephony.sip.SipSetting;
import telephony.sip.SipSettings;
import telephony.sip.SipWanted;
import telephony.sip.SipWarning;

/** A dispatch rule that carries the agent which answers while we are down: planned and applied over LiveKit's wire. */
class FallbackAgentOfARuleTest {

    private static final RuleAgent FALLBACK =
            new RuleAgent("phone-agent", "{\"fallback\":true}", "", Map.of("desk", "front"), RuleAgent.ON_FAILURE);

    private final SipTwirpStub livekit = new SipTwirpStub();
    private final RawServer server = new RawServer(livekit);
    private final LiveKitApi api = Api.patient(server.url());
    private final SipDirectory directory = new SipDirectory(
            api.sipDirectory(),
            new SipDocumentReader(name -> null),
            () -> RoutedAgents.all(Set.of("phone-agent", "night-agent")));

    @AfterEach
    void close() throws IOException {
        api.close();
        server.close();
    }

    @Test
    void itShouldBeInTheRuleFromTheFirstApplyOn() {
        assertThat(apply(carrying(FALLBACK)).verdict()).isEqualTo(Verdict.DONE);

        JsonNode agents = rule().at("/room_config/agents");
        assertThat(agents).hasSize(1);
        assertThat(agents.at("/0/agent_name").asText()).isEqualTo("phone-agent");
        assertThat(agents.at("/0/metadata").asText()).isEqualTo("{\"fallback\":true}");
        assertThat(agents.at("/0/attributes/desk").asText()).isEqualTo("front");
    }

    @Test
    void aSecondApplyShouldSendNothing() {
        apply(carrying(FALLBACK));
        JsonNode before = rule().deepCopy();

        SipApplied again = apply(carrying(FALLBACK));

        assertThat(again.plan().isNothingToDo()).isTrue();
        assertThat(again.steps()).isEmpty();
        assertThat(rule()).isEqualTo(before);
        assertThat(again.plan().warnings()).extracting(SipWarning::code).containsExactly("rule-agents");
    }

    @Test
    void anotherOneShouldTakeItsPlaceAndTheRestOfTheRuleShouldStay() {
        apply(carrying(FALLBACK));
        ((ObjectNode) rule().path("room_config")).put("max_participants", 3);

        SipPlan plan = plan(carrying(RuleAgent.named("night-agent")));
        apply(carrying(RuleAgent.named("night-agent")));

        assertThat(changes(plan)).containsExactly("agents");
        assertThat(rule().at("/room_config/agents/0/agent_name").asText()).isEqualTo("night-agent");
        assertThat(rule().at("/room_config/agents")).hasSize(1);
        assertThat(rule().at("/room_config/max_participants").asInt()).isEqualTo(3);
        assertThat(rule().at("/rule/dispatch_rule_individual/room_prefix").asText())
                .isEqualTo("call");
        assertThat(plan(carrying(RuleAgent.named("night-agent"))).isNothingToDo())
                .isTrue();
    }

    @Test
    void whoTakesItOutOfTheRuleShouldBeSeenByThePlanAndUndoneByApply() {
        apply(carrying(FALLBACK));
        rule().putNull("room_config");

        SipPlan plan = plan(carrying(FALLBACK));

        assertThat(plan.isNothingToDo()).isFalse();
        assertThat(changes(plan)).containsExactly("agents");
        assertThat(apply(carrying(FALLBACK)).verdict()).isEqualTo(Verdict.DONE);
        assertThat(rule().at("/room_config/agents/0/agent_name").asText()).isEqualTo("phone-agent");
        assertThat(plan(carrying(FALLBACK)).isNothingToDo()).isTrue();
    }

    @Test
    void aFileThatNoLongerNamesAgentsShouldLeaveItAndOneThatClearsThemShouldNot() {
        apply(carrying(FALLBACK));

        assertThat(plan(document(SipSettings.NONE)).isNothingToDo()).isTrue();
        apply(carrying());

        assertThat(rule().at("/room_config/agents")).isEmpty();
    }

    private static SipDocument carrying(RuleAgent... agents) {
        return document(SipSettings.NONE.with(SipSetting.AGENTS, List.of(agents)));
    }

    private static SipDocument document(SipSettings more) {
        SipSettings settings = SipSettings.NONE
                .with(SipSetting.TYPE, "individual")
                .with(SipSetting.ROOM_PREFIX, "call")
                .with(more);
        return new SipDocument(
                SipDocument.DEFAULT_SET,
                List.of(
                        SipWanted.inboundTrunk("carrier-in", "+15559990000"),
                        new SipWanted(SipKind.DISPATCH_RULE, "callers", settings, Set.of("carrier-in"))));
    }

    /** The rule as LiveKit keeps it. */
    private ObjectNode rule() {
        return livekit.kept(
                answered(directory.list(SipKind.DISPATCH_RULE)).get(0).id());
    }

    private SipPlan plan(SipDocument document) {
        return answered(directory.plan(document, Set.of()));
    }

    private SipApplied apply(SipDocument document) {
        return answered(directory.apply(document, Set.of(), null));
    }

    /** The settings of the rule that a plan changes. */
    private static List<String> changes(SipPlan plan) {
        return plan.changes().stream()
                .filter(SipChange.Update.class::isInstance)
                .flatMap(change -> change.differences().stream())
                .map(difference -> difference.setting())
                .toList();
    }

    private static <T> T answered(CompletionStage<LiveKitAnswer<T>> stage) {
        return Api.answer(stage).answered().orElseThrow();
    }
}
