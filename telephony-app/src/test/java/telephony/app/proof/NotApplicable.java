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
                "the rooms that we create have no configuration, and their port has no word for it; what LiveKit does with agents of"
                        + " a dispatch rule is simulated");
        WHY.put(
                "SIP 429 resent",
                "no port has a word for sending a request again; a dial and a transfer that are made again are caught (dial-again,"
                        + " transfer-again)");
        WHY.put(
                "DeleteRoom repeated",
                "rooms are deleted only with TELEPHONY_RELEASE_ROOM=delete, which days do not use; any DeleteRoom violates"
                        + " NOTHING_FOREIGN_TOUCHED, and ReleaseTest covers the mode");
    }

    private NotApplicable() {}
}
