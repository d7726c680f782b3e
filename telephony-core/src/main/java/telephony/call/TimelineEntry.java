package telephony.call;

import java.time.Instant;
import java.util.Map;

/**
 * One line of a call's history: an event, a decision, a request to LiveKit or its answer.
 *
 * @param callId the call
 * @param at when, milliseconds
 * @param kind what kind of line
 * @param name what it is, such as {@code participant_joined} or {@code INTENT}
 * @param details facts, by name; sorted, so that two equal lines are equal
 */
public record TimelineEntry(CallId callId, Instant at, Kind kind, String name, Map<String, String> details) {

    /** What a line tells. */
    public enum Kind {
        /** Something happened in LiveKit. */
        EVENT,
        /** The protocol moved. */
        DECISION,
        /** LiveKit answered, or did not. */
        ANSWER,
        /** Something needs a person. */
        ALARM,
        /** Written by a newer version. */
        UNRECOGNISED
    }

    public TimelineEntry {
        details = Details.of(details);
    }
}
