package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import telephony.Telephony;
import telephony.call.TelephonyCall;
import telephony.outbound.CallInitiationException;
import telephony.outbound.GuardVerdict;
import telephony.outbound.LiveKitException;
import telephony.outbound.OrderResult;
import telephony.store.OrderKey;
import telephony.store.StoreUnavailableException;

/**
 * Many orders in one request, taken in one after the other while it is being sent; what became of each is answered at once, a
 * line of JSON each. Each order is what it would be alone, with a key of its own, so that a batch that broke off is sent again as
 * a whole and nobody is called twice.
 */
final class BatchRoute {

    /** Failures of the store in a row after which the rest is not tried. */
    static final int MAX_STORE_FAILURES = 10;

    private static final Problem BUSY = new Problem(
            503,
            "overloaded",
            "Too much at once",
            "Too many batches are being taken in just now; nothing was read. Send it again in a moment.",
            Map.of("Retry-After", "5"));

    private static final Problem TOO_LONG = new Problem(
            413,
            "body-too-large",
            "This order is too large",
            "An order may have " + HttpLimits.MAX_ORDER_BODY_BYTES
                    + " bytes; what an agent is told has 16 KiB at most.");

    private static final Problem KEY_MISSING = Problem.badRequest(
            "idempotency-key-missing",
            "An idempotency key is needed",
            "Send one Idempotency-Key header for the whole batch, or give each order its own key, a text of 1 to 255"
                    + " characters.");

    private static final Problem KEY_INVALID = Problem.badRequest(
            "idempotency-key-invalid",
            "This idempotency key is not valid",
            "It has 1 to 255 characters, none of control; that of a whole batch has 240 at most.");

    /** What is left for the number of a line behind the key of its batch. */
    private static final int MAX_BATCH_KEY_CHARS = 240;

    private final Telephony telephony;
    private final OrderSettings settings;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(HttpLimits.MAX_BATCHES);

    BatchRoute(Telephony telephony, OrderSettings settings, InstantSource clock) {
        this.telephony = telephony;
        this.settings = settings;
        this.clock = clock;
    }

    void place(Context ctx) throws IOException {
        QueryParameters.of(ctx, Set.of());
        String key = IdempotencyKeys.find(ctx).orElse(null);
        if (key != null && key.length() > MAX_BATCH_KEY_CHARS) {
            throw new ProblemException(KEY_INVALID);
        }
        if (!places.tryAcquire()) {
            throw new ProblemException(BUSY);
        }
        try {
            new Run(ctx, key).all();
        } finally {
            places.release();
        }
    }

    /** One batch. */
    private final class Run {
        private final Context ctx;
        private final @Nullable String batchKey;
        private final @Nullable String tenant;
        private final OutputStream out;
        private final BatchLines lines;
        private final Instant until;
        private int accepted;
        private int refused;
        private int storeFailures;
        private @Nullable String stopped;

        Run(Context ctx, @Nullable String batchKey) throws IOException {
            this.ctx = ctx;
            this.batchKey = batchKey;
            this.tenant = Gatekeeper.tenant(ctx);
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
                    write(result(line.get()));
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
                    .put("accepted", accepted)
                    .put("refused", refused)
                    .put("stopped", stopped));
            out.flush();
        }

        private boolean isGoingOn() {
            if (accepted + refused >= HttpLimits.MAX_BATCH_LINES) {
                stopped = "too-many-lines";
            } else if (storeFailures >= MAX_STORE_FAILURES) {
                stopped = "store-unavailable";
            } else if (!clock.instant().isBefore(until)) {
                stopped = "too-slow";
            }
            return stopped == null;
        }

        private void write(ObjectNode json) throws IOException {
            out.write(Json.bytes(json));
            out.write('\n');
        }

        private ObjectNode result(BatchLines.Line line) {
            ObjectNode result = Json.object().put("line", line.number());
            try {
                ObjectNode done = order(line, result);
                accepted++;
                storeFailures = 0;
                return done;
            } catch (ProblemException e) {
                return failed(result, e.problem());
            } catch (LiveKitException e) {
                return failed(result, OrderProblems.NOT_SET_UP);
            } catch (StoreUnavailableException e) {
                storeFailures++;
                return failed(result, Problem.storeUnavailable());
            } catch (CallInitiationException e) {
                GuardVerdict verdict = e.verdict().orElse(null);
                if (verdict == null) {
                    return failed(result, OrderProblems.of(e));
                }
                OrderProblems.Refusal refusal = OrderProblems.refusal(verdict, clock.instant(), Answers.requestId(ctx));
                return failed(result, refusal.problem(), refusal.document());
            }
        }

        private ObjectNode failed(ObjectNode result, Problem problem) {
            return failed(result, problem, Json.problem(problem, Answers.requestId(ctx)));
        }

        private ObjectNode failed(ObjectNode result, Problem problem, ObjectNode document) {
            refused++;
            result.put("status", problem.status());
            result.set("problem", document);
            return result;
        }

        private ObjectNode order(BatchLines.Line line, ObjectNode result) {
            if (line.tooLong()) {
                throw new ProblemException(TOO_LONG);
            }
            RequestBody body = RequestBody.of(line.bytes());
            String own = body.text("key");
            OrderReading.Sent sent = OrderReading.read(body, settings, tenant);
            if (sent.dryRun()) {
                result.put("status", 200);
                return result.setAll(OrderRoute.judged(sent.order(), telephony.checkOrder(sent.order())));
            }
            OrderResult ordered = telephony.placeCall(sent.order(), key(own, line.number()));
            TelephonyCall call = ordered.orThrow();
            boolean replayed = ordered instanceof OrderResult.Accepted known && known.replayed();
            return result.put("status", 202)
                    .put("callId", call.callId().toString())
                    .put("replayed", replayed);
        }

        private String key(@Nullable String own, int number) {
            if (own == null && batchKey == null) {
                throw new ProblemException(KEY_MISSING);
            }
            String key = own == null ? batchKey + "/" + number : own;
            if (!OrderKey.isFit(key)) {
                throw new ProblemException(KEY_INVALID);
            }
            return key;
        }
    }
}
