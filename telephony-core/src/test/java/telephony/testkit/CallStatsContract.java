package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.CallTimes;
import telephony.call.Direction;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.routing.Rung;
import telephony.stats.CallStats;
import telephony.stats.CallStatsPort;
import telephony.stats.CallStatsQuery;
import telephony.stats.CallStatsQuery.By;
import telephony.stats.Routed;
import telephony.store.Commit;
import telephony.store.TelephonyStorePort;

/** What counting must come to, whatever store the calls are in. */
public interface CallStatsContract {

    /** In this zone clocks go back on 25 October 2026, and forward on 29 March. */
    ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** An empty store whose clock is this one, as far as it can be told one. */
    TelephonyStorePort newStore(InstantSource clock);

    /** What counts the calls of this store. */
    CallStatsPort statsOf(TelephonyStorePort store);

    private TelephonyStorePort store() {
        return newStore(new HandClock(Calls.START));
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    private static CallStatsQuery around(Instant instant) {
        return CallStatsQuery.total(instant.minus(Duration.ofDays(30)), instant.plus(Duration.ofDays(30)));
    }

    /** A call that began then, of this tenant, routed so. */
    private static TelephonyCall call(Instant at, @Nullable String tenant, RoutingDecision route) {
        CallId callId = Calls.newCallId();
        TelephonyCall old = Calls.inbound("RM_" + callId, "SCL_" + callId, at);
        return new TelephonyCall(
                callId,
                old.control(),
                new CallOrigin(
                        Direction.INBOUND, old.origin().roomName(), old.origin().roomSid(), 1, tenant, tenant),
                old.legs(),
                route,
                old.dispatch(),
                CallTimes.startingAt(at),
                null,
                null,
                old.gaps());
    }

    private static TelephonyCall call(Instant at) {
        return call(at, null, RoutingDecision.Dispatch.of(AgentConfig.named(Calls.AGENT), "number"));
    }

    /** The same, answered after so many milliseconds and over after so many more, as whatever comes of it. */
    private static TelephonyCall over(TelephonyCall call, long ringMillis, long talkMillis) {
        Instant answered = call.times().createdAt().plusMillis(ringMillis);
        return call.withTimes(call.times()
                        .agentJoinedAt(answered.minusMillis(ringMillis / 2))
                        .answeredAt(answered))
                .ended(answered.plusMillis(talkMillis), "CLIENT_INITIATED");
    }

    private static void keep(TelephonyStorePort store, TelephonyCall call) {
        assertThat(store.commit(Commit.ofRow(call, List.of()))).isEqualTo(Commit.Result.STORED);
    }

    private CallStats.Group only(TelephonyStorePort store, CallStatsQuery query) {
        CallStats stats = statsOf(store).count(query);
        assertThat(stats.groups()).hasSize(1);
        return stats.groups().get(0);
    }

    @Test
    default void countShouldTellOfNoGroupWhereThereIsNoCall() {
        CallStats stats = statsOf(store()).count(around(Calls.START));

        assertThat(stats).isEqualTo(new CallStats(List.of(), false));
    }

    @Test
    default void countShouldTellHowManyAreOverAndWhatTheyCameTo() {
        TelephonyStorePort store = store();
        TelephonyCall ended = over(call(Calls.START), 100, 1_000);
        keep(store, ended);
        keep(store, call(Calls.START.plusSeconds(1)));

        CallStats.Group all = only(store, around(Calls.START));

        assertThat(all.key()).isNull();
        assertThat(all.calls()).isEqualTo(2);
        assertThat(all.ended()).isEqualTo(1);
        assertThat(all.outcomes()).isEqualTo(Map.of(outcome(ended), 1L));
        assertThat(all.routed()).isEqualTo(Map.of(Routed.ACTIVE, 2L));
    }

    private static Outcome.Result outcome(TelephonyCall call) {
        Outcome outcome = call.outcome();
        assertThat(outcome).isNotNull();
        return outcome.result();
    }

    @Test
    default void countShouldFollowACallThatIsWrittenAgain() {
        TelephonyStorePort store = store();
        TelephonyCall call = call(Calls.START);
        keep(store, call);
        keep(store, over(store.find(call.callId()).orElseThrow(), 700, 5_000));

        CallStats.Group all = only(store, around(Calls.START));

        assertThat(all.calls()).isEqualTo(1);
        assertThat(all.ended()).isEqualTo(1);
        assertThat(all.talk().p50()).isEqualTo(5_000);
    }

    @Test
    default void countShouldForgetACallThatTheStoreForgets() {
        TelephonyStorePort store = store();
        keep(store, over(call(Calls.START), 700, 5_000));
        Instant later = Calls.START.plus(Duration.ofDays(1));
        assertThat(store.purge(later, later, 10)).isEqualTo(1);

        assertThat(statsOf(store).count(around(Calls.START)).groups()).isEmpty();
    }

    @Test
    default void percentilesShouldLieInProportionBetweenTwoCalls() {
        TelephonyStorePort store = store();
        for (int i = 1; i <= 20; i++) {
            keep(store, over(call(Calls.START.plusSeconds(i)), i * 100L, i * 1_000L));
        }

        CallStats.Group all = only(store, around(Calls.START));

        // Between the tenth and the eleventh; 0.05 and 0.81 of the way from the nineteenth to the twentieth.
        assertThat(all.ring()).isEqualTo(new CallStats.Percentiles(20, 1_050L, 1_905L, 1_981L));
        assertThat(all.toAgent()).isEqualTo(new CallStats.Percentiles(20, 525L, 953L, 991L));
        assertThat(all.talk()).isEqualTo(new CallStats.Percentiles(20, 10_500L, 19_050L, 19_810L));
    }

    @Test
    default void timesThatACallDoesNotHaveShouldNotCount() {
        TelephonyStorePort store = store();
        keep(store, call(Calls.START));
        keep(store, over(call(Calls.START.plusSeconds(1)), 300, 2_000));
        keep(store, call(Calls.START.plusSeconds(2)).ended(Calls.START.plusSeconds(9), "CLIENT_INITIATED"));

        CallStats.Group all = only(store, around(Calls.START));

        assertThat(all.ring()).isEqualTo(new CallStats.Percentiles(1, 300L, 300L, 300L));
        assertThat(all.talk().calls()).isEqualTo(1);
    }

    @Test
    default void aPeriodShouldHaveItsFirstInstantAndNotItsEnd() {
        TelephonyStorePort store = store();
        keep(store, call(Calls.START.minusMillis(1)));
        keep(store, call(Calls.START));
        keep(store, call(Calls.START.plusSeconds(59)));
        keep(store, call(Calls.START.plusSeconds(60)));

        assertThat(only(store, CallStatsQuery.total(Calls.START, Calls.START.plusSeconds(60)))
                        .calls())
                .isEqualTo(2);
    }

    @Test
    default void aCallOverMidnightShouldBelongToTheDayOnWhichItBegan() {
        TelephonyStorePort store = store();
        keep(store, over(call(at("2026-11-20T22:59:59.999Z")), 500, 3_600_000));
        keep(store, over(call(at("2026-11-20T23:00:00Z")), 500, 3_600_000));

        CallStats stats = statsOf(store).count(around(Calls.START).byDayIn(BERLIN));

        assertThat(stats.groups()).extracting(CallStats.Group::key).containsExactly("2026-11-20", "2026-11-21");
        assertThat(stats.groups()).extracting(CallStats.Group::calls).containsExactly(1L, 1L);
        assertThat(only(store, around(Calls.START).byDayIn(ZoneId.of("UTC"))).key())
                .isEqualTo("2026-11-20");
    }

    @Test
    default void daysShouldBeTheZonesOwnWhenItsClocksChange() {
        TelephonyStorePort store = store();
        Instant autumn = at("2026-10-25T12:00:00Z");
        // 25 hours long: from 22:00 of the day before to 23:00.
        keep(store, call(at("2026-10-24T21:59:59.999Z")));
        keep(store, call(at("2026-10-24T22:00:00Z")));
        keep(store, call(at("2026-10-25T22:59:59.999Z")));
        keep(store, call(at("2026-10-25T23:00:00Z")));

        CallStats stats = statsOf(store).count(around(autumn).byDayIn(BERLIN));

        assertThat(stats.groups())
                .extracting(CallStats.Group::key)
                .containsExactly("2026-10-24", "2026-10-25", "2026-10-26");
        assertThat(stats.groups()).extracting(CallStats.Group::calls).containsExactly(1L, 2L, 1L);
    }

    @Test
    default void daysShouldNotHangOnTheZoneOfThisMachine() {
        TelephonyStorePort store = store();
        keep(store, call(at("2026-11-20T23:30:00Z")));
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));

