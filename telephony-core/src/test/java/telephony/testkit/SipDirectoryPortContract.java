package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.sip.RuleAgent;
import telephony.sip.Secret;
import telephony.sip.SipCodec;
import telephony.sip.SipDirectoryPort;
import telephony.sip.SipEntry;
import telephony.sip.SipKind;
import telephony.sip.SipSetting;
import telephony.sip.SipSettings;
import telephony.sip.SipWanted;

/** What every {@link SipDirectoryPort} keeps. Each test gets a LiveKit without trunks and rules. */
public interface SipDirectoryPortContract {

    /** The set that marks name here. */
    String SET = "contract";

    /** The port under test; the same within one test. */
    SipDirectoryPort sip();

    /** An inbound trunk with every setting that there is. */
    static SipWanted fullInboundTrunk() {
        return SipWanted.inboundTrunk("main", "+15559990001", "+15559990000")
                .with(SipSetting.ALLOWED_ADDRESSES, List.of("192.0.2.0/24", "sip.example.com"))
                .with(SipSetting.ALLOWED_NUMBERS, List.of("+15551230001"))
                .with(SipSetting.AUTH_USERNAME, "carrier")
                .with(SipSetting.AUTH_PASSWORD, Secret.of("hush"))
                .with(SipSetting.AUTH_REALM, "example.com")
                .with(SipSetting.HEADERS, Map.of("X-Site", "one"))
                .with(SipSetting.HEADERS_TO_ATTRIBUTES, Map.of("X-Customer", "customer"))
                .with(SipSetting.ATTRIBUTES_TO_HEADERS, Map.of("result", "X-Result"))
                .with(SipSetting.INCLUDE_HEADERS, "x")
                .with(SipSetting.RINGING_TIMEOUT, Duration.ofSeconds(40))
                .with(SipSetting.MAX_CALL_DURATION, Duration.ofHours(2))
                .with(SipSetting.KRISP_ENABLED, true)
                .with(SipSetting.MEDIA_ENCRYPTION, "allow")
                .with(SipSetting.CODECS, List.of(new SipCodec("PCMU", 8000), new SipCodec("G722", 0)))
                .with(SipSetting.ONLY_LISTED_CODECS, true)
                .with(SipSetting.MEDIA_TIMEOUT, Duration.ofMillis(20_500))
                .with(SipSetting.METADATA, Map.of("team", "sales", "floor", 3));
    }

    /** An outbound trunk with every setting that there is. */
    static SipWanted fullOutboundTrunk() {
        return SipWanted.outboundTrunk("out", "sip.example.com:5061", "+15559990000")
                .with(SipSetting.DESTINATION_COUNTRY, "US")
                .with(SipSetting.TRANSPORT, "tls")
                .with(SipSetting.FROM_HOST, "from.example.com")
                .with(SipSetting.AUTH_USERNAME, "us")
                .with(SipSetting.AUTH_PASSWORD, Secret.of("hush"))
                .with(SipSetting.HEADERS, Map.of("X-Site", "one"))
                .with(SipSetting.HEADERS_TO_ATTRIBUTES, Map.of("X-Customer", "customer"))
                .with(SipSetting.ATTRIBUTES_TO_HEADERS, Map.of("result", "X-Result"))
                .with(SipSetting.INCLUDE_HEADERS, "all")
                .with(SipSetting.MEDIA_ENCRYPTION, "require")
                .with(SipSetting.CODECS, List.of(new SipCodec("PCMA", 8000)))
                .with(SipSetting.ONLY_LISTED_CODECS, true)
                .with(SipSetting.MEDIA_TIMEOUT, Duration.ofSeconds(30))
                .with(SipSetting.METADATA, Map.of("team", "sales"));
    }

    /** An individual rule with every setting that such a rule has. */
    static SipWanted fullRule(String trunkId) {
        return SipWanted.individualRule("phone", "call", trunkId)
                .with(SipSetting.NO_RANDOMNESS, true)
                .with(SipSetting.PIN, Secret.of("1234"))
                .with(SipSetting.HIDE_PHONE_NUMBER, true)
                .with(SipSetting.INBOUND_NUMBERS, List.of("+15551230001"))
                .with(SipSetting.NUMBERS, List.of("+15559990000"))
                .with(SipSetting.ATTRIBUTES, Map.of("line", "sales"))
                .with(SipSetting.ROOM_PRESET, "small")
                .with(
                        SipSetting.AGENTS,
                        List.of(new RuleAgent("front-desk", "{\"a\":1}", "blue", Map.of("b", "2"), RuleAgent.NEVER)))
                .with(SipSetting.KRISP_ENABLED, true)
                .with(SipSetting.MEDIA_ENCRYPTION, "allow")
                .with(SipSetting.CODECS, List.of(new SipCodec("PCMU", 8000)))
                .with(SipSetting.ONLY_LISTED_CODECS, true)
                .with(SipSetting.MEDIA_TIMEOUT, Duration.ofSeconds(15))
                .with(SipSetting.METADATA, Map.of("team", "sales"));
    }

