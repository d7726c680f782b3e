package telephony.app.proof;

import static telephony.app.proof.Variant.edit;

import java.util.List;

/** The broken variants: what stands in the way of two agents or none, taken away piece by piece. */
final class Variants {

    private static final String DRIVER = "telephony.dispatch.DispatchDriver";
    private static final String LEASES = "telephony.dispatch.Leases";
    private static final String EFFECT = "telephony.dispatch.Effect";
    private static final String GUARD = "telephony.dispatch.Guard";
    private static final String TABLE = "telephony.dispatch.StateTable";
    private static final String SITUATION = "telephony.dispatch.Situation";
    private static final String TIMING = "telephony.dispatch.DispatchTiming";
    private static final String LOOK = "telephony.dispatch.Look";
    private static final String LEFTOVERS = "telephony.dispatch.Leftovers";
    private static final String SESSIONS = "telephony.session.TelephonySessionService";
    private static final String STORE = "telephony.adapters.store.ProcessStore";

    static final Variant NO_CLAIM = Variant.of(
            "no-claim",
            "the lease: whoever finds a row due works on it",
            edit(LEASES, " && (lease == null || lease.isFreeAt(now));", ";"),
            edit(STORE, "if (row.control().lease() == null || row.control().lease().isFreeAt(now)) {", "if (true) {"));
    static final Variant BLIND_RETRY = Variant.of(
            "blind-retry",
            "the class ambiguous: a lost answer counts as a refusal",
            edit(
                    GUARD,
                    "|| s.creation().answer().kind() == LiveKitAnswer.Kind.ABSENT)),",
                    "|| s.creation().answer().kind() == LiveKitAnswer.Kind.ABSENT"
                            + " || s.creation().answer().kind() == LiveKitAnswer.Kind.AMBIGUOUS)),"));
    static final Variant NO_READ_BEFORE_WRITE = Variant.of(
            "no-read-before-write",
            "taking what the look before a create finds",
            edit(TABLE, "LOOKING = EnumSet.of(WANT, VERIFY);", "LOOKING = EnumSet.of(VERIFY);"),
            edit(
                    TABLE,
                    "rule(WANT, Trigger.LOOKED, Guard.DISPATCH_FOREIGN,",
                    "rule(VERIFY, Trigger.LOOKED, Guard.DISPATCH_FOREIGN,"));
    static final Variant CLIENT_REPLAY = Variant.of(
            "client-replay",
            "the client's abstinence: a create without an answer is sent again by itself",
            edit(
                    "telephony.app.proof.LiveKitLine",
                    "return livekit.create(order);",
                    "return livekit.create(order).thenCompose(answer -> answer.kind() == LiveKitAnswer.Kind.AMBIGUOUS"
                            + " ? livekit.create(order) : java.util.concurrent.CompletableFuture.completedStage(answer));"));
    static final Variant NO_VERSION_CHECK = Variant.of(
            "no-version-check",
            "the store's comparison of versions",
            edit(STORE, "return version == expectedVersion && (sameEpisode", "return (sameEpisode"));
    static final Variant NO_QUIESCENCE = Variant.of(
            "no-quiescence",
            "the wait for a create without an answer",
            edit(EFFECT, "s.now().plus(wide ? timing.wideQuiescence() : timing.quiescence()),", "s.now(),"));
    static final Variant NO_START_UP_QUIESCENCE = Variant.of(
            "no-start-up-quiescence",
            "the wait of a store that forgot",
            edit(
                    GUARD,
                    "s -> s.look().mayFollowAForgottenCreate(s.row(), s.policy().timing().quiescence())),",
                    "s -> false),"));
    static final Variant NO_RECONCILER = Variant.of(
            "no-reconciler",
            "the sweeps",
            edit("telephony.dispatch.Reconciler", "if (pace.begin(store.now()) && isMine()) {", "if (pace == null) {"));
    static final Variant NO_JOIN_DEADLINE = Variant.of(
            "no-join-deadline",
            "replacing an agent that does not come",
            edit(GUARD, "Situation::isAgentOverdue),", "s -> false),"));
    static final Variant NO_AUDIO_DEADLINE = Variant.of(
            "no-audio-deadline",
            "replacing an agent that stays mute",
            edit(GUARD, "Situation::isKeeperMute),", "s -> false),"));
    static final Variant NO_RECOVERY = Variant.of(
            "no-recovery",
            "replacing an agent that left",
            edit(
                    GUARD,
                    "AGENT_GONE(\"the caller is there, the agent is gone\", Situation::isKeeperGone),",
                    "AGENT_GONE(\"the caller is there, the agent is gone\", s -> false),"),
            edit(
                    GUARD,
                    "s -> s.isKeeperGone() && s.row().dispatch().replacement().recoveries()",
                    "s -> false && s.row().dispatch().replacement().recoveries()"));
    static final Variant REPLACE_WITHOUT_REMOVING = Variant.of(
            "replace-without-removing",
            "RemoveParticipant when an agent is replaced",
            edit(
                    EFFECT,
                    "return owing(s.with(anew), Leftovers.inTheWay(s));",
                    "return owing(s.with(anew), Leftovers.inTheWay(s).stream()"
                            + ".filter(owed -> owed.kind() != OwedEffect.Kind.REMOVE_PARTICIPANT).toList());"));
    static final Variant REPLACE_WITHOUT_DELETING = Variant.of(
            "replace-without-deleting",
            "DeleteDispatch when an agent is replaced",
            edit(
                    EFFECT,
                    "return owing(s.with(anew), Leftovers.inTheWay(s));",
                    "return owing(s.with(anew), Leftovers.inTheWay(s).stream()"
                            + ".filter(owed -> owed.kind() != OwedEffect.Kind.DELETE_DISPATCH).toList());"));
    static final Variant REMOVED_MAY_STAY = Variant.of(
            "removed-may-stay",
            "removing again what was given up on and shows up all the same",
            edit(
                    GUARD,
                    "REMOVED_PRESENT(\"it was given up on\", s -> !s.removedPresent().isEmpty()),",
                    "REMOVED_PRESENT(\"it was given up on\", s -> false),"),
            edit(
                    GUARD,
                    "REMOVED_SHOWN(\"an agent that was given up on is in the room\", s -> !s.removedSeen()",
                    "REMOVED_SHOWN(\"an agent that was given up on is in the room\", s -> false && !s.removedSeen()"));
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
                    "return Optional.of(isReturn(row, event) ? nextEpisode(row, event, sip.get()) : applied(row, event));",
                    "return Optional.of(event instanceof CallEvent.ParticipantJoined ? nextEpisode(row, event, sip.get())"
                            + " : applied(row, event));"));
    static final Variant DISPATCH_ON_EVERY_JOIN = Variant.of(
            "dispatch-on-every-join",
            "the state: each join of a caller wants an agent",
            edit(
                    "telephony.session.CallDecision",
                    "} else if (known.legs().size() > before.legs().size()) {",
                    "} else if (event instanceof CallEvent.ParticipantJoined j && j.participant().sipCall().isPresent()) {"),
            edit(
                    TABLE,
                    "rule(NEW, Trigger.ROUTED, Guard.ROUTE_WANTS_AGENT, WANT, Effect.WANT_AGENT),",
                    "rule(OPEN, Trigger.ROUTED, Guard.ROUTE_WANTS_AGENT, WANT, Effect.WANT_AGENT),"));
    static final Variant ANY_DISPATCH_IS_OURS = Variant.of(
            "any-dispatch-is-ours",
            "the names: any dispatch and any agent counts as ours",
            edit(
                    "telephony.dispatch.DispatchPolicy",
                    "return adoptable.test(agentName) || (route != null && route.sends(agentName));",
                    "return true || (route != null && route.sends(agentName));"));
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
                    "Instant first = before.dispatch().callerMissingSince();",
                    "Instant first = noted.dispatch().callerMissingSince();"));
    static final Variant NEVER_ENDS_BY_LOOKS = Variant.of(
            "never-ends-by-looks",
            "ending a call of which no event tells the end",
            edit(
                    "telephony.dispatch.Presence",
                    "return first != null\n                && !before.isEnded()",
                    "return first == null\n                && before.isEnded()"));
    static final Variant NO_LOOK_AFTER_CREATE = Variant.of(
            "no-look-after-create",
            "the choice among several dispatches of one call",
            edit(GUARD, "s -> s.rivals().size() > 1),", "s -> false),"));
    static final Variant TWINS_STAY = Variant.of(
            "twins-stay",
            "removing a second agent",
            edit(
                    GUARD,
                    "\"the call's agent and another one are in the room\", s -> !s.twins().isEmpty()),",
                    "\"the call's agent and another one are in the room\", s -> false),"));
    static final Variant TWIN_WITHOUT_KEEPER = Variant.of(
            "twin-without-keeper",
            "the proof that the call's own agent is there before another one is removed",
            edit(SITUATION, "if (seen.stream().noneMatch(this::isKeeper)) {", "if (seen.isEmpty()) {"));
    static final Variant REMOVED_MAY_WIN = Variant.of(
            "removed-may-win",
            "never taking again who was given up on",
            edit("telephony.call.Replacement", "next.addAll(identities);", "next.removeAll(identities);"));
    static final Variant RETIRED_MAY_WIN = Variant.of(
            "retired-may-win",
            "never taking again an attempt that was given up on",
            edit(
                    SITUATION,
                    "&& marker.attempt() <= row.dispatch().replacement().retiredAttempt();",
                    "&& marker.attempt() < 0;"));
    static final Variant SPENT_MAY_WIN = Variant.of(
            "spent-may-win",
            "never adopting again a dispatch that was given up on",
            edit("telephony.call.Replacement", "if (!next.contains(dispatchId)) {", "if (dispatchId.isEmpty()) {"));
    static final Variant UNANSWERED_IS_NOTHING = Variant.of(
            "unanswered-is-nothing",
            "the wait for quiescence before replacing, when a create was never answered",
            edit(
                    GUARD,
                    "\"a create may still take effect\", Situation::isUnanswered);",
                    "\"a create may still take effect\", s -> false);"));
    static final Variant VERIFIED_AT_ONCE = Variant.of(
            "verified-at-once",
            "waiting for quiescence before a look proves that a lost create did nothing",
            edit(GUARD, "s -> s.look().isComplete() && s.isQuiet()),", "s -> s.look().isComplete()),"));
    static final Variant TAKEN_OVER_IS_SENT_AGAIN = Variant.of(
            "taken-over-is-sent-again",
            "verifying an intent that somebody else left",
            edit(
                    TABLE,
                    "rule(INTENT, Trigger.TAKEN_OVER, Guard.ALWAYS, VERIFY, Effect.NOTE_LOST, Effect.POLL),",
                    "rule(INTENT, Trigger.TAKEN_OVER, Guard.ALWAYS, WANT, Effect.NOTE_LOST, Effect.LOOK_NOW),"));
    static final Variant TOKEN_LIVES_ON = Variant.of(
            "token-lives-on",
            "the token that expires with its request",
            edit(
                    EFFECT,
                    "wide ? deadline : deadline.minus(timing.tokenLeeway()),",
                    "wide ? deadline : deadline.plus(timing.tokenLeeway()),"));
    static final Variant SENT_WHENEVER = Variant.of(
            "sent-whenever",
            "looking at the clock and the lease before a create is sent",
            edit(
                    DRIVER,
                    "if (lease == null || expired || now.plus(needed).isAfter(lease.until())) {",
                    "if (lease == null) {"));
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
    static final Variant NO_GHOSTS_RULE = Variant.of(
            "no-ghosts-rule",
            "telling who is only remembered since a restart",
            edit(
                    LOOK,
                    ".filter(participant -> !dispatch.isFromBeforeRestart(participant.joinedAt()))",
                    ".filter(participant -> true)"));
    static final Variant LISTS_OVER_EVENTS = Variant.of(
            "lists-over-events",
            "believing an event that told of a leaving when a list still shows who left",
            edit(LOOK, ".filter(participant -> !hasLeft(dispatch, participant))", ".filter(participant -> true)"));
    static final Variant NO_REJOIN_DEADLINE = Variant.of(
            "no-rejoin-deadline",
            "replacing an agent that does not come back after a restart",
            edit(
                    SITUATION,
                    "&& !now.isBefore(restarted.plus(policy.timing().rejoinDeadline()));",
                    "&& restarted == null;"));
    static final Variant CREATE_WITHOUT_PROOF = Variant.of(
            "create-without-proof",
            "the proof that the caller is there before a create",
            edit(SITUATION, "return isCallerShown() || fresh;", "return true || fresh;"));
    static final Variant CREATE_ON_HALF_A_LOOK = Variant.of(
            "create-on-half-a-look",
            "that a look which failed forbids creating",
            edit(
                    TABLE,
                    "rule(WANT, Trigger.LOOKED, Guard.LOOK_FAILED, WANT, Effect.NOTE_FAILURE, Effect.BACK_OFF),",
                    ""));
    static final Variant NO_GIVE_UP = Variant.of(
            "no-give-up",
            "hanging up as the last rung",
            edit(
                    GUARD,
                    "GAVE_UP(\"too long since an agent was wanted\", Situation::isPastGiveUp),",
                    "GAVE_UP(\"too long since an agent was wanted\", s -> false),"));
    static final Variant SHORT_LEASE = Variant.of(
            "short-lease",
            "the length of the lease: 100 ms",
            edit(LEASES, "return until(row, now.plus(time));", "return until(row, now.plusMillis(100));"),
            edit(
                    DRIVER,
                    "store.claimDue(leases.owner(), leases.time(), room);",
                    "store.claimDue(leases.owner(), Duration.ofMillis(100), room);"));
    static final Variant NO_LOOK_REUSE = Variant.of(
            "no-look-reuse",
            "using a young look although a row has changed meanwhile",
            edit(TIMING, "LOOK_REUSE = Duration.ofSeconds(2);", "LOOK_REUSE = Duration.ZERO;"));
    static final Variant STALE_LOOK = Variant.of(
            "stale-look",
            "that a look is void when the row has changed since it began",
            edit(
                    DRIVER,
                    "return row.control().version() == before.control().version()",
                    "return row.control().version() >= before.control().version()"));
    static final Variant EPISODES_SHARE_AGENTS = Variant.of(
            "episodes-share-agents",
            "keeping an earlier call's agents from the next one in the room",
            edit(
                    SESSIONS,
                    "row.withDispatch(row.dispatch().apartFrom(before.dispatch()));",
                    "row.withDispatch(row.dispatch());"));
    static final Variant NO_INBOX = Variant.of(
            "no-inbox",
            "knowing an event that was taken in before",
            edit(STORE, "if (commit.inbox().filter(this::isKnown).isPresent()) {", "if (inbox == null) {"));
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
    static final Variant LEASE_BY_NAME = Variant.of(
            "lease-by-name",
            "telling one's own later lease from the one that ran out",
            edit(
                    LEASES,
                    "return lease != null && lease.equals(claimed.control().lease());",
                    "Lease held = claimed.control().lease();"
                            + " return lease != null && held != null && lease.owner().equals(held.owner());"));
    static final Variant OWED_FOR_EVER = Variant.of(
            "owed-for-ever",
            "giving up on an agent while a removal has no answer",
            edit(
                    "telephony.dispatch.DispatchMachine",
                    "case WANT -> situation.isPastGiveUp();",
                    "case WANT -> false;"));
    static final Variant SECONDS_TELL_ORDER = Variant.of(
            "seconds-tell-order",
            "that LiveKit's dates do not order what happened in one second",
            edit(
                    "telephony.call.CallEnding",
                    "return one.getEpochSecond() < other.getEpochSecond();",
                    "return !one.isAfter(other);"));
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

    /** Singly. */
    static final List<Variant> SINGLE = List.of(
            NO_CLAIM,
            BLIND_RETRY,
            NO_READ_BEFORE_WRITE,
            CLIENT_REPLAY,
            NO_VERSION_CHECK,
            NO_QUIESCENCE,
            NO_START_UP_QUIESCENCE,
            NO_RECONCILER,
            NO_JOIN_DEADLINE,
            NO_AUDIO_DEADLINE,
            NO_RECOVERY,
            REPLACE_WITHOUT_REMOVING,
            REPLACE_WITHOUT_DELETING,
            REMOVED_MAY_STAY,
            ROW_BY_ROOM_NAME,
            ROW_BY_EVENT,
            DISPATCH_ON_EVERY_JOIN,
            ANY_DISPATCH_IS_OURS,
            ACK_BEFORE_COMMIT,
            TOMBSTONE_IGNORED,
            ONE_LOOK_ENDS,
            NEVER_ENDS_BY_LOOKS,
            NO_LOOK_AFTER_CREATE,
            TWINS_STAY,
            TWIN_WITHOUT_KEEPER,
            REMOVED_MAY_WIN,
            RETIRED_MAY_WIN,
            SPENT_MAY_WIN,
            UNANSWERED_IS_NOTHING,
            VERIFIED_AT_ONCE,
            TAKEN_OVER_IS_SENT_AGAIN,
            TOKEN_LIVES_ON,
            SENT_WHENEVER,
            NO_CLEAN_UP,
            NO_PASS_AT_QUIESCENCE,
            NO_JANITOR,
            RELEASE_ONLY_SHOWN,
            NO_GHOSTS_RULE,
            LISTS_OVER_EVENTS,
            NO_REJOIN_DEADLINE,
            CREATE_WITHOUT_PROOF,
            CREATE_ON_HALF_A_LOOK,
            NO_GIVE_UP,
            SHORT_LEASE,
            NO_LOOK_REUSE,
            STALE_LOOK,
            EPISODES_SHARE_AGENTS,
            NO_INBOX,
            UNREADABLE_STAYS,
            NO_CLEAN_CAP,
            LEASE_BY_NAME,
            OWED_FOR_EVER,
            SECONDS_TELL_ORDER,
            FOUND_LATE_IS_KNOWN,
            HEARD_IN_THE_CALL_BEFORE);

    /** In pairs, because one layer hides what another lacks. */
    static final List<Variant> PAIRS = List.of(
            SHORT_LEASE.and(NO_VERSION_CHECK),
            NO_CLEAN_UP.and(NO_JANITOR),
            SHORT_LEASE.and(NO_QUIESCENCE),
            REPLACE_WITHOUT_REMOVING.and(REMOVED_MAY_STAY),
            TOKEN_LIVES_ON.and(SENT_WHENEVER),
            TAKEN_OVER_IS_SENT_AGAIN.and(NO_QUIESCENCE),
            NO_LOOK_AFTER_CREATE.and(TWINS_STAY),
            NO_READ_BEFORE_WRITE.and(TWINS_STAY),
            DISPATCH_ON_EVERY_JOIN.and(NO_READ_BEFORE_WRITE),
            NO_CLAIM.and(NO_VERSION_CHECK),
            REMOVED_MAY_WIN.and(REMOVED_MAY_STAY));

    private Variants() {}

    static List<Variant> all() {
        return java.util.stream.Stream.concat(SINGLE.stream(), PAIRS.stream()).toList();
    }
}
