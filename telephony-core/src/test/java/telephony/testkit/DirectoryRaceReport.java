package telephony.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import telephony.directory.DirectoryRefusedException;
import telephony.testkit.RacingReplica.Call;
import telephony.testkit.RecordedDirectory.Made;

/**
 * What came of a {@link DirectoryRace}: each call is held against the states that were true around it. Which those were is known from
 * the changes that the store acknowledged, and what each of them says of a call from {@link DirectoryModel}.
 *
 * <p>How old a state may be depends on when a replica gets to look, so on the machine. So {@link #faults} holds a replica to its own
 * looks: what was stored before a look began, or was changed on the replica itself, must be known when that has ended. How
 * much time went by is in {@link #oldest}.
 */
public final class DirectoryRaceReport {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<RacingReplica> replicas;

    /** By the revision that each state is of; those between have never been true. */
    private final NavigableMap<Long, State> states = new TreeMap<>();

    private record State(DirectoryModel model, long asked, long answered) {}

    DirectoryRaceReport(List<RacingReplica> replicas) {
        this.replicas = List.copyOf(replicas);
        DirectoryModel model = DirectoryModel.empty();
        states.put(0L, new State(model, Long.MIN_VALUE, Long.MIN_VALUE));
        List<Made> changes = replicas.stream()
                .flatMap(replica -> replica.changes().stream())
                .sorted(Comparator.comparingLong(Made::revision))
                .toList();
        for (Made made : changes) {
            if (made.revision() != states.lastKey() + made.changes().size()) {
                throw new AssertionError("the store has no changes between the revisions " + states.lastKey() + " and "
                        + (made.revision() - made.changes().size()));
            }
            model = model.after(made.changes());
            states.put(made.revision(), new State(model, made.asked(), made.answered()));
        }
    }

    /** All that was wrong, in words; empty = each call was decided by one state, which its replica could not know to be past. */
    public List<String> faults() {
        return replicas.stream()
                .flatMap(replica -> Stream.concat(wrong(replica), older(replica)))
                .toList();
    }

    /** Calls that were not decided as the state says that they name. */
    private Stream<String> wrong(RacingReplica replica) {
        return replica.calls().stream().flatMap(call -> {
            String who = replica.name() + ", call to " + call.number() + " by revision " + call.revision() + ": ";
            State state = states.get(call.revision());
            if (state == null) {
                return Stream.of(who + "the directory never was at this revision");
            }
            if (state.asked() > call.answered()) {
                return Stream.of(who + "nobody had asked for that yet");
            }
            DirectoryModel.Answer expected = state.model().answer(call.number());
            return expected.equals(call.made())
                    ? Stream.empty()
                    : Stream.of(who + call.made().shown() + "; but it says " + expected.shown());
        });
    }

    /** Calls that were decided by an older state than their replica had to know when they came. */
    private Stream<String> older(RacingReplica replica) {
        NavigableMap<Long, Long> known = new TreeMap<>();
        replica.looks().forEach(look -> known.merge(look.ended(), storedBefore(look.began()), Math::max));
        replica.told().forEach(told -> known.merge(told.answered(), told.revision(), Math::max));
        // A replica never goes back: whatever a call was decided by is known to all that come after its answer.
        replica.calls().forEach(call -> known.merge(call.answered(), call.revision(), Math::max));
        long most = 0;
        for (Map.Entry<Long, Long> entry : known.entrySet()) {
            most = Math.max(most, entry.getValue());
            entry.setValue(most);
        }
        return replica.calls().stream().flatMap(call -> {
            Map.Entry<Long, Long> must = known.lowerEntry(call.arrived());
            return must == null || must.getValue() <= call.revision()
                    ? Stream.empty()
                    : Stream.of(replica.name() + ", call to " + call.number() + " by revision " + call.revision()
                            + ": revision " + must.getValue() + " was known here before it came");
        });
    }

    /** The newest revision that was acknowledged before this moment. */
    private long storedBefore(long moment) {
        return states.entrySet().stream()
                .filter(state -> state.getValue().answered() <= moment)
                .mapToLong(Map.Entry::getKey)
                .max()
                .orElse(0);
    }

    /** For how long the state by which a call was decided had been past when the call came, at most; 0 = it was true. */
    private long age(Call call) {
        Map.Entry<Long, State> next = states.higherEntry(call.revision());
        return next == null ? 0 : Math.max(0, call.arrived() - next.getValue().asked());
    }

    private long[] ages() {
        long[] ages = calls().mapToLong(this::age).toArray();
        Arrays.sort(ages);
        return ages;
    }

    private Stream<Call> calls() {
        return replicas.stream().flatMap(replica -> replica.calls().stream());
    }

    /** For how long the oldest state had been past by which a call was decided, when that call came. */
    public Duration oldest() {
        long[] ages = ages();
        return Duration.ofNanos(ages[ages.length - 1]);
    }

    /** How many calls were decided by a state that had been past when they came. */
    public long olderThanTheNewest() {
        return calls().filter(call -> age(call) > 0).count();
    }

    /** How many changes became true. */
    public int changes() {
        return states.size() - 1;
    }

    /** The reasons for which calls were decided as they were. */
    public Set<String> reasons() {
        return calls().map(call -> call.made().reason()).collect(Collectors.toSet());
    }

    /** What was measured, a line each. */
    public String figures() {
        long[] ages = ages();
        long began = calls().mapToLong(Call::arrived).min().orElseThrow();
        long ended = calls().mapToLong(Call::answered).max().orElseThrow();
        double seconds = (ended - began) / NANOS_PER_SECOND;
        Map<DirectoryRefusedException.Reason, Integer> refused = new EnumMap<>(DirectoryRefusedException.Reason.class);
        replicas.forEach(
                replica -> replica.refused().forEach((reason, count) -> refused.merge(reason, count, Integer::sum)));
        List<String> lines = new ArrayList<>();
        lines.add(line("%d replicas, %d calls, %.0f a second", replicas.size(), ages.length, ages.length / seconds));
        lines.add(line("%d changes, %.0f a second; refused: %s", changes(), changes() / seconds, refused));
        lines.add(line(
                "by a state that was past when the call came: %d; for how long: p50 %.0f ms, p99 %.0f ms, oldest %.0f ms",
                olderThanTheNewest(),
                ages[ages.length / 2] / NANOS_PER_MILLI,
                ages[ages.length * 99 / 100] / NANOS_PER_MILLI,
                ages[ages.length - 1] / NANOS_PER_MILLI));
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }
}
