package telephony.dispatch;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import telephony.call.DialIntent;
import telephony.call.DialResult;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.call.Transfer;
import telephony.call.TransferResult;
import telephony.outbound.OutboundOrder;
import telephony.outbound.SipDial;
import telephony.outbound.SipPort;
import telephony.outbound.SipTransfer;
import telephony.outbound.SipTransferAnswer;
import telephony.store.TelephonyStorePort;

/** Sends the one request of a transfer, and writes down what it came to; a part of {@link DispatchDriver}. */
final class Transferring {

    private static final String COLD = "TransferSIPParticipant";
    private static final String BRIDGE = "CreateSIPParticipant";
    private static final Set<Integer> BUSY = Set.of(486, 600);
    private static final Set<Integer> ABSENT = Set.of(408, 480);
    private static final Set<Integer> UNWANTED = Set.of(403, 603, 607, 608);

    private final TelephonyStorePort store;
    private final @Nullable SipPort sip;
    private final DispatchMachine machine;
    private final Dialling.Driver driver;

    Transferring(DispatchMachine machine, DispatchDriver.Surroundings surroundings, Dialling.Driver driver) {
        this.machine = machine;
        this.store = surroundings.store();
        this.sip = surroundings.sip();
        this.driver = driver;
    }

    /** What LiveKit said, in our words. */
    private record Said(Transfer.Answer answer, TransferResult result) {}

    /**
     * Sends the request of the transfer that was just committed to. Nobody else does: whoever finds the intent follows it.
     * Returns at once; no lease is held while it rings.
     *
     * @return completes when the answer is written down
     */
    CompletionStage<?> send(TelephonyCall row, Transfer transfer) {
        DialIntent intent = Objects.requireNonNull(transfer.intent());
        SipPort phones = Objects.requireNonNull(sip);
        if (!store.now().isBefore(intent.committedAt().plus(machine.timing().requestDeadline()))) {
            // Too late to send: this process was stopped for a while, and nobody is to be surprised.
            Said late = of(DialResult.of(DialResult.Kind.NOT_SENT, "this process was stopped before it could ask"));
            told(row, transfer, late);
            return CompletableFuture.completedFuture(row);
        }
        return transfer.isDialled()
                ? phones.createSipParticipant(dial(row, transfer, intent))
                        .thenAcceptAsync(result -> told(row, transfer, of(result)), driver.executor())
                : phones.transferSipParticipant(refer(row, transfer, intent))
                        .thenAcceptAsync(answer -> told(row, transfer, of(answer)), driver.executor());
    }

    private static SipDial dial(TelephonyCall row, Transfer transfer, DialIntent intent) {
        Transfer.Order order = transfer.order();
        return new SipDial(
                row.origin().roomName(),
                transfer.identity(),
                order.to(),
                order.from(),
                Objects.requireNonNull(order.trunkId()),
                order.ringingTimeout(),
                OutboundOrder.DEFAULT_DURATION,
                order.ringingTimeout().plus(DialTiming.ANSWER_MARGIN),
                intent.tokenExpiresAt());
    }

    private static SipTransfer refer(TelephonyCall row, Transfer transfer, DialIntent intent) {
        Transfer.Order order = transfer.order();
        return new SipTransfer(
                row.origin().roomName(),
                transfer.identity(),
                order.to().startsWith("+") ? "tel:" + order.to() : order.to(),
                order.headers(),
                order.ringingTimeout(),
                order.ringingTimeout().plus(DialTiming.ANSWER_MARGIN),
                intent.tokenExpiresAt());
    }

    /** The answer counts whoever holds the lease by now: it is a fact about the one request of this transfer. */
    private void told(TelephonyCall sent, Transfer transfer, Said said) {
        int number = transfer.order().number();
        RowWriter.Update update = driver.writer().prepare(sent.callId(), row -> {
            Instant now = store.now();
            return machine.transferTold(row, number, said.answer(), said.result(), now)
                    .after(answerLine(row, transfer, said, now));
        });
        driver.steps().take(() -> update.write().ifPresent(driver.wakeIfDue()));
    }

    private static Said of(SipTransferAnswer answer) {
        String detail = answer.detail();
        return switch (answer.kind()) {
            case DONE ->
                new Said(Transfer.Answer.DONE, TransferResult.observed(TransferResult.Kind.DONE, null, detail));
            case FAILED -> notDone(kindOf(answer.sipStatusCode()), answer.sipStatusCode(), detail);
            case NO_NOTIFY -> notDone(TransferResult.Kind.NO_NOTIFY, null, detail);
            case GONE -> notDone(TransferResult.Kind.LEG_GONE, null, detail);
            case REFUSED -> notDone(TransferResult.Kind.FAILED, null, detail);
            case NOT_SENT -> notDone(TransferResult.Kind.NOT_SENT, null, detail);
            case LOST -> new Said(Transfer.Answer.LOST, TransferResult.unknown(detail));
        };
    }

    private static Said of(DialResult result) {
        String detail = result.detail();
        return switch (result.kind()) {
            case ANSWERED ->
                new Said(Transfer.Answer.DONE, TransferResult.observed(TransferResult.Kind.DONE, null, detail));
            case FAILED -> notDone(kindOf(result.sipStatusCode()), result.sipStatusCode(), detail);
            case RANG_OUT -> notDone(TransferResult.Kind.NO_ANSWER, null, detail);
            case REFUSED -> notDone(TransferResult.Kind.FAILED, null, detail);
            case NOT_SENT -> notDone(TransferResult.Kind.NOT_SENT, null, detail);
            default -> new Said(Transfer.Answer.LOST, TransferResult.unknown(detail));
        };
    }

    private static Said notDone(TransferResult.Kind kind, @Nullable Integer code, String detail) {
        return new Said(Transfer.Answer.NOT_DONE, TransferResult.observed(kind, code, detail));
    }

    private static TransferResult.Kind kindOf(@Nullable Integer sipStatusCode) {
        int code = sipStatusCode == null ? 0 : sipStatusCode;
        if (BUSY.contains(code)) {
            return TransferResult.Kind.BUSY;
        }
        if (ABSENT.contains(code)) {
            return TransferResult.Kind.NO_ANSWER;
        }
        return UNWANTED.contains(code) ? TransferResult.Kind.REFUSED : TransferResult.Kind.FAILED;
    }

    private static TimelineEntry answerLine(TelephonyCall row, Transfer transfer, Said said, Instant now) {
        Map<String, String> details = new TreeMap<>();
        details.put("transfer", Integer.toString(transfer.order().number()));
        details.put("answer", said.answer().name());
        details.put("detail", said.result().detail());
        if (said.result().sipStatusCode() != null) {
            details.put("sipStatusCode", said.result().sipStatusCode().toString());
        }
        String method = transfer.isDialled() ? BRIDGE : COLD;
        return new TimelineEntry(row.callId(), now, TimelineEntry.Kind.ANSWER, method, details);
    }
}
