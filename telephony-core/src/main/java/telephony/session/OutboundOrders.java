package telephony.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.call.AgentDispatch;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.CallTimes;
import telephony.call.DialSeries;
import telephony.call.DialState;
import telephony.call.Direction;
import telephony.call.Gaps;
import telephony.call.OutboundDial;
import telephony.call.RowControl;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.dispatch.DispatchDriver;
import telephony.dispatch.DispatchMachine;
import telephony.dispatch.RowWriter;
import telephony.dispatch.Transition;
import telephony.outbound.Dial;
import telephony.outbound.DialGuard;
import telephony.outbound.GuardVerdict;
import telephony.outbound.LiveKitException;
import telephony.outbound.OrderResult;
import telephony.outbound.OutboundOrder;
import telephony.queue.CallTurns;
import telephony.routing.CallRouter;
import telephony.routing.RoutingDecision;
import telephony.store.Commit;
import telephony.store.OrderKey;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;

/**
 * Takes in orders to place calls. An order and its key become a row in one atomic step; the rest is the driver's. None of it
 * waits for LiveKit. Thread-safe.
 */
public final class OutboundOrders {

    /** What the rooms of calls that we place are called; the id of the call follows. */
    public static final String ROOM_PREFIX = "out-";

    private static final String REASON = "order";

    /** Begins the scope of the keys of further attempts, and is their fingerprint; the id of the order follows. */
    private static final String ATTEMPTS_OF = "attempts of ";

    private final TelephonyStorePort store;
    private final CallRouter router;
    private final DispatchDriver driver;
    private final RowWriter writer;
    private final Supplier<CallId> ids;
    private final DialGuard guard;
    private final @Nullable String defaultTrunk;
    private final @Nullable CallTurns turns;

    /**
     * What orders are judged and completed by.
     *
     * @param guard asked for every order
     * @param defaultTrunk LiveKit's trunk of orders that name none; null = they must name one
     * @param turns the queue; null = no call has to wait
     */
    public record Terms(DialGuard guard, @Nullable String defaultTrunk, @Nullable CallTurns turns) {}

    /**
     * @param store where the calls are
     * @param router says what is done when an agent is missing and the order does not
     * @param driver begins on what was ordered
     * @param writer tells what is stored
     * @param ids makes the keys of new calls
     */
    public OutboundOrders(
            TelephonyStorePort store,
            CallRouter router,
            DispatchDriver driver,
            RowWriter writer,
            Supplier<CallId> ids,
            Terms terms) {
        this.store = store;
        this.router = router;
        this.driver = driver;
        this.writer = writer;
        this.ids = ids;
        this.guard = terms.guard();
        this.defaultTrunk = terms.defaultTrunk();
        this.turns = terms.turns();
        driver.retryBy(ended -> again(ended.next()));
    }

    /**
     * Takes in an order, once for each key.
     *
     * @param key what the sender chose for this order, see {@link OrderKey#isFit}; scoped to the order's tenant
     * @throws IllegalArgumentException when the key cannot be one
     * @throws LiveKitException when no trunk is named and none is set
     * @throws StoreUnavailableException when the store is down; it may or may not be stored, and may be sent again under the
     *     same key
     */
    public OrderResult place(OutboundOrder order, String key) {
        String scope = order.tenantId() == null ? "" : order.tenantId();
        String fingerprint = order.fingerprint();
        for (int tries = 0; tries < RowWriter.MAX_CONFLICTS; tries++) {
            Optional<OrderKey> known = store.findOrderKey(scope, key);
            if (known.isPresent()) {
                return replayed(known.get(), fingerprint);
            }
            Instant now = store.now();
            TelephonyCall row = row(order, ids.get(), now);
            GuardVerdict verdict = guard.check(dial(row), now);
            if (!verdict.isPermitted()) {
                return new OrderResult.Refused(verdict);
            }
            String trunk = trunk(order);
            boolean waits = isPaced(trunk);
            if (waits && turns != null && turns.isFull(trunk)) {
                return new OrderResult.QueueFull();
            }
            OrderKey claim = new OrderKey(scope, key, fingerprint, row.callId(), now);
            TelephonyCall stored = waits ? queued(row, null) : row;
            Transition opened = new Transition(stored, List.of(line(row, order, now)));
            if (writer.open(opened, claim) == Commit.Result.STORED) {
                begin(stored);
                return new OrderResult.Accepted(store.find(row.callId()).orElse(stored), false);
            }
        }
        throw RowWriter.tooManyConflicts("an order");
    }

    /**
     * Asks the guards what they would say of this order; does nothing.
     *
     * @throws LiveKitException when no trunk is named and none is set
     */
    public GuardVerdict check(OutboundOrder order) {
        Instant now = store.now();
        return guard.check(dial(row(order, ids.get(), now)), now);
    }

    /** A key outlives its call: of one that is forgotten nobody can tell any more what became of it. */
    private OrderResult replayed(OrderKey known, String fingerprint) {
        if (!known.isValidAt(store.now())) {
            return new OrderResult.KeyExpired();
        }
        if (!known.fingerprint().equals(fingerprint)) {
            return new OrderResult.KeyReused(known.callId());
        }
        return store.find(known.callId())
                .<OrderResult>map(call -> new OrderResult.Accepted(call, true))
                .orElseGet(OrderResult.KeyExpired::new);
    }

    private String trunk(OutboundOrder order) {
        String trunk = order.trunkId() == null ? defaultTrunk : order.trunkId();
        if (trunk == null) {
            throw new LiveKitException(
                    LiveKitException.NO_TRUNK,
                    "no call can be placed: build the switchboard with outboundTrunk(...), or name a trunk in the order",
                    null);
        }
        return trunk;
    }

