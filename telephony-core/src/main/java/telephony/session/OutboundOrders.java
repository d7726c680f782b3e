package telephony.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.call.AgentDispatch;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.CallTimes;
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

    private final TelephonyStorePort store;
    private final CallRouter router;
    private final DispatchDriver driver;
    private final RowWriter writer;
    private final Supplier<CallId> ids;
    private final DialGuard guard;
    private final @Nullable String defaultTrunk;

    /**
     * What orders are judged and completed by.
     *
     * @param guard asked for every order
     * @param defaultTrunk LiveKit's trunk of orders that name none; null = they must name one
     */
    public record Terms(DialGuard guard, @Nullable String defaultTrunk) {}

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
            OrderKey claim = new OrderKey(scope, key, fingerprint, row.callId(), now);
            Transition opened = new Transition(row, List.of(line(row, order, now)));
            if (writer.open(opened, claim) == Commit.Result.STORED) {
                driver.wake(row.callId());
                return new OrderResult.Accepted(store.find(row.callId()).orElse(row), false);
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

    private TelephonyCall row(OutboundOrder order, CallId callId, Instant now) {
        String trunk = order.trunkId() == null ? defaultTrunk : order.trunkId();
        if (trunk == null) {
            throw new LiveKitException(
                    LiveKitException.NO_TRUNK,
                    "no call can be placed: build the switchboard with outboundTrunk(...), or name a trunk in the order",
                    null);
        }
        OutboundDial.Order dial = new OutboundDial.Order(
                order.to(), order.from(), trunk, order.ringingTimeout(), order.maxDuration(), order.agentFirst());
        RoutingDecision.Dispatch route = new RoutingDecision.Dispatch(
                order.agent(), REASON, order.tenantId(), order.campaignId(), order.metadata(), order.onAgentMissing());
        return new TelephonyCall(
                callId,
                RowControl.initialOfDial(now),
                new CallOrigin(
                        Direction.OUTBOUND,
                        ROOM_PREFIX + callId,
                        null,
                        CallOrigin.FIRST_EPISODE,
                        order.tenantId(),
                        order.campaignId()),
                List.of(),
                router.completed(route),
                AgentDispatch.NONE,
                OutboundDial.ordered(callId, dial),
                CallTimes.startingAt(now),
                null,
                null,
                Gaps.NONE);
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
