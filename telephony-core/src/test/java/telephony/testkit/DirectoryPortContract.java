package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.testkit.DirectoryRemovalContract.agent;
import static telephony.testkit.DirectoryRemovalContract.put;
import static telephony.testkit.DirectoryRemovalContract.tenant;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.DirectoryChange;
import telephony.directory.DirectoryChanges;
import telephony.directory.DirectoryNumber;
import telephony.directory.DirectoryPort;
import telephony.directory.DirectoryRow;
import telephony.directory.EntryKey;
import telephony.directory.EntryKind;
import telephony.directory.OpeningHours;
import telephony.directory.Tenant;
import telephony.guard.Span;
import telephony.routing.AgentConfig;

/** What every keeping of a directory must do. */
public interface DirectoryPortContract extends DirectoryRemovalContract {

    /** How often each of them changes something. */
    int CHANGES = 10;

    @Test
    default void nothingShouldBeFoundWhereNothingIs() {
        DirectoryPort directory = newDirectory();

        assertThat(directory.find(EntryKey.agent("sales"))).isEmpty();
        assertThat(directory.page(EntryKind.AGENT, null, null, 10)).isEmpty();
        assertThat(directory.changesAfter(0, 10)).isEqualTo(new DirectoryChanges(List.of(), 0));
    }

    @Test
    default void entriesShouldComeBackWhole() {
        DirectoryPort directory = newDirectory();
        AgentConfig config = new AgentConfig(
                "phone",
                "Łukasz' \"prompt\" \\ 'x' 😀\u0000",
                null,
                "alto",
                "m-1",
                List.of(Map.of("name", "book", "limits", List.of(1L, 2.5, true))),
                "none",
                AgentConfig.MetadataStyle.FLAT);
        Agent agent = new Agent("sales.1", "acme", "Sales", config, Agent.Status.INACTIVE, 0, 1);
        DirectoryNumber number = new DirectoryNumber(
                "+919876543210", "acme", List.of("sales.1", "sales.0"), Map.of("_id", "k17", "n", 3L));
        OpeningHours hours = new OpeningHours(
                ZoneId.of("Asia/Kolkata"),
                Map.of(DayOfWeek.MONDAY, List.of(new Span(0, 60), new Span(120, Span.DAY_SECONDS))),
                List.of("in", "us-fl"),
                OpeningHours.Outside.agent("night"));
        Campaign campaign = new Campaign(
                "spring",
                "acme",
                "Spring",
                "sales.1",
                List.of("+919876543210"),
                hours,
                Instant.ofEpochMilli(1),
                Instant.ofEpochMilli(1_795_255_200_123L),
                Map.of("deep", Map.of("list", List.of("a", 1L))),
                250,
                3);
        Campaign plain = new Campaign("autumn", null, "Autumn", "a", List.of(), null, null, null, Map.of());

        assertThat(put(directory, new Tenant("acme", "Acme", "sales.1", 7), agent, number, campaign, plain))
                .hasValue(5);

        assertThat(directory.changesAfter(0, 10).rows())
                .containsExactly(
                        DirectoryRow.of(1, new Tenant("acme", "Acme", "sales.1", 7)),
                        DirectoryRow.of(2, agent),
                        DirectoryRow.of(3, number),
                        DirectoryRow.of(4, campaign),
                        DirectoryRow.of(5, plain));
        assertThat(directory.find(EntryKey.agent("sales.1"))).contains(DirectoryRow.of(2, agent));
        assertThat(directory.find(EntryKey.campaign("spring"))).contains(DirectoryRow.of(4, campaign));
    }

    @Test
    default void anEntryShouldNotTakeThePlaceOfAnother() {
        DirectoryPort directory = newDirectory();
        put(directory, tenant("acme"));

        OptionalLong second = directory.commit(
                List.of(DirectoryChange.put(0, new Tenant("acme", "Other", null))), OptionalLong.empty());

        assertThat(second).isEmpty();
        assertThat(directory.find(EntryKey.tenant("acme"))).contains(DirectoryRow.of(1, tenant("acme")));
    }

