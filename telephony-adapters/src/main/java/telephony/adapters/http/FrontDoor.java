package telephony.adapters.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What every request passes before a route sees it: its path is plain, its body is read without a thread waiting
 * for it, and no more requests are worked on than there are threads for.
 */
final class FrontDoor extends Handler.Wrapper {

    /** Attribute of a request to a path that takes a body: the body, a {@code byte[]}. */
    static final String BODY = "telephony.body";

    /** Attribute of a request: whether it comes from this machine, a {@code Boolean}. */
    static final String LOOPBACK = "telephony.loopback";

    /** Attribute of a request: the network that it comes from, a {@code String}; see {@link Peer#network}. */
    static final String NETWORK = "telephony.network";

    /** Path of LiveKit's webhook. */
    static final String WEBHOOK_PATH = "/telephony/livekit-webhook";

    /** Attribute of a request: to be run when it has got ahead, a {@code Runnable}; it has all its time again then. */
    private static final String AHEAD = "telephony.ahead";

    /** Attribute of a request: to be run when its answer cannot be brought to its end, a {@code Runnable}. */
    private static final String BREAK_OFF = "telephony.break-off";

    /** Path where calls of the older model are taken in. */
    static final String SESSIONS_PATH = "/telephony/calls/sessions";

    /** Path where many calls are ordered. */
    static final String BATCH_PATH = "/telephony/calls/batch";

    /** Path where routes are explained. */
    static final String EXPLAIN_PATH = "/telephony/routes/explain";

    /** Path where calls are ordered. */
    static final String ORDER_PATH = "/telephony/calls";

    private static final String PREFIX = "/telephony";

    /** No route of ours needs more; dot segments, encoded characters and parameters only serve to slip past a check. */
    private static final Pattern PLAIN_PATH = Pattern.compile("/|(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*+)++");

    private static final Problem ODD_PATH = Problem.badRequest(
            "path-invalid",
            "This path is not plain",
            "A path holds letters, digits, '-', '_', '.', '~' and single slashes, nothing encoded, no '.' or '..'.");

    private static final Problem SWITCHED_OFF = new Problem(
            404, "telephony-disabled", "Telephony is switched off", "Set TELEPHONY_ENABLED=true to switch it on.");

    private final boolean enabled;
    private final RequestIds ids;
    private final ProblemPages problems;
    private final ConnectionDeadlines deadlines;
    private final Runnable agentTurnedAway;
    private final Semaphore places;
    private final AtomicLong freeBytes;

    /** @param agentTurnedAway told of each agent that could not be let in */
    FrontDoor(
            boolean enabled,
            RequestIds ids,
            ProblemPages problems,
            ConnectionDeadlines deadlines,
            HttpLimits limits,
            Runnable agentTurnedAway) {
        this.enabled = enabled;
        this.ids = ids;
        this.problems = problems;
        this.deadlines = deadlines;
        this.agentTurnedAway = agentTurnedAway;
        this.places = new Semaphore(limits.requestsAtWork());
        this.freeBytes = new AtomicLong(limits.bufferedBytes());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        deadlines.headRead(connection);
        Request.addCompletionListener(request, failure -> deadlines.answered(connection));
        String id = ids.next();
        request.setAttribute(ProblemPages.REQUEST_ID, id);
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        request.setAttribute(LOOPBACK, Peer.isLoopback(peer, request.getHeaders()));
        request.setAttribute(NETWORK, Peer.network(peer));
        response.getHeaders().put("X-Request-Id", id);
        String path = request.getHttpURI().getPath();
        if (path == null || !PLAIN_PATH.matcher(path).matches()) {
            problems.answer(request, response, callback, ODD_PATH);
            return true;
        }
        boolean ours = path.equals(PREFIX) || isWork(path);
        if (!enabled && ours) {
            problems.answer(request, response, callback, SWITCHED_OFF);
            return true;
        }
        Optional<BodyKind> kind = BodyKind.of(request.getMethod(), path);
        if (kind.isPresent()) {
            return readBody(kind.get(), request, response, callback);
        }
        return letIn(request, response, callback);
    }

    private boolean readBody(BodyKind kind, Request request, Response response, Callback callback) throws Exception {
        Problem refusal = BodyHead.refusal(request.getHeaders(), kind).orElse(null);
        if (refusal != null) {
            problems.answer(request, response, callback, refusal);
            return true;
        }
        if (kind.isStreamed()) {
            return letIn(request, response, callback);
        }
        BodyReading reading = new BodyReading(request, kind, freeBytes, new BodyReading.Outcome() {
            @Override
            public void complete(byte[] body) {
                request.setAttribute(BODY, body);
                goOn(request, response, callback);
            }

            @Override
            public void refused(Problem problem) {
                noteTurnedAway(kind, problem);
                problems.answer(request, response, callback, problem);
            }

            @Override
            public void failed(Throwable cause) {
                Response.writeError(request, response, callback, cause);
            }
        });
        Request.addCompletionListener(request, failure -> reading.release());
        reading.run();
        return true;
    }

    /** Goes on from where the body was read, possibly on another thread, where nobody catches. */
    private void goOn(Request request, Response response, Callback callback) {
        try {
            if (!letIn(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }

    /** Whoever is told that we have too much to do was not heard, and must not seem silent for it. */
    private void noteTurnedAway(BodyKind kind, Problem problem) {
        if (kind == BodyKind.AGENT && problem.status() == 503) {
            agentTurnedAway.run();
        }
    }

    /** Tells that this request got ahead: it has all its time again. */
    static void ahead(HttpServletRequest request) {
        run(request, AHEAD);
    }

    /** Resets the connection of this request, so that nobody takes what was sent for the whole. */
    static void breakOff(HttpServletRequest request) {
        run(request, BREAK_OFF);
    }

    private static void run(HttpServletRequest request, String what) {
        if (request.getAttribute(what) instanceof Runnable told) {
            told.run();
        }
    }

    /** Whether it is for a route that works, in place of one that only tells how we are. */
    private static boolean isWork(String path) {
        return path.startsWith(PREFIX + "/") || path.startsWith(DropInRoutes.PREFIX);
    }

    /**
     * Resets rather than closes: to a client of HTTP/1.0, or one that asked for the connection to be closed, as many proxies do, the
     * end of the connection is the end of the answer.
     */
    private static void reset(EndPoint client) {
        if (client.getTransport() instanceof SocketChannel channel) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException gone) {
                // It is closed already.
            }
        }
        client.close(new IOException("the answer was broken off"));
    }

    private boolean letIn(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        deadlines.bodyRead(connection);
        request.setAttribute(AHEAD, (Runnable) () -> deadlines.bodyRead(connection));
        request.setAttribute(BREAK_OFF, (Runnable) () -> reset(connection.getEndPoint()));
        if (!isWork(Request.getPathInContext(request))) {
            // Health answers under any load, else an orchestrator kills what is only busy.
            return super.handle(request, response, callback);
        }
        if (!places.tryAcquire()) {
            BodyKind.of(request.getMethod(), request.getHttpURI().getPath())
                    .ifPresent(kind -> noteTurnedAway(kind, Problem.overloaded()));
            problems.answer(request, response, callback, Problem.overloaded());
            return true;
        }
        Request.addCompletionListener(request, failure -> places.release());
        return super.handle(request, response, callback);
    }
}
