package telephony.app.proof;

import java.util.LinkedHashMap;
import java.util.Map;

/** Why some things can be taken away without being missed here. */
final class Uncaught {

    /** Variants that chance meets seldom and for which there is no directed schedule. */
    static final Map<String, String> WHY = new LinkedHashMap<>();

    /** Variants that cannot be tried. */
    static final Map<String, String> NOT_APPLICABLE = new LinkedHashMap<>();

    static {
        WHY.put(
                "replace-without-removing",
                "whoever was given up on is removed when the look before the next create shows it");
        WHY.put(
                "replace-without-deleting",
                "whoever comes of the old dispatch is removed on coming, and the dispatch is deleted when a look shows it");
        WHY.put(
                "replace-without-removing+removed-may-stay",
                "an agent that is replaced on these days is silent or gone; none is mute at first and speaks later");
        WHY.put("no-look-after-create", "all processes of these days have one store; RivalsTest has two");
        WHY.put(
                "retired-may-win",
                "what was given up on is deleted before the next create; no list of these days brings it back");
        WHY.put("spent-may-win", "the same");
        WHY.put(
                "taken-over-is-sent-again",
                "nobody takes an intent over before its lease of 20 s is out, and then its create can do nothing any more");
        WHY.put(
                "sent-whenever",
                "the token of a request that is sent too late has expired; the pair with token-lives-on is caught");
        WHY.put(
                "no-read-before-write",
                "the second agent is removed as it joins, within the bound; the pair with twins-stay is caught");
        WHY.put("no-clean-up", "the janitor removes what is left; the pair is caught");
        WHY.put("no-janitor", "the clean-up removes what is left; the pair is caught");
        WHY.put("no-pass-at-quiescence", "an agent that comes after the end is told of, or found by the janitor");
        WHY.put("release-only-shown", "the pass at quiescence finds whom a late list did not show, within the bound");
        WHY.put("lists-over-events", "it costs the caller the few seconds until the list follows, within the bound");
        WHY.put("no-rejoin-deadline", "two looks that do not show the agent prove it gone as well, 6 s later");
        WHY.put("create-without-proof", "where the room is gone a look fails, and a look that failed forbids creating");
        WHY.put(
                "create-on-half-a-look",
                "the second agent is removed as it joins; NO_READ_BEFORE_WRITE is the same at its worst");
        WHY.put("no-look-reuse", "it only makes a busy call wait for a look that nobody disturbs");
        WHY.put("stale-look", "the row must change its meaning in the milliseconds of a look; no day of these met it");
        WHY.put("no-inbox", "an event that is applied twice gives the same row");
        WHY.put(
                "tombstone-ignored",
                "it takes a rejoin that is told after the end of its call, which chance meets seldom");
        NOT_APPLICABLE.put(
                "agents in the room's configuration",
                "we create no room yet, so there is no configuration of ours to put agents into; what LiveKit does with those of"
                        + " a dispatch rule is simulated");
        NOT_APPLICABLE.put("SIP 429 resent", "nothing is dialled yet");
        NOT_APPLICABLE.put("more than one dial per attempt", "nothing is dialled yet");
        NOT_APPLICABLE.put(
                "DeleteRoom repeated",
                "rooms are deleted only with TELEPHONY_RELEASE_ROOM=delete, which days do not use; any DeleteRoom violates"
                        + " NOTHING_FOREIGN_TOUCHED, and ReleaseTest covers the mode");
    }

    private Uncaught() {}
}