            assertThat(only(store, around(Calls.START).byDayIn(BERLIN)).key()).isEqualTo("2026-11-21");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    default void aPartOfADayShouldCountNothingOfTheRestOfIt() {
        TelephonyStorePort store = store();
        keep(store, call(at("2026-11-20T08:00:00Z")));
        keep(store, call(at("2026-11-20T10:00:00Z")));
        keep(store, call(at("2026-11-21T08:00:00Z")));
        keep(store, call(at("2026-11-21T10:00:00Z")));

        CallStats stats = statsOf(store)
                .count(CallStatsQuery.total(at("2026-11-20T09:00:00Z"), at("2026-11-21T09:00:00Z"))
                        .byDayIn(BERLIN));

        assertThat(stats.groups()).extracting(CallStats.Group::key).containsExactly("2026-11-20", "2026-11-21");
        assertThat(stats.groups()).extracting(CallStats.Group::calls).containsExactly(1L, 1L);
    }

    @Test
    default void callsShouldBeCountedTogetherByWhatTheyHaveInCommonTheMostFirst() {
        TelephonyStorePort store = store();
        RoutingDecision sales = RoutingDecision.Dispatch.of(AgentConfig.named("sales"), "number");
        keep(store, call(Calls.START, "acme", sales));
        keep(store, call(Calls.START.plusSeconds(1), "globex", sales));
        keep(store, call(Calls.START.plusSeconds(2), "globex", new RoutingDecision.Reject("blocked")));
        keep(store, call(Calls.START.plusSeconds(3), null, new RoutingDecision.Ignore("not-ours")));
        keep(store, Calls.outbound());

        assertThat(counts(store, By.TENANT)).containsExactly("acme=2", "globex=2", "null=1");
        assertThat(counts(store, By.CAMPAIGN)).containsExactly("globex=2", "acme=1", "spring=1", "null=1");
        assertThat(counts(store, By.NUMBER)).containsExactly("+15559990000=4", "+14155550100=1");
        assertThat(counts(store, By.AGENT)).containsExactly("sales=2", "null=2", "phone-agent=1");
        assertThat(counts(store, By.REASON)).containsExactly("number=2", "blocked=1", "not-ours=1", "order=1");
        assertThat(counts(store, By.OUTCOME)).containsExactly("null=5");
    }

