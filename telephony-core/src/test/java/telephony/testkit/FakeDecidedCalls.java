package telephony.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import telephony.decided.DecidedCall;
import telephony.decided.DecidedCallPort;
import telephony.store.StoreUnavailableException;

/** The plainest keeping of decided calls. Beyond the contract it can be down, and it counts how often it is asked. */
public final class FakeDecidedCalls implements DecidedCallPort {

    private final List<DecidedCall> calls = new ArrayList<>();
    private boolean down;
    private int looks;

    /** Down: every step throws; up again: as if nothing had been. */
    public synchronized void setDown(boolean isDown) {
        down = isDown;
    }

    /** How often somebody asked whose call one may be. */
    public synchronized int looks() {
        return looks;
    }

    @Override
    public synchronized boolean put(DecidedCall call) {
        up();
        boolean taken = find(known -> known.callId().equals(call.callId())
                        || (call.roomName() != null && call.roomName().equals(known.roomName())))
                .isPresent();
        return !taken && calls.add(call);
    }

    @Override
    public synchronized Optional<DecidedCall> findByRoomName(String roomName) {
        up();
        return find(call -> roomName.equals(call.roomName()));
    }

    @Override
    public synchronized Optional<DecidedCall> findByCallId(String callId) {
        up();
        return find(call -> callId.equals(call.callId()));
    }

    @Override
    public synchronized Optional<DecidedCall> recognise(String roomName, List<String> ids) {
        looks++;
        up();
        Optional<DecidedCall> found = roomName.isEmpty() ? Optional.empty() : findByRoomName(roomName);
        for (String id : ids) {
            found = found.or(() -> findByCallId(id)).or(() -> find(call -> id.equals(call.sipCallId())));
        }
        return found;
    }

    @Override
    public synchronized int purge(Instant before, int max) {
        up();
        List<DecidedCall> old = calls.stream()
                .filter(call -> call.at().isBefore(before))
                .sorted(Comparator.comparing(DecidedCall::at))
                .limit(max)
                .toList();
        calls.removeAll(old);
        return old.size();
    }

    private Optional<DecidedCall> find(Predicate<DecidedCall> wanted) {
        return calls.stream().filter(wanted).max(Comparator.comparing(DecidedCall::at));
    }

    private void up() {
        if (down) {
            throw new StoreUnavailableException("the fake decided calls are down");
        }
    }
}
