package telephony.adapters.http;

import java.time.Duration;

/**
 * What one client, and all of them together, may take.
 *
 * @param headTime from the opening of a connection, or the end of the request before, to the end of the request's head
 * @param bodyTime from the end of the head to the end of the body
 * @param answerTime from the end of the body to the end of the answer
 * @param idleTime how long nothing may move on a connection
 * @param drainTime how long {@code stop} waits for requests that are being answered
 * @param connections open connections
 * @param requestsAtWork requests that routes work on at the same time; less than the threads, so that there is always one
 *     left to say that there are too many
 * @param bufferedBytes bodies in memory, all together
 */
record HttpLimits(
        Duration headTime,
        Duration bodyTime,
        Duration answerTime,
        Duration idleTime,
        Duration drainTime,
        int connections,
        int requestsAtWork,
        long bufferedBytes) {

    /** Largest body, in bytes; LiveKit's webhooks stay far below. */
    static final int MAX_BODY_BYTES = 256 * 1024;

    /** Largest body of an agent, in bytes: an identity and a token. */
    static final int MAX_AGENT_BODY_BYTES = 4 * 1024;

    /** Largest body of an order, in bytes: what its agent is told has 16 KiB as it is sent. */
    static final int MAX_ORDER_BODY_BYTES = 64 * 1024;

    /** Orders in one batch at most. */
    static final int MAX_BATCH_LINES = 10_000;

    /** Largest batch, in bytes; of it no more than one order is in memory. */
    static final int MAX_BATCH_BYTES = 128 * 1024 * 1024;

    /** Batches that are taken in at the same time: each keeps a thread. */
    static final int MAX_BATCHES = 8;

    /** How long one batch may take; what is left then is sent again. */
    static final Duration MAX_BATCH_TIME = Duration.ofMinutes(10);

    /** Reports that are counted at the same time; each may take the store seconds. */
    static final int MAX_REPORTS = 2;

    /** Exports that are sent at the same time: each keeps a thread. */
    static final int MAX_EXPORTS = 4;

    /** How long one export may take; what is longer is broken off. */
    static final Duration MAX_EXPORT_TIME = Duration.ofMinutes(30);

    /** Imports of older sessions that are taken in at the same time: each keeps a thread. */
    static final int MAX_IMPORTS = 2;

    /** Largest body about API keys, in bytes: names, scopes and times. */
    static final int MAX_KEY_BODY_BYTES = 4 * 1024;

    /** Longest request line and headers together, in bytes; LiveKit's token is well below 1 KiB. */
    static final int MAX_HEAD_BYTES = 8 * 1024;

    /** Threads of the server at most; a moment's pause of the store is waited out, not answered 503. */
    static final int MAX_THREADS = 256;

    /**
     * Head and body together stay below the 15 seconds in which LiveKit tries again, so that a slow client never holds
     * what a retry needs.
     */
    static final HttpLimits DEFAULT = new HttpLimits(
            Duration.ofSeconds(12),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(12),
            Duration.ofSeconds(3),
            4096,
            224,
            64L * 1024 * 1024);
}
