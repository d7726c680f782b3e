package telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.call.CallEvent;
import telephony.call.CallId;
import telephony.call.DispatchState;
import telephony.call.Gap;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.TelephonyCall;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.ServerFacts;
import telephony.observe.TelephonyListener;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.store.Commit;
import telephony.store.Durability;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.FakeTelephonyStore;
import telephony.testkit.HandClock;
import telephony.webhook.WebhookReading;
import telephony.webhook.WebhookReceipt;
import telephony.webhook.WebhookVerdict;

class TelephonyTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final Participant CALLER = Calls.caller("PA_c", "SCL_1", "active", Calls.START);
    private static final byte[] JOIN = {1};

    private final HandClock clock = new HandClock(Calls.START);
    private final FakeTelephonyStore store = new FakeTelephonyStore(clock);
    private final FakeLiveKit liveKit = new FakeLiveKit(clock);
    private final List<String> troubles = new ArrayList<>();
    private Telephony telephony;

    @BeforeEach
    void build() {
        liveKit.openRoom(ROOM, SID);
        liveKit.put(ROOM, CALLER);
        telephony = parts(store).build();
    }

    private TelephonyBuilder parts(TelephonyStorePort calls) {
        return Telephony.builder()
                .store(calls)
                .dispatches(liveKit)
                .rooms(liveKit)
                .verifier((body, authorization) -> authorization == null
                        ? new WebhookVerdict(WebhookVerdict.Reason.SIGNATURE_MISSING, "no header")
                        : WebhookVerdict.AUTHENTIC)
                .reader((body, at) -> new WebhookReading.Event(Calls.joined(SID, CALLER, Calls.START)))
                .router(CallRouter.always(AgentConfig.named(Calls.AGENT)))
                .executor(Runnable::run)
                .clock(clock)
                .listener(new TelephonyListener() {
                    @Override
                    public void onTrouble(String what, Throwable cause) {
                        troubles.add(what);
                        throw new IllegalStateException("a listener may fail");
                    }
                });
    }

    private TelephonyCall call() {
        CallId id = store.findNewestByRoomSid(SID).orElseThrow().callId();
        return telephony.call(id).orElseThrow();
    }

    private CompletableFuture<Void> drained() {
        return telephony.drained().toCompletableFuture();
    }

    @Test
    void buildShouldNameEverythingThatIsMissingAtOnceAndWhatToGive() {
        assertThatIllegalStateException()
                .isThrownBy(Telephony.builder().clock(clock)::build)
                .withMessageContainingAll("store(...)", "dispatches(...)", "rooms(...)", "verifier(...)", "reader(...)")
                .withMessageContainingAll("CallRouter.always(AgentConfig.named(...))", "executor(...)")
                .withMessageNotContaining("clock(...)");
    }

    @Test
    void buildShouldAskForANameOfAStoreThatOutlivesTheProcess() {
        TelephonyStorePort durable = (TelephonyStorePort) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TelephonyStorePort.class},
                (proxy, method, arguments) -> Durability.COMMITTED);

        assertThatIllegalStateException().isThrownBy(parts(durable)::build).withMessageContaining("\n  instance(...)");
        assertThat(parts(durable).instance("eu-1").build()).isNotNull();
    }

    @Test
    void receiveShouldBringOneAgentHoweverOftenTheWebhookComes() {
        WebhookReceipt first = telephony.receive(JOIN, "token");
        WebhookReceipt again = telephony.receive(JOIN, "token");

        assertThat(first.kind()).isEqualTo(WebhookReceipt.Kind.TAKEN);
        assertThat(again.verdict().isAuthentic()).isTrue();
        assertThat(liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
        assertThat(call().dispatch().state()).isEqualTo(DispatchState.CONFIRMED);
    }

    @Test
    void receiveShouldRefuseWhatIsNotLiveKits() {
        assertThat(telephony.receive(JOIN, null).kind()).isEqualTo(WebhookReceipt.Kind.REFUSED);
        assertThat(store.rowWrites()).isZero();
    }

    @Test
    void replayShouldTakeInWhatCanBeReadByNow() {
        WebhookReading.Unusable unusable = new WebhookReading.Unusable("EV_1", "a field is missing", "{}");
        AtomicReference<WebhookReading> reading = new AtomicReference<>(unusable);
        Telephony updated = parts(store).reader((body, at) -> reading.get()).build();
        assertThat(updated.receive(JOIN, "token").kind()).isEqualTo(WebhookReceipt.Kind.QUARANTINED);
        assertThat(updated.replay("EV_1")).contains(WebhookReceipt.Kind.QUARANTINED);
        assertThat(updated.replay("EV_unknown")).isEmpty();

        reading.set(new WebhookReading.Event(
                new CallEvent.ParticipantJoined(Calls.header("EV_1", SID, Calls.START), CALLER)));
        assertThat(updated.replay("EV_1")).contains(WebhookReceipt.Kind.TAKEN);

        assertThat(call().dispatch().state()).isEqualTo(DispatchState.CONFIRMED);
        assertThat(updated.replay("EV_1")).contains(WebhookReceipt.Kind.DUPLICATE);
        assertThat(liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
    }

    @Test
    void listenersShouldHearOfEachWebhookAndOfEachMilestoneOnce() {
        List<String> heard = new ArrayList<>();
        Telephony told = parts(store)
                .listener(new TelephonyListener() {
                    @Override
                    public void onWebhook(String result) {
                        heard.add(result);
                    }

                    @Override
                    public void onCallOpened(TelephonyCall call) {
                        heard.add("opened");
                    }

                    @Override
                    public void onCallEnded(TelephonyCall call) {
                        heard.add("ended");
                    }
                })
                .build();

        told.receive(JOIN, null);
        told.receive(JOIN, "token");
        told.receive(JOIN, "token");
        store.setDown(true);
        assertThatThrownBy(() -> told.receive(JOIN, "token")).isInstanceOf(StoreUnavailableException.class);
        store.setDown(false);
        CallId callId = call().callId();
        told.sessions().markEnded(callId, "test");
        told.sessions().markEnded(callId, "test");

        assertThat(heard).containsExactly("refused", "opened", "taken", "taken", "unavailable", "ended");
    }

    @Test
    void tickShouldFollowUpWhatLiveKitDidNotAnswer() {
        liveKit.answerNext(Method.CREATE_DISPATCH, LiveKitAnswer.Kind.AMBIGUOUS, false);
        telephony.receive(JOIN, "token");

        for (int i = 0; i < 60; i++) {
            clock.advance(Duration.ofMillis(500));
            telephony.tick();
        }

        assertThat(liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(2);
        assertThat(call().dispatch().state()).isEqualTo(DispatchState.CONFIRMED);
    }

    @Test
    void tickShouldTellTroubleAndNeverThrow() {
        store.setDown(true);

        assertThat(telephony.tick()).isZero();
        assertThat(troubles).singleElement().asString().contains("the next tick tries again");
    }

    @Test
    void tickShouldForgetEndedCallsAfterTheirRetention() {
        TelephonyCall old = Calls.inbound("RM_old", "SCL_old").ended(Calls.START, "over");
        store.commit(Commit.ofRow(old, List.of()));

        telephony.tick();
        assertThat(telephony.call(old.callId())).isPresent();
        clock.advance(TelephonyBuilder.RETENTION.plusMillis(1));
        telephony.tick();

        assertThat(telephony.call(old.callId())).isEmpty();
    }

    @Test
    void aStoreThatOutlivesTheProcessShouldKeepEndedCallsLonger() {
        TelephonyStorePort durable = (TelephonyStorePort) Proxy.newProxyInstance(
                TelephonyStorePort.class.getClassLoader(),
                new Class<?>[] {TelephonyStorePort.class},
                (proxy, method, arguments) ->
                        method.getName().equals("durability") ? Durability.COMMITTED : method.invoke(store, arguments));
        TelephonyCall old = Calls.inbound("RM_old", "SCL_old").ended(Calls.START, "over");
        store.commit(Commit.ofRow(old, List.of()));
        Telephony keeping = parts(durable).instance("test").build();

        clock.advance(TelephonyBuilder.DURABLE_RETENTION);
        keeping.tick();
        assertThat(keeping.call(old.callId())).isPresent();
        clock.advance(Duration.ofMinutes(2));
        keeping.tick();

        assertThat(keeping.call(old.callId())).isEmpty();
    }

    @Test
    void aRetentionOfOnesOwnShouldCountAndNotBeTooShort() {
        TelephonyCall old = Calls.inbound("RM_old", "SCL_old").ended(Calls.START, "over");
        store.commit(Commit.ofRow(old, List.of()));
        Telephony brief = parts(store).retention(Duration.ofMinutes(10)).build();

        clock.advance(Duration.ofMinutes(11));
        brief.tick();

        assertThat(brief.call(old.callId())).isEmpty();
        assertThatThrownBy(() -> Telephony.builder().retention(Duration.ofMinutes(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT10M");
    }

    @Test
    void closeShouldStillWriteDownWhatLiveKitWasAsked() {
        liveKit.hold(Method.CREATE_DISPATCH);
        telephony.receive(JOIN, "token");

        telephony.close();
        assertThat(drained()).isNotDone();
        liveKit.release(Method.CREATE_DISPATCH);

        assertThat(drained()).isCompleted();
        assertThat(call().dispatch().state()).isEqualTo(DispatchState.CONFIRMED);
    }

    @Test
    void closeShouldLeaveTheNextRequestToWhoeverHasTheStore() {
        liveKit.hold(Method.LIST_DISPATCH);
        telephony.receive(JOIN, "token");

        telephony.close();
        liveKit.release(Method.LIST_DISPATCH);

        assertThat(drained()).isCompleted();
        assertThat(liveKit.count(Method.CREATE_DISPATCH)).isZero();
        assertThat(call().control().lease()).isNull();
        Telephony next = parts(store).build();
        assertThat(next.tick()).isEqualTo(1);
        assertThat(liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
    }

    @Test
    void closeShouldTurnAwayWebhooksAndTicks() {
        telephony.close();

        assertThat(drained()).isCompleted();
        assertThat(telephony.tick()).isZero();
        assertThatThrownBy(() -> telephony.receive(JOIN, "token")).isInstanceOf(StoreUnavailableException.class);
    }

    private Telephony probed(ServerFacts facts) {
        Telephony probed = parts(store)
                .serverProbe(() -> CompletableFuture.completedStage(facts))
                .build();
        probed.tick();
        return probed;
    }

    @Test
    void createsShouldExpireEarlyOnlyWhereLiveKitIsKnownToAcceptThat() {
        telephony = probed(new ServerFacts(ServerFacts.Leeway.GRANTED, Duration.ZERO, "1.13.5", false));

        assertThat(liveKit.orders().get(0).tokenExpiresAt()).isEqualTo(Calls.START.minusSeconds(55));
        assertThat(telephony.server().version()).isEqualTo("1.13.5");
    }

    @Test
    void createsShouldBeValidByAnyClockWhileTheLeewayIsNotKnown() {
        probed(ServerFacts.UNKNOWN);

        assertThat(liveKit.orders().get(0).tokenExpiresAt()).isEqualTo(Calls.START.plusSeconds(5));
        assertThat(call().dispatch().lastAttempt().orElseThrow().quiesceAt()).isEqualTo(Calls.START.plusSeconds(82));
    }

    @Test
    void aLiveKitThatIsTooOldShouldNotBeServed() {
        telephony = probed(new ServerFacts(ServerFacts.Leeway.GRANTED, Duration.ZERO, "1.9.1", false));
        long before = liveKit.count(Method.CREATE_DISPATCH);

        assertThatThrownBy(() -> telephony.receive(JOIN, "token"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("1.9.2 or newer");
        assertThat(telephony.tick()).isZero();
        assertThat(liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(before);
    }

    @Test
    void webhooksThatCouldNotBeStoredShouldStandOnTheRecordsOfOpenCalls() {
        telephony.receive(JOIN, "token");
        telephony.tick();
        clock.advance(Duration.ofSeconds(1));
        store.setDown(true);
        assertThatThrownBy(() -> telephony.receive(JOIN, "token")).isInstanceOf(StoreUnavailableException.class);
        store.setDown(false);
        telephony.receive(JOIN, "token");

        clock.advance(Duration.ofMillis(250));
        telephony.tick();

        assertThat(call().gaps().all())
                .containsExactly(
                        Gap.of(Gap.Kind.WEBHOOKS_REFUSED, Calls.START.plusSeconds(1), Calls.START.plusSeconds(1)));
    }

    @Test
    void anAgentWithoutANameShouldBeToldOf() {
        liveKit.put(ROOM, new Participant("PA_n", "agent-n", ParticipantKind.AGENT, Calls.START, true, null, null));

        telephony.tick();

        assertThat(telephony.server().warnings()).singleElement().asString().contains("lk.agent_name");
    }
}
