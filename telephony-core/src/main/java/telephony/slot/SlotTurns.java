package telephony.slot;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.Slot;
import telephony.call.TelephonyCall;
import telephony.dispatch.DispatchDriver;
import telephony.dispatch.DispatchMachine;
import telephony.dispatch.RowWriter;

/**
 * Lets callers in who wait until an agent, a campaign or a tenant has room for one more call. Who is next, and that no more
 * get in than may, is kept by the store for all processes together; this only looks, often while somebody waits and seldom
 * else, and tries. Thread-safe.
 */
public final class SlotTurns {

    /** How often it is looked whether there is room, while somebody is known to wait. */
    public static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** How often else: then others noticed that somebody waits, or how many calls somebody has. */
    public static final Duration COUNTED_EVERY = Duration.ofSeconds(1);

    /** How often one look may let the first of every line in. */
    static final int MAX_ROUNDS = 16;

    private final @Nullable SlotPort port;
    private final SlotRules rules;
    private final @Nullable Entrance entrance;
    private final Supplier<Instant> clock;
    private SlotBoard board = SlotBoard.EMPTY;
    private Instant lookedAt = Instant.MIN;
    private boolean known;

    /** How a call is let in. */
    @FunctionalInterface
    interface Entrance {
        /** Whether it was. */
        boolean letIn(CallId callId, List<Slot> limits);
    }

    private SlotTurns(@Nullable SlotPort port, SlotRules rules, @Nullable Entrance entrance, Supplier<Instant> clock) {
        this.port = port;
        this.rules = rules;
        this.entrance = entrance;
        this.clock = clock;
    }

    /** Nothing is limited. */
    public static SlotTurns none() {
        return new SlotTurns(null, SlotRules.NONE, null, () -> Instant.EPOCH);
    }

    /**
     * Lets callers in by these rules.
     *
     * @param port of the store that the writer writes to
     * @param clock the store's
     */
    public static SlotTurns of(
            SlotPort port,
            SlotRules rules,
            DispatchMachine machine,
            RowWriter writer,
            DispatchDriver driver,
            Supplier<Instant> clock) {
        Entrance entrance = (callId, limits) -> {
            Optional<TelephonyCall> in = writer.update(
                    callId,
                    row -> row.isWaitingForSlots() && !row.control().isFromNewerVersion()
                            ? machine.slotsToBeHad(row, limits, clock.get())
                            : null);
            in.ifPresent(driver::wakeIfDue);
            return in.isPresent();
        };
        return new SlotTurns(port, rules, entrance, clock);
    }

    /** What calls need. */
    public SlotRules rules() {
        return rules;
    }

    /** A call was stored that waits. */
    public synchronized void entered() {
        known = true;
    }

    /**
     * Lets those in for whom there is room now. Blocks for a few steps on the store when it is time to look.
     *
     * @return how many got in
     */
    public int take() {
        if (port == null || entrance == null || !isTimeToLook()) {
            return 0;
        }
        int all = 0;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            SlotBoard now = port.board();
            keep(now);
            int in = letIn(now, entrance);
            all += in;
            if (in == 0) {
                break;
            }
        }
        return all;
    }

    private int letIn(SlotBoard now, Entrance to) {
        Map<String, Long> held = new HashMap<>(now.held());
        int in = 0;
        for (SlotBoard.Line line : now.lines()) {
            List<Slot> limits = rules.limits(line.keys());
            boolean room = limits.stream().allMatch(slot -> slot.hasRoomBeside(held.getOrDefault(slot.key(), 0L)));
            if (room && to.letIn(line.first(), limits)) {
                limits.forEach(slot -> held.merge(slot.key(), 1L, Long::sum));
                in++;
            }
        }
        return in;
    }

    private synchronized boolean isTimeToLook() {
        Instant now = clock.get();
        boolean waiting = known || !board.lines().isEmpty();
        Duration every = waiting ? LOOK_EVERY : COUNTED_EVERY;
        boolean due = lookedAt.isBefore(now.minus(every)) || lookedAt.isAfter(now);
        if (due) {
            lookedAt = now;
            known = false;
        }
        return due;
    }

    private synchronized void keep(SlotBoard seen) {
        board = seen;
    }

    /** Who waits and how many hold what, as this process saw it last: {@link #COUNTED_EVERY} ago at most while it ticks. */
    public synchronized SlotBoard board() {
        return board;
    }

    /**
     * How many wait in line before this call, as the store has it now; 0 when it does not wait.
     *
     * @throws telephony.store.StoreUnavailableException when the store is down
     */
    public long before(TelephonyCall call) {
        return port == null || !call.isWaitingForSlots() ? 0 : port.before(call);
    }
}
