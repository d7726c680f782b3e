package telephony.dispatch;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.CallTimes;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.observe.TelephonyListener;
import telephony.store.Commit;
import telephony.store.InboxEntry;
import telephony.store.OrderKey;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;

/**
 * Writes rows by compare-and-set: read, decide, write, and again from the start when somebody was faster. Tells the
 * listener what was stored.
 */
public final class RowWriter {

    /** How often somebody else may be faster before the caller is told to come again. */
    public static final int MAX_CONFLICTS = 32;

    /** Lines of a time line that are searched for what the store may have taken; most have less than a hundred. */
    private static final int MAX_LINES = 10_000;

    private final TelephonyStorePort store;
    private final TelephonyListener listener;

    /** Writes to this store. */
    public RowWriter(TelephonyStorePort store, TelephonyListener listener) {
        this.store = store;
        this.listener = listener;
    }

    /**
     * Decides on the row as it is now, until the write goes through.
     *
     * @param decision the row as it should be, or null to leave it alone
     * @return the row as it was stored; empty when there is no such row, it was left alone, or it asked for slots that
     *     were not to be had
     * @throws StoreUnavailableException when the store is down, or others were faster {@value #MAX_CONFLICTS} times
     */
    public Optional<TelephonyCall> update(CallId callId, Function<TelephonyCall, @Nullable Transition> decision) {
        return prepare(callId, decision).write();
    }

    /** An update that may be written again when the store failed in the middle of it. */
    Update prepare(CallId callId, Function<TelephonyCall, @Nullable Transition> decision) {
        return new Update(callId, decision);
    }

    /** One update of a row. Not safe for several threads at once. */
    final class Update {

        private record Unanswered(TelephonyCall before, Transition transition) {
            TelephonyCall stored() {
                return RowWriter.stored(
                        transition.next(), transition.next().control().version());
            }

            /** Whether whoever wrote it may go on with the row as it is now: a lease that it kept is not another's. */
            boolean isStillOurs(TelephonyCall row) {
                return stored().control().lease() == null || Leases.isStillHeld(stored(), row);
            }
        }

        /** Whether the store took it in silence; somebody may have changed the row since, but no line is ever taken back. */
        private boolean isTaken(Unanswered asked, TelephonyCall row) {
            List<TimelineEntry> lines = asked.transition().lines();
            return row.equals(asked.stored())
                    || (!lines.isEmpty() && store.timeline(callId, 0, MAX_LINES).containsAll(lines));
        }

        private final CallId callId;
        private final Function<TelephonyCall, @Nullable Transition> decision;
        private @Nullable Unanswered unanswered;

        private Update(CallId callId, Function<TelephonyCall, @Nullable Transition> decision) {
            this.callId = callId;
            this.decision = decision;
        }

        /**
         * As {@link RowWriter#update}. After a failure it may be called again: what the store took without saying so is
         * then found, and neither written nor told twice.
         */
        Optional<TelephonyCall> write() {
            for (int tries = 0; tries < MAX_CONFLICTS; tries++) {
                TelephonyCall row = store.find(callId).orElse(null);
                if (row != null && unanswered != null && isTaken(unanswered, row)) {
                    tell(unanswered.before(), unanswered.transition());
                    return Optional.of(row).filter(unanswered::isStillOurs);
                }
                Transition transition = row == null ? null : decision.apply(row);
                if (row == null || transition == null) {
                    return Optional.empty();
                }
                Unanswered asked = new Unanswered(row, transition);
                unanswered = asked;
                Commit commit = Commit.ofRow(transition.next(), transition.lines());
                Commit.Result result = store.commit(commit);
                if (result == Commit.Result.STORED) {
                    tell(row, transition);
                    return Optional.of(asked.stored());
                }
                unanswered = null;
                if (result == Commit.Result.FULL) {
                    return Optional.empty();
                }
            }
            throw tooManyConflicts(callId.toString());
        }
    }

    /** Takes in an event together with what it does to a row; a row that it leaves as it was is not written. */
    public Commit.Result takeIn(InboxEntry entry, TelephonyCall before, Transition transition) {
        TelephonyCall next = transition.next();
        boolean changed = before.control().version() == 0 || !next.tellsTheSameAs(before);
        Commit commit = changed
                ? new Commit(entry, next, before.control().version(), transition.lines())
                : Commit.ofEvent(entry, transition.lines());
        Commit.Result result = store.commit(commit);
        if (result == Commit.Result.STORED) {
            tell(before, transition);
        }
        return result;
    }

    /**
     * Stores the row of an order together with its key.
     *
     * @return {@link Commit.Result#STORED}, or what was there before: the key, or a row of this id
     */
    public Commit.Result open(Transition opened, OrderKey key) {
        Commit.Result result = store.commit(Commit.ofOrder(opened.next(), opened.lines(), key));
        if (result == Commit.Result.STORED) {
            tell(opened.next(), opened);
        }
        return result;
    }

    /** Others were faster too often. */
    public static StoreUnavailableException tooManyConflicts(String what) {
        return new StoreUnavailableException("nothing was written for " + what + ": others changed it " + MAX_CONFLICTS
                + " times in a row; repeat it");
    }

    private void tell(TelephonyCall before, Transition stored) {
        stored.lines().forEach(line -> listener.onTimeline(stored.next(), line));
        tellMilestones(before, stored.next());
    }

    private void tellMilestones(TelephonyCall before, TelephonyCall next) {
        CallTimes was = before.times();
        CallTimes is = next.times();
        if (before.control().version() == 0) {
            listener.onCallOpened(next);
        }
        if (was.agentJoinedAt() == null && is.agentJoinedAt() != null) {
            listener.onAgentJoined(next);
        }
        if (was.answeredAt() == null && is.answeredAt() != null) {
            listener.onAnswered(next);
        }
        if (!before.isEnded() && next.isEnded()) {
            listener.onCallEnded(next);
        }
    }

    private static TelephonyCall stored(TelephonyCall next, long expectedVersion) {
        return next.withControl(next.control().withVersion(expectedVersion + 1));
    }
}
