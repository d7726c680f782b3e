package telephony.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.store.Commit;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;

/**
 * Takes in calls of the model before LiveKit, so that they are found and counted beside the others. Each is taken in once, by its
 * id of call control and its tenant, however often it is sent; an import that broke off is begun anew. Thread-safe.
 */
public final class OldSessions {

    /** The name of the line of the history that tells of the import. */
    static final String IMPORTED = "SESSION_IMPORTED";

    private final TelephonyStorePort store;

    /** Into this store. */
    public OldSessions(TelephonyStorePort store) {
        this.store = store;
    }

    /**
     * What became of one.
     *
     * @param callId its call
     * @param isNew false: it was there before, and stays as it was
     */
    public record Taken(CallId callId, boolean isNew) {}

    /**
     * Takes this one in, unless it is there.
     *
     * @throws StoreUnavailableException when the store cannot do its work; to be repeated
     */
    public Taken take(OldSession session) {
        Instant now = store.now();
        TelephonyCall row = session.row(now);
        TimelineEntry line = new TimelineEntry(
                row.callId(),
                now,
                TimelineEntry.Kind.DECISION,
                IMPORTED,
                Map.of("callControlId", session.callControlId()));
        boolean isNew = store.commit(new Commit(null, row, 0, List.of(line))) == Commit.Result.STORED;
        if (!isNew && store.find(row.callId()).isEmpty()) {
            // Whoever was faster has not committed after all, or the call was forgotten just now.
            throw new StoreUnavailableException("call " + row.callId() + " was not imported; repeat it");
        }
        return new Taken(row.callId(), isNew);
    }
}
