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
