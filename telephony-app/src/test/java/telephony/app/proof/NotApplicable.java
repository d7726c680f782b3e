package telephony.app.proof;

import java.util.LinkedHashMap;
import java.util.Map;

/** What cannot be taken away here, because it is not there. */
final class NotApplicable {

    /** Why, by variant. */
    static final Map<String, String> WHY = new LinkedHashMap<>();

    static {
        WHY.put(
                "agents in the room's configuration",
                "we create no room yet, so there is no configuration of ours to put agents into; what LiveKit does with those of"
                        + " a dispatch rule is simulated");
        WHY.put("SIP 429 resent", "nothing is dialled yet");
        WHY.put("more than one dial per attempt", "nothing is dialled yet");
        WHY.put(
                "DeleteRoom repeated",
                "rooms are deleted only with TELEPHONY_RELEASE_ROOM=delete, which days do not use; any DeleteRoom violates"
                        + " NOTHING_FOREIGN_TOUCHED, and ReleaseTest covers the mode");
    }

    private NotApplicable() {}
}
