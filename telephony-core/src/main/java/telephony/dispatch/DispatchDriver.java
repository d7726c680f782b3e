package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchState;
import telephony.call.Lease;
import telephony.call.OwedEffect;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.observe.TelephonyListener;
import telephony.outbound.SipPort;
import telephony.routing.RoutingDecision;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;

/**
 * Performs what rows have pending: claims a row, does one thing to LiveKit, and writes the result as the next row. It
 * decides nothing itself, and owns no thread: work runs on the executor that it is lent and on the threads that complete
 * LiveKit's answers. Several drivers may run on one store; the lease on the row keeps them apart.
 */
public final class DispatchDriver {

    /**
     * How many calls are worked on at once, each with at most three requests to LiveKit under way; the others stay due
     * until a later {@link #tick}. Without it a burst of calls is a burst of connections, and answers time out. Calls that are
     * over have {@value Places#MAX_OVER} places beside these.
     */
    public static final int MAX_UNDER_WAY = 96;

    private static final int NONCE_BITS = 60;

    /** Where a look owes again what must go: everywhere but before a new create and after the end. */
    private static final Set<DispatchState> DOUBTFUL =
            EnumSet.of(DispatchState.CONFIRMED, DispatchState.JOINED, DispatchState.AUDIBLE, DispatchState.FAILED);

    /**
     * Where a removal without an answer goes on being owed, and a look goes beside it: whom LiveKit only remembers since a restart
     * can never be removed (seen), and a call that waited for that would neither end nor be served.
     */
    private static final Set<DispatchState> LOOKING_MEANWHILE =
            EnumSet.of(DispatchState.NEW, DispatchState.VERIFY, DispatchState.RECOVER, DispatchState.BRIDGED);

    private final TelephonyStorePort store;
    private final AgentDispatchPort dispatches;
    private final LookOut lookOut;
    private final Settling settling;
    private final DispatchMachine machine;
    private final TelephonyListener listener;
    private final RandomGenerator random;
    private final RowWriter writer;
    private final Leases leases;
    private final WorkUnderWay underWay = new WorkUnderWay();
    private final WorkUnderWay ringing = new WorkUnderWay();
    private final Dialling dialling;
    private final StoreSteps steps;
    private final Places places;

    /**
     * What a driver works with.
     *
     * @param store where the rows are
     * @param dispatches LiveKit's dispatches
     * @param rooms LiveKit's rooms
     * @param sip LiveKit's telephone service; null = no phone is made to ring
     * @param executor lent; may refuse work, which is then found by the next tick
     * @param listener told what happens
     * @param random of markers and of this driver's name as a lease holder
     */
    public record Surroundings(
            TelephonyStorePort store,
            AgentDispatchPort dispatches,
            RoomPort rooms,
            @Nullable SipPort sip,
            Executor executor,
            TelephonyListener listener,
            RandomGenerator random) {}

    /** Drives by this machine. */
    public DispatchDriver(DispatchMachine machine, Surroundings surroundings) {
        this.machine = machine;
        this.store = surroundings.store();
        this.dispatches = surroundings.dispatches();
        this.listener = surroundings.listener();
        this.random = surroundings.random();
        this.lookOut = new LookOut(dispatches, surroundings.rooms());
        this.settling = new Settling(dispatches, surroundings.rooms());
        this.writer = new RowWriter(store, listener);
        this.leases = new Leases(nonce(), machine.timing().lease());
        this.places = new Places(underWay, surroundings.executor(), listener, this::tick);
        this.steps = new StoreSteps(underWay, listener);
        this.dialling = new Dialling(
                machine, surroundings, new Dialling.Driver(writer, steps, places::goOn, this::wakeIfDue, ringing));
    }

    /** Makes the next attempts of orders with this, once for each row that is due for one; it may be repeated. */
    public void retryBy(UnaryOperator<Transition> nextAttempt) {
        dialling.retryBy(nextAttempt);
    }

    /** Names this process among those that share the store, as the owner of leases. */
    public String owner() {
        return leases.owner();
    }

    /** Starts on one row if it is due and free; returns at once. */
    public void wake(CallId callId) {
        if (places.free() == 0) {
            places.foundNone();
        } else if (underWay.begin()) {
            places.submit(() -> claim(callId).ifPresent(this::perform));
            underWay.end();
        }
    }

    /**
     * Claims rows that are due and starts on them, and on what the store did not take before; returns how many were
     * claimed. Blocks for one step on the store.
     */
    public int tick() {
        steps.repeat(places::submit);
        return take(store::claimDue, places.free());
    }

    /**
     * Starts on the calls that this step lets go, as far as there are places beside those of the calls that have begun before.
     * Blocks for the step.
     *
     * @return whom it let go
     */
    public int begin(RowClaim turns) {
        return take(turns, places.freeToBegin());
    }

