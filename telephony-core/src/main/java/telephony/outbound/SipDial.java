package telephony.outbound;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One CreateSIPParticipant, ready to be sent.
 *
 * @param roomName the room that the callee joins
 * @param identity under which, fixed and unique: by it the dial is followed when its answer is lost
 * @param to whom, E.164
 * @param from the number that is shown, E.164; null = the trunk's own choice
 * @param trunkId LiveKit's outbound trunk
 * @param ringingTimeout how long it may ring, whole seconds; always sent
 * @param maxDuration how long the call may last once it is answered, whole seconds; always sent
 * @param answerWithin how long the answer is waited for before it counts as lost: longer than it may ring
 * @param tokenExpiresAt {@code exp} of the request's token, exactly; it may lie in the past by up to LiveKit's leeway, so
 *     that a request which is held up somewhere cannot make a phone ring later
 */
public record SipDial(
        String roomName,
        String identity,
        String to,
        @Nullable String from,
        String trunkId,
        Duration ringingTimeout,
        Duration maxDuration,
        Duration answerWithin,
        Instant tokenExpiresAt) {}
