package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.Telephony;
import telephony.call.CallEvent;
import telephony.call.Participant;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.decided.DecidedCall;
import telephony.dispatch.DispatchOrder;
import telephony.lead.Lead;
import telephony.lead.Meeting;
import telephony.observe.TelephonyListener;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.RoutingDecision;
import telephony.routing.Rung;
import telephony.testkit.Calls;
import telephony.testkit.FakeDecidedCalls;
import telephony.testkit.FakeLeads;
import telephony.testkit.FakeLiveKit;
import telephony.testkit.FakeRouting;
import telephony.testkit.FakeTelephonyStore;
import telephony.testkit.HandClock;
import telephony.webhook.WebhookReading;
import telephony.webhook.WebhookVerdict;

/** A call of which a front end asked before it came to LiveKit. */
class DecidedBeforeTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final Participant CALLER = Calls.caller("PA_c", "SCL_1", "active", Calls.START);

    private static final RoutingDecision TOLD = new RoutingDecision.Dispatch(
            AgentConfig.named("spring-agent"), "sales", "campaign", "acme", "spring", Map.of(), List.of());

    private final HandClock clock = new HandClock(Calls.START);
    private final FakeTelephonyStore store = new FakeTelephonyStore(clock);
    private final FakeLiveKit liveKit = new FakeLiveKit(clock);
    private final FakeDecidedCalls decided = new FakeDecidedCalls();
    private final FakeLeads leads = new FakeLeads();
    private final List<String> troubles = new ArrayList<>();
    private final CallEvent event = Calls.joined(SID, CALLER, Calls.START);

    @BeforeEach
    void callerIsThere() {
        liveKit.openRoom(ROOM, SID);
        liveKit.put(ROOM, CALLER);
    }

    private Telephony telephony() {
        CallRouter router = new CallRouter(
                FakeRouting.always(RoutingDecision.Dispatch.of(AgentConfig.named("anew"), "number")),
                AgentConfig.named(Calls.AGENT),
                List.of(new Rung.HangUp()),
                Set.of(),
                failure -> {});
        return Telephony.builder()
                .store(store)
                .dispatches(liveKit)
                .rooms(liveKit)
                .verifier((body, authorization) -> WebhookVerdict.AUTHENTIC)
                .reader((body, at) -> new WebhookReading.Event(event))
                .router(router)
                .executor(Runnable::run)
                .decidedCalls(decided)
                .leads(leads)
                .clock(clock)
                .listener(new TelephonyListener() {
                    @Override
                    public void onTrouble(String what, Throwable cause) {
                        troubles.add(what);
                    }
                })
                .build();
    }

    private void decide() {
        assertThat(decided.put(new DecidedCall(
                        "SIP-12345",
                        ROOM,
                        "+15551231",
                        "+15559990000",
                        null,
                        null,
                        TOLD,
                        Calls.START.minusSeconds(2),
                        Duration.ofNanos(1_234_000),
                        Duration.ofMillis(12))))
                .isTrue();
    }

    private TelephonyCall received() {
        telephony().receive(new byte[] {1}, "token");
        return store.findNewestByRoomSid(SID).orElseThrow();
    }

    @Test
    void whatTheFrontEndWasToldShouldBeTheCallsRouteAndNotRoutedAnew() {
        decide();

        TelephonyCall call = received();

        assertThat(call.route()).isInstanceOfSatisfying(RoutingDecision.Dispatch.class, route -> {
            assertThat(route.reason()).isEqualTo("campaign");
            assertThat(route.config().name()).isEqualTo("spring-agent");
            assertThat(route.onAgentMissing()).as("the router's").containsExactly(new Rung.HangUp());
        });
        assertThat(call.origin().tenantId()).isEqualTo("acme");
        assertThat(call.origin().campaignId()).isEqualTo("spring");
        assertThat(call.origin().frontEndId()).isEqualTo("SIP-12345");
        assertThat(liveKit.orders()).extracting(DispatchOrder::agentName).containsExactly("spring-agent");
    }

    @Test
    void theHistoryShouldTellThatItWasDecidedBeforeAndWhatItTook() {
        decide();

        TelephonyCall call = received();

        TimelineEntry route = store.timeline(call.callId(), 0, 10).get(0);
        assertThat(route.name()).isEqualTo("ROUTE");
        assertThat(route.details())
                .containsEntry("reason", "campaign")
                .containsEntry("step01", "decided before: the front end was told so of its call SIP-12345")
                .containsEntry("decidedAt", "2026-11-21T09:59:58Z")
                .containsEntry("lookupMicros", "1234")
                .containsEntry("totalMicros", "12000");
    }

    @Test
    void aWebhookThatComesAgainShouldNotAskAgain() {
        decide();
        received();

        received();

        assertThat(decided.looks()).isOne();
    }

    @Test
    void aStoreThatCannotTellShouldNotKeepTheCallerWaiting() {
        decide();
        decided.setDown(true);

        TelephonyCall call = received();

        assertThat(call.route()).isNotNull().extracting(RoutingDecision::reason).isEqualTo("number");
        assertThat(call.origin().frontEndId()).isNull();
        assertThat(troubles).singleElement().asString().contains("routed anew");
    }

    @Test
    void theRouteOfTheFrontEndAndTheWebhookShouldCountOneCall() {
        decide();
        leads.met(new Meeting("acme", "+15551231", "Ann", "spring", "SIP-12345", Calls.START.minusSeconds(2)));

        received();

        assertThat(leads.tellings()).isEqualTo(2);
        assertThat(leads.all()).singleElement().extracting(Lead::calls).isEqualTo(1L);
    }

    @Test
    void aCallThatTheFrontEndWasToldToRefuseShouldBeRefused() {
        decided.put(new DecidedCall(
                "SIP-1",
                ROOM,
                null,
                null,
                null,
                null,
                new RoutingDecision.Reject("no-agent", "acme", null),
                Calls.START,
                Duration.ZERO,
                Duration.ZERO));

        TelephonyCall call = received();

        assertThat(call.route()).isEqualTo(new RoutingDecision.Reject("no-agent", "acme", null));
        assertThat(liveKit.orders()).isEmpty();
    }
}
