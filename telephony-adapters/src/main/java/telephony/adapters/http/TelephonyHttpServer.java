package telephony.adapters.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import telephony.Telephony;
import telephony.access.ApiKeys;
import telephony.observe.SafeListener;
import telephony.observe.TelephonyListener;
import telephony.store.TelephonyStorePort;

/**
 * The HTTP server: LiveKit's webhook and the inbox, reading of calls, what agents ask and tell, explaining of routes,
 * trunks and dispatch rules, API keys, health, metrics.
 *
 * <p>Every route but the webhook (signed by itself), those of agents (who bear a token) and health needs an API key, as
 * {@code Authorization: Bearer}. While there is none, it answers clients on this machine only.
 * It needs {@code io.javalin:javalin} and {@code com.fasterxml.jackson.core:jackson-databind} on the class path.
 */
public final class TelephonyHttpServer implements AutoCloseable {

    private final HttpSettings settings;
    private final HttpLimits limits;
    private final Routes routes;
    private final TelephonyListener listener;
    private final RequestIds ids;
    private final Server server;
    private final ServerConnector connector;
    private final Optional<ServerConnector> dropInConnector;
    private final ConnectionDeadlines deadlines;

    /**
     * A server that does not listen yet.
     *
     * @param settings where it listens
     * @param telephony takes in webhooks and explains routes
     * @param store where calls are read
     * @param keys who may come in; while there is none, whoever is on this machine
     * @param operation what operators are shown
     * @param listener told of requests that failed here
     * @param clock for the ids of requests and the ends of keys: the store's
     */
    public TelephonyHttpServer(
            HttpSettings settings,
            Telephony telephony,
            TelephonyStorePort store,
            ApiKeys keys,
            Operation operation,
            TelephonyListener listener,
            InstantSource clock) {
        this(
                settings,
                HttpLimits.DEFAULT,
                routes(settings, telephony, store, keys, operation, listener, clock),
                listener,
                clock);
    }

    private static Routes routes(
            HttpSettings settings,
            Telephony telephony,
            TelephonyStorePort store,
            ApiKeys keys,
            Operation operation,
            TelephonyListener listener,
            InstantSource clock) {
        CallRoutes calls = new CallRoutes(store);
        OrderSettings orders = settings.orders();
        DropInSettings dropIns = settings.dropIns();
        Gatekeeper gatekeeper = new Gatekeeper(keys.ring(), clock, dropIns != null && !dropIns.authentic());
        return new Routes(
                new WebhookRoute(telephony, listener),
                new InboxRoutes(store, telephony),
                calls,
                new AgentRoutes(telephony, calls, gatekeeper),
                new ExplainRoute(telephony, clock),
                new SipRoutes(telephony),
                new OrderRoute(telephony, orders, clock),
                new CallControl(telephony, calls, clock),
                new TransferRoute(telephony, calls, orders, clock),
                new KeyRoutes(keys, clock),
                new GuardRoutes(operation.rulings(), clock),
                new LogRoutes(operation.stats(), store, clock),
                new DirectoryRoutes(operation.directory()),
                new LeadRoutes(telephony),
                dropIns == null ? List.of() : new DropInRoutes(dropIns, orders, telephony, operation.directory()).all(),
                gatekeeper,
                new OperationRoutes(operation),
                listener);
    }

    TelephonyHttpServer(
            HttpSettings settings, HttpLimits limits, Routes routes, TelephonyListener listener, InstantSource clock) {
        this.settings = settings;
        this.limits = limits;
        this.routes = routes;
        this.listener = new SafeListener(List.of(listener));
        this.ids = new RequestIds(clock);
        this.deadlines = new ConnectionDeadlines(limits);
        QueuedThreadPool threads = new QueuedThreadPool(HttpLimits.MAX_THREADS);
        threads.setName("telephony-http");
        this.server = new Server(threads);
        this.connector = new ServerConnector(server, new HttpConnectionFactory(httpConfiguration()));
        this.dropInConnector = Optional.ofNullable(settings.dropIns())
                .filter(dropIns -> dropIns.port().isPresent())
                .map(dropIns -> new ServerConnector(server, new HttpConnectionFactory(httpConfiguration())));
        assemble();
    }

    /**
     * Listens from now on.
     *
     * @throws UncheckedIOException when it cannot, naming the address
     */
    public void start() {
        try {
            server.start();
            deadlines.watch(server.getScheduler());
        } catch (IOException e) {
            close();
            throw cannotListen(e);
        } catch (UnresolvedAddressException e) {
            close();
            throw cannotListen(new IOException("unresolved address", e));
        } catch (Exception e) {
            close();
            throw new IllegalStateException("the HTTP server did not start", e);
        }
    }

    private UncheckedIOException cannotListen(IOException e) {
        return new UncheckedIOException(
                "cannot listen on " + settings.host() + ":" + settings.port() + "; " + likelyCause(settings.host())
                        + " (" + e.getMessage() + ")",
                e);
    }

    /** Asked only when it failed, since what a name resolves to may change. */
    private static String likelyCause(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (!address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) == null) {
                return host + " is no address of this machine; name one that is, or 0.0.0.0 for all of them";
            }
        } catch (UnknownHostException e) {
            return "the host name " + host + " cannot be resolved; check it, or take 0.0.0.0 for all addresses";
        } catch (SocketException e) {
            // The machine does not tell its addresses: what is left is the usual cause.
        }
        return "is another process using the port?";
    }

    /** The port it listens on; of use when the settings said "any". */
    public int port() {
        return connector.getLocalPort();
    }

    /** The port of the drop-in routes: their own, or the common one. */
    public int portOfDropIns() {
        return dropInConnector.map(ServerConnector::getLocalPort).orElseGet(this::port);
    }

    /** Accepts nothing new, lets what is being answered end, for at most three seconds, and stops. */
    public void stop() {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            listener.onTrouble("the HTTP server did not stop cleanly", e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void assemble() {
        ProblemPages problems = new ProblemPages(ids);
        listenOn(connector, settings.port());
        dropInConnector.ifPresent(second -> listenOn(second, dropInPort()));
        server.addBean(new NetworkConnectionLimit(limits.connections(), server));
        server.setStopTimeout(limits.drainTime().toMillis());
        server.setErrorHandler(problems);

        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder("telephony", routes.servlet()), "/*");
        FrontDoor door = new FrontDoor(settings.enabled(), ids, problems, deadlines, limits, routes::agentTurnedAway);
        door.setHandler(dropInConnector
                .<Handler>map(second -> new DropInDoor(context, second))
                .orElse(context));
        server.setHandler(new GracefulHandler(door));
    }

    private int dropInPort() {
        DropInSettings dropIns = settings.dropIns();
        return dropIns == null ? 0 : dropIns.port().orElse(0);
    }

    private void listenOn(ServerConnector where, int port) {
        where.setHost(settings.host());
        where.setPort(port);
        where.setIdleTimeout(limits.idleTime().toMillis());
        where.setShutdownIdleTimeout(200);
        where.addBean(deadlines);
        server.addConnector(where);
    }

    private HttpConfiguration httpConfiguration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HttpLimits.MAX_HEAD_BYTES);
        // Each webhook has an Authorization of its own, which pushes all else out of a connection's cache at once.
        http.setHeaderCacheSize(0);
        http.setHttpCompliance(HttpCompliance.STRICT);
        http.setUriCompliance(UriCompliance.from(UriCompliance.NO_VIOLATION));
        http.addCustomizer((request, responseHeaders) -> {
            ProblemPages.addTo(responseHeaders);
            return request;
        });
        return http;
    }
}
