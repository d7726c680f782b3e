package telephony.decided;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import telephony.lead.Lead;
import telephony.lead.LeadPort;
import telephony.lead.LeadQuery;
import telephony.lead.Meeting;
import telephony.store.Page;
import telephony.store.StoreUnavailableException;

/** What early decisions write, in memory, to be looked at by tests; it can be down. */
public final class EarlyBooks {

    /** Decided calls in the order in which they were kept. */
    public final Map<String, DecidedCall> kept = new LinkedHashMap<>();

    /** What was told of callers, as it was told. */
    public final List<Meeting> meetings = new CopyOnWriteArrayList<>();

    /** Whether neither can be written. */
    public volatile boolean down;

    /** What happens before a decided call is kept. */
    public volatile Runnable beforePut = () -> {};

    private final DecidedCallPort decided = new Decided();
    private final LeadPort leads = new Leads();

    /** Both, as those who write them see them. */
    public EarlyDecisions.Books books() {
        return new EarlyDecisions.Books(decided, leads);
    }

    private void up() {
        if (down) {
            throw new StoreUnavailableException("the books are down");
        }
    }

    private final class Decided implements DecidedCallPort {
        @Override
        public synchronized boolean put(DecidedCall call) {
            beforePut.run();
            up();
            boolean taken = kept.containsKey(call.callId())
                    || (call.roomName() != null
                            && findByRoomName(call.roomName()).isPresent());
            if (!taken) {
                kept.put(call.callId(), call);
            }
            return !taken;
        }

        @Override
        public synchronized Optional<DecidedCall> findByRoomName(String roomName) {
            up();
            return kept.values().stream()
                    .filter(call -> roomName.equals(call.roomName()))
                    .findFirst();
        }

        @Override
        public synchronized Optional<DecidedCall> findByCallId(String callId) {
            up();
            return Optional.ofNullable(kept.get(callId));
        }

        @Override
        public synchronized Optional<DecidedCall> recognise(String roomName, List<String> ids) {
            return findByRoomName(roomName).or(() -> ids.stream()
                    .flatMap(id -> findByCallId(id).stream())
                    .findFirst());
        }

        @Override
        public synchronized int purge(Instant before, int max) {
            int all = kept.size();
            kept.values().removeIf(call -> call.at().isBefore(before));
            return all - kept.size();
        }
    }

    private final class Leads implements LeadPort {
        @Override
        public Lead met(Meeting meeting) {
            up();
            meetings.add(meeting);
            return Lead.first("lead-" + meetings.size(), meeting);
        }

        @Override
        public Optional<Lead> find(String id) {
            return Optional.empty();
        }

        @Override
        public Page<Lead> page(LeadQuery query) {
            return new Page<>(List.of(), null);
        }

        @Override
        public Optional<Instant> toldUntil() {
            return Optional.empty();
        }

        @Override
        public void told(Instant until) {
            // Nobody here looks how far the telling came.
        }

        @Override
        public int forgetMeetings(Instant before, int max) {
            return 0;
        }
    }
}
