package telephony.call;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a call that we placed ended, read from its row alone: the columns by which {@link OutboundOutcomes} is looked up.
 *
 * @param told what LiveKit answered to the dial
 * @param sipStatusCode the far end's SIP code; null = not told
 * @param conversation whether the callee was ever seen to have answered, whoever told it
 * @param leaving how the callee's leg left
 * @param livekitReason LiveKit's reason of that leaving; null = not told
 */
record DialEnding(
        Told told,
        @Nullable Integer sipStatusCode,
        Conversation conversation,
        Leaving leaving,
        @Nullable String livekitReason) {

    /** What is known of the dial itself. */
    enum Told {
        NO_AGENT("not dialled: no agent came"),
        GUARD("not dialled: a guard refused"),
        NO_SLOT("not dialled: its turn did not come in time"),
        ENDED_BEFORE("not dialled: the call was ended before"),
        ANSWERED("answered: API 200"),
        SIP_CODE("failed with a SIP code"),
        RANG_OUT("rang until its time was up (HTTP 408 `canceled`, 412 \"deadline exceeded\", no SIP code)"),
        REFUSED("LiveKit refused it, or gave it up without a SIP code"),
        NOT_SENT("never reached LiveKit"),
        NOTHING("no answer");

        private final String words;

        Told(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Whether there was one. */
    enum Conversation {
        SEEN("`active` was seen"),
        NOT_SEEN("never seen answered");

        private final String words;

        Conversation(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** How the leg left, from {@code disconnectReason} and the {@code sip.callStatus} that came with it. */
    enum Leaving {
        HUNG_UP("last status `hangup`"),
        REMOVED_BY_US("removed or room deleted, by us"),
        REMOVED("removed or room deleted, not by us"),
        CONNECTION_LOST("`CONNECTION_TIMEOUT`"),
        REJECTED("`USER_REJECTED`"),
        UNAVAILABLE("`USER_UNAVAILABLE`"),
        TRUNK("`SIP_TRUNK_FAILURE`, `MEDIA_FAILURE`"),
        GAVE_UP("`CLIENT_INITIATED`, last status not `hangup`"),
        OTHERWISE("any other way"),
        DECLARED("not told: we declared the call over"),
        NOT_TOLD("not told: the room is finished, or shows the callee no more"),
        NEVER_SEEN("was never there, as far as anything told");

        private final String words;

        Leaving(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * Of this row, which must have a dial.
     *
     * @param declared whether we declared the call over, now or earlier
     */
    static DialEnding of(TelephonyCall row, boolean declared) {
        OutboundDial dial = Objects.requireNonNull(row.dial());
        Optional<ParticipantSession> last = row.callee().flatMap(leg -> leg.sessions().all().stream()
                .filter(session -> session.leftAt() != null)
                .reduce((earlier, later) -> later));
        Told told = told(dial);
        boolean answered = row.times().answeredAt() != null
                || row.callee().filter(leg -> "active".equals(leg.lastStatus())).isPresent();
        return new DialEnding(
                told,
                dial.result().sipStatusCode(),
                answered ? Conversation.SEEN : Conversation.NOT_SEEN,
                row.callee().isEmpty()
                        ? neverSeen(dial, declared)
                        : last.map(session -> leaving(session, declared || dial.hungUpAt() != null))
                                .orElse(declared ? Leaving.DECLARED : Leaving.NOT_TOLD),
                last.map(ParticipantSession::leaveReason).orElse(null));
    }

    private static Leaving neverSeen(OutboundDial dial, boolean declared) {
        return declared && dial.isSent() ? Leaving.DECLARED : Leaving.NEVER_SEEN;
    }

    private static Told told(OutboundDial dial) {
        if (dial.withheld() != null) {
            return switch (dial.withheld()) {
                case NO_AGENT -> Told.NO_AGENT;
                case GUARD -> Told.GUARD;
                case NO_SLOT -> Told.NO_SLOT;
                default -> Told.ENDED_BEFORE;
            };
        }
        if (dial.intent() == null) {
            return Told.ENDED_BEFORE;
        }
        return switch (dial.result().kind()) {
            case ANSWERED -> Told.ANSWERED;
            case FAILED -> Told.SIP_CODE;
            case RANG_OUT -> Told.RANG_OUT;
            case REFUSED -> Told.REFUSED;
            case NOT_SENT -> Told.NOT_SENT;
            default -> Told.NOTHING;
        };
    }

    private static Leaving leaving(ParticipantSession session, boolean byUs) {
        if (session.hungUp()) {
            return Leaving.HUNG_UP;
        }
        String reason = session.leaveReason();
        if (reason == null) {
            return byUs ? Leaving.DECLARED : Leaving.NOT_TOLD;
        }
        return switch (reason) {
            case "PARTICIPANT_REMOVED", "ROOM_DELETED" -> byUs ? Leaving.REMOVED_BY_US : Leaving.REMOVED;
            case "CONNECTION_TIMEOUT" -> Leaving.CONNECTION_LOST;
            case "USER_REJECTED" -> Leaving.REJECTED;
            case "USER_UNAVAILABLE" -> Leaving.UNAVAILABLE;
            case "SIP_TRUNK_FAILURE", "MEDIA_FAILURE" -> Leaving.TRUNK;
            case "CLIENT_INITIATED" -> Leaving.GAVE_UP;
            default -> Leaving.OTHERWISE;
        };
    }
}
