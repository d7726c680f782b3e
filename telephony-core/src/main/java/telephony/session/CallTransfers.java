package telephony.session;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.OutboundDial;
import telephony.call.SipParticipant;
import telephony.call.Steering;
import telephony.call.TelephonyCall;
import telephony.call.Transfer;
import telephony.dispatch.DispatchDriver;
import telephony.dispatch.DispatchMachine;
import telephony.dispatch.RowWriter;
import telephony.dispatch.Transition;
import telephony.outbound.Dial;
import telephony.outbound.DialGuard;
import telephony.outbound.GuardVerdict;
import telephony.outbound.LiveKitException;
import telephony.outbound.TransferReply;
import telephony.outbound.TransferRequest;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;

/**
 * Takes in requests for transfers. A request becomes part of its call's row in one atomic step, together with the intent to
 * carry it out; what it asks of LiveKit leaves once, afterwards. None of it waits for LiveKit. Thread-safe.
 */
public final class CallTransfers {

    private final TelephonyStorePort store;
    private final DispatchMachine machine;
    private final DispatchDriver driver;
    private final RowWriter writer;
    private final DialGuard guard;
    private final @Nullable String defaultTrunk;

    /**
     * @param store where the calls are
     * @param machine commits to transfers
     * @param driver carries them out
     * @param writer tells what is stored
     * @param terms what targets are judged by, and the trunk of those that are called for calls of others
     */
    public CallTransfers(
            TelephonyStorePort store,
            DispatchMachine machine,
            DispatchDriver driver,
            RowWriter writer,
            OutboundOrders.Terms terms) {
        this.store = store;
        this.machine = machine;
        this.driver = driver;
        this.writer = writer;
        this.guard = terms.guard();
        this.defaultTrunk = terms.defaultTrunk();
    }

    /** Begun by this request: whoever sees it stored sends it. */
    private record Begun(int number) {}

    /**
     * Takes in a request, once for each key and call.
     *
     * @param key what the sender chose for this transfer
     * @throws LiveKitException when the target must be called and no trunk is set
     * @throws StoreUnavailableException when the store is down; it may or may not be stored, and may be sent again under the
     *     same key
     */
    public TransferReply ask(CallId callId, TransferRequest request, String key) {
        AtomicReference<@Nullable TransferReply> answer = new AtomicReference<>();
        AtomicReference<@Nullable Begun> begun = new AtomicReference<>();
        Optional<TelephonyCall> stored = writer.update(callId, row -> {
            begun.set(null);
            answer.set(standing(row, request, key).orElse(null));
            return answer.get() != null ? null : commit(row, request, key, answer, begun);
        });
        Begun sent = begun.get();
        if (stored.isPresent() && sent != null) {
            driver.send(stored.get(), sent.number());
            driver.wakeIfDue(stored.get());
            TelephonyCall now = store.find(callId).orElse(stored.get());
            return new TransferReply.Accepted(
                    now, now.steering().transfer(sent.number()).orElseThrow(), false);
        }
        return Objects.requireNonNullElseGet(answer.get(), TransferReply.NoSuchCall::new);
    }

    /** What the row alone answers; empty = nothing stands against it. */
    private static Optional<TransferReply> standing(TelephonyCall row, TransferRequest request, String key) {
        Optional<Transfer> known = row.steering().keyed(key);
        if (known.isPresent()) {
            boolean same = known.get().order().mode() == request.mode()
                    && known.get().order().to().equals(request.to())
                    && known.get().order().ringingTimeout().equals(request.ringingTimeout())
                    && known.get().order().headers().equals(request.headers());
            return Optional.of(
                    same
                            ? new TransferReply.Accepted(row, known.get(), true)
                            : new TransferReply.KeyReused(known.get()));
        }
        return against(row).map(TransferReply.NotNow::new);
    }

    private static Optional<TransferReply.Reason> against(TelephonyCall row) {
        if (row.control().isFromNewerVersion()) {
            return Optional.of(TransferReply.Reason.NEWER_VERSION);
        }
        if (row.isEnded()) {
            return Optional.of(TransferReply.Reason.CALL_ENDED);
        }
        if (row.steering().open().isPresent()) {
            return Optional.of(TransferReply.Reason.UNDER_WAY);
        }
        if (other(row).isEmpty()) {
            return Optional.of(TransferReply.Reason.NOBODY_THERE);
        }
        return row.steering().transfers().size() >= Steering.MAX_TRANSFERS
                ? Optional.of(TransferReply.Reason.TOO_MANY)
                : Optional.empty();
    }

    /**
     * Who is to come to somebody else: the one that the call is about, of several the first who is there. Whose phone still
     * rings is not there, and may never be.
     */
    private static Optional<SipParticipant> other(TelephonyCall row) {
        if (row.dial() != null && row.times().answeredAt() == null) {
            return Optional.empty();
        }
        return row.ownLegs().stream().filter(SipParticipant::isPresent).findFirst();
    }

    /** The guards have the last word in the step that commits; what they count then, they count for this transfer. */
    private @Nullable Transition commit(
            TelephonyCall row,
            TransferRequest request,
            String key,
            AtomicReference<@Nullable TransferReply> answer,
            AtomicReference<@Nullable Begun> begun) {
        Instant now = store.now();
        Transfer.Order order = order(row, request, key);
        for (Dial.Phase phase : Dial.Phase.values()) {
            GuardVerdict verdict = guard.check(DispatchMachine.dialOf(row, order, phase), now);
            if (!verdict.isPermitted()) {
                answer.set(new TransferReply.Refused(verdict));
                return null;
            }
        }
        begun.set(new Begun(order.number()));
        return machine.transferring(row, order, now);
    }

    private Transfer.Order order(TelephonyCall row, TransferRequest request, String key) {
        boolean cold = request.mode() == Transfer.Mode.COLD;
        OutboundDial dial = row.dial();
        String trunk = dial == null ? defaultTrunk : dial.order().trunkId();
        if (!cold && trunk == null) {
            throw new LiveKitException(
                    LiveKitException.NO_SIP,
                    "a bridge calls its target over LiveKit's outbound trunk: none is set",
                    null);
        }
        String shown = request.from() == null && dial != null ? dial.order().from() : request.from();
        return new Transfer.Order(
                row.steering().transfers().size() + 1,
                request.mode(),
                Transfer.Cause.ASKED,
                request.to(),
                cold ? null : shown,
                cold ? null : trunk,
                cold ? other(row).orElseThrow().sipCallId() : null,
                request.ringingTimeout(),
                request.headers(),
                key);
    }
}
