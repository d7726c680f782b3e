package telephony.app.proof;

import static telephony.app.proof.Variant.edit;

import java.util.List;

/** Broken variants of what keeps the record of a call true, ends it, and cleans up after it. */
final class RecordVariants {

    private static final String GUARD = "telephony.dispatch.Guard";
    private static final String TABLE = "telephony.dispatch.StateTable";
    private static final String TIMING = "telephony.dispatch.DispatchTiming";
    private static final String LEFTOVERS = "telephony.dispatch.Leftovers";
    private static final String SESSIONS = "telephony.session.TelephonySessionService";
    private static final String STORE = "telephony.adapters.store.ProcessStore";

    static final Variant NO_RECONCILER = Variant.of(
            "no-reconciler",
            "the sweeps",
            edit("telephony.dispatch.Reconciler", "if (pace.begin(store.now()) && isMine()) {", "if (pace == null) {"));
    static final Variant ROW_BY_ROOM_NAME = Variant.of(
            "row-by-room-name",
            "the incarnation: a row is found by its room's name",
            edit(
                    SESSIONS,
                    "store.findNewestByRoomSid(event.header().roomSid());",
                    "store.query(telephony.store.CallQuery.all(event.header().roomName(), 1, null))"
                            + ".items().stream().findFirst();"));
    static final Variant ROW_BY_EVENT = Variant.of(
            "row-by-event",
            "the call as the key: each join of a caller is a call of its own",
            edit(
                    SESSIONS,
                    "isReturn(row, event) ? nextEpisode(row, event, sip.get(), full) : applied(row, event)",
                    "event instanceof CallEvent.ParticipantJoined ? nextEpisode(row, event, sip.get(), full)"
                            + " : applied(row, event)"));
    static final Variant ACK_BEFORE_COMMIT = Variant.of(
            "ack-before-commit",
            "the 503 of an event that could not be stored",
            edit(
                    "telephony.Telephony",
                    "throw e;",
                    "return new WebhookReceipt(WebhookReceipt.Kind.TAKEN,"
                            + " telephony.webhook.WebhookVerdict.AUTHENTIC);"));
    static final Variant TOMBSTONE_IGNORED = Variant.of(
            "tombstone-ignored",
            "that an event alone never brings a call back that is over",
            edit(SESSIONS, "return event.header().source() == EventHeader.Source.RECONCILED", "return row.isEnded()"));
    static final Variant ONE_LOOK_ENDS = Variant.of(
            "one-look-ends",
            "the second look, 6 s later, before somebody counts as gone",
            edit(TIMING, "BETWEEN_PROOFS = Duration.ofSeconds(6);", "BETWEEN_PROOFS = Duration.ZERO;"),
            edit(TIMING, "LEG_GRACE = Duration.ofSeconds(5);", "LEG_GRACE = Duration.ZERO;"),
            edit(
                    "telephony.dispatch.Presence",
                    "Optional<Instant> first = callerMissingSince(before);",
                    "Optional<Instant> first = callerMissingSince(noted);"));
    static final Variant NEVER_ENDS_BY_LOOKS = Variant.of(
            "never-ends-by-looks",
            "ending a call of which no event tells the end",
            edit(
                    "telephony.dispatch.Presence",
                    "return first.isPresent()\n                && !before.isEnded()",
                    "return first.isEmpty()\n                && before.isEnded()"));
    static final Variant NO_CLEAN_UP = Variant.of(
            "no-clean-up",
            "the clean-up after a call",
            edit(
                    TABLE,
                    "rule(OPEN, Trigger.CALL_ENDED, Guard.LEFT_TRACES, CLEAN, Effect.RELEASE),",
                    "rule(OPEN, Trigger.CALL_ENDED, Guard.LEFT_TRACES, DONE, Effect.CLOSE),"),
            edit(
                    TABLE,
                    "stay(EnumSet.of(DONE), Trigger.AGENT_SEEN, Guard.ALWAYS, Effect.LOOK_AFTER_GRACE));",
                    "stay(EnumSet.of(DONE), Trigger.AGENT_SEEN, Guard.ALWAYS));"));
    static final Variant NO_PASS_AT_QUIESCENCE = Variant.of(
            "no-pass-at-quiescence",
            "the second pass of the clean-up, when nothing can come any more",
            edit(GUARD, "s -> s.isQuiet() && showsNothingLeft(s)),", "s -> showsNothingLeft(s)),"));
    static final Variant NO_JANITOR = Variant.of(
            "no-janitor",
            "the janitor",
            edit(
                    "telephony.dispatch.Janitor",
                    "shown.stream().filter(this::hasAgentWithoutCall).forEach(",
                    "shown.stream().filter(room -> false && hasAgentWithoutCall(room)).forEach("));
    static final Variant RELEASE_ONLY_SHOWN = Variant.of(
            "release-only-shown",
            "removing after a call also whom the lists do not show",
            edit(
                    LEFTOVERS,
                    ".filter(agent -> !row.dispatch().isAwaited(agent))",
                    ".filter(agent -> row.dispatch().isAwaited(agent))"));
    static final Variant NO_INBOX = Variant.of(
            "no-inbox",
            "knowing an event that was taken in before",
            edit(STORE, "if (commit.inbox().filter(inbox::isKnown).isPresent()) {", "if (inbox == null) {"));
    static final Variant UNREADABLE_STAYS = Variant.of(
            "unreadable-stays",
            "ending a call whose room LiveKit does not tell of for 60 s",
            edit(
                    "telephony.dispatch.LookGaps",
                    "return !row.isEnded()\n                && isUnreadable(look)",
                    "return row.isEnded()\n                && isUnreadable(look)"));
    static final Variant NO_CLEAN_CAP = Variant.of(
            "no-clean-cap",
            "closing after 60 s a clean-up that LiveKit does not let be proven",
            edit(TIMING, "CLEAN_CAP = Duration.ofSeconds(60);", "CLEAN_CAP = Duration.ofDays(60);"));
    static final Variant CAP_FROM_THE_HANG_UP = Variant.of(
            "cap-from-the-hang-up",
            "counting those 60 s from when the end is known, not from when it was",
            edit(
                    "telephony.dispatch.Situation",
                    "Objects.requireNonNullElse(row.dispatch().since(), now)",
                    "Objects.requireNonNullElse(row.times().endedAt(), now)"));
    static final Variant UNSERVED_IS_ABSENT = Variant.of(
            "unserved-is-absent",
            "waiting with the proof that a caller is gone until LiveKit serves his room",
            edit(
                    "telephony.dispatch.Presence",
                    "look.participants().isDone() && !LookGaps.isUnreadable(look);",
                    "look.participants().isDone();"),
            edit(
                    "telephony.dispatch.Presence",
                    "if (!row.isEnded() && LookGaps.isUnreadable(look)) {",
                    "if (false) {"));
    static final Variant CLOSED_KNOWS_NOBODY = Variant.of(
            "closed-knows-nobody",
            "taking an agent for the call's that came within quiescence and is told when all is closed",
            edit(
                    "telephony.session.CallDecision",
                    "DispatchState.DONE && !isWithinQuiescence(row, participant);",
                    "DispatchState.DONE;"));
    static final Variant NEXT_TELLS_NOTHING = Variant.of(
            "next-tells-nothing",
            "concluding from a caller who is found late that more was not told of the call before",
            edit(
                    "telephony.session.TelephonySessionService",
                    "row -> decision.foundLate(row, event, store.now()));",
                    "row -> null);"));
    static final Variant SECONDS_TELL_ORDER = Variant.of(
            "seconds-tell-order",
            "that LiveKit's dates do not order what happened in one second",
            edit(
                    "telephony.call.CallEnding",
                    "return one.getEpochSecond() < other.getEpochSecond();",
                    "return !one.isAfter(other);"));
    static final Variant HEARD_WHILE_AWAY = Variant.of(
            "heard-while-away",
            "that an agent which speaks between two of the caller's sessions may be heard by nobody",
            edit("telephony.call.CallEnding", "&& isCallerSurelyThere(row, answeredAt)", ""));
    static final Variant SILENCE_TELLS_NOTHING = Variant.of(
            "silence-tells-nothing",
            "that audio which ends had been heard, whoever's it was",
            edit(
                    "telephony.session.CallDecision",
                    "return AgentSightings.fellSilent(row, track.participantSid());",
                    "return row;"));
    static final Variant FOUND_LATE_IS_KNOWN = Variant.of(
            "found-late-is-known",
            "that nobody knows what a caller heard before he was found",
            edit("telephony.call.CallEnding", "&& !isFoundLate(row)", ""));
    static final Variant HEARD_IN_THE_CALL_BEFORE = Variant.of(
            "heard-in-the-call-before",
            "that an earlier call's agent in a late list is not heard by the next caller",
            edit(
                    "telephony.dispatch.AgentSightings",
                    "return row.dispatch().replacement().removed().contains(agent.identity())",
                    "return row == null && row.dispatch().replacement().removed().contains(agent.identity())"));

