package telephony.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import telephony.directory.Directory.PutCount;
import telephony.directory.DirectoryRefusedException.Reason;
import telephony.routing.AgentConfig;
import telephony.store.InvalidCursorException;
import telephony.store.Page;
import telephony.testkit.FakeDirectory;
import telephony.testkit.Race;

class DirectoryTest {

    private static final String NUMBER = "+15551230001";
    private static final OptionalLong ANY = OptionalLong.empty();

    private final FakeDirectory store = new FakeDirectory();
    private final DirectoryWatch watch = new DirectoryWatch(store);
    private final Directory directory = new Directory(store, watch);

    private static Tenant tenant(String id) {
        return new Tenant(id, id, null);
    }

    private static Agent agent(String id, @Nullable String tenant) {
        return new Agent(id, tenant, id, AgentConfig.named("phone"), Agent.Status.ACTIVE, 10);
    }

    private static DirectoryNumber number(String number, @Nullable String tenant, String... agents) {
        return new DirectoryNumber(number, tenant, List.of(agents), Map.of());
    }

    private static Campaign campaign(String id, @Nullable String tenant, String agent, String... numbers) {
        return new Campaign(id, tenant, id, agent, List.of(numbers), null, null, null, Map.of());
    }

    private static AbstractThrowableAssert<?, ?> refused(Reason reason, ThrowingCallable wish) {
        AbstractThrowableAssert<?, ?> refusal = assertThatThrownBy(wish);
        refusal.asInstanceOf(type(DirectoryRefusedException.class))
                .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(reason));
        return refusal;
    }

    @Test
    void whatIsMadeShouldBeInTheSnapshotBeforeTheAnswer() {
        DirectoryRow made = directory.create(agent("sales", null), null);

        assertThat(made.version()).isEqualTo(1);
        assertThat(watch.snapshot().agent("sales")).isPresent();
    }

    @Test
    void anEntryShouldNotBeMadeTwice() {
        directory.create(agent("sales", null), null);

        refused(Reason.TAKEN, () -> directory.create(agent("sales", null), null));
    }

    @Test
    void whatIsNamedMustBeThere() {
        refused(Reason.INVALID, () -> directory.create(number(NUMBER, null, "nobody"), null))
                .hasMessageContaining("/agentIds/0")
                .hasMessageContaining("there is no agent nobody");
        refused(Reason.INVALID, () -> directory.create(agent("sales", "acme"), null))
                .hasMessageContaining("/tenantId");
        store.with(agent("sales", null));
        refused(Reason.INVALID, () -> directory.create(campaign("spring", null, "sales", NUMBER), null))
                .hasMessageContaining("/numbers/0");
        refused(Reason.INVALID, () -> directory.create(new Tenant("acme", "Acme", "sales"), null))
                .hasMessageContaining("/defaultAgentId");
    }

    @Test
    void whatIsNamedMustBeOfTheSameTenant() {
        store.with(tenant("acme"), tenant("beta"), agent("sales", "beta"), number(NUMBER, "beta"));

        refused(Reason.INVALID, () -> directory.create(number("+15551230002", "acme", "sales"), null))
                .hasMessageContaining("agent sales is not");
        refused(Reason.INVALID, () -> directory.create(campaign("spring", "acme", "sales", NUMBER), null));
    }

    @Test
    void whatIsNamedShouldNotBeRemovedAndTheRefusalSayByWhom() {
        store.with(tenant("acme"), agent("sales", "acme"), number(NUMBER, "acme", "sales"));
        store.with(campaign("spring", "acme", "sales", NUMBER), new Tenant("acme", "Acme", "sales"));

        refused(Reason.NAMED_BY_OTHERS, () -> directory.remove(EntryKey.agent("sales"), ANY, null))
                .hasMessageContaining("number " + NUMBER)
                .hasMessageContaining("campaign spring")
                .hasMessageContaining("tenant acme");
        refused(Reason.NAMED_BY_OTHERS, () -> directory.remove(EntryKey.number(NUMBER), ANY, null));
        refused(Reason.NAMED_BY_OTHERS, () -> directory.remove(EntryKey.tenant("acme"), ANY, null));

        directory.remove(EntryKey.campaign("spring"), ANY, null);
        directory.remove(EntryKey.number(NUMBER), ANY, null);

        assertThat(watch.snapshot().number(NUMBER)).isEmpty();
    }

    @Test
    void whatIsNamedShouldNotMoveToAnotherTenant() {
        store.with(tenant("acme"), tenant("beta"), agent("sales", "acme"), number(NUMBER, "acme", "sales"));

        refused(
                Reason.NAMED_BY_OTHERS,
                () -> directory.change(EntryKey.agent("sales"), ANY, before -> agent("sales", "beta"), null));
    }

    @Test
    void aChangeShouldNeedTheVersionThatItNames() {
        store.with(agent("sales", null));
        DirectoryRow first =
                directory.change(EntryKey.agent("sales"), OptionalLong.of(1), before -> inactive((Agent) before), null);

        assertThat(first.version()).isEqualTo(2);
        refused(
                Reason.CHANGED,
                () -> directory.change(EntryKey.agent("sales"), OptionalLong.of(1), before -> before, null));
        refused(Reason.CHANGED, () -> directory.remove(EntryKey.agent("sales"), OptionalLong.of(1), null));
    }

    private static Agent inactive(Agent agent) {
        return new Agent(
                agent.id(), agent.tenantId(), agent.name(), agent.config(), Agent.Status.INACTIVE, agent.priority());
    }

    @Test
    void aChangeThatChangesNothingShouldKeepTheVersion() {
        store.with(agent("sales", null));

        assertThat(directory
                        .change(EntryKey.agent("sales"), ANY, before -> before, null)
                        .version())
                .isEqualTo(1);
    }

    @Test
    void ofAnotherTenantNothingShouldBeReached() {
        store.with(tenant("acme"), tenant("beta"), agent("theirs", "beta"), number(NUMBER, "beta", "theirs"));
        store.with(agent("nobodys", null));

        assertThat(directory.find(EntryKey.agent("theirs"), "acme")).isEmpty();
        assertThat(directory.find(EntryKey.agent("nobodys"), "acme")).isEmpty();
        assertThat(directory.find(EntryKey.tenant("beta"), "acme")).isEmpty();
        assertThat(directory.page(EntryKind.AGENT, "acme", null, 10).items()).isEmpty();
        refused(Reason.NOT_FOUND, () -> directory.change(EntryKey.agent("theirs"), ANY, before -> before, "acme"));
        refused(Reason.NOT_FOUND, () -> directory.remove(EntryKey.number(NUMBER), ANY, "acme"));
        refused(Reason.INVALID, () -> directory.create(agent("mine", "beta"), "acme"))
                .hasMessageContaining("must be acme");
        refused(Reason.INVALID, () -> directory.create(number("+15551230002", "acme", "theirs"), "acme"))
                .as("as if it were not there")
                .hasMessageContaining("there is no agent theirs");
        refused(Reason.TAKEN, () -> directory.put(List.of(agent("theirs", "acme")), "acme"));
    }

    @Test
    void tenantsShouldBeMadeAndRemovedByNoTenant() {
        store.with(tenant("acme"));

        refused(Reason.NOT_FOR_TENANTS, () -> directory.create(tenant("gamma"), "acme"));
        refused(Reason.NOT_FOR_TENANTS, () -> directory.put(List.of(tenant("gamma")), "acme"));
        refused(Reason.NOT_FOR_TENANTS, () -> directory.remove(EntryKey.tenant("acme"), ANY, "acme"));
        assertThat(directory
                        .change(EntryKey.tenant("acme"), ANY, before -> new Tenant("acme", "New", null), "acme")
                        .version())
                .isEqualTo(2);
    }

    @Test
    void whatIsPutTogetherMayNameEachOtherAndTheSameAgainChangesNothing() {
        List<DirectoryEntry> all = List.of(
                new Tenant("acme", "Acme", "sales"),
                campaign("spring", "acme", "sales", NUMBER),
                number(NUMBER, "acme", "sales"),
                agent("sales", "acme"));

        assertThat(directory.put(all, null)).isEqualTo(new PutCount(4, 0, 0));
        assertThat(directory.put(all, null)).isEqualTo(new PutCount(0, 0, 4));
        List<DirectoryEntry> other = new ArrayList<>(all);
        other.set(3, inactive(agent("sales", "acme")));

        assertThat(directory.put(other, null)).isEqualTo(new PutCount(0, 1, 3));
        assertThat(watch.snapshot().revision()).isEqualTo(5);
    }

    @Test
    void everythingThatIsWrongShouldBeToldAtOnce() {
        List<DirectoryEntry> wrong = List.of(agent("-", null), number("0151", null, "x", "x"));

        assertThatThrownBy(() -> directory.put(wrong, null))
                .asInstanceOf(type(DirectoryRefusedException.class))
                .satisfies(thrown -> assertThat(thrown.flaws())
                        .extracting(DirectoryFlaw::pointer)
                        .containsExactly("/id", "/number", "/agentIds/1"));
    }

    @Test
    void pagesShouldEndWithoutACursorAndRefuseForeignOnes() {
        store.with(agent("a", null), agent("b", null), agent("c", null));

        Page<DirectoryRow> first = directory.page(EntryKind.AGENT, null, null, 2);
        Page<DirectoryRow> second = directory.page(EntryKind.AGENT, null, first.nextCursor(), 2);

        assertThat(first.items()).hasSize(2);
        assertThat(second.items()).extracting(row -> row.key().id()).containsExactly("c");
        assertThat(second.nextCursor()).isNull();
        assertThatThrownBy(() -> directory.page(EntryKind.AGENT, null, "\u0000", 2))
                .isInstanceOf(InvalidCursorException.class);
    }

    @Test
    void aKeyOfNoShapeShouldBeAbsentWithoutAskingTheStore() {
        store.setDown(true);

        assertThat(directory.find(EntryKey.agent("a\u0000b"), null)).isEmpty();
    }

    @Test
    void whoMeetsOthersShouldTryAgainAndGiveUpInTheEnd() {
        store.meetConflicts(19);
        directory.create(agent("sales", null), null);
        store.meetConflicts(Integer.MAX_VALUE);

        refused(Reason.BUSY, () -> directory.create(agent("night", null), null));
    }

    /** An agent that is removed while somebody gives it a number: one of the two is refused. */
    @Test
    void nothingShouldBeLeftThatNamesWhatWasRemovedMeanwhile() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            String id = "a" + round;
            String number = "+1555" + (1_000_000 + round);
            store.with(agent(id, null));
            AtomicInteger done = new AtomicInteger();
            Race.run(2, racer -> {
                Directory own = new Directory(store, new DirectoryWatch(store));
                try {
                    if (racer == 0) {
                        own.remove(EntryKey.agent(id), ANY, null);
                    } else {
                        own.create(number(number, null, id), null);
                    }
                    done.incrementAndGet();
                } catch (DirectoryRefusedException e) {
                    assertThat(e.reason()).isIn(Reason.INVALID, Reason.NAMED_BY_OTHERS);
                }
            });
            assertThat(done).hasValue(1);
        }
    }
}
