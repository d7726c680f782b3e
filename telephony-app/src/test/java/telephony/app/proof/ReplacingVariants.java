package telephony.app.proof;

import static telephony.app.proof.Variant.edit;

import java.util.List;

/** Broken variants of what brings the next agent when the first one is no good, and keeps two from staying. */
final class ReplacingVariants {

    private static final String EFFECT = "telephony.dispatch.Effect";
    private static final String GUARD = "telephony.dispatch.Guard";
    private static final String SITUATION = "telephony.dispatch.Situation";
    private static final String LOOK = "telephony.dispatch.Look";
    private static final String SESSIONS = "telephony.session.TelephonySessionService";

    static final Variant NO_JOIN_DEADLINE = Variant.of(
            "no-join-deadline",
            "replacing an agent that does not come",
            edit(GUARD, "Situation::isAgentOverdue),", "s -> false),"));
    static final Variant NO_AUDIO_DEADLINE = Variant.of(
            "no-audio-deadline",
            "replacing an agent that stays mute",
            edit(GUARD, "Situation::isKeeperMute),", "s -> false),"));
    static final Variant FORGOTTEN_IS_A_MEETING = Variant.of(
            "forgotten-is-a-meeting",
            "taking the agents beside a guest for the call's where the store may have forgotten it",
            edit(
                    "telephony.dispatch.FoundAgents",
                    "(s.agentsSeen().isEmpty() || !s.look().mayShowAForgottenCall(s.row(), quiescence))",
                    "(quiescence != null)"));
    static final Variant OLDEST_IS_SUREST = Variant.of(
            "oldest-is-surest",
            "choosing, of several agents that are found, one that LiveKit does not merely remember",
            edit(GUARD, "s.agentsSeen().size() > 1),", "s.agentsSeen().size() > Integer.MAX_VALUE - 1),"));
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
    static final Variant ANY_DISPATCH_IS_OURS = Variant.of(
            "any-dispatch-is-ours",
            "the names: any dispatch and any agent counts as ours",
            edit(
                    "telephony.dispatch.DispatchPolicy",
                    "return adoptable.test(agentName) || (route != null && route.sends(agentName));",
                    "return true || (route != null && route.sends(agentName));"));
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
            edit(
                    "telephony.call.Replacement",
                    "if (dispatchId != null && !next.contains(dispatchId)) {",
                    "if (dispatchId != null && dispatchId.isEmpty()) {"));
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
    static final Variant NO_GIVE_UP = Variant.of(
            "no-give-up",
            "hanging up as the last rung",
            edit(
                    GUARD,
                    "GAVE_UP(\"too long since an agent was wanted\", Situation::isPastGiveUp),",
                    "GAVE_UP(\"too long since an agent was wanted\", s -> false),"));
    static final Variant EPISODES_SHARE_AGENTS = Variant.of(
            "episodes-share-agents",
            "keeping an earlier call's agents from the next one in the room",
            edit(
                    SESSIONS,
                    "row.withDispatch(row.dispatch().apartFrom(before.dispatch()))",
                    "row.withDispatch(row.dispatch())"));
    static final Variant OWED_FOR_EVER = Variant.of(
            "owed-for-ever",
            "giving up on an agent while a removal has no answer",
            edit(
                    "telephony.dispatch.DispatchMachine",
                    "case WANT -> situation.isPastGiveUp();",
                    "case WANT -> false;"));
    static final Variant REPLACEMENT_WAITS_FOR_EVER = Variant.of(
            "replacement-waits-for-ever",
            "giving up on a caller while the agent before cannot be removed",
            edit(
                    "telephony.dispatch.DispatchMachine",
                    "&& situation.isOverdue(policy.timing().requestDeadline());",
                    "&& false;"));
    static final Variant NO_HEARTBEATS = Variant.of(
            "no-heartbeats",
            "replacing an agent whose heartbeat is missing",
            edit(GUARD, "missing\", Situation::isKeeperSilent),", "missing\", s -> false),"));
    static final Variant PAUSE_IS_SILENCE = Variant.of(
            "pause-is-silence",
            "that the time in which a process was stopped is no silence of an agent's",
            edit(
                    "telephony.dispatch.HeartbeatWatch",
                    "Duration step = sinceLook(now);",
                    "Duration step = lastLook == null ? Duration.ZERO : Duration.between(lastLook, now);"));
    static final Variant TURNED_AWAY_IS_SILENT = Variant.of(
            "turned-away-is-silent",
            "that a heartbeat which had to be turned away is no silence",
            edit(
                    "telephony.dispatch.HeartbeatWatch",
                    "agents.values().forEach(agent -> agent.silence = Duration.ZERO);",
                    ""));
    static final Variant ANYBODY_ACCUSES = Variant.of(
            "anybody-accuses",
            "that only the process which heard an agent last finds its heartbeats missing",
            edit(
                    "telephony.dispatch.AgentCheckIn",
                    "return beat.missedAt() == null && beat.listener().equals(listener);",
                    "return beat.missedAt() == null;"));

    static final List<Variant> ALL = List.of(
            NO_JOIN_DEADLINE,
            NO_AUDIO_DEADLINE,
            FORGOTTEN_IS_A_MEETING,
            OLDEST_IS_SUREST,
            NO_RECOVERY,
            REPLACE_WITHOUT_REMOVING,
            REPLACE_WITHOUT_DELETING,
            REMOVED_MAY_STAY,
            ANY_DISPATCH_IS_OURS,
            NO_LOOK_AFTER_CREATE,
            TWINS_STAY,
            TWIN_WITHOUT_KEEPER,
            REMOVED_MAY_WIN,
            RETIRED_MAY_WIN,
            SPENT_MAY_WIN,
            NO_GHOSTS_RULE,
            LISTS_OVER_EVENTS,
            NO_REJOIN_DEADLINE,
            NO_GIVE_UP,
            EPISODES_SHARE_AGENTS,
            OWED_FOR_EVER,
            REPLACEMENT_WAITS_FOR_EVER,
            NO_HEARTBEATS,
            PAUSE_IS_SILENCE,
            TURNED_AWAY_IS_SILENT,
            ANYBODY_ACCUSES);

    private ReplacingVariants() {}
}