    private int take(RowClaim claim, int room) {
        if (room == 0 || !underWay.begin()) {
            return 0;
        }
        try {
            List<TelephonyCall> claimed = claim.rows(leases.owner(), leases.time(), room);
            if (claimed.size() == room) {
                places.foundNone();
            }
            for (TelephonyCall row : claimed) {
                if (!places.submit(() -> perform(row))) {
                    decide(row, unchanged -> Transition.of(unchanged));
                }
            }
            return claimed.size();
        } finally {
            underWay.end();
        }
    }

    /** Sends, once, the request of the transfer that whoever calls this has just stored, 0 = none; returns at once. */
    public void send(TelephonyCall row, int transfer) {
        steps.take(() -> dialling.transfer(row, transfer));
    }

    /** Begins nothing from now on; what LiveKit was asked is still written down, on the executor, when it answers. */
    public void stop() {
        underWay.stop();
        ringing.stop();
        steps.tryForTheLastTime();
    }

    /** Completes, after {@link #stop}, when nothing of this driver is under way any more. */
    public CompletionStage<Void> drained() {
        return underWay.drained().thenCompose(done -> ringing.drained());
    }

    private Optional<TelephonyCall> claim(CallId callId) {
        return writer.update(callId, row -> {
            Instant now = store.now();
            return Leases.isToBeHad(row, now) ? Transition.of(leases.taken(row, now)) : null;
        });
    }

    private void perform(TelephonyCall row) {
        steps.take(() -> performNow(row));
    }

    private void performNow(TelephonyCall row) {
        if (row.control().isFromNewerVersion() || Leases.isRunOut(row, store.now())) {
            return;
        }
        if (!row.dispatch().owed().isEmpty() && !machine.isOwedTooLong(row, store.now())) {
            places.track(row, settle(row));
            return;
        }
        UnaryOperator<Transition> step = dialling.ownStep(row);
        if (step != null) {
            decide(row, now -> step.apply(Transition.of(now)));
            return;
        }
        switch (row.dispatch().state()) {
            case INTENT -> decide(row, now -> machine.decide(now, List.of(Trigger.TAKEN_OVER), store.now()));
            case RECOVER -> {
                if (row.steering().open().isEmpty()) {
                    decide(row, now -> machine.settled(now, store.now(), dialling.isPossible()));
                } else {
                    places.track(row, look(row));
                }
            }
            default -> {
                if (row.isEnded()) {
                    lookAfterEnd(row);
                } else {
                    places.track(row, DialStep.needsRoom(row) ? dialling.makeRoom(row) : look(row));
                }
            }
        }
    }

    /** Nobody is in this call any more whom it could keep waiting, so it waits itself where there is no place. */
    private void lookAfterEnd(TelephonyCall row) {
        if (places.isRoomForOver()) {
            places.track(row, look(row));
        } else {
            decide(row, now -> Transition.of(now.withDueAt(store.now().plus(Places.LATER))));
        }
    }

    private CompletionStage<?> look(TelephonyCall row) {
        Instant startedAt = store.now();
        return lookOut.look(row, startedAt, store.rememberingSince())
                .thenAcceptAsync(look -> afterLook(row, look), places::goOn);
    }

    private void afterLook(TelephonyCall before, Look look) {
        AgentToken token = AgentToken.make(random);
        DispatchMachine.Randomness made = new DispatchMachine.Randomness(nonce(), token.hash());
        AtomicBoolean dials = new AtomicBoolean();
        RowWriter.Update update = writer.prepare(before.callId(), row -> {
            Instant now = store.now();
            dials.set(false);
            if (!Leases.isStillHeld(before, row)) {
                return null;
            }
            if (!look.isStillUsable(before, row, now, machine.timing()) || underWay.isStopped()) {
                return Transition.of(Leases.free(row));
            }
            Transition next = machine.looked(row, look, now, made, dialling.isPossible());
            dials.set(DialStep.isCommitted(row, next.next()));
            boolean sending = next.next().dispatch().state() == DispatchState.INTENT;
            return new Transition(
                    sending ? leases.takenUntilQuiet(next.next(), now) : Leases.free(next.next()), next.lines());
        });
        steps.take(() -> update.write().ifPresent(row -> {
            if (dials.get()) {
                steps.take(() -> dialling.dial(row));
            }
            if (row.dispatch().state() == DispatchState.INTENT) {
                steps.take(() -> places.track(row, create(row, token)));
            } else {
                wakeIfDue(row);
            }
        }));
    }