    static final Variant JOIN_VOIDS_NOTHING = Variant.of(
            "join-voids-nothing",
            "that a join makes the look before it void",
            edit(
                    "telephony.dispatch.Presence",
                    ".filter(first -> lastJoin",
                    ".filter(first -> Optional.<Instant>empty()"));
    static final Variant HANG_UP_ENDS_AT_ONCE = Variant.of(
            "hang-up-ends-at-once",
            "the look that tells who was heard besides the callers that are known",
            edit(
                    "telephony.session.CallDecision",
                    "if (allOut && !mayOthersBeThere(before, known, event)) {",
                    "if (allOut) {"));
    static final Variant LATE_IS_IN_TIME = Variant.of(
            "late-is-in-time",
            "the look after a hang-up that is told late",
            edit("telephony.session.CallDecision", "&& (late || lookedAt ||", "&& (lookedAt ||"));
    static final Variant OPENING_IS_FORGOTTEN = Variant.of(
            "opening-is-forgotten",
            "remembering which rooms were opened again before a caller came",
            edit("telephony.session.TelephonySessionService", "openedAgain.note(event);", ""));
    static final Variant RECORD_IS_WHOLE = Variant.of(
            "record-is-whole",
            "the doubt about a call in which LiveKit was restarted",
            edit("telephony.call.CallEnding", "|| isAcrossRestart(row, last);", ";"));

