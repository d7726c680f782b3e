package telephony.adapters.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGeneratorFactory;
import telephony.Telephony;
import telephony.TelephonyBuilder;
import telephony.access.ApiKeys;
import telephony.access.KeyGrant;
import telephony.access.KeyRing;
import telephony.access.Scope;
import telephony.decided.EarlyBooks;
import telephony.decided.EarlyDecisions;
import telephony.decided.EarlyFallback;
import telephony.directory.DirectoryWatch;
import telephony.guard.Rulings;
import telephony.observe.TelephonyListener;
import telephony.outbound.DialGuard;
import telephony.queue.QueuePace;
import telephony.queue.QueueRules;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.Rung;
import telephony.testkit.Calls;
import telephony.testkit.FakeApiKeys;
import telephony.testkit.FakeCallStats;
import telephony.testkit.FakeDirectory;
import telephony.testkit.FakeLeads;
import telephony.testkit.FakeLiveKit;
import telephony.testkit.FakeRulings;
import telephony.testkit.FakeSipDirectory;
import telephony.testkit.FakeTelephonyStore;
import telephony.testkit.HandClock;
import telephony.webhook.LiveKitWebhookVerifierPort;
import telephony.webhook.WebhookReading;
import telephony.webhook.WebhookVerdict;

/** A server on a free port of this machine, and a client of it. */
final class RunningServer implements AutoCloseable {

    static final String WEBHOOK = "/telephony/livekit-webhook";

    final HandClock clock = new HandClock(Calls.START);
    final FakeTelephonyStore store = new FakeTelephonyStore(clock);
    final FakeCallStats stats = new FakeCallStats(store);
    final FakeLiveKit liveKit = new FakeLiveKit(clock);
    final FakeSipDirectory sip = new FakeSipDirectory();
    final FakeDirectory directory = new FakeDirectory();
    final FakeLeads leads = new FakeLeads();
    private final DirectoryWatch directoryNow = new DirectoryWatch(directory);
    final FakeApiKeys apiKeys = new FakeApiKeys();
    final ApiKeys keys = new ApiKeys(
            apiKeys, clock, RandomGeneratorFactory.of("L64X128MixRandom").create(42), () -> clock.millis() * 1_000_000);
    final Telephony telephony;
    final List<byte[]> bodies = new CopyOnWriteArrayList<>();
    final List<String> troubles = new CopyOnWriteArrayList<>();
    volatile Supplier<WebhookVerdict> verdict = () -> WebhookVerdict.AUTHENTIC;
    volatile Readiness readiness = new Readiness(true, Map.of("store", "process", "livekit", "reachable"));

    volatile String metrics = "telephony_webhooks_total 1.0\n";

    /** What is made of every webhook. */
    volatile WebhookReading reading = new WebhookReading.NotOurs("egress_ended");

    /** What the rules decide; empty = they say nothing. */
    volatile Optional<RoutingDecision> decision = Optional.empty();

    /** Whether the rules cannot be asked. */
    volatile boolean rulesFail;

    /** What people decided about dials. */
    final Rulings rulings = new Rulings(new FakeRulings(), clock, new Random(1), System::nanoTime);

    /** What the guards say of every dial. */
    volatile DialGuard guard = DialGuard.permittingAll();

    /** How fast calls may begin, and how many may wait. */
    volatile QueuePace pace = QueuePace.UNLIMITED;

    volatile int queueLength = QueueRules.DEFAULT_LENGTH;

    /** What front ends were told. */
    final EarlyBooks early = new EarlyBooks();

    /** Who answers front ends when the rules cannot say it. */
    volatile EarlyFallback fallback =
            new EarlyFallback("k17abc123xyz", "Reception", AgentConfig.named("reception"), "k18def456uvw");

    private final AtomicInteger ordered = new AtomicInteger();

    /** What orders are read with. */
    private final OrderSettings orders =
            new OrderSettings(AgentConfig.named(Calls.AGENT), "+14155550100", OrderSettings.NONE.numbers());

    /** What the rules were asked. */
    final List<RoutingRequest> asked = new CopyOnWriteArrayList<>();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Routes routes;
    private final TelephonyHttpServer server;

    /** How much of what it takes to place calls it was given. */
    private enum Phones {
        NONE,
        WITHOUT_TRUNK,
        ALL
    }

    private RunningServer(boolean enabled, HttpLimits limits, Phones phones) {
        this(enabled, limits, phones, false, false);
    }

