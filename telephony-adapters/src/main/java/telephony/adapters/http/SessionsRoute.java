package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import telephony.session.OldSession;
import telephony.session.OldSessions;
import telephony.store.StoreUnavailableException;

/**
 * Takes in calls of the model before LiveKit, a line of JSON each, while they are being sent; what became of each is answered at
 * once. What broke off is sent again as a whole, or from the line on that was answered last.
 */
final class SessionsRoute {

    private static final Problem TOO_LONG = new Problem(
            413,
            "body-too-large",
            "This session is too large",
            "A session may have " + HttpLimits.MAX_ORDER_BODY_BYTES + " bytes.");

    private final OldSessions sessions;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(HttpLimits.MAX_IMPORTS);

    SessionsRoute(OldSessions sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    void take(Context ctx) throws IOException {
        String number = CallSearchReading.number(
                QueryParameters.of(ctx, Set.of("number")).text("number"));
        if (!places.tryAcquire()) {
            throw new ProblemException(Problem.overloaded());
        }
        try {
            new Run(ctx, number).all();
        } finally {
            places.release();
        }
    }

    /** One import. */
    private final class Run {
        private final Context ctx;
        private final @Nullable String number;
        private final BatchLines lines;
        private final Instant until;
        private final OutputStream out;
        private int imported;
        private int known;
        private int skipped;
        private int refused;
        private int storeFailures;
        private @Nullable String stopped;

        Run(Context ctx, @Nullable String number) throws IOException {
            this.ctx = ctx;
            this.number = number;
            this.lines = new BatchLines(
                    ctx.req().getInputStream(), HttpLimits.MAX_ORDER_BODY_BYTES, HttpLimits.MAX_BATCH_BYTES);
            this.until = clock.instant().plus(HttpLimits.MAX_BATCH_TIME);
            ctx.status(200).contentType("application/x-ndjson");
            this.out = new BufferedOutputStream(ctx.res().getOutputStream());
        }

        void all() throws IOException {
            try {
                Optional<BatchLines.Line> line = lines.next();
                while (line.isPresent() && isGoingOn()) {
                    take(line.get());
                    FrontDoor.ahead(ctx.req());
                    if (!lines.isReady()) {
                        out.flush();
                    }
                    line = lines.next();
                }
                // Else a client that still sends would lose the answer with the connection.
                while (line.isPresent() && clock.instant().isBefore(until)) {
                    line = lines.next();
                }
            } catch (BatchLines.TooLargeException e) {
                stopped = "body-too-large";
            }
            write(Json.object()
                    .put("imported", imported)
                    .put("known", known)
                    .put("skipped", skipped)
                    .put("refused", refused)
                    .put("stopped", stopped));
            out.flush();
        }

        private boolean isGoingOn() {
            if (storeFailures >= BatchRoute.MAX_STORE_FAILURES) {
                stopped = "store-unavailable";
            } else if (!clock.instant().isBefore(until)) {
                stopped = "too-slow";
            }
            return stopped == null;
        }

        private void take(BatchLines.Line line) throws IOException {
            ObjectNode result = Json.object().put("line", line.number());
            try {
                OldSession session = session(line);
                if (number != null && !session.isOf(number)) {
                    skipped++;
                    return;
                }
                OldSessions.Taken taken = sessions.take(session);
                storeFailures = 0;
                imported += taken.isNew() ? 1 : 0;
                known += taken.isNew() ? 0 : 1;
                write(result.put("status", taken.isNew() ? 201 : 200)
                        .put("callId", taken.callId().toString())
                        .put("imported", taken.isNew()));
            } catch (ProblemException e) {
                refuse(result, e.problem());
            } catch (StoreUnavailableException e) {
                storeFailures++;
                refuse(result, Problem.storeUnavailable());
            }
        }

        private OldSession session(BatchLines.Line line) {
            if (line.tooLong()) {
                throw new ProblemException(TOO_LONG);
            }
            return SessionReading.read(RequestBody.of(line.bytes()));
        }

        private void refuse(ObjectNode result, Problem problem) throws IOException {
            refused++;
            result.put("status", problem.status());
            result.set("problem", Json.problem(problem, Answers.requestId(ctx)));
            write(result);
        }

        private void write(ObjectNode json) throws IOException {
            out.write(Json.bytes(json));
            out.write('\n');
        }
    }
}