    @Test
    default void anEntryThatSomebodyChangedMeanwhileShouldNotBeChanged() {
        DirectoryPort directory = newDirectory();
        put(directory, agent("sales", Agent.Status.ACTIVE));
        put(directory, agent("sales", Agent.Status.INACTIVE));

        DirectoryChange stale = DirectoryChange.put(1, agent("sales", Agent.Status.ACTIVE));
        DirectoryChange absent = DirectoryChange.put(1, agent("night", Agent.Status.ACTIVE));

        assertThat(directory.commit(List.of(stale), OptionalLong.empty())).isEmpty();
        assertThat(directory.commit(List.of(absent), OptionalLong.empty())).isEmpty();
        assertThat(directory.commit(List.of(DirectoryChange.remove(EntryKey.agent("sales"), 1)), OptionalLong.empty()))
                .isEmpty();
        assertThat(directory.changesAfter(0, 10).rows())
                .containsExactly(DirectoryRow.of(2, agent("sales", Agent.Status.INACTIVE)));
    }

    /** As after a crash between the two: either both are there or neither. */
    @Test
    default void changesShouldBeMadeTogetherOrNotAtAll() {
        DirectoryPort directory = newDirectory();
        put(directory, tenant("acme"));

        OptionalLong refused = directory.commit(
                List.of(
                        DirectoryChange.put(0, tenant("beta")),
                        DirectoryChange.remove(EntryKey.tenant("acme"), 1),
                        DirectoryChange.put(7, tenant("gamma"))),
                OptionalLong.empty());

        assertThat(refused).isEmpty();
        assertThat(directory.changesAfter(0, 10))
                .isEqualTo(new DirectoryChanges(List.of(DirectoryRow.of(1, tenant("acme"))), 1));
    }

    @Test
    default void aChangeForOneRevisionShouldNotBeMadeAtAnother() {
        DirectoryPort directory = newDirectory();
        put(directory, tenant("acme"));
        List<DirectoryChange> change = List.of(DirectoryChange.put(0, tenant("beta")));

        assertThat(directory.commit(change, OptionalLong.of(0))).isEmpty();
        assertThat(directory.commit(change, OptionalLong.of(2))).isEmpty();
        assertThat(directory.commit(change, OptionalLong.of(1))).hasValue(2);
    }

    @Test
    default void whoFollowsInSmallPartsShouldMissNothing() {
        DirectoryPort directory = newDirectory();
        for (int i = 0; i < 7; i++) {
            put(directory, tenant("t" + i));
        }
        put(directory, new Tenant("t2", "again", null));

        List<String> seen = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < 3; i++) {
            for (DirectoryRow row : directory.changesAfter(at, 3).rows()) {
                seen.add(row.key().id());
                at = row.version();
            }
        }