    @Test
    default void createShouldBeListedWithEverySettingAndTheMark() {
        SipWanted in = fullInboundTrunk();
        SipWanted out = fullOutboundTrunk();

        SipEntry trunk = made(in);
        SipEntry outbound = made(out);
        SipEntry rule = made(fullRule(trunk.id()));

        assertThat(listed(SipKind.INBOUND_TRUNK)).containsExactly(trunk);
        assertThat(listed(SipKind.OUTBOUND_TRUNK)).containsExactly(outbound);
        assertThat(listed(SipKind.DISPATCH_RULE)).containsExactly(rule);
        assertThat(trunk.settings()).isEqualTo(in.settings());
        assertThat(trunk.name()).isEqualTo("main");
        assertThat(trunk.keeper()).contains(SET);
        assertThat(outbound.settings()).isEqualTo(out.settings());
        assertThat(rule.settings()).isEqualTo(fullRule(trunk.id()).settings().withoutEmpty());
    }

    @Test
    default void theOtherTypesOfRulesShouldComeBackAsTheyWere() {
        SipEntry trunk = made(SipWanted.inboundTrunk("main", "+15559990000"));
        SipEntry second = made(SipWanted.inboundTrunk("second", "+15559990001"));
        SipWanted direct =
                SipWanted.directRule("conference", "lobby", trunk.id()).with(SipSetting.PIN, Secret.of("99"));
        SipWanted callee = SipWanted.calleeRule("by-number", "n", second.id()).with(SipSetting.RANDOMIZE, true);

        assertThat(made(direct).settings()).isEqualTo(direct.settings());
        assertThat(made(callee).settings()).isEqualTo(callee.settings());
    }

    @Test
    default void anUpdateOfOneSettingShouldLeaveAllOthers() {
        SipEntry trunk = made(fullInboundTrunk());
        SipEntry outbound = made(fullOutboundTrunk());
        SipEntry rule = made(fullRule(trunk.id()));

        for (SipEntry entry : List.of(trunk, outbound, rule)) {
            SipEntry before = entry;
            for (SipSettings change : changes(entry.kind())) {
                SipEntry after = done(sip().update(entry.kind(), entry.id(), change, SET));

                assertThat(after.settings())
                        .isEqualTo(before.settings().with(change).withoutEmpty());
                assertThat(after.keeper()).contains(SET);
                assertThat(after.name()).isEqualTo(entry.name());
                assertThat(listed(entry.kind())).containsExactly(after);
                before = after;
            }
        }
    }

    @Test
    default void anUpdateShouldClearWhatItNamesAsEmpty() {
        SipEntry trunk = made(fullInboundTrunk());
        SipSettings clearing = SipSettings.NONE
                .with(SipSetting.ALLOWED_ADDRESSES, List.of())
                .with(SipSetting.AUTH_PASSWORD, Secret.NONE)
                .with(SipSetting.AUTH_REALM, "")
                .with(SipSetting.HEADERS, Map.of())
                .with(SipSetting.METADATA, Map.of())
                .with(SipSetting.MEDIA_TIMEOUT, Duration.ZERO)
                .with(SipSetting.KRISP_ENABLED, false);

        SipEntry after = done(sip().update(SipKind.INBOUND_TRUNK, trunk.id(), clearing, SET));

        assertThat(after.settings().named()).doesNotContainAnyElementsOf(clearing.named());
        assertThat(after.settings()).isEqualTo(trunk.settings().with(clearing).withoutEmpty());
        assertThat(after.keeper()).contains(SET);
    }

    @Test
    default void anUpdateShouldMoveTheMark() {
        SipEntry trunk =
                made(SipWanted.inboundTrunk("main", "+15559990000").with(SipSetting.METADATA, Map.of("a", "b")));

        SipEntry after = done(sip().update(SipKind.INBOUND_TRUNK, trunk.id(), SipSettings.NONE, "another"));

        assertThat(after.keeper()).contains("another");
        assertThat(after.settings()).isEqualTo(trunk.settings());
    }

