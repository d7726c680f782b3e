package telephony.app.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import telephony.simulation.ApiMethod;
import telephony.simulation.SimulatedLiveKit;

/**
 * One playing of a programme: places its calls when their time has come, listens with their callers, and ends when every
 * call is over and on record. It owns no thread and no time: somebody calls {@link #step} every {@link #STEP}, on
 * whatever clock. For one thread.
 */
final class Performance {

    /** How often it is to be stepped; what is heard is timed as finely as this. */
    static final Duration STEP = Duration.ofMillis(100);

    /** How long after the last call's time the records may take to close; a lost end takes up to 15 s. */
    static final Duration ENCORE = Duration.ofSeconds(20);

    /** How often the record of a call that is over is asked for. */
    private static final Duration READ = Duration.ofMillis(500);

    private final SimulatedLiveKit livekit;
    private final CallRecords records;
    private final InstantSource clock;
    private final Audience audience;
    private final Programme programme;
    private final Deque<Scenario> toCome;
    private final Deque<Trouble> troubles;
    private final List<PlayedCall> calls = new ArrayList<>();
    private @Nullable Instant begun;
    private Duration nextRead = Duration.ZERO;
    private boolean over;

    /**
     * @param livekit where the calls are placed
     * @param records what the switchboard wrote down
     * @param clock by which the simulation goes
     */
    Performance(
            Programme programme,
            SimulatedLiveKit livekit,
            CallRecords records,
            InstantSource clock,
            Audience audience) {
        this.programme = programme;
        this.livekit = livekit;
        this.records = records;
        this.clock = clock;
        this.audience = audience;
        this.toCome = new ArrayDeque<>(programme.scenarios());
        this.troubles = new ArrayDeque<>(programme.troubles().stream()
                .sorted(Comparator.comparing(Trouble::at))
                .toList());
    }

    /** Does what is due; whether the programme is over. */
    boolean step() {
        Instant at = clock.instant();
        Instant start = begun == null ? at : begun;
        begun = start;
        Duration now = Duration.between(start, at);
        befall(now);
        place(now);
        for (PlayedCall call : calls) {
            if (call.look(now)) {
                audience.changes(now, call);
            }
        }
        read(now);
        over = isPlayed() || now.compareTo(programme.length().plus(ENCORE)) >= 0;
        audience.stepped(now, this);
        return over;
    }

    private void befall(Duration now) {
        while (!troubles.isEmpty() && troubles.element().at().compareTo(now) <= 0) {
            Trouble trouble = troubles.remove();
            audience.befalls(now, trouble);
            trouble.done().accept(livekit);
        }
    }

    private void place(Duration now) {
        while (!toCome.isEmpty() && toCome.element().startsAt().compareTo(now) <= 0) {
            Scenario scenario = toCome.remove();
            PlayedCall call = new PlayedCall(scenario, livekit.call(scenario.call()));
            // In time: its agent is asked for when its caller has joined, some milliseconds from now.
            scenario.creates()
                    .forEach(fault -> livekit.api().failNext(ApiMethod.CREATE_DISPATCH, call.roomName(), fault));
            calls.add(call);
            audience.begins(now, call);
        }
    }

    private void read(Duration now) {
        if (now.compareTo(nextRead) < 0) {
            return;
        }
        nextRead = now.plus(READ);
        calls.stream()
                .filter(call -> call.isOver() && call.recorded().isEmpty())
                .forEach(call -> call.read(records));
        if (isPlayed()) {
            // Facts that came late may have corrected what was read first.
            calls.forEach(call -> call.read(records));
        }
    }

    private boolean isPlayed() {
        return toCome.isEmpty()
                && troubles.isEmpty()
                && calls.stream()
                        .allMatch(call -> call.isOver() && call.recorded().isPresent());
    }

    /** The calls that were placed so far, in order. */
    List<PlayedCall> calls() {
        return List.copyOf(calls);
    }

    /** How many calls the programme has. */
    int size() {
        return programme.scenarios().size();
    }

    /** Whether it is over and every call went as it must. */
    boolean isGood() {
        return over
                && calls.size() == size()
                && calls.stream().allMatch(call -> call.verdict().isGood());
    }
}