    static final List<Variant> ALL = List.of(
            NO_RECONCILER,
            ROW_BY_ROOM_NAME,
            ROW_BY_EVENT,
            ACK_BEFORE_COMMIT,
            TOMBSTONE_IGNORED,
            ONE_LOOK_ENDS,
            NEVER_ENDS_BY_LOOKS,
            NO_CLEAN_UP,
            NO_PASS_AT_QUIESCENCE,
            NO_JANITOR,
            RELEASE_ONLY_SHOWN,
            NO_INBOX,
            UNREADABLE_STAYS,
            NO_CLEAN_CAP,
            CAP_FROM_THE_HANG_UP,
            UNSERVED_IS_ABSENT,
            CLOSED_KNOWS_NOBODY,
            NEXT_TELLS_NOTHING,
            SECONDS_TELL_ORDER,
            HEARD_WHILE_AWAY,
            SILENCE_TELLS_NOTHING,
            FOUND_LATE_IS_KNOWN,
            HEARD_IN_THE_CALL_BEFORE,
            JOIN_VOIDS_NOTHING,
            HANG_UP_ENDS_AT_ONCE,
            LATE_IS_IN_TIME,
            OPENING_IS_FORGOTTEN,
            RECORD_IS_WHOLE);

    private RecordVariants() {}
}