        assertThat(seen).containsExactly("t0", "t1", "t3", "t4", "t5", "t6", "t2");
    }

    @Test
    default void pagesShouldShowEachEntryOfTheTenantOnce() {
        DirectoryPort directory = newDirectory();
        for (int i = 0; i < 5; i++) {
            put(directory, agent("a" + i, Agent.Status.ACTIVE));
            put(directory, new Agent("b" + i, "beta", "B", AgentConfig.named("phone"), Agent.Status.ACTIVE, 1));
        }
        put(directory, new Agent("c", null, "C", AgentConfig.named("phone"), Agent.Status.ACTIVE, 1), tenant("acme"));

        assertThat(ids(directory, null))
                .containsExactlyInAnyOrder("a0", "a1", "a2", "a3", "a4", "b0", "b1", "b2", "b3", "b4", "c");
        assertThat(ids(directory, "acme")).containsExactlyInAnyOrder("a0", "a1", "a2", "a3", "a4");
        assertThat(ids(directory, "nobody' or 1=1")).isEmpty();
    }

    private static List<String> ids(DirectoryPort directory, @Nullable String tenant) {
        List<String> ids = new ArrayList<>();
        List<DirectoryRow> page = directory.page(EntryKind.AGENT, tenant, null, 2);
        while (!page.isEmpty()) {
            page.forEach(row -> ids.add(row.key().id()));
            page = directory.page(EntryKind.AGENT, tenant, ids.get(ids.size() - 1), 2);
        }
        return ids;
    }

    @Test
    default void anEntryThatMovesToAnotherTenantShouldBeInItsPagesOnly() {
        DirectoryPort directory = newDirectory();
        put(directory, new DirectoryNumber("+4915112345678", "acme", List.of(), Map.of()));

        put(directory, new DirectoryNumber("+4915112345678", "beta", List.of(), Map.of()));

        assertThat(directory.page(EntryKind.NUMBER, "acme", null, 10)).isEmpty();
        assertThat(directory.page(EntryKind.NUMBER, "beta", null, 10)).hasSize(1);
    }

    @Test
    default void ofManyWhoChangeTheSameEntryOneShouldSucceed() throws InterruptedException {
        DirectoryPort directory = newDirectory();
        put(directory, tenant("acme"));
        AtomicInteger successes = new AtomicInteger();

        Race.run(THREADS, racer -> {
            DirectoryChange change = DirectoryChange.put(1, new Tenant("acme", "of racer " + racer, null));
            if (directory
                    .commit(List.of(change, DirectoryChange.put(0, tenant("t" + racer))), OptionalLong.empty())
                    .isPresent()) {
                successes.incrementAndGet();
            }
        });

        assertThat(successes).hasValue(1);
        assertThat(directory.page(EntryKind.TENANT, null, null, 100)).hasSize(2);
    }

    /** An entry of a low revision that shows after one of a higher was seen would never be asked for again. */
    @Test
    default void whoFollowsWhileManyWriteShouldMissNothing() throws InterruptedException {
        DirectoryPort directory = newDirectory();
        Set<String> followed = new HashSet<>();
        AtomicInteger writing = new AtomicInteger(THREADS);

        Race.run(THREADS + 1, racer -> {
            if (racer == THREADS) {
                follow(directory, followed, writing);
                return;
            }
            try {
                for (int i = 0; i < CHANGES; i++) {
                    Tenant made = tenant("t" + racer + "-" + i);
                    while (directory
                            .commit(List.of(DirectoryChange.put(0, made)), OptionalLong.empty())
                            .isEmpty()) {
                        Thread.onSpinWait();
                    }
                }
            } finally {
                writing.decrementAndGet();
            }
        });

        assertThat(followed).hasSize(THREADS * CHANGES);
    }

    private static void follow(DirectoryPort directory, Set<String> followed, AtomicInteger writing) {
        long at = 0;
        boolean over = false;
        while (!over) {
            over = writing.get() == 0;
            for (DirectoryRow row :
                    directory.changesAfter(at, DirectoryPort.MAX_ROWS).rows()) {
                followed.add(row.key().id());
                at = row.version();
            }
        }
    }

    @Test
    default void aFullStepShouldBeMadeAndRead() {
        DirectoryPort directory = newDirectory();
        List<DirectoryChange> changes = new ArrayList<>();
        for (int i = 0; i < DirectoryPort.MAX_ROWS; i++) {
            changes.add(DirectoryChange.put(0, tenant("t" + i)));
        }

        assertThat(directory.commit(changes, OptionalLong.of(0))).hasValue(DirectoryPort.MAX_ROWS);

        assertThat(directory.changesAfter(0, DirectoryPort.MAX_ROWS).rows()).hasSize(DirectoryPort.MAX_ROWS);
        assertThat(directory.page(EntryKind.TENANT, null, null, DirectoryPort.MAX_ROWS))
                .hasSize(DirectoryPort.MAX_ROWS);
    }

    @Test
    default void aHostileTimeZoneShouldChangeNothing() {
        TimeZone usual = TimeZone.getDefault();
        try {
            DirectoryPort directory = newDirectory();
            Campaign campaign = new Campaign(
                    "spring", null, "Spring", "a", List.of(), null, Calls.START, Calls.START.plusMillis(1), Map.of());
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
            put(directory, campaign);
            TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));

            assertThat(directory.find(campaign.key())).contains(DirectoryRow.of(1, campaign));
        } finally {
            TimeZone.setDefault(usual);
        }
    }
}
