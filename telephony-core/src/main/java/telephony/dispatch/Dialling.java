package telephony.dispatch;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import telephony.call.DialIntent;
import telephony.call.DialResult;
import telephony.call.OutboundDial;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.observe.TelephonyListener;
import telephony.outbound.SipDial;
import telephony.outbound.SipPort;
import telephony.store.TelephonyStorePort;

/** Makes rooms for calls that we place, and makes phones ring; a part of {@link DispatchDriver}. */
final class Dialling {

    /** How many phones ring at once through this process; further calls wait with their agents. No thread waits with them. */
    static final int MAX_RINGING = 2_000;

    private final TelephonyStorePort store;
    private final RoomPort rooms;
    private final @Nullable SipPort sip;
    private final DispatchMachine machine;
    private final RowWriter writer;
    private final StoreSteps steps;
    private final TelephonyListener listener;
    private final Executor executor;
    private final Consumer<TelephonyCall> wakeIfDue;
    private final WorkUnderWay ringing;
    private final Transferring transferring;
    private volatile UnaryOperator<Transition> again = UnaryOperator.identity();

    /**
     * What it shares with the driver.
     *
     * @param executor runs what follows LiveKit's answers, if need be on the thread that brought them
     * @param wakeIfDue starts on a row that is due
     * @param ringing counts the phones that ring
     */
    record Driver(
            RowWriter writer,
            StoreSteps steps,
            Executor executor,
            Consumer<TelephonyCall> wakeIfDue,
            WorkUnderWay ringing) {}

    Dialling(DispatchMachine machine, DispatchDriver.Surroundings surroundings, Driver driver) {
        this.machine = machine;
        this.store = surroundings.store();
        this.rooms = surroundings.rooms();
        this.sip = surroundings.sip();
        this.listener = surroundings.listener();
        this.writer = driver.writer();
        this.steps = driver.steps();
        this.executor = driver.executor();
        this.wakeIfDue = driver.wakeIfDue();
        this.ringing = driver.ringing();
        this.transferring = new Transferring(machine, surroundings, driver);
    }

    /** Makes the next attempts from now on, of rows that are due for one. */
    void retryBy(UnaryOperator<Transition> nextAttempt) {
        again = nextAttempt;
    }

    /** What is to be done with this row without asking LiveKit; null = nothing. */
    @Nullable
    UnaryOperator<Transition> ownStep(TelephonyCall claimed) {
        if (QueueStep.isTurn(claimed)) {
            return before -> machine.turn(before.next(), store.now());
        }
        return QueueStep.isNextAttemptDue(claimed, store.now()) ? again : null;
    }

    /** Whether a phone may be made to ring: there is a way to, and not too many ring already. */
    boolean isPossible() {
        return sip != null && ringing.roomBelow(MAX_RINGING) > 0;
    }

    /** Makes the room of a call that was just ordered. May be repeated: a room that is there already is answered as it is. */
    CompletionStage<?> makeRoom(TelephonyCall row) {
        return rooms.createRoom(new NewRoom(row.origin().roomName(), DialTiming.ROOM_EMPTY_FOR))
                .thenAcceptAsync(answer -> afterRoom(row, answer), executor);
    }

    private void afterRoom(TelephonyCall before, LiveKitAnswer<ListedRoom> answer) {
        RowWriter.Update update = writer.prepare(before.callId(), row -> {
            if (!Leases.isStillHeld(before, row)) {
                return null;
            }
            Transition next = machine.roomMade(row, answer, store.now());
            return next.with(Leases.free(next.next())).after(roomLine(before, answer));
        });
        steps.take(() -> update.write().ifPresent(wakeIfDue));
    }

    private TimelineEntry roomLine(TelephonyCall row, LiveKitAnswer<ListedRoom> answer) {
        Map<String, String> details = new TreeMap<>();
        details.put("answer", answer.kind().name());
        details.put("detail", answer.detail());
        answer.answered().ifPresent(room -> details.put("roomSid", room.sid()));
        return new TimelineEntry(row.callId(), store.now(), TimelineEntry.Kind.ANSWER, "CreateRoom", details);
    }

    /**
     * Sends the one request of the dial that was just committed to. Nobody else does: whoever finds the intent follows it.
     * Returns at once; no lease is held while it rings.
     */
    void dial(TelephonyCall row) {
        OutboundDial dial = row.dial();
        DialIntent intent = dial == null ? null : dial.intent();
        if (dial == null || intent == null || sip == null) {
            throw new IllegalStateException("nothing to dial on call " + row.callId());
        }
        Instant now = store.now();
        if (!now.isBefore(intent.committedAt().plus(machine.timing().requestDeadline()))) {
            // Too late to send: this process was stopped for a while, and the callee is not to be surprised.
            told(row, DialResult.of(DialResult.Kind.NOT_SENT, "this process was stopped before it could dial"));
            return;
        }
        underWay(() -> sip.createSipParticipant(new SipDial(
                        row.origin().roomName(),
                        dial.identity(),
                        dial.order().to(),
                        dial.order().from(),
                        dial.order().trunkId(),
                        dial.order().ringingTimeout(),
                        dial.order().maxDuration(),
                        DialTiming.answerWithin(dial.order()),
                        intent.tokenExpiresAt()))
                .thenAcceptAsync(result -> told(row, result), executor));
    }

    /** Sends the one request of the transfer that was just committed to; as {@link #dial}. */
    void transfer(TelephonyCall row, int number) {
        row.steering().transfer(number).ifPresent(transfer -> underWay(() -> transferring.send(row, transfer)));
    }

    private void underWay(Supplier<CompletionStage<?>> request) {
        ringing.goOn();
        request.get().whenComplete((done, failure) -> {
            if (failure != null) {
                listener.onTrouble("the answer to a dial was not taken in; the phone is looked for", failure);
            }
            ringing.end();
        });
    }

    /** The answer counts whoever holds the lease by now: it is a fact about the one dial of this call. */
    private void told(TelephonyCall sent, DialResult result) {
        RowWriter.Update update = writer.prepare(sent.callId(), row -> {
            Instant now = store.now();
            return machine.dialTold(row, result, now).after(DialStep.answerLine(row, result, now));
        });
        steps.take(() -> update.write().ifPresent(wakeIfDue));
    }
}
