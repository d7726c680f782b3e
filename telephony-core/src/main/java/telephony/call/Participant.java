package telephony.call;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One session of a participant in a LiveKit room, as an event or a list shows it.
 *
 * @param sid LiveKit's {@code PA_…}: one session; whoever reconnects or survives a restart of LiveKit gets a new one
 * @param identity who it is; stays the same over sessions
 * @param kind what it is
 * @param joinedAt LiveKit's {@code joined_at_ms}; null when the source does not tell
 * @param audioPublished whether the source shows an audio track; events other than {@code track_published} do not
 * @param agentName {@code lk.agent_name} of an agent
 * @param sip the phone call behind a SIP participant
 */
public record Participant(
        String sid,
        String identity,
        ParticipantKind kind,
        @Nullable Instant joinedAt,
        boolean audioPublished,
        @Nullable String agentName,
        @Nullable SipAttributes sip) {

    /** The phone call behind it; empty unless it is a SIP participant. */
    public Optional<SipAttributes> sipCall() {
        return kind == ParticipantKind.SIP ? Optional.ofNullable(sip) : Optional.empty();
    }
}
