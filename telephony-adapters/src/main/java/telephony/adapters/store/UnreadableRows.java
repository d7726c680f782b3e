package telephony.adapters.store;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import telephony.call.CallId;

/** Logs which rows nobody can read, each once as long as there are not too many. Thread-safe. */
final class UnreadableRows {

    /** How many are told of by a process; who has seen so many knows that the store is spoilt. */
    static final int MOST_TOLD = 100;

    private static final Logger LOG = LoggerFactory.getLogger("telephony.store");

    private final Set<CallId> told = new HashSet<>();

    /** This one cannot be read. */
    synchronized void tell(CallId callId) {
        if (told.size() < MOST_TOLD && told.add(callId)) {
            LOG.error(
                    "call {} is stored as text that is no row, and nobody looks after it: restore it, or"
                            + " delete it",
                    callId);
        }
    }
}
