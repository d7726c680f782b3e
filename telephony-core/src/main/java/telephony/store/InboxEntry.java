package telephony.store;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;

/**
 * One authentic webhook that was taken in. Its id is unique: a second delivery of the same event finds it here.
 *
 * @param eventId LiveKit's event id, or one derived from the content
 * @param receivedAt when it came, milliseconds
 * @param verdict what became of it
 * @param callId the call it belongs to; null = none
 * @param note why it is in quarantine, or what kind of event it was
 * @param raw the body without secrets, cut to {@value #MAX_RAW_CHARS} characters; null = not kept, because the row
 *     tells it all
 */
public record InboxEntry(
        String eventId,
        Instant receivedAt,
        Verdict verdict,
        @Nullable CallId callId,
        String note,
        @Nullable String raw) {

    /** Longest body that is kept, in characters. */
    public static final int MAX_RAW_CHARS = 65_536;

    /** What became of an event. */
    public enum Verdict {
        /** It is in the row or on the time line. */
        TAKEN,
        /** Authentic, but we could make nothing of it. */
        QUARANTINED,
        /** Written by a newer version. */
        UNRECOGNISED
    }

    public InboxEntry {
        if (raw != null && raw.length() > MAX_RAW_CHARS) {
            raw = raw.substring(0, MAX_RAW_CHARS);
        }
    }

    /** Whether this entry takes the place of that one of the same event: something can be made of the event now. */
    public boolean supersedes(InboxEntry known) {
        return known.verdict == Verdict.QUARANTINED && verdict != Verdict.QUARANTINED;
    }

    /** The call it belongs to. */
    public Optional<CallId> call() {
        return Optional.ofNullable(callId);
    }
}
