package telephony.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SipPlannerTest {

    private static final String SET = "default";
    private static final SipWanted MAIN = SipWanted.inboundTrunk("main", "+15559990000");

    private final List<SipEntry> present = new ArrayList<>();
    private Set<String> adopt = Set.of();
    private Set<String> routed = Set.of("phone-agent");
    private boolean allRoutedKnown = true;

    @Test
    void whatIsNotThereShouldBeCreatedTrunksFirst() {
        SipPlan plan = plan(rule("phone", "main"), MAIN);

        assertThat(lines(plan)).containsExactly("create main", "create phone");
        assertThat(((SipChange.Create) plan.changes().get(1))
                        .wanted()
                        .settings()
                        .value(SipSetting.TRUNK_IDS))
                .containsExactly("trunk:main");
        assertThat(plan.isNothingToDo()).isFalse();
    }

    @Test
    void whatIsThereAsWantedShouldBeLeft() {
        there(MAIN, "ST_1", SET);
        there(SipWanted.individualRule("phone", "call", "ST_1"), "SDR_1", SET);

        SipPlan plan = plan(rule("phone", "main"), MAIN);

        assertThat(lines(plan)).containsExactly("nothing main", "nothing phone");
        assertThat(plan.isNothingToDo()).isTrue();
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void onlyWhatDiffersShouldBeChanged() {
        there(MAIN.with(SipSetting.AUTH_USERNAME, "kept").with(SipSetting.KRISP_ENABLED, true), "ST_1", SET);

        SipPlan plan = plan(MAIN.with(SipSetting.NUMBERS, List.of("+15559990001", "+15559990000")));

        assertThat(lines(plan)).containsExactly("update main");
        SipChange.Update update = (SipChange.Update) plan.changes().get(0);
        assertThat(update.changes().named()).containsExactly(SipSetting.NUMBERS);
        assertThat(update.differences())
                .containsExactly(
                        new SipDifference("numbers", List.of("+15559990000"), List.of("+15559990000", "+15559990001")));
    }

    @Test
    void aSettingNamedAsEmptyShouldBeCleared() {
        there(MAIN.with(SipSetting.AUTH_USERNAME, "old"), "ST_1", SET);

        SipPlan plan = plan(MAIN.with(SipSetting.AUTH_USERNAME, ""));

        assertThat(plan.changes().get(0).differences()).containsExactly(new SipDifference("authUsername", "old", ""));
    }

    @Test
    void secretsShouldNeverBeShown() {
        there(MAIN.with(SipSetting.AUTH_PASSWORD, Secret.of("hush-old")), "ST_1", SET);

        SipPlan plan = plan(
                MAIN.with(SipSetting.AUTH_PASSWORD, Secret.of("hush-new")),
                SipWanted.inboundTrunk("new", "+15559990001").with(SipSetting.AUTH_PASSWORD, Secret.of("hush-too")));

        assertThat(plan.changes()).hasSize(2).allSatisfy(change -> assertThat(change.differences())
                .anySatisfy(difference -> assertThat(difference.setting()).isEqualTo("authPassword")));
        assertThat(plan.toString()).doesNotContain("hush");
        assertThat(plan.changes().get(0).differences())
                .containsExactly(new SipDifference("authPassword", "(set)", "(another one)"));
    }

    @Test
    void whatTheSetHasAndTheDocumentDoesNotShouldBeDeletedRulesFirst() {
        there(MAIN, "ST_1", SET);
        there(SipWanted.individualRule("phone", "call", "ST_1"), "SDR_1", SET);
        there(SipWanted.inboundTrunk("foreign", "+15559990002"), "ST_2", null);
        there(SipWanted.inboundTrunk("of-another-set", "+15559990003"), "ST_3", "other");

        assertThat(lines(plan())).containsExactly("delete phone", "delete main");
    }

    @Test
    void aRenamedTrunkShouldBeDeletedBeforeItsNumberIsGivenToTheNewOne() {
        there(SipWanted.inboundTrunk("old", "+15559990000"), "ST_1", SET);

        assertThat(lines(plan(MAIN))).containsExactly("delete old", "create main");
    }

    @Test
    void whatSomebodyElseMadeShouldBeRefused() {
        there(MAIN, "ST_1", null);

        SipPlan plan = plan(MAIN);

        assertThat(refusal(plan).code()).isEqualTo("not-ours");
        assertThat(refusal(plan).reason()).contains("somebody else made it (ST_1)");
        assertThat(plan.isRefused()).isTrue();
    }

    @Test
    void whatAnotherSetMadeShouldBeRefused() {
        there(MAIN, "ST_1", "production");

        assertThat(refusal(plan(MAIN)).reason()).contains("belongs to the set 'production'");
    }

    @Test
    void whatIsAdoptedByNameShouldBeChangedAndMarked() {
        there(MAIN.with(SipSetting.AUTH_USERNAME, "kept"), "ST_1", null);
        adopt = Set.of("main");

        SipPlan plan = plan(MAIN);

        assertThat(plan.changes()).containsExactly(new SipChange.Update(present.get(0), SipSettings.NONE, true));
    }

    @Test
    void whatCannotBearOurMarkShouldBeAdoptedOnlyWithMetadata() {
        present.add(new SipEntry(SipKind.INBOUND_TRUNK, "ST_1", "main", MAIN.settings(), null, false));
        adopt = Set.of("main");

        assertThat(refusal(plan(MAIN)).code()).isEqualTo("unmarkable");
        assertThat(lines(plan(MAIN.with(SipSetting.METADATA, Map.of())))).containsExactly("update main");
    }

    @Test
    void ourOwnShouldBeFoundBesideOneOfTheSameName() {
        there(MAIN, "ST_1", null);
        there(MAIN, "ST_2", SET);

        assertThat(plan(MAIN).changes()).containsExactly(new SipChange.Nothing(present.get(1)));
    }

    @Test
    void aNameThatTwoBearShouldBeRefused() {
        there(MAIN, "ST_1", SET);
        there(MAIN, "ST_2", SET);

        assertThat(refusal(plan(MAIN)).code()).isEqualTo("ambiguous");
        assertThat(refusal(plan(MAIN)).reason()).contains("ST_1, ST_2");
    }

    @Test
    void oneNameShouldServeTwoKinds() {
        there(MAIN, "ST_1", SET);

        assertThat(lines(plan(MAIN, SipWanted.outboundTrunk("main", "sip.example.com", "+15559990000"))))
                .containsExactly("create main", "nothing main");
    }

    @Test
    void aRuleWithoutTrunksShouldBeRefusedUnlessItIsOpened() {
        SipWanted silent = new SipWanted(SipKind.DISPATCH_RULE, "phone", SipSettings.NONE, Set.of());

        assertThat(refusal(plan(silent)).code()).isEqualTo("open-rule");

        SipPlan opened = plan(silent.with(SipSetting.TRUNK_IDS, List.of()));
        assertThat(lines(opened)).containsExactly("create phone");
        assertThat(codes(opened)).containsExactly("open-rule");
    }

    @Test
    void aRuleShouldFindATrunkThatTheDocumentDoesNotName() {
        there(MAIN, "ST_7", null);

        SipChange.Create created =
                (SipChange.Create) plan(rule("phone", "main")).changes().get(0);

        assertThat(created.wanted().settings().value(SipSetting.TRUNK_IDS)).containsExactly("ST_7");
    }

    @Test
    void aRuleOfATrunkThatNobodyHasShouldBeRefused() {
        assertThat(refusal(plan(rule("phone", "nowhere"))).code()).isEqualTo("no-such-trunk");
        there(MAIN, "ST_1", null);
        there(MAIN, "ST_2", null);
        assertThat(refusal(plan(rule("phone", "main"))).code()).isEqualTo("no-such-trunk");
    }

    @Test
    void whatLiveKitWouldNotTakeShouldBeRefused() {
        SipWanted empty = new SipWanted(SipKind.INBOUND_TRUNK, "main", SipSettings.NONE, Set.of());
        SipWanted noNumbers = new SipWanted(SipKind.OUTBOUND_TRUNK, "out", SipSettings.NONE, Set.of())
                .with(SipSetting.ADDRESS, "sip.example.com");
        SipWanted noRoom = SipWanted.directRule("lobby", "", "ST_1");

        assertThat(plan(empty, noNumbers, noRoom).changes()).hasSize(3).allSatisfy(change -> assertThat(
                        ((SipChange.Refused) change).code())
                .isEqualTo("incomplete"));
        there(MAIN, "ST_1", SET);
        assertThat(refusal(plan(MAIN.with(SipSetting.NUMBERS, List.of()))).code())
                .isEqualTo("incomplete");
    }

    @Test
    void aNumberOnTwoTrunksShouldBeWarnedOf() {
        SipPlan plan = plan(
                SipWanted.inboundTrunk("a", "+15559990000").with(SipSetting.ALLOWED_NUMBERS, List.of("+1")),
                SipWanted.inboundTrunk("b", "1 (555) 999-0000").with(SipSetting.ALLOWED_NUMBERS, List.of("+2")));

        assertThat(codes(plan)).containsExactly("number-twice");
        assertThat(plan.warnings().get(0).detail()).contains("+15559990000", "inbound trunk 'a'", "inbound trunk 'b'");
    }

    @Test
    void aNumberThatAnOlderSystemStillServesShouldBeWarnedOf() {
        there(SipWanted.inboundTrunk("legacy", "+15559990000"), "ST_9", null);

        SipPlan plan = plan(MAIN);

        assertThat(codes(plan)).containsExactly("number-elsewhere");
        assertThat(plan.warnings().get(0).about()).isEqualTo("inbound trunk 'legacy' (ST_9)");
    }

    @Test
    void numbersOfStrangersAmongThemselvesShouldNotBeWarnedOf() {
        there(SipWanted.inboundTrunk("one", "+15559990005"), "ST_8", null);
        there(SipWanted.inboundTrunk("two", "+15559990005"), "ST_9", null);

        assertThat(plan(MAIN).warnings()).isEmpty();
    }

    @Test
    void agentsInARuleShouldBeWarnedOf() {
        SipWanted rule = rule("phone", "main")
                .with(SipSetting.AGENTS, List.of(RuleAgent.named("phone-agent"), RuleAgent.named("stranger")));

        SipPlan plan = plan(MAIN, rule);

        assertThat(codes(plan)).containsExactly("agent-not-routed", "rule-agents");
        assertThat(plan.warnings().get(0).detail()).contains("stranger").doesNotContain("phone-agent");
        routed = Set.of("phone-agent", "stranger");
        assertThat(codes(plan(MAIN, rule))).containsExactly("rule-agents");
    }

    @Test
    void nothingShouldBeSaidOfAnAgentThatOthersThanTheKnownOnesMayBe() {
        allRoutedKnown = false;

        assertThat(codes(plan(
                        MAIN, rule("phone", "main").with(SipSetting.AGENTS, List.of(RuleAgent.named("stranger"))))))
                .isEmpty();
    }

    @Test
    void rulesOfOthersShouldBeWarnedOfToo() {
        there(rule("theirs").with(SipSetting.TRUNK_IDS, List.of()), "SDR_5", null);
        there(SipWanted.individualRule("lost", "call", "ST_gone"), "SDR_6", null);

        SipPlan plan = plan(MAIN);

        assertThat(plan.warnings())
                .extracting(SipWarning::code, SipWarning::about)
                .containsExactly(
                        tuple("dangling-rule", "dispatch rule 'lost' (SDR_6)"),
                        tuple("open-rule", "dispatch rule 'theirs' (SDR_5)"));
    }

    private static SipWanted rule(String name, String... trunks) {
        return new SipWanted(
                SipKind.DISPATCH_RULE,
                name,
                SipSettings.NONE.with(SipSetting.TYPE, "individual").with(SipSetting.ROOM_PREFIX, "call"),
                Set.of(trunks));
    }

    private void there(SipWanted wanted, String id, String keeper) {
        present.add(new SipEntry(wanted.kind(), id, wanted.name(), wanted.settings(), keeper, true));
    }

    private SipPlan plan(SipWanted... wanted) {
        return SipPlanner.plan(
                new SipDocument(SET, Arrays.asList(wanted)), present, adopt, new RoutedAgents(routed, allRoutedKnown));
    }

    private static List<String> lines(SipPlan plan) {
        return plan.changes().stream()
                .map(change -> change.action() + " " + change.name())
                .toList();
    }

    private static List<String> codes(SipPlan plan) {
        return plan.warnings().stream().map(SipWarning::code).toList();
    }

    private static SipChange.Refused refusal(SipPlan plan) {
        assertThat(plan.changes()).hasSize(1);
        return (SipChange.Refused) plan.changes().get(0);
    }
}
