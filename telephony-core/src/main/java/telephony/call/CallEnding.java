package telephony.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.routing.RoutingDecision;

/**
 * How an inbound call ended, read from its row alone: the columns by which {@link InboundOutcomes} is looked up. The leg
 * that counts is the caller's that left last; a session that is still there, or joined again after the end, says nothing.
 *
 * @param route whether we refused the call, or had no place for it
 * @param heard whom the caller heard while he was there
 * @param leaving how his leg left
 * @param livekitReason LiveKit's reason of that leaving; null = not told
 */
record CallEnding(Route route, Heard heard, Leaving leaving, @Nullable String livekitReason) {

    /** What was decided on the call. */
    enum Route {
        REJECTED("rejected"),
        /** It waited until its end, or until we gave up, for an agent, a campaign or a tenant that had too many calls. */
        NO_SLOT("no place"),
        LET_IN("let in");

        private final String words;

        Route(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Whom the caller heard, from {@code track_published} and {@code sip.callStatus}. */
    enum Heard {
        /** {@code track_published} of an agent on the row while the caller was there, in a second before that in which he left. */
        AGENT("the agent"),
        /**
         * Audio of a session whose joining was not told, or of an agent in the caller's last second or between two of his
         * sessions, or {@code active}.
         */
        SOMEBODY(
                "somebody (audio of one not told of, in the last second, or between two sessions; or last status `active`)"),
        /** An agent was in the room, perhaps of the call before; or not every one was written down. */
        NOT_KNOWN(
                "not known (an agent was there unheard, spoke to us alone, or was of the call before; we sought none; or the"
                        + " caller was found late, or after a restart)"),
        /** Nothing of the kind. */
        NOBODY("nobody");

        private final String words;

        Heard(String words) {
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
        RANG_OUT("`CLIENT_INITIATED`, last status `ringing`"),
        OTHERWISE("any other way, or before the join was complete"),
        DECLARED("not told: we declared the call over"),
        NOT_TOLD("not told: the room is finished, or shows the caller no more");

        private final String words;

        Leaving(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** LiveKit dates what it tells late by the second, so what seems to be after may have been before. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Who comes back after a restart of LiveKit comes within this time; it took 2 to 4 s (seen). */
    private static final Duration COMING_BACK = Duration.ofSeconds(30);

    private record LastLeaving(SipParticipant leg, ParticipantSession session, Instant at) {

        static Optional<LastLeaving> of(SipParticipant leg) {
            return leg.sessions().all().stream()
                    .filter(session -> session.leftAt() != null)
                    .reduce((earlier, later) -> later)
                    .flatMap(session ->
                            Optional.ofNullable(session.leftAt()).map(at -> new LastLeaving(leg, session, at)));
        }
    }

    private static boolean hadNoSlot(TelephonyCall row) {
        SlotClaim claim = row.slots();
        return claim != null && (claim.stage() == SlotClaim.Stage.WAITING || claim.stage() == SlotClaim.Stage.GIVEN_UP);
    }

    /**
     * Of this row.
     *
     * @param declared whether we declared the call over, now or earlier
     */
    static CallEnding of(TelephonyCall row, boolean declared) {
        Optional<LastLeaving> last = callers(row)
                .flatMap(leg -> LastLeaving.of(leg).stream())
                .reduce((one, other) -> other.at().isBefore(one.at()) ? one : other);
        boolean rejected = row.route() instanceof RoutingDecision.Reject;
        return new CallEnding(
                rejected ? Route.REJECTED : hadNoSlot(row) ? Route.NO_SLOT : Route.LET_IN,
                heard(row, last),
                last.map(l -> leaving(l, declared, isRemovedByUs(row, l.leg())))
                        .orElse(declared ? Leaving.DECLARED : Leaving.NOT_TOLD),
                last.map(l -> l.session().leaveReason()).orElse(null));
    }

    private static Stream<SipParticipant> callers(TelephonyCall row) {
        return row.legs().stream().filter(leg -> leg.role() == SipParticipant.Role.CALLER);
    }

    private static Leaving leaving(LastLeaving last, boolean declared, boolean removed) {
        ParticipantSession session = last.session();
        if (session.hungUp()) {
            return Leaving.HUNG_UP;
        }
        String reason = session.leaveReason();
        if (reason == null) {
            return declared ? Leaving.DECLARED : Leaving.NOT_TOLD;
        }
        return switch (reason) {
            // We remove callers, and never delete rooms; whoever has us declare a call over may do so.
            case "PARTICIPANT_REMOVED" -> declared || removed ? Leaving.REMOVED_BY_US : Leaving.REMOVED;
            case "ROOM_DELETED" -> declared ? Leaving.REMOVED_BY_US : Leaving.REMOVED;
            case "CONNECTION_TIMEOUT" -> Leaving.CONNECTION_LOST;
            case "CLIENT_INITIATED" ->
                session.joinedAt() != null && "ringing".equals(last.leg().lastStatus())
                        ? Leaving.RANG_OUT
                        : Leaving.OTHERWISE;
            default -> Leaving.OTHERWISE;
        };
    }

    private static boolean isRemovedByUs(TelephonyCall row, SipParticipant leg) {
        return row.dispatch().replacement().callers().contains(leg.sipCallId());
    }

    private static boolean isInEarlierSecond(Instant one, Instant other) {
        return one.getEpochSecond() < other.getEpochSecond();
    }

    private static Heard heard(TelephonyCall row, Optional<LastLeaving> last) {
        Instant answeredAt = row.times().answeredAt();
        if (answeredAt != null
                && last.map(l -> isInEarlierSecond(answeredAt, l.at())).orElse(true)
                && isCallerSurelyThere(row, answeredAt)) {
            return Heard.AGENT;
        }
        // What LiveKit dates by the same second may have been in the other order, however it was told.
        boolean perhaps =
                answeredAt != null && last.map(l -> !answeredAt.isAfter(l.at())).orElse(true);
        boolean strangerSpoke = row.dispatch().earlyAudio().stream()
                .anyMatch(sid -> row.legs().stream()
                                .allMatch(leg -> leg.sessions().find(sid).isEmpty())
                        && last.map(l -> !isAgentWhoCameAfter(row, sid, l.at())).orElse(true));
        boolean active = row.legs().stream().anyMatch(leg -> "active".equals(leg.lastStatus()));
        if (perhaps || strangerSpoke || active) {
            return Heard.SOMEBODY;
        }
        boolean agentWasThere = row.dispatch().agents().stream()
                .flatMap(agent -> agent.sessions().all().stream())
                .map(ParticipantSession::joinedAt)
                .anyMatch(at -> at == null
                        || last.map(l -> at.isBefore(l.at().plus(SECOND))).orElse(true));
        boolean watched =
                row.dispatch().desiredAgents() > 0 && !isFoundLate(row) && !isAfterAnother(row) && !isUntold(row);
        boolean perhapsThere = agentWasThere
                || hasOneThatOnlySpokeToUs(row)
                || isAgentFoundLate(row, last)
                || isAcrossRestart(row, last);
        return perhapsThere || !watched ? Heard.NOT_KNOWN : Heard.NOBODY;
    }

    /**
     * Whether a caller was in the room in that second, and not between two sessions: after a restart of LiveKit an agent may be
     * back before him, speak to nobody, and be gone when he comes.
     */
    private static boolean isCallerSurelyThere(TelephonyCall row, Instant at) {
        return callers(row).map(SipParticipant::sessions).anyMatch(sessions -> sessions.all().stream()
                .filter(session -> session.joinedAt() != null && !isInEarlierSecond(at, session.joinedAt()))
                .anyMatch(session -> isSurelyThereStill(row, sessions, session, at)));
    }

    /** A session whose end was not told, and after which he joined again, ended with a restart, or at any time. */
    private static boolean isSurelyThereStill(
            TelephonyCall row, Sessions sessions, ParticipantSession session, Instant at) {
        Instant restart = row.dispatch().isFromBeforeRestart(session.joinedAt())
                ? row.dispatch().restartedAt()
                : null;
        if (restart != null && !isInEarlierSecond(at, restart)) {
            return false;
        }
        Instant leftAt = session.leftAt();
        return leftAt == null
                ? restart != null || sessions.newest().filter(session::equals).isPresent()
                : isInEarlierSecond(at, leftAt);
    }

    /** Whether an agent asked for admission or sent heartbeats, and nothing told that it joined: it may have been heard. */
    private static boolean hasOneThatOnlySpokeToUs(TelephonyCall row) {
        return row.dispatch().agents().stream()
                .anyMatch(agent -> agent.sessions().all().isEmpty());
    }

    /**
     * Whether LiveKit was restarted while it went on, or just before those joined who are known: what it had not told by then
     * was lost.
     */
    private static boolean isAcrossRestart(TelephonyCall row, Optional<LastLeaving> last) {
        Instant restartedAt = row.dispatch().restartedAt();
        return restartedAt != null
                && row.firstJoinedAt()
                        .filter(at -> at.isBefore(restartedAt.plus(COMING_BACK)))
                        .isPresent()
                && last.map(l -> restartedAt.isBefore(l.at())).orElse(true);
    }

    /** Whether an agent that joined while the caller was there was told, or shown by a list, only when all was over. */
    private static boolean isAgentFoundLate(TelephonyCall row, Optional<LastLeaving> last) {
        return row.gaps().all().stream()
                .filter(gap -> gap.kind() == Gap.Kind.JOIN_NOT_TOLD)
                .filter(gap ->
                        last.map(l -> gap.from().isBefore(l.at().plus(SECOND))).orElse(true))
                .anyMatch(gap -> row.legs().stream()
                        .allMatch(leg -> gap.about() != null
                                && leg.sessions().find(gap.about()).isEmpty()));
    }

    /** Whether this was an agent that joined only then: the list that shows an agent dates its joining exactly. */
    private static boolean isAgentWhoCameAfter(TelephonyCall row, String sid, Instant left) {
        return row.dispatch().agents().stream()
                .flatMap(agent -> agent.sessions().find(sid).stream())
                .map(ParticipantSession::joinedAt)
                .anyMatch(at -> at != null && at.isAfter(left));
    }

    /** Whether the room had agents of an earlier call: one that could not be removed in time is heard as well. */
    private static boolean isAfterAnother(TelephonyCall row) {
        return row.dispatch().replacement().removed().stream()
                .anyMatch(identity -> row.dispatch().agent(identity).isEmpty());
    }

    /** Whether webhooks had to be turned away while it went on: an agent may have come and gone, and nobody told. */
    private static boolean isUntold(TelephonyCall row) {
        Instant end = row.times().endedAt();
        return row.gaps().all().stream()
                .filter(gap -> gap.kind() == Gap.Kind.WEBHOOKS_REFUSED)
                .filter(gap -> end == null || gap.from().isBefore(end))
                .anyMatch(gap ->
                        gap.until() == null || gap.until().isAfter(row.times().createdAt()));
    }

    /** Whether a list showed a caller of whose coming nobody told: what was in his room before that belonged to no call. */
    private static boolean isFoundLate(TelephonyCall row) {
        return row.gaps().all().stream()
                .filter(gap -> gap.kind() == Gap.Kind.JOIN_NOT_TOLD && gap.about() != null)
                .anyMatch(gap -> row.legs().stream().anyMatch(leg -> leg.sessions()
                        .find(Objects.requireNonNull(gap.about()))
                        .isPresent()));
    }
}