    private boolean isPaced(String trunk) {
        return turns != null && turns.isPaced(trunk);
    }

    /** What was just stored goes its way, or waits for its turn. */
    private void begin(TelephonyCall row) {
        if (row.control().dueAt() != null) {
            driver.wake(row.callId());
        } else if (turns != null) {
            turns.entered(Objects.requireNonNull(row.dial()).order().trunkId());
        }
    }

    /** The row as it waits for its turn; null = until the queue says so. */
    private static TelephonyCall queued(TelephonyCall row, @Nullable Instant turnAt) {
        OutboundDial dial = Objects.requireNonNull(row.dial());
        return row.withDial(dial.withState(DialState.QUEUED)).withDueAt(turnAt);
    }

    /**
     * The row of a call that has failed, followed by the next attempt of its order, which is stored first. Its key makes sure
     * that it is made once, however often this is repeated and by whom.
     */
    private Transition again(TelephonyCall failed) {
        OutboundDial dial = Objects.requireNonNull(failed.dial());
        DialSeries series = Objects.requireNonNull(dial.series());
        String scope = ATTEMPTS_OF + series.orderId();
        String key = Integer.toString(series.attempt() + 1);
        Instant now = store.now();
        if (store.findOrderKey(scope, key).isEmpty()) {
            open(failed, dial, new OrderKey(scope, key, ATTEMPTS_OF, ids.get(), now));
        }
        CallId next = store.findOrderKey(scope, key).orElseThrow().callId();
        // A look that was due as well is taken now. Without a reason none is: it could find somebody whom LiveKit
        // merely
        // remembers, and whose removal would then be owed for ever.
        boolean alone = DialSeries.dueAt(failed)
                .filter(due -> due.equals(failed.control().dueAt()))
                .isPresent();
        TelephonyCall followed = failed.withDial(dial.withSeries(series.followedBy(next)))
                .withDueAt(alone || failed.origin().roomSid() == null ? null : now);
        TimelineEntry line = new TimelineEntry(
                failed.callId(), now, TimelineEntry.Kind.DECISION, "RETRY", Map.of("next", next.toString()));
        return new Transition(followed.withTimes(followed.times().updatedAt(now)), List.of(line));
    }

    private void open(TelephonyCall failed, OutboundDial dial, OrderKey key) {
        CallOrigin origin =
                origin(key.callId(), failed.origin().tenantId(), failed.origin().campaignId());
        OutboundDial attempt = OutboundDial.ordered(key.callId(), dial.order())
                .withSeries(Objects.requireNonNull(dial.series()).following(failed.callId()));
        TelephonyCall next =
                row(origin, Objects.requireNonNull(failed.route()), attempt, key.callId(), key.claimedAt());
        // It waits its turn in any case, where the guards are asked before anything is done.
        boolean waits = isPaced(dial.order().trunkId());
        TelephonyCall stored = queued(next, waits ? null : key.claimedAt());
        Map<String, String> details =
                Map.of("attempt", key.key(), "previous", failed.callId().toString());
        TimelineEntry line =
                new TimelineEntry(key.callId(), key.claimedAt(), TimelineEntry.Kind.EVENT, "ordered", details);
        if (writer.open(new Transition(stored, List.of(line)), key) == Commit.Result.STORED) {
            begin(stored);
        }
    }

    private TelephonyCall row(OutboundOrder order, CallId callId, Instant now) {
        OutboundDial.Order dial = new OutboundDial.Order(
                order.to(),
                order.from(),
                trunk(order),
                order.ringingTimeout(),
                order.maxDuration(),
                order.agentFirst());
        RoutingDecision.Dispatch route = new RoutingDecision.Dispatch(
                order.agent(), REASON, order.tenantId(), order.campaignId(), order.metadata(), order.onAgentMissing());
        DialSeries series = order.retry() == null ? null : DialSeries.first(callId, order.retry());
        return row(
                origin(callId, order.tenantId(), order.campaignId()),
                router.completed(route),
                OutboundDial.ordered(callId, dial).withSeries(series),
                callId,
                now);
    }

    private static CallOrigin origin(CallId callId, @Nullable String tenantId, @Nullable String campaignId) {
        return new CallOrigin(
                Direction.OUTBOUND, ROOM_PREFIX + callId, null, CallOrigin.FIRST_EPISODE, tenantId, campaignId);
    }

    private static TelephonyCall row(
            CallOrigin origin, RoutingDecision route, OutboundDial dial, CallId callId, Instant now) {
        return new TelephonyCall(
                        callId,
                        RowControl.initialOfDial(now),
                        origin,
                        List.of(),
                        route,
                        AgentDispatch.NONE,
                        CallTimes.startingAt(now),
                        null,
                        null,
                        Gaps.NONE)
                .withDial(dial);
    }

    private static Dial dial(TelephonyCall row) {
        return DispatchMachine.dialOf(row).at(Dial.Phase.ORDER);
    }

    private static TimelineEntry line(TelephonyCall row, OutboundOrder order, Instant now) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("agent", order.agent().name());
        details.put("ringingTimeout", order.ringingTimeout().toString());
        details.put("maxDuration", order.maxDuration().toString());
        details.put("agentFirst", Boolean.toString(order.agentFirst()));
        return new TimelineEntry(row.callId(), now, TimelineEntry.Kind.EVENT, "ordered", details);
    }
}
