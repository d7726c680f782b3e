package telephony.observe;

import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;

/**
 * Told what happens, after it is stored. Every method does nothing unless overridden; what a listener throws has no
 * effect on the call. Called on the thread that did the work, so a slow listener makes the work slow.
 */
public interface TelephonyListener {

    /** Hears nothing. */
    TelephonyListener NOOP = new TelephonyListener() {};

    /** A line was added to a call's time line; the row is as it is after it. */
    default void onTimeline(TelephonyCall call, TimelineEntry entry) {}

    /**
     * A webhook was refused, and LiveKit will not send it again.
     *
     * @param reason stable word, such as {@code signature-invalid}
     * @param detail what is wrong and what to do
     */
    default void onWebhookRefused(String reason, String detail) {}

    /** A webhook was authentic, but nothing could be made of it; it is kept under this id. */
    default void onWebhookQuarantined(String eventId, String reason) {}

    /**
     * An agent or a dispatch of ours that no call has any more is about to be removed.
     *
     * @param target the agent's identity, or the dispatch's id
     * @param marker the attempt that had brought it
     */
    default void onLeftoverRemoved(String roomName, String target, String marker) {}

    /** Something failed that should not; the work is repeated where that is safe. */
    default void onTrouble(String what, Throwable cause) {}
}
