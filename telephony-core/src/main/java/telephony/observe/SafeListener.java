package telephony.observe;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;

/** Tells several listeners, and swallows what they throw. */
public final class SafeListener implements TelephonyListener {

    private final List<TelephonyListener> listeners;

    /** Tells these, in this order. */
    public SafeListener(List<TelephonyListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void onTimeline(TelephonyCall call, TimelineEntry entry) {
        tell(listener -> listener.onTimeline(call, entry));
    }

    @Override
    public void onCallOpened(TelephonyCall call) {
        tell(listener -> listener.onCallOpened(call));
    }

    @Override
    public void onAgentJoined(TelephonyCall call) {
        tell(listener -> listener.onAgentJoined(call));
    }

    @Override
    public void onAnswered(TelephonyCall call) {
        tell(listener -> listener.onAnswered(call));
    }

    @Override
    public void onCallEnded(TelephonyCall call) {
        tell(listener -> listener.onCallEnded(call));
    }

    @Override
    public void onWebhook(String result) {
        tell(listener -> listener.onWebhook(result));
    }

    @Override
    public void onWebhookRefused(String reason, String detail) {
        tell(listener -> listener.onWebhookRefused(reason, detail));
    }

    @Override
    public void onWebhookQuarantined(String eventId, String reason) {
        tell(listener -> listener.onWebhookQuarantined(eventId, reason));
    }

    @Override
    public void onLeftoverRemoved(String roomName, String target, String marker) {
        tell(listener -> listener.onLeftoverRemoved(roomName, target, marker));
    }

    @Override
    public void onEarlyDecision(String asker, boolean fallback, Duration lookup, Duration total) {
        tell(listener -> listener.onEarlyDecision(asker, fallback, lookup, total));
    }

    @Override
    public void onSpendAlert(SpendAlert alert) {
        tell(listener -> listener.onSpendAlert(alert));
    }

    @Override
    public void onTrouble(String what, Throwable cause) {
        tell(listener -> listener.onTrouble(what, cause));
    }

    private void tell(Consumer<TelephonyListener> news) {
        for (TelephonyListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException ignored) {
                // A listener watches; what it throws must not change what it watches.
            }
        }
    }
}
