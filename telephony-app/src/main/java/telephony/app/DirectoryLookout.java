package telephony.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import telephony.adapters.http.Readiness;
import telephony.directory.DirectoryWatch;
import telephony.observe.TelephonyListener;
import telephony.store.StoreUnavailableException;

/**
 * Looks whether the directory in the store has changed, and tells how it stands with it. While it cannot be read, the one that was
 * read last goes on answering.
 */
final class DirectoryLookout {

    private static final Logger LOG = LoggerFactory.getLogger("telephony.app");

    private final DirectoryWatch directory;
    private final TelephonyListener listener;
    private long seen;
    private volatile String problem = "";

    /**
     * Of a directory that was just read.
     *
     * @param listener told once when it cannot be read any more, and each time when it went back
     */
    DirectoryLookout(DirectoryWatch directory, TelephonyListener listener) {
        this.directory = directory;
        this.listener = listener;
        this.seen = directory.snapshot().revision();
    }

    /** Looks, and waits for the answer for as long as a step on the store may take. */
    synchronized void look() {
        long revision;
        try {
            revision = directory.refresh().revision();
        } catch (StoreUnavailableException e) {
            if (problem.isEmpty()) {
                listener.onTrouble(
                        "the directory cannot be read; as it was at revision "
                                + directory.snapshot().revision() + " it goes on answering",
                        e);
            }
            problem = String.valueOf(e.getMessage());
            return;
        }
        if (!problem.isEmpty()) {
            LOG.info("directory.read_again revision={}", revision);
            problem = "";
        }
        if (revision < seen) {
            listener.onTrouble(
                    "the directory went back, as after a restored backup or a loss, and is taken as it is now",
                    new StoreUnavailableException("it was at revision " + seen + " and is at revision " + revision));
        }
        seen = revision;
    }

    /** The same readiness, and how it stands with the directory. One that is out of date still answers calls. */
    Readiness readiness(Readiness others) {
        Map<String, String> components = new LinkedHashMap<>(others.components());
        String revision = "revision " + directory.snapshot().revision();
        String why = problem;
        components.put(
                "directory",
                why.isEmpty() ? revision : "as it was at " + revision + ", because it cannot be read now: " + why);
        return new Readiness(others.ready(), components);
    }
}
