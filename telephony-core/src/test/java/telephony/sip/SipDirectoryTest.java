package telephony.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.sip.SipApplied.Verdict;
import telephony.testkit.FakeSipDirectory;

class SipDirectoryTest {

    private static final SipWanted MAIN = SipWanted.inboundTrunk("main", "+15559990000");
    private static final SipWanted OUT = SipWanted.outboundTrunk("out", "sip.example.com", "+15559990000");

    private final FakeSipDirectory livekit = new FakeSipDirectory();
    private final SipDirectory directory = new SipDirectory(
            livekit, new SipDocumentReader(name -> null), () -> RoutedAgents.all(Set.of("phone-agent")));

    @Test
    void applyTwiceShouldLeaveNothingToDo() {
        SipDocument document = document(rule("phone", "main"), MAIN, OUT);

        assertThat(apply(document).verdict()).isEqualTo(Verdict.DONE);
        assertThat(livekit.all())
                .filteredOn(entry -> entry.kind() == SipKind.DISPATCH_RULE)
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.settings().value(SipSetting.TRUNK_IDS)).containsExactly(id("main")));
        int requests = livekit.requests().size();
        SipApplied again = apply(document);

        assertThat(again.verdict()).isEqualTo(Verdict.DONE);
        assertThat(again.plan().isNothingToDo()).isTrue();
        assertThat(livekit.requests()).hasSize(requests);
    }

    @Test
    void anEmptyDocumentShouldDeleteWhatTheSetHasAndNothingElse() {
        apply(document(rule("phone", "main"), MAIN));
        String foreign = livekit.put(OUT, true);

        apply(document());

        assertThat(livekit.all()).extracting(SipEntry::id).containsExactly(foreign);
    }

    @Test
    void nothingShouldBeDoneWhenSomethingIsRefused() {
        livekit.put(OUT, true);

        SipApplied applied = apply(document(MAIN, OUT));

        assertThat(applied.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(livekit.requests()).isEmpty();
    }

    @Test
    void applyShouldStopAtTheFirstFailureAndGoOnAtTheNextTry() {
        SipDocument document = document(rule("phone", "main"), MAIN);
        livekit.answerNext(Kind.DONE, true);
        livekit.answerNext(Kind.AMBIGUOUS, true);

        SipApplied first = apply(document);
        SipApplied second = apply(document);

        assertThat(first.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(first.steps()).extracting(SipApplied.Step::kind).containsExactly(Kind.DONE, Kind.AMBIGUOUS);
        assertThat(second.plan().isNothingToDo()).isTrue();
        assertThat(livekit.requests()).containsExactly("create main", "create phone");
    }

    @Test
    void nothingShouldBeTriedAfterAFailure() {
        livekit.answerNext(Kind.ALARM, false);

        SipApplied applied = apply(document(MAIN, OUT));

        assertThat(applied.steps()).hasSize(1);
        assertThat(livekit.requests()).containsExactly("create main");
    }

    @Test
    void whatIsGoneAlreadyShouldCountAsDeleted() {
        apply(document(MAIN));
        livekit.answerNext(Kind.ABSENT, true);

        assertThat(apply(document()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void anotherPlanThanTheAgreedOneShouldNotBeCarriedOut() {
        SipPlan agreed = done(directory.plan(document(MAIN), Set.of()));
        livekit.put(SipWanted.inboundTrunk("main", "+15559990009"), true);

        SipApplied applied = done(directory.apply(document(MAIN), Set.of("main"), agreed));

        assertThat(applied.verdict()).isEqualTo(Verdict.CHANGED_MEANWHILE);
        assertThat(livekit.requests()).isEmpty();
    }

    @Test
    void aLongDocumentShouldBeCarriedOutWhole() {
        SipWanted[] many = IntStream.range(0, SipDocument.MAX_WANTED)
                .mapToObj(i -> SipWanted.outboundTrunk("out-" + i, "sip.example.com", "+15559990000"))
                .toArray(SipWanted[]::new);

        assertThat(apply(document(many)).verdict()).isEqualTo(Verdict.DONE);
        assertThat(livekit.all()).hasSize(SipDocument.MAX_WANTED);
    }

    @Test
    void getOrCreateShouldMakeATrunkOnce() {
        SipEntry first = done(directory.getOrCreateTrunk(OUT));
        SipEntry second = done(directory.getOrCreateTrunk(OUT.with(SipSetting.TRANSPORT, "tls")));

        assertThat(second).isEqualTo(first);
        assertThat(first.keeper()).contains(SipDocument.API_SET);
        assertThat(livekit.requests()).containsExactly("create out");
    }

    @Test
    void getOrCreateShouldFindWhatAnotherProcessMadeMeanwhileOrANoteGotLostOf() {
        livekit.answerNext(Kind.AMBIGUOUS, true);

        SipEntry found = done(directory.getOrCreateTrunk(MAIN));

        assertThat(found.id()).isEqualTo(id("main"));
        assertThat(livekit.requests()).hasSize(1);
    }

    @Test
    void getOrCreateShouldSayWhenLiveKitRefuses() {
        livekit.answerNext(Kind.ALARM, false);

        LiveKitAnswer<SipEntry> answer = answer(directory.getOrCreateTrunk(MAIN));

        assertThat(answer.kind()).isEqualTo(Kind.ALARM);
        assertThatThrownBy(() -> directory.getOrCreateTrunk(rule("phone")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dispatch rule");
    }

    @Test
    void whatSomebodyElseMadeShouldBeChangedAndDeletedByForceOnly() {
        String id = livekit.put(MAIN, true);
        SipSettings change = SipSettings.NONE.with(SipSetting.AUTH_USERNAME, "u");

        assertThat(change(id, change, false, false).verdict()).isEqualTo(SipEdit.Verdict.NOT_OURS);
        assertThat(delete(id, false).verdict()).isEqualTo(SipEdit.Verdict.NOT_OURS);
        assertThat(livekit.requests()).isEmpty();

        SipEdit forced = change(id, change, false, true);
        assertThat(forced.entry().orElseThrow().keeper()).contains(SipDocument.API_SET);
        assertThat(delete(id, false).verdict()).isEqualTo(SipEdit.Verdict.SENT);
        assertThat(livekit.all()).isEmpty();
    }

    @Test
    void aWholeThatLeavesOutWhatIsSetShouldBeRefused() {
        String id = livekit.put(
                MAIN.with(SipSetting.KRISP_ENABLED, true).with(SipSetting.AUTH_PASSWORD, Secret.of("x")), true);
        SipSettings numbers = SipSettings.NONE.with(SipSetting.NUMBERS, List.of("+15559990001"));

        SipEdit refused = change(id, numbers, true, true);
        SipEdit taken = change(id, numbers.with(SipSetting.KRISP_ENABLED, false), true, true);

        assertThat(refused.verdict()).isEqualTo(SipEdit.Verdict.LEFT_OUT);
        assertThat(refused.detail()).isEqualTo("krispEnabled");
        assertThat(taken.entry().orElseThrow().settings())
                .isEqualTo(numbers.with(SipSetting.AUTH_PASSWORD, Secret.of("x")));
    }

    @Test
    void editsThatCannotBeShouldNotBeSent() {
        String id = livekit.put(MAIN, true);
        SipWanted closed = new SipWanted(SipKind.DISPATCH_RULE, "phone", SipSettings.NONE, Set.of());
        SipWanted empty = new SipWanted(SipKind.INBOUND_TRUNK, "empty", SipSettings.NONE, Set.of());

        assertThat(join(directory.create(MAIN)).verdict()).isEqualTo(SipEdit.Verdict.NAME_TAKEN);
        assertThat(join(directory.create(closed)).verdict()).isEqualTo(SipEdit.Verdict.INCOMPLETE);
        assertThat(join(directory.create(empty)).verdict()).isEqualTo(SipEdit.Verdict.INCOMPLETE);
        assertThat(change(id, SipSettings.NONE.with(SipSetting.NUMBERS, List.of()), false, true)
                        .verdict())
                .isEqualTo(SipEdit.Verdict.INCOMPLETE);
        assertThat(change("ST_gone", SipSettings.NONE, false, true).verdict()).isEqualTo(SipEdit.Verdict.NOT_FOUND);
        assertThat(delete("ST_gone", true).verdict()).isEqualTo(SipEdit.Verdict.NOT_FOUND);
        assertThat(livekit.requests()).isEmpty();
    }

    @Test
    void aCompleteOneShouldBeMade() {
        SipEdit made = join(directory.create(OUT.with(SipSetting.HEADERS, Map.of("X-A", "1"))));

        assertThat(made.verdict()).isEqualTo(SipEdit.Verdict.SENT);
        assertThat(made.entry().orElseThrow().name()).isEqualTo("out");
    }

    private static SipWanted rule(String name, String... trunks) {
        return new SipWanted(
                SipKind.DISPATCH_RULE, name, SipSettings.NONE.with(SipSetting.TYPE, "individual"), Set.of(trunks));
    }

    private static SipDocument document(SipWanted... wanted) {
        return new SipDocument(SipDocument.DEFAULT_SET, List.of(wanted));
    }

    private SipApplied apply(SipDocument document) {
        return done(directory.apply(document, Set.of(), null));
    }

    private SipEdit change(String id, SipSettings changes, boolean whole, boolean force) {
        return join(directory.change(SipKind.INBOUND_TRUNK, id, changes, whole, force));
    }

    private SipEdit delete(String id, boolean force) {
        return join(directory.delete(SipKind.INBOUND_TRUNK, id, force));
    }

    private String id(String name) {
        return livekit.all().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static <T> T done(CompletionStage<LiveKitAnswer<T>> stage) {
        LiveKitAnswer<T> answer = answer(stage);
        assertThat(answer.kind()).as(answer.detail()).isEqualTo(Kind.DONE);
        return answer.answered().orElseThrow();
    }

    private static <T> LiveKitAnswer<T> answer(CompletionStage<LiveKitAnswer<T>> stage) {
        return join(stage);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
