package telephony.app;

import java.util.LinkedHashMap;
import java.util.Map;
import telephony.adapters.http.Readiness;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.dispatch.DispatchMachine;
import telephony.observe.TelephonyListener;

/** Remembers for readiness that another process answers the same calls from a store of its own. */
final class SharedStoreWatch implements TelephonyListener {

    private volatile String seen = "";

    @Override
    public void onTimeline(TelephonyCall call, TimelineEntry entry) {
        String note = entry.details().getOrDefault("note", "");
        if (entry.kind() == TimelineEntry.Kind.ALARM && note.startsWith(DispatchMachine.SHARED_STORE_MISSING)) {
            seen = note;
        }
    }

    /** The same, with a warning: calls are still served, if now and then by two agents for a moment. */
    Readiness readiness(Readiness other) {
        if (seen.isEmpty()) {
            return other;
        }
        Map<String, String> components = new LinkedHashMap<>(other.components());
        components.put("store_warning", seen);
        return new Readiness(other.ready(), components);
    }
}
