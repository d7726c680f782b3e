package telephony.adapters.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import telephony.decided.DecidedCall;
import telephony.decided.DecidedCallPort;
import telephony.store.StoreUnavailableException;

/**
 * Decided calls in this process's memory, gone with it: their calls are routed anew then.
 *
 * <p>Bounded: {@link #put} is refused with {@link StoreUnavailableException} when {@value #MAX_CALLS} are kept.
 */
public final class InMemoryDecidedCalls implements DecidedCallPort {

    /** Decided calls at most. */
    public static final int MAX_CALLS = 100_000;

    private static final Comparator<DecidedCall> OLDEST_FIRST =
            Comparator.comparing(DecidedCall::at).thenComparing(DecidedCall::callId);

    private final Map<String, DecidedCall> byId = new HashMap<>();
    private final Map<String, DecidedCall> byRoom = new HashMap<>();
    private final Map<String, DecidedCall> bySipId = new HashMap<>();
    private final NavigableSet<DecidedCall> byAge = new TreeSet<>(OLDEST_FIRST);

    @Override
    public synchronized boolean put(DecidedCall call) {
        if (byId.containsKey(call.callId()) || byRoom.containsKey(call.roomName())) {
            return false;
        }
        if (byAge.size() >= MAX_CALLS) {
            throw new StoreUnavailableException("call " + call.callId() + " was not kept as decided: there are "
                    + MAX_CALLS + " already, and it is routed anew when it comes");
        }
        byId.put(call.callId(), call);
        byAge.add(call);
        if (call.roomName() != null) {
            byRoom.put(call.roomName(), call);
        }
        if (call.sipCallId() != null) {
            bySipId.merge(call.sipCallId(), call, (known, next) -> next.at().isBefore(known.at()) ? known : next);
        }
        return true;
    }

    @Override
    public synchronized Optional<DecidedCall> findByRoomName(String roomName) {
        return Optional.ofNullable(byRoom.get(roomName));
    }

    @Override
    public synchronized Optional<DecidedCall> findByCallId(String callId) {
        return Optional.ofNullable(byId.get(callId));
    }

    @Override
    public synchronized Optional<DecidedCall> recognise(String roomName, List<String> ids) {
        Stream<DecidedCall> ofRoom = roomName.isEmpty() ? Stream.empty() : Stream.ofNullable(byRoom.get(roomName));
        Stream<DecidedCall> ofIds = ids.stream()
                .flatMap(id -> Stream.concat(Stream.ofNullable(byId.get(id)), Stream.ofNullable(bySipId.get(id))));
        return Stream.concat(ofRoom, ofIds).findFirst();
    }

    @Override
    public synchronized int purge(Instant before, int max) {
        int gone = 0;
        while (gone < max && !byAge.isEmpty() && byAge.first().at().isBefore(before)) {
            DecidedCall old = byAge.pollFirst();
            byId.remove(old.callId());
            byRoom.remove(old.roomName());
            bySipId.remove(old.sipCallId(), old);
            gone++;
        }
        return gone;
    }
}
