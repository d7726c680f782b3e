package telephony.call;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time of which the record of a call cannot know everything, because news was lost or LiveKit could not be asked.
 *
 * @param kind what is missing
 * @param from since when
 * @param until until when; null = it goes on
 * @param about LiveKit's participant SID of whom something is missing; null = of the call as a whole, or of several
 */
public record Gap(Kind kind, Instant from, @Nullable Instant until, @Nullable String about) {

    /** What is missing. */
    public enum Kind {
        /** Somebody joined, and only a list showed it; goes away when LiveKit tells it after all. */
        JOIN_NOT_TOLD,
        /** Somebody spoke, and only a list showed it; goes away when LiveKit tells it after all. */
        AUDIO_NOT_TOLD,
        /** The call is over because looks prove it, not because LiveKit told it; the end lies in this time. */
        END_NOT_TOLD,
        /** LiveKit answered, but not when asked who is in this room. */
        ROOM_UNREADABLE,
        /** LiveKit's API did not answer. */
        LIVEKIT_UNREACHABLE,
        /** We could not take in webhooks; LiveKit tries again, but not for ever. */
        WEBHOOKS_REFUSED,
        /** The call is older than what the store remembers. */
        FORGOTTEN,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    public Gap {
        if (until != null && until.isBefore(from)) {
            until = from;
        }
    }

    /** A gap of the whole call. */
    public static Gap of(Kind kind, Instant from, @Nullable Instant until) {
        return new Gap(kind, from, until, null);
    }

    /** Whether it goes on. */
    public boolean isOpen() {
        return until == null;
    }

    /** The same, over since then. */
    public Gap closedAt(Instant at) {
        return new Gap(kind, from, at, about);
    }

    boolean isSameMatterAs(Gap other) {
        return kind == other.kind
                && (about == null ? other.about == null && touches(other) : about.equals(other.about));
    }

    private boolean touches(Gap other) {
        return (until == null || !until.isBefore(other.from)) && (other.until == null || !other.until.isBefore(from));
    }

    /** Both as one: from the earlier beginning to the later end. */
    Gap joinedWith(Gap other) {
        Instant end = until == null || other.until == null ? null : until.isAfter(other.until) ? until : other.until;
        boolean same = about == null ? other.about == null : about.equals(other.about);
        return new Gap(kind, from.isBefore(other.from) ? from : other.from, end, same ? about : null);
    }
}
