package telephony.app.proof;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.call.DispatchState;
import telephony.call.Lease;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.simulation.RoomTruth;
import telephony.simulation.RoomTruth.Present;

/** Whether all came to its end, and is recorded as it was. */
final class EndChecks implements Witness {

    private static final String HUNG_UP = "hangup";

    private final Checker.Findings findings;
    private final Calm.Stopwatch there;
    private final int stores;
    private final Set<String> everHeard = new HashSet<>();
    private final Set<String> metTheDead = new HashSet<>();
    private final Set<String> notTold = new HashSet<>();
    private final Set<String> forgottenWithGhosts = new HashSet<>();
    private Set<String> withGhosts = Set.of();
    private boolean forgot;

    EndChecks(Bounds bounds, Calm calm, Checker.Findings findings) {
        this.stores = bounds.stores();
        this.findings = findings;
        this.there = calm.new Stopwatch(Calm.Break.PAUSES);
    }

    @Override
    public void openingNotTold(Instant at, String roomSid) {
        notTold.add(roomSid);
    }

    @Override
    public void sampled(Instant at, List<RoomTruth> rooms) {
        withGhosts = rooms.stream()
                .filter(RoomTruth::remembersCaller)
                .map(room -> room.state().sid())
                .collect(Collectors.toSet());
        rooms.stream().flatMap(RoomTruth::callers).forEach(caller -> there.count(at, caller.identity(), true));
        for (RoomTruth room : rooms) {
            room.agents(Bounds.AGENT).filter(Present::audible).forEach(agent -> everHeard.add(agent.sid()));
            boolean dead =
                    room.agents(Bounds.AGENT).anyMatch(agent -> !agent.audible() && everHeard.contains(agent.sid()));
            if (dead || room.remembersAgent()) {
                room.callers().forEach(caller -> metTheDead.add(caller.identity()));
            }
        }
    }

    @Override
    public void forgot(Instant at) {
        forgot = true;
        forgottenWithGhosts.addAll(withGhosts);
    }

    @Override
    public void closed(Instant at, List<TelephonyCall> rows, List<CallerTruth> callers) {
        for (TelephonyCall row : rows) {
            closed(at, row);
            judgeOutcome(at, row, callers);
        }
        for (CallerTruth caller : callers) {
            long records = rows.stream()
                    .filter(row -> row.leg(caller.sipCallId()).isPresent())
                    .count();
            if (records > stores) {
                findings.violated(Invariant.ONE_RECORD_PER_CALL, at, records + " of one call in " + caller.roomName());
            }
            boolean known = records > 0;
            if (!caller.over()) {
                findings.violated(Invariant.EVERY_CALL_ENDS, at, "a caller is still in " + caller.roomName());
            }
            boolean canBeKnown = there.known(caller.identity()).compareTo(Bounds.KNOWN) >= 0;
            if (!known && !forgot && canBeKnown) {
                findings.violated(Invariant.EVERY_CALL_IS_RECORDED, at, "not so in " + caller.roomName());
            }
        }
    }

    private void closed(Instant at, TelephonyCall row) {
        boolean done = row.dispatch().state() == DispatchState.DONE && row.isEnded();
        boolean open = !done && !mayBeListedStill(row.origin().roomSid());
        if (open || row.control().dueAt() != null || !row.dispatch().owed().isEmpty()) {
            findings.violated(
                    Invariant.EVERY_ROW_CLOSES,
                    at,
                    row.origin().roomName() + " is " + row.dispatch().state() + ", due "
                            + row.control().dueAt() + ", owed " + row.dispatch().owed());
        }
        Lease lease = row.control().lease();
        if (lease != null && !lease.isFreeAt(at)) {
            findings.violated(Invariant.NO_LEASE_LEFT, at, row.origin().roomName() + " has " + lease);
        }
    }

    /**
     * LiveKit goes on listing a caller who was there when it was restarted, and its word on the restart was lost, or forgotten:
     * while somebody else keeps the room open nobody can know that he is gone, and his row stays as open as the room.
     */
    private boolean mayBeListedStill(@Nullable String roomSid) {
        return roomSid != null
                && withGhosts.contains(roomSid)
                && (notTold.contains(roomSid) || forgottenWithGhosts.contains(roomSid));
    }

    /** Of a call with one leg; with several, hearing depends on who was there when. */
    private void judgeOutcome(Instant at, TelephonyCall row, List<CallerTruth> callers) {
        @Nullable Outcome outcome = row.outcome();
        if (outcome == null
                || outcome.certainty() != Outcome.Certainty.OBSERVED
                || row.legs().size() != 1
                || row.steering().lastDone().isPresent()) {
            return;
        }
        callers.stream()
                .filter(caller -> row.leg(caller.sipCallId()).isPresent())
                .filter(caller -> !isTrue(outcome, caller))
                .forEach(caller -> findings.violated(
                        Invariant.OUTCOME_IS_TRUE,
                        at,
                        outcome.result() + " by " + outcome.endedBy() + " in " + caller.roomName() + ", but heard "
                                + caller.heard() + " and was last " + caller.status()));
    }

    /** A store that forgot cannot know what was heard before, nor that an agent whom LiveKit goes on listing was dead by then. */
    private boolean isTrue(Outcome outcome, CallerTruth caller) {
        boolean answered = outcome.isAnswered();
        boolean heard = caller.heard().contains(Bounds.AGENT);
        boolean hangUpTrue =
                outcome.endedBy() != Outcome.EndedBy.CALLER || caller.status().equals(HUNG_UP);
        boolean excused = forgot && (!answered || metTheDead.contains(caller.identity()));
        return hangUpTrue && (answered == heard || excused);
    }
}