    @Test
    default void updatingWhatIsNotThereShouldBeAbsent() {
        SipSettings numbers = SipSettings.NONE.with(SipSetting.NUMBERS, List.of("+15559990000"));
        SipSettings headers = SipSettings.NONE.with(SipSetting.HEADERS, Map.of("X-A", "1"));

        assertThat(answer(sip().update(SipKind.INBOUND_TRUNK, "ST_gone", numbers, SET))
                        .kind())
                .isEqualTo(Kind.ABSENT);
        assertThat(answer(sip().update(SipKind.OUTBOUND_TRUNK, "ST_gone", headers, SET))
                        .kind())
                .isEqualTo(Kind.ABSENT);
    }

    @Test
    default void deletedOnesShouldBeGoneHoweverOftenTheyAreDeleted() {
        SipEntry trunk = made(SipWanted.inboundTrunk("main", "+15559990000"));
        SipEntry rule = made(SipWanted.individualRule("phone", "call", trunk.id()));

        for (SipEntry entry : List.of(rule, trunk)) {
            assertThat(answer(sip().delete(entry.kind(), entry.id())).kind()).isEqualTo(Kind.DONE);
            assertThat(answer(sip().delete(entry.kind(), entry.id())).isGone()).isTrue();
            assertThat(listed(entry.kind())).isEmpty();
        }
    }

    @Test
    default void trunksThatContradictEachOtherShouldBeRefusedForGood() {
        made(SipWanted.inboundTrunk("main", "+15559990000"));

        LiveKitAnswer<SipEntry> second = answer(sip().create(SipWanted.inboundTrunk("other", "+15559990000"), SET));

        assertThat(second.kind()).isEqualTo(Kind.ALARM);
        assertThat(second.detail()).contains("Conflicting");
        assertThat(listed(SipKind.INBOUND_TRUNK)).hasSize(1);
    }

    @Test
    default void namesShouldNotBeUnique() {
        made(SipWanted.outboundTrunk("out", "sip.example.com", "+15559990000"));
        made(SipWanted.outboundTrunk("out", "sip.example.com", "+15559990000"));

        assertThat(listed(SipKind.OUTBOUND_TRUNK)).hasSize(2);
    }

    /** One setting at a time, of each way in which LiveKit takes changes. */
    private static List<SipSettings> changes(SipKind kind) {
        SipSettings none = SipSettings.NONE;
        List<SipSettings> shared = List.of(
                none.with(SipSetting.NUMBERS, List.of("+15559990007")),
                none.with(SipSetting.MEDIA_TIMEOUT, Duration.ofSeconds(25)),
                none.with(SipSetting.MEDIA_ENCRYPTION, "disable"),
                none.with(SipSetting.METADATA, Map.of("team", "support")));
        List<SipSettings> own =
                switch (kind) {
                    case INBOUND_TRUNK ->
                        List.of(
                                none.with(SipSetting.AUTH_PASSWORD, Secret.of("new")),
                                none.with(SipSetting.HEADERS, Map.of("X-Other", "1")),
                                none.with(SipSetting.RINGING_TIMEOUT, Duration.ofSeconds(20)));
                    case OUTBOUND_TRUNK ->
                        List.of(
                                none.with(SipSetting.TRANSPORT, "auto"),
                                none.with(SipSetting.ADDRESS, "sip.example.org"),
                                none.with(SipSetting.INCLUDE_HEADERS, "none"));
                    case DISPATCH_RULE ->
                        List.of(
                                none.with(SipSetting.ROOM_PREFIX, "other"),
                                none.with(SipSetting.PIN, Secret.of("77")),
                                none.with(SipSetting.TYPE, "callee").with(SipSetting.NO_RANDOMNESS, false),
                                none.with(SipSetting.ATTRIBUTES, Map.of("other", "1")),
                                none.with(SipSetting.AGENTS, List.of(RuleAgent.named("night"))));
                };
        return Stream.concat(own.stream(), shared.stream()).toList();
    }

    private SipEntry made(SipWanted wanted) {
        return done(sip().create(wanted, SET));
    }

    private List<SipEntry> listed(SipKind kind) {
        return done(sip().list(kind));
    }

    private static <T> T done(CompletionStage<LiveKitAnswer<T>> stage) {
        LiveKitAnswer<T> answer = answer(stage);
        assertThat(answer.kind()).as(answer.detail()).isEqualTo(Kind.DONE);
        return answer.answered().orElseThrow();
    }

    private static <T> LiveKitAnswer<T> answer(CompletionStage<LiveKitAnswer<T>> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
