package telephony.app.demo;

import java.util.Optional;

/** The switchboard's own records. */
interface CallRecords {

    /**
     * What a record says.
     *
     * @param callId the switchboard's key of the call
     * @param result what the call came to, in the word of the API, such as {@code answered}
     */
    record Recorded(String callId, String result) {}

    /** The newest record of this room; empty while there is none that says what the call came to. Never throws. */
    Optional<Recorded> ofRoom(String roomName);
}
