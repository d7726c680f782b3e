package telephony.simulation;

import java.time.Duration;
import java.util.List;

/** Sizes seen on a real LiveKit 1.13.5 with livekit-sip, or read in its source. */
final class Seen {

    /** A room in which nobody ever was is closed after this. */
    static final Duration EMPTY_TIMEOUT = Duration.ofMinutes(5);

    /** A room that everybody but agents has left is closed after this. */
    static final Duration DEPARTURE_TIMEOUT = Duration.ofSeconds(20);

    /** From the room's opening to the caller's join. */
    static final Duration JOIN = Duration.ofMillis(6);

    /** From the caller's join to its track. */
    static final Duration CALLER_TRACK = Duration.ofMillis(34);

    /** From the INVITE to the callee's 180, and from there to its final answer in the recordings. */
    static final Duration DIALLED_RINGS = Duration.ofMillis(20);

    /** Whose connection broke is shown for this long. */
    static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(20);

    /** A leg without a single RTP packet is given up after this. */
    static final Duration MEDIA_TIMEOUT = Duration.ofSeconds(33);

    /** How long a trunk lets a call ring by default. */
    static final Duration RINGING_TIMEOUT = Duration.ofMinutes(3);

    /** The list of dispatches shows a job so late. */
    static final Duration JOB_LISTED = Duration.ofSeconds(5);

    /** An agent whose dispatch was deleted goes on for between these two. */
    static final Duration DELETED_LEAST = Duration.ofSeconds(3);

    static final Duration DELETED_MOST = Duration.ofMillis(4300);

    /** The same when the dispatch was deleted before its job was assigned. */
    static final Duration DELETED_UNASSIGNED = Duration.ofSeconds(15);

    /** From the final word of a transfer that worked to the BYE of the leg, when the far end sends none itself. */
    static final Duration REFERRED_LEAVES = Duration.ofSeconds(1);

    /** Nobody serves the room: answered after this. */
    static final Duration UNAVAILABLE = Duration.ofSeconds(3);

    /** Beyond a token's expiry it is still taken. */
    static final Duration TOKEN_LEEWAY = Duration.ofSeconds(60);

    /** Between the tries of a webhook. */
    static final List<Duration> WEBHOOK_WAITS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));

    /** A webhook that waited longer than this is dropped unsent. */
    static final Duration WEBHOOK_AGE = Duration.ofSeconds(30);

    /** Webhooks that wait for one room; one more is dropped. */
    static final int WEBHOOK_DEPTH = 200;

    private Seen() {}
}