    private List<String> counts(TelephonyStorePort store, By by) {
        return statsOf(store).count(around(Calls.START).by(by)).groups().stream()
                .map(group -> group.key() + "=" + group.calls())
                .toList();
    }

    @Test
    default void theNamedAgentShouldBeToldFromWhoeverAnswersInItsPlace() {
        TelephonyStorePort store = store();
        keep(store, call(Calls.START));
        keep(store, call(Calls.START, null, RoutingDecision.Dispatch.of(AgentConfig.named(Calls.AGENT), "default")));
        keep(
                store,
                call(Calls.START, null, RoutingDecision.Dispatch.of(AgentConfig.named(Calls.AGENT), "rules-failed")));
        TelephonyCall replaced = call(
                Calls.START,
                null,
                RoutingDecision.Dispatch.of(AgentConfig.named("sales"), "number")
                        .withOnAgentMissing(List.of(new Rung.FallbackAgent(AgentConfig.named("desk")))));
        keep(store, replaced.withDispatch(replaced.dispatch().onRung(1)));
        keep(store, call(Calls.START, null, new RoutingDecision.Reject("blocked")));

        assertThat(only(store, around(Calls.START)).routed())
                .isEqualTo(Map.of(Routed.ACTIVE, 1L, Routed.FALLBACK, 3L, Routed.NONE, 1L));
    }

    @Test
    default void onlyCallsOfTheTenantTheCampaignAndTheDirectionShouldCount() {
        TelephonyStorePort store = store();
        RoutingDecision route = RoutingDecision.Dispatch.of(AgentConfig.named(Calls.AGENT), "number");
        keep(store, call(Calls.START, "acme", route));
        keep(store, call(Calls.START, "globex", route));
        keep(store, Calls.outbound());
        CallStatsQuery all = around(Calls.START);

        assertThat(only(store, all.ofTenant("acme")).calls()).isEqualTo(2);
        assertThat(only(store, new CallStatsQuery(all.from(), all.until(), BERLIN, By.TOTAL, null, "spring", null))
                        .calls())
                .isEqualTo(1);
        assertThat(only(
                                store,
                                new CallStatsQuery(
                                        all.from(), all.until(), BERLIN, By.DAY, "acme", null, Direction.INBOUND))
                        .calls())
                .isEqualTo(1);
        assertThat(statsOf(store).count(all.ofTenant("nobody")).groups()).isEmpty();
        assertThat(statsOf(store)
                        .count(all.ofTenant("' OR TRUE --").by(By.TENANT))
                        .groups())
                .isEmpty();
    }

    @Test
    default void noMoreGroupsThanMayBeToldShouldBeToldThoseWithFewestCallsLeftOut() {
        TelephonyStorePort store = store();
        RoutingDecision route = RoutingDecision.Dispatch.of(AgentConfig.named(Calls.AGENT), "number");
        for (int i = 0; i <= CallStats.MAX_GROUPS; i++) {
            keep(store, call(Calls.START, "tenant-%04d".formatted(i), route));
        }
        keep(store, call(Calls.START, "tenant-1000", route));

        CallStats stats = statsOf(store).count(around(Calls.START).by(By.TENANT));

        assertThat(stats.more()).isTrue();
        assertThat(stats.groups()).hasSize(CallStats.MAX_GROUPS);
        assertThat(stats.groups().get(0).key()).isEqualTo("tenant-1000");
        assertThat(stats.groups()).extracting(CallStats.Group::key).doesNotContain("tenant-0999");
    }

    @Test
    default void countingShouldSeeEachCallOnceWhileItIsWritten() throws InterruptedException {
        TelephonyStorePort store = store();
        TelephonyCall call = call(Calls.START);
        keep(store, call);
        Queue<Long> counts = new ConcurrentLinkedQueue<>();

        Race.run(4, racer -> {
            if (racer == 0) {
                store.commit(Commit.ofRow(over(store.find(call.callId()).orElseThrow(), 100, 100), List.of()));
            } else {
                // What reports of a database run at once is limited.
                synchronized (counts) {
                    counts.add(only(store, around(Calls.START)).calls());
                }
            }
        });

        assertThat(counts).containsOnly(1L);
        assertThat(only(store, around(Calls.START)).ended()).isEqualTo(1);
    }
}
