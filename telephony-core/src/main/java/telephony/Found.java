package telephony;

import telephony.call.CallEvent;
import telephony.call.CallId;
import telephony.call.Gap;
import telephony.dispatch.Reconciler;
import telephony.dispatch.ServerWatch;
import telephony.session.TelephonySessionService;

/** What a sweep finds goes the way of all events. */
record Found(TelephonySessionService sessions, ServerWatch server) implements Reconciler.Findings {
    @Override
    public void found(CallEvent event) {
        sessions.handleLiveKitEvent(event);
    }

    @Override
    public void suspect(CallId callId) {
        sessions.suspect(callId);
    }

    @Override
    public void missed(CallId callId, Gap gap) {
        sessions.missed(callId, gap);
    }

    @Override
    public void namelessAgent() {
        server.namelessAgentSeen();
    }
}
