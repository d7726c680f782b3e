package telephony.call;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One session ({@code PA_…}) of a leg or an agent, from what events told of it in whatever order.
 *
 * @param sid LiveKit's participant SID
 * @param joinedAt when LiveKit says that it joined; null when only its end was told
 * @param audio whether it was seen to publish audio
 * @param leftAt when it left; null = as far as we know it is there
 * @param leaveReason LiveKit's disconnect reason
 * @param hungUp whether LiveKit's last word on the phone call was {@code hangup}
 */
public record ParticipantSession(
        String sid,
        @Nullable Instant joinedAt,
        boolean audio,
        @Nullable Instant leftAt,
        @Nullable String leaveReason,
        boolean hungUp) {

    /** A session that has joined. */
    public static ParticipantSession joined(String sid, @Nullable Instant at) {
        return new ParticipantSession(sid, at, false, null, null, false);
    }

    /** Whether it is there, as far as we know. */
    public boolean isPresent() {
        return leftAt == null;
    }

    /** The same, heard. */
    public ParticipantSession withAudio() {
        return new ParticipantSession(sid, joinedAt, true, leftAt, leaveReason, hungUp);
    }

    /** The same, known to have joined then; the first word on it stays. */
    public ParticipantSession withJoinedAt(@Nullable Instant at) {
        return joinedAt != null ? this : new ParticipantSession(sid, at, audio, leftAt, leaveReason, hungUp);
    }

    /**
     * The same, gone; the first reason stays, and a hang-up is never forgotten. So does the first time, unless it came
     * without a word of how, as from the end of the room, and what is told now happened before.
     */
    public ParticipantSession withLeft(Instant at, @Nullable String reason, boolean hangup) {
        boolean told = leaveReason != null || hungUp;
        return new ParticipantSession(
                sid,
                joinedAt,
                audio,
                leftAt == null || (!told && at.isBefore(leftAt)) ? at : leftAt,
                leaveReason == null ? reason : leaveReason,
                hungUp || hangup);
    }
}
