package telephony.app.proof;

import static telephony.app.proof.Variant.edit;

import java.util.List;

/** Broken variants of what keeps phones from ringing twice or for nothing, and calls from being handed over twice. */
final class CallingVariants {

    private static final String DRIVER = "telephony.dispatch.DispatchDriver";
    private static final String DIAL = "telephony.dispatch.DialStep";
    private static final String TRANSFERS = "telephony.session.CallTransfers";
    private static final String ASKING = "telephony.dispatch.Transferring";
    private static final String ORDERS = "telephony.session.OutboundOrders";
    private static final String STEERING = "telephony.call.Steering";
    private static final String QUEUE = "telephony.adapters.store.ProcessQueue";

    static final Variant DIAL_WITHOUT_INTENT = Variant.of(
            "dial-without-intent",
            "the intent to dial: the phone rings before it is stored",
            edit(
                    DRIVER,
                    "dials.set(DialStep.isCommitted(row, next.next()));",
                    "if (DialStep.isCommitted(row, next.next())) { dialling.dial(next.next()); }"));
    static final Variant DIAL_AGAIN = Variant.of(
            "dial-again",
            "following a dial whose answer is lost: it is made again",
            edit(
                    DIAL,
                    "TelephonyCall next = row.withDial(dial.answered(believed));",
                    "TelephonyCall next = believed.kind() == DialResult.Kind.LOST && !row.isEnded()"
                            + " ? row.withDial(OutboundDial.ordered(row.callId(), dial.order())"
                            + ".withState(DialState.WAITING)).withDueAt(now) : row.withDial(dial.answered(believed));"));
    static final Variant NO_LAST_WORD = Variant.of(
            "no-last-word",
            "asking the guards again before the phone rings",
            edit(
                    DIAL,
                    "GuardVerdict verdict = guard.check(dialOf(row, dial), s.now());",
                    "GuardVerdict verdict = GuardVerdict.PERMITTED;"));
    static final Variant TRANSFER_WITHOUT_INTENT = Variant.of(
            "transfer-without-intent",
            "the intent to transfer: the request leaves before it is stored",
            edit(
                    TRANSFERS,
                    "return machine.transferring(row, order, now);",
                    "Transition next = machine.transferring(row, order, now);"
                            + " driver.send(next.next(), order.number()); return next;"),
            edit(TRANSFERS, "driver.send(stored.get(), sent.number());", ""));
    static final Variant TRANSFER_AGAIN = Variant.of(
            "transfer-again",
            "following a transfer whose answer is lost: it is asked for again",
            edit(
                    ASKING,
                    "phones.transferSipParticipant(refer(row, transfer, intent))",
                    "phones.transferSipParticipant(refer(row, transfer, intent)).thenCompose(answer ->"
                            + " answer.kind() == SipTransferAnswer.Kind.LOST"
                            + " ? phones.transferSipParticipant(refer(row, transfer, intent))"
                            + " : CompletableFuture.completedStage(answer))"));
    static final Variant KEYLESS_TRANSFER = Variant.of(
            "keyless-transfer",
            "the key of a transfer: each request is one of its own",
            edit(
                    TRANSFERS,
                    "Optional<Transfer> known = row.steering().keyed(key);",
                    "Optional<Transfer> known = Optional.empty();"));
    static final Variant HAND_OVER_IS_HANG_UP = Variant.of(
            "hand-over-is-hang-up",
            "that whose transfer is unknown may not have hung up",
            edit(STEERING, ": doubted(outcome);", ": outcome;"));
    static final Variant RINGING_IS_THERE = Variant.of(
            "ringing-is-there",
            "that nobody is transferred whose phone still rings",
            edit(TRANSFERS, "if (row.dial() != null && row.times().answeredAt() == null) {", "if (false) {"));
    static final Variant KEYLESS_ATTEMPT = Variant.of(
            "keyless-attempt",
            "the key of the next attempt of an order",
            edit(ORDERS, "String key = Integer.toString(series.attempt() + 1);", "String key = ids.get().toString();"));
    static final Variant ATTEMPT_LOOKS = Variant.of(
            "attempt-looks",
            "leaving a room alone that was cleaned up when the next attempt is made",
            edit(ORDERS, ".withDueAt(alone || ", ".withDueAt("));
    static final Variant BRIDGE_WAITS_FOR_EVER = Variant.of(
            "bridge-waits-for-ever",
            "looking while the agent of a call that has another party cannot be removed",
            edit(
                    "telephony.dispatch.DispatchDriver",
                    "DispatchState.RECOVER, DispatchState.BRIDGED);",
                    "DispatchState.RECOVER);"));
    static final Variant NO_PACE = Variant.of(
            "no-pace",
            "the pace of a trunk: whoever waits may go",
            edit(
                    QUEUE,
                    "int room = pace.room(trunk.nextAt, now, trunk.underWay, Math.min(max, CallQueuePort.MAX_TURNS));",
                    "int room = max;"));

    static final List<Variant> ALL = List.of(
                    DIAL_WITHOUT_INTENT,
                    DIAL_AGAIN,
                    NO_LAST_WORD,
                    TRANSFER_WITHOUT_INTENT,
                    TRANSFER_AGAIN,
                    KEYLESS_TRANSFER,
                    HAND_OVER_IS_HANG_UP,
                    RINGING_IS_THERE,
                    KEYLESS_ATTEMPT,
                    ATTEMPT_LOOKS,
                    BRIDGE_WAITS_FOR_EVER,
                    NO_PACE)
            .stream()
            .map(Variant::ofCalling)
            .toList();

    private CallingVariants() {}
}
