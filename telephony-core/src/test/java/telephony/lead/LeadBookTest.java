package telephony.lead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.call.CallOrigin;
import telephony.call.Direction;
import telephony.call.PhoneNumber;
import telephony.call.SipAttributes;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.observe.TelephonyListener;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.testkit.Calls;
import telephony.testkit.FakeLeads;
import telephony.testkit.FakeTelephonyStore;
import telephony.testkit.HandClock;

class LeadBookTest {

    private static final Duration KEPT = Duration.ofHours(24);
    private static final String ANN = "+15551230001";

    private final HandClock clock = new HandClock(Calls.START);
    private final FakeTelephonyStore store = new FakeTelephonyStore(clock);
    private final FakeLeads leads = new FakeLeads();
    private final Deque<Runnable> pending = new ArrayDeque<>();
    private final List<String> troubles = new ArrayList<>();
    private int rooms;
    private LeadBook book = book(pending::add);

    private LeadBook book(Executor executor) {
        return new LeadBook(
                leads,
                store,
                executor,
                new TelephonyListener() {
                    @Override
                    public void onTrouble(String what, Throwable cause) {
                        troubles.add(what);
                    }
                },
                KEPT);
    }

    /** The first round finds nothing. */
    @BeforeEach
    void begun() {
        follow();
    }

    private void work() {
        while (!pending.isEmpty()) {
            pending.remove().run();
        }
    }

    private void follow() {
        book.follow("one");
        work();
    }

    /** A round after a pause. */
    private void nextRound() {
        clock.advance(LeadBook.EVERY);
        follow();
    }

    private static RoutingDecision route(String reason, @Nullable String tenant, @Nullable String campaign) {
        return new RoutingDecision.Dispatch(AgentConfig.named("phone"), reason, tenant, campaign, Map.of(), List.of());
    }

    private TelephonyCall call(@Nullable String from, @Nullable RoutingDecision route, @Nullable String frontEndId) {
        String room = "RM_" + ++rooms;
        TelephonyCall base = Calls.inbound(room, "SCL_" + rooms, clock.instant());
        SipAttributes sip = new SipAttributes(
                "SCL_" + rooms,
                "active",
                "ST_trunk",
                "SDR_rule",
                from == null ? null : new PhoneNumber(from, null),
                null,
                Map.of());
        return new TelephonyCall(
                base.callId(),
                base.control(),
                new CallOrigin(Direction.INBOUND, "room-" + room, room, 1, null, null, frontEndId),
                List.of(SipParticipant.of("caller", sip)),
                route,
                base.dispatch(),
                base.times(),
                null,
                null,
                base.gaps());
    }

    private TelephonyCall ofAnn() {
        return call(ANN, route("number", "acme", null), null);
    }

    private TelephonyCall stored(TelephonyCall call) {
        assertThat(store.commit(Commit.ofRow(call, List.of()))).isEqualTo(Commit.Result.STORED);
        return call;
    }

    private long calls() {
        return leads.all().stream().mapToLong(Lead::calls).sum();
    }

    @Test
    void aCallShouldBeToldAfterItIsStoredAndNotOnTheThreadThatStoredIt() {
        book.listener().onCallOpened(stored(ofAnn()));
        assertThat(leads.tellings()).isZero();

        work();

        assertThat(leads.all()).singleElement().satisfies(lead -> {
            assertThat(lead.tenantId()).isEqualTo("acme");
            assertThat(lead.number()).isEqualTo(ANN);
            assertThat(lead.firstAt()).isEqualTo(Calls.START);
        });
    }

    @Test
    void aCallThatIsToldAtItsBeginningAtItsEndAndByRoundsShouldCountOnce() {
        TelephonyCall call = stored(ofAnn());
        book.listener().onCallOpened(call);
        book.listener().onCallEnded(call);
        work();
        nextRound();
        nextRound();

        assertThat(leads.tellings()).isGreaterThan(3);
        assertThat(calls()).isOne();
    }

    @Test
    void aCallWhoseTellingWasLostWithItsProcessShouldBeToldByAnother() {
        book.listener().onCallOpened(stored(ofAnn()));
        pending.clear();
        book = book(pending::add);
        clock.advance(LeadBook.EVERY.multipliedBy(3));

        book.follow("two");
        work();

        assertThat(calls()).isOne();
    }

    @Test
    void aRoundThatIsCutOffByACrashShouldBeBegunAnewByWhoeverComesNext() {
        for (int i = 0; i <= CallQuery.MAX_LIMIT; i++) {
            stored(ofAnn());
        }
        clock.advance(LeadBook.EVERY);
        book.follow("one");
        pending.remove().run();
        assertThat(calls()).as("one page").isEqualTo(CallQuery.MAX_LIMIT);

        book = book(pending::add);
        clock.advance(LeadBook.EVERY.multipliedBy(3));
        book.follow("two");
        work();
        book.follow("two");
        work();

        assertThat(calls()).isEqualTo(CallQuery.MAX_LIMIT + 1L);
        assertThat(leads.toldUntil()).contains(clock.instant());
    }

