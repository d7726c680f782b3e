package telephony.call;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The instants of a call, in milliseconds.
 *
 * @param createdAt when we first heard of it
 * @param updatedAt when the row last changed
 * @param agentJoinedAt when an agent was first in the room; null = not yet
 * @param answeredAt when the caller first could hear the agent; null = not yet
 * @param endedAt when the last leg was out; null = it goes on
 */
public record CallTimes(
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant agentJoinedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant endedAt) {

    /** Of a call first heard of then. */
    public static CallTimes startingAt(Instant now) {
        return new CallTimes(now, now, null, null, null);
    }

    /** The same, changed then. */
    public CallTimes updatedAt(Instant now) {
        return new CallTimes(createdAt, now, agentJoinedAt, answeredAt, endedAt);
    }

    /** The same, with an agent in the room since then; the first word stays. */
    public CallTimes agentJoinedAt(Instant at) {
        return agentJoinedAt != null ? this : new CallTimes(createdAt, updatedAt, at, answeredAt, endedAt);
    }

    /** The same, answered then; the first word stays. */
    public CallTimes answeredAt(Instant at) {
        return answeredAt != null ? this : new CallTimes(createdAt, updatedAt, agentJoinedAt, at, endedAt);
    }

    /** The same, ended then after all, whatever was concluded before. */
    public CallTimes endTold(Instant at) {
        return new CallTimes(createdAt, updatedAt, agentJoinedAt, answeredAt, at);
    }

    /** The same, ended then; the first word stays. */
    public CallTimes endedAt(Instant at) {
        return endedAt != null ? this : new CallTimes(createdAt, updatedAt, agentJoinedAt, answeredAt, at);
    }
}