    private CompletionStage<?> create(TelephonyCall row, AgentToken token) {
        DispatchAttempt attempt = row.dispatch().lastAttempt().orElseThrow();
        Lease lease = row.control().lease();
        Duration needed = machine.timing().requestDeadline().plus(DispatchTiming.LEASE_LEFT_OVER);
        Instant now = store.now();
        boolean expired = !now.isBefore(attempt.intentAt().plus(machine.timing().requestDeadline()));
        if (lease == null || expired || now.plus(needed).isAfter(lease.until())) {
            // Too late to send: this process was stopped for a while. The intent is verified like any lost answer.
            return CompletableFuture.completedFuture(row);
        }
        if (!(row.route() instanceof RoutingDecision.Dispatch route)) {
            throw new IllegalStateException("an intent without an agent on call " + row.callId());
        }
        DispatchOrder order = DispatchOrder.of(row, route, attempt, token);
        return dispatches
                .create(order)
                .thenAcceptAsync(answer -> afterCreate(row, attempt, order.agentName(), answer), places::goOn);
    }

    private void afterCreate(
            TelephonyCall sent, DispatchAttempt attempt, String agentName, LiveKitAnswer<String> answer) {
        Map<String, String> facts = Map.of(
                "agent", agentName,
                "attempt", Integer.toString(attempt.number()),
                "marker", attempt.marker().toString());
        // The answer counts whoever holds the lease by now: it is a fact about an attempt.
        RowWriter.Update update = writer.prepare(sent.callId(), row -> {
            Transition next = machine.created(row, attempt.number(), answer, store.now());
            return next.with(Leases.isStillHeld(sent, row) ? Leases.free(next.next()) : next.next())
                    .after(answer.line(sent.callId(), store.now(), "CreateDispatch", facts));
        });
        steps.take(() -> update.write().ifPresent(this::wakeIfDue));
    }

    private CompletionStage<?> settle(TelephonyCall row) {
        return settling.settle(row).thenAcceptAsync(answers -> afterSettling(row, answers), places::goOn);
    }

    private void afterSettling(TelephonyCall before, Map<OwedEffect, LiveKitAnswer<Void>> answers) {
        List<OwedEffect> done = answers.entrySet().stream()
                .filter(answered -> Settling.isSettledBy(answered.getValue(), answered.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        // A removal without an answer may be owed to somebody whom LiveKit only remembers since a restart (seen).
        // Where the next step does not wait for it, a look tells whether he is there at all, and owes it anew.
        boolean unanswered = answers.values().stream()
                .anyMatch(answer -> answer.kind() == LiveKitAnswer.Kind.UNAVAILABLE
                        || answer.kind() == LiveKitAnswer.Kind.AMBIGUOUS);
        boolean inDoubt = unanswered && DOUBTFUL.contains(before.dispatch().state());
        boolean looking = unanswered
                && !underWay.isStopped()
                && LOOKING_MEANWHILE.contains(before.dispatch().state());
        RowWriter.Update update = writer.prepare(before.callId(), row -> {
            TelephonyCall next = row.withDispatch(row.dispatch().settled(inDoubt ? answers.keySet() : done));
            // What has come to be owed meanwhile is not in doubt, and waits for nothing.
            boolean waits = inDoubt && next.dispatch().owed().isEmpty();
            Instant due = waits
                    ? store.now().plus(DispatchTiming.POLL)
                    : machine.dueAfterSettling(next, answers.keySet(), store.now());
            TelephonyCall later = looking ? next.withDueAt(due) : Leases.free(next.withDueAt(due));
            List<TimelineEntry> lines = new ArrayList<>();
            answers.forEach((effect, answer) -> lines.add(answer.line(
                    before.callId(), store.now(), Settling.method(effect), Map.of("target", effect.target()))));
            return new Transition(Leases.isStillHeld(before, row) ? later : next, lines);
        });
        steps.take(() -> update.write().ifPresent(row -> {
            if (looking && Leases.isStillHeld(before, row)) {
                steps.take(() -> places.track(row, look(row)));
            } else {
                wakeIfDue(row);
            }
        }));
    }

    private void decide(TelephonyCall claimed, Function<TelephonyCall, Transition> decision) {
        AtomicInteger begun = new AtomicInteger();
        RowWriter.Update update = writer.prepare(claimed.callId(), row -> {
            if (!Leases.isStillHeld(claimed, row)) {
                return null;
            }
            Transition next = decision.apply(row);
            begun.set(TransferStep.begun(row, next.next()));
            return new Transition(Leases.free(next.next()), next.lines());
        });
        steps.take(() -> update.write().ifPresent(row -> {
            send(row, begun.get());
            wakeIfDue(row);
        }));
    }

    /** Starts on this row if it is due; returns at once, and never fails: a row that is due is found by the next tick. */
    public void wakeIfDue(TelephonyCall row) {
        Instant due = row.control().dueAt();
        if (due == null) {
            return;
        }
        try {
            if (!due.isAfter(store.now())) {
                wake(row.callId());
            }
        } catch (StoreUnavailableException e) {
            listener.onTrouble("whether a call is due could not be seen; the next tick looks again", e);
        }
    }

    private String nonce() {
        return Long.toUnsignedString(random.nextLong() >>> (Long.SIZE - NONCE_BITS), Character.MAX_RADIX);
    }
}
