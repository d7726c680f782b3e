package telephony.app;

import java.util.LinkedHashMap;
import java.util.Map;
import telephony.adapters.http.Readiness;
import telephony.store.StoreUnavailableException;

/** Asks the store now and then whether it is there, so that readiness can be answered from memory. */
final class StoreProbe {

    /** No event has this id: the question is harmless, and the answer short. */
    private static final String NO_EVENT = "telephony-readiness-probe";

    private final OpenStore store;
    private volatile boolean answers = true;

    /** Of a store that was just opened, and so answers. */
    StoreProbe(OpenStore store) {
        this.store = store;
    }

    /** Asks, and waits for the answer for as long as a step on the store may take. */
    void ask() {
        try {
            store.calls().findInboxEntry(NO_EVENT);
            answers = true;
        } catch (StoreUnavailableException e) {
            answers = false;
        }
    }

    /** The same, and which store it is; without it no event can be taken in. */
    Readiness readiness(Readiness other) {
        Map<String, String> components = new LinkedHashMap<>(other.components());
        components.put(
                "store",
                store.description() + (answers ? "" : ", does not answer: see that it runs and can be reached"));
        return new Readiness(other.ready() && answers, components);
    }
}
