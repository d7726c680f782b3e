package telephony.call;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A leg: one phone call in the room, keyed by {@code sip.callID}.
 *
 * @param sipCallId {@code sip.callID}
 * @param identity LiveKit identity; two calls of one number may share it
 * @param role what the leg is to the call
 * @param remoteNumber the far end's number; null = withheld
 * @param trunkNumber our end's number
 * @param trunkId LiveKit's trunk id; null = none
 * @param ruleId LiveKit's dispatch rule id; null = it was dialled
 * @param lastStatus the last {@code sip.callStatus} that an event told
 * @param sessions its sessions in the room
 */
public record SipParticipant(
        String sipCallId,
        String identity,
        Role role,
        @Nullable PhoneNumber remoteNumber,
        @Nullable PhoneNumber trunkNumber,
        @Nullable String trunkId,
        @Nullable String ruleId,
        @Nullable String lastStatus,
        Sessions sessions) {

    /** What a leg is to its call. */
    public enum Role {
        /** Called in. */
        CALLER,
        /** Was dialled. */
        DIALLED,
        /** Was dialled as the target of a transfer. */
        TARGET,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /** A leg just heard of. */
    public static SipParticipant of(String identity, SipAttributes sip) {
        return new SipParticipant(
                sip.callId(),
                identity,
                role(identity, sip.direction()),
                sip.remoteNumber(),
                sip.trunkNumber(),
                sip.trunkId(),
                sip.ruleId(),
                sip.status(),
                Sessions.NONE);
    }

    /** Nobody but the target of a transfer has such an identity. */
    private static Role role(String identity, Direction direction) {
        if (Transfer.callOf(identity).isPresent()) {
            return Role.TARGET;
        }
        return direction == Direction.INBOUND ? Role.CALLER : Role.DIALLED;
    }

    /** The same with another last status; null keeps the old one. */
    public SipParticipant withStatus(@Nullable String status) {
        return new SipParticipant(
                sipCallId,
                identity,
                role,
                remoteNumber,
                trunkNumber,
                trunkId,
                ruleId,
                status == null ? lastStatus : status,
                sessions);
    }

    /** The same with one session changed. */
    public SipParticipant withSession(String sid, UnaryOperator<ParticipantSession> change) {
        return new SipParticipant(
                sipCallId,
                identity,
                role,
                remoteNumber,
                trunkNumber,
                trunkId,
                ruleId,
                lastStatus,
                sessions.with(sid, change));
    }

    /**
     * Whether the leg has ended beyond doubt: its newest session left and LiveKit said {@code hangup}. A session that
     * left for another reason may come back (a reconnect, a restart of LiveKit).
     */
    public boolean isHungUp() {
        return sessions.newest()
                .map(newest -> !newest.isPresent() && newest.hungUp())
                .orElse(false);
    }

    /**
     * Whether somebody whom a list shows under the identity of this leg is here in a session that began after that instant,
     * as far as is known: one of which nothing was told counts when the leg has not hung up.
     */
    boolean isShownSince(Instant since, Participant shown) {
        return sessions.find(shown.sid())
                .map(session -> session.isPresent()
                        && session.joinedAt() != null
                        && session.joinedAt().isAfter(since))
                .orElseGet(() -> !isHungUp()
                        || shown.joinedAt() == null
                        || shown.joinedAt().isAfter(since));
    }

    /** Whether its newest session is in the room, as far as we know. */
    public boolean isPresent() {
        return sessions.isPresent();
    }
}