    private RunningServer(boolean enabled, HttpLimits limits, Phones phones, boolean dropInsOpen, boolean ownPort) {
        TelephonyListener listener = new TelephonyListener() {
            @Override
            public void onTrouble(String what, Throwable cause) {
                troubles.add(what);
            }
        };
        LiveKitWebhookVerifierPort verifier = (body, authorization) -> {
            bodies.add(body);
            return verdict.get();
        };
        CallRouter router =
                new CallRouter(new Rules(), AgentConfig.named(Calls.AGENT), Rung.DEFAULT, Set.of(), failure -> {});
        TelephonyBuilder parts = Telephony.builder()
                .store(store)
                .dispatches(liveKit)
                .rooms(liveKit)
                .sipDirectory(sip, Map.of("SIP_PASSWORD", "hush")::get)
                .verifier(verifier)
                .reader((body, at) -> reading)
                .router(router)
                .executor(Runnable::run)
                .leads(leads)
                .clock(clock)
                .listener(listener);
        if (phones != Phones.NONE) {
            parts.sip(liveKit).dialGuard((dial, now) -> guard.check(dial, now));
            parts.queue(store.queue(), new Rulebook());
        }
        if (phones == Phones.ALL) {
            parts.outboundTrunk("ST_out");
        }
        telephony = parts.build();
        DropInSettings dropIns = new DropInSettings(
                new EarlyDecisions(
                        router,
                        () -> fallback,
                        early.books(),
                        new EarlyDecisions.Threads(Runnable::run, Runnable::run),
                        new EarlyDecisions.Ticking(clock, System::nanoTime),
                        listener),
                directoryNow::refresh,
                () -> "order-" + ordered.incrementAndGet(),
                !dropInsOpen,
                ownPort ? OptionalInt.of(0) : OptionalInt.empty());
        Gatekeeper gatekeeper = new Gatekeeper(keys.ring(), clock, dropInsOpen);
        routes = new Routes(
                new WebhookRoute(telephony, listener),
                new InboxRoutes(store, telephony),
                new CallRoutes(store),
                new AgentRoutes(telephony, new CallRoutes(store), gatekeeper),
                new ExplainRoute(telephony, clock),
                new SipRoutes(telephony),
                new OrderRoute(telephony, orders, clock),
                new CallControl(telephony, new CallRoutes(store), clock),
                new TransferRoute(telephony, new CallRoutes(store), orders, clock),
                new KeyRoutes(keys, clock),
                new GuardRoutes(rulings, clock),
                new LogRoutes(stats, store, clock),
                new DirectoryRoutes(directory.kept()),
                new LeadRoutes(telephony),
                new DropInRoutes(dropIns, orders, telephony, directory.kept()).all(),
                gatekeeper,
                new OperationRoutes(new Operation(() -> readiness, () -> metrics, stats, rulings, directory.kept())),
                listener);
        server = new TelephonyHttpServer(
                new HttpSettings("127.0.0.1", 0, enabled, orders, dropIns), limits, routes, listener, clock);
        server.start();
    }

    static RunningServer start() {
        return new RunningServer(true, HttpLimits.DEFAULT, Phones.ALL);
    }

    static RunningServer start(HttpLimits limits) {
        return new RunningServer(true, limits, Phones.ALL);
    }

    static RunningServer startSwitchedOff() {
        return new RunningServer(false, HttpLimits.DEFAULT, Phones.ALL);
    }

    static RunningServer startWithoutPhones() {
        return new RunningServer(true, HttpLimits.DEFAULT, Phones.NONE);
    }

    static RunningServer startWithoutTrunk() {
        return new RunningServer(true, HttpLimits.DEFAULT, Phones.WITHOUT_TRUNK);
    }

    /** Whose drop-in routes answer anybody. */
    static RunningServer startWithOpenDropIns() {
        return new RunningServer(true, HttpLimits.DEFAULT, Phones.ALL, true, false);
    }

    /** Whose drop-in routes are on a port of their own. */
    static RunningServer startWithPortForDropIns() {
        return new RunningServer(true, HttpLimits.DEFAULT, Phones.ALL, false, true);
    }

    /** Where the drop-in routes are. */
    int portOfDropIns() {
        return server.portOfDropIns();
    }

    /** What it serves. */
    Routes routes() {
        return routes;
    }

    int port() {
        return server.port();
    }

    void stop() {
        server.stop();
    }

    /** Makes a key of this tenant, null = of none, and lets every process see it; its header's name and value. */
    String[] key(String tenantId, Scope... scopes) {
        String text = keys.create(new KeyGrant("test", Set.of(scopes), tenantId), null)
                .text();
        clock.advance(KeyRing.SEEN_FOR);
        return new String[] {"Authorization", "Bearer " + text};
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> webhook(String contentType, String body, String... headers) {
        return send(request(WEBHOOK, headers)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** What happens while a webhook is being worked on. */
    <T> T whileBusy(Supplier<T> what) throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        verdict = () -> {
            working.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return WebhookVerdict.AUTHENTIC;
        };
        Thread busy = new Thread(() -> webhook("application/json", "{}"), "busy");
        busy.start();
        working.await();
        try {
            return what.get();
        } finally {
            mayEnd.countDown();
            busy.join();
        }
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request : request.headers(headers);
    }

    RawClient raw() {
        return new RawClient(port());
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Rulebook implements QueueRules {
        @Override
        public QueuePace pace(String trunkId) {
            return pace;
        }

        @Override
        public int length() {
            return queueLength;
        }
    }

    private final class Rules implements CallRoutingPort {
        @Override
        public Optional<RoutingDecision> route(RoutingRequest request) {
            asked.add(request);
            if (rulesFail) {
                throw new IllegalStateException("the rules fail");
            }
            return decision;
        }

        @Override
        public Set<String> agentNames() {
            return Set.of();
        }
    }
}