    @Test
    void aCallThatIsStoredLateShouldBeFoundAsWell() {
        TelephonyCall late = ofAnn();
        clock.advance(LeadBook.OVERLAP.minusMillis(1));
        follow();
        stored(late);

        nextRound();

        assertThat(calls()).isOne();
    }

    @Test
    void whileTheLeadsAreDownTheMarkShouldStayWhereItIs() {
        leads.setDown(true);
        book.listener().onCallOpened(stored(ofAnn()));
        work();
        nextRound();
        clock.advance(LeadBook.OVERLAP.multipliedBy(5));
        follow();
        assertThat(troubles).hasSize(3);
        leads.setDown(false);
        assertThat(leads.toldUntil()).contains(Calls.START);

        nextRound();

        assertThat(calls()).isOne();
        assertThat(leads.toldUntil()).contains(clock.instant());
    }

    @Test
    void ofTwoProcessesOneShouldGoRound() {
        LeadBook other = book(pending::add);
        stored(ofAnn());
        clock.advance(LeadBook.EVERY);

        other.follow("two");
        work();
        assertThat(leads.tellings()).as("the lease is the first one's").isZero();
        follow();

        assertThat(leads.tellings()).isOne();
    }

    @Test
    void anExecutorThatRefusesShouldLoseNothing() {
        book = book(work -> {
            throw new RejectedExecutionException("full");
        });
        book.listener().onCallOpened(stored(ofAnn()));
        book.follow("one");
        book = book(pending::add);

        nextRound();

        assertThat(calls()).isOne();
    }

    @Test
    void whatIsNobodysOrNoCallersShouldBeNoMeeting() {
        List<TelephonyCall> none = List.of(
                call(ANN, route("default", null, null), null),
                call(ANN, route("system-default", null, null), null),
                call(ANN, new RoutingDecision.Ignore("unknown-number", "acme", null), null),
                call(ANN, null, null),
                call(null, route("number", "acme", null), null),
                call("anonymous", route("number", "acme", null), null),
                Calls.outbound());

        none.forEach(book.listener()::onCallOpened);
        work();

        assertThat(leads.all()).isEmpty();
    }

    @Test
    void whatIsATenantsACampaignsOrItsNumbersShouldBeAMeeting() {
        List<TelephonyCall> meetings = List.of(
                call("+15551230001", route("number", null, null), null),
                call("+15551230002", route("tenant-default", "acme", null), null),
                call("+15551230003", route("campaign", null, "spring"), null),
                call("+15551230004", new RoutingDecision.Reject("no-agent", "acme", null), null),
                call("1001", route("outside-hours", null, null), null),
                call("+15551230005", route("default", null, null), "SIP-1"));

        meetings.forEach(book.listener()::onCallOpened);
        work();

        assertThat(leads.all()).hasSize(meetings.size());
        assertThat(leads.all().get(2).campaignId()).isEqualTo("spring");
    }

    @Test
    void twoRowsOfOneCallOfAFrontEndShouldCountOnce() {
        book.listener().onCallOpened(call(ANN, route("number", "acme", null), "SIP-1"));
        book.listener().onCallOpened(call(ANN, route("number", "acme", null), "SIP-1"));
        work();

        assertThat(calls()).isOne();
    }

    @Test
    void noCallShouldBeForgottenThatWasNotTold() {
        Instant now = Calls.START.plus(KEPT).plus(Duration.ofHours(1));
        Instant wished = now.minus(KEPT);
        assertThat(book.mayForget(wished, now)).isEqualTo(Calls.START.minus(LeadBook.OVERLAP));

        nextRound();
        clock.advance(Duration.ofHours(2));
        follow();

        assertThat(book.mayForget(wished, now)).isEqualTo(wished);
    }

    @Test
    void leadsThatCannotBeWrittenShouldNotKeepCallsForEver() {
        Instant now = Calls.START.plus(KEPT.multipliedBy(9));

        assertThat(book.mayForget(now.minus(KEPT), now)).isEqualTo(now.minus(KEPT.multipliedBy(2)));
    }

    @Test
    void aCallShouldNotBeToldWhenItMayBeForgottenThatItWasCounted() {
        TelephonyCall old = stored(ofAnn());
        book.listener().onCallOpened(old);
        work();
        Duration told = KEPT.multipliedBy(2);

        clock.advance(told);
        assertThat(book.forget(clock.instant(), 10)).isZero();
        clock.advance(LeadBook.LEEWAY.plusMillis(1));
        assertThat(book.forget(clock.instant(), 10)).isOne();
        book.listener().onCallEnded(old);
        follow();

        assertThat(calls()).isOne();
    }

    @Test
    void withoutLeadsNothingShouldBeDone() {
        book = new LeadBook(null, store, pending::add, TelephonyListener.NOOP, KEPT);

        book.listener().onCallOpened(stored(ofAnn()));
        book.follow("one");

        assertThat(pending).isEmpty();
        assertThat(book.mayForget(Calls.START, Calls.START)).isEqualTo(Calls.START);
        assertThat(book.forget(Calls.START, 1)).isZero();
    }
}
