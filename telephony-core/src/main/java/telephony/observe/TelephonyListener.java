package telephony.observe;

import java.time.Duration;
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

    /** A call has its row; its route, if it has one, is decided. */
    default void onCallOpened(TelephonyCall call) {}

    /** An agent is in the call's room for the first time. */
    default void onAgentJoined(TelephonyCall call) {}

    /** The caller can hear an agent for the first time. */
    default void onAnswered(TelephonyCall call) {}

    /** The last leg is out. What is told late may still change the outcome. */
    default void onCallEnded(TelephonyCall call) {}

    /**
     * A webhook was answered.
     *
     * @param result stable word: {@code taken}, {@code duplicate}, {@code not-ours}, {@code quarantined},
     *     {@code refused}, or {@code unavailable} when it could not be stored
     */
    default void onWebhook(String result) {}

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

    /**
     * A front end was told who answers a call before LiveKit saw it.
     *
     * @param asker which question it was, a word of few
     * @param fallback whether the fallback agent stood in, because the rules failed or took too long
     * @param lookup what asking the rules took
     * @param total what the whole decision took
     */
    default void onEarlyDecision(String asker, boolean fallback, Duration lookup, Duration total) {}

    /** So much of the money of a cap is spent: once for each cap, level and period, in one process of all. */
    default void onSpendAlert(SpendAlert alert) {}

    /** Something failed that should not; the work is repeated where that is safe. */
    default void onTrouble(String what, Throwable cause) {}
}
