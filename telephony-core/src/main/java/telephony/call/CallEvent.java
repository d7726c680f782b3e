package telephony.call;

import org.jspecify.annotations.Nullable;

/** One thing that happened in a LiveKit room, in our words. Events may come late, doubled, in any order, or never. */
public sealed interface CallEvent {

    /** Id, times and room. */
    EventHeader header();

    /** LiveKit's name of the event, for the time line. */
    String name();

    /** The room was opened in memory: at its start, and again after LiveKit restarted. */
    record RoomStarted(EventHeader header) implements CallEvent {
        @Override
        public String name() {
            return "room_started";
        }
    }

    /** The room was closed: every leg in it has ended. */
    record RoomFinished(EventHeader header) implements CallEvent {
        @Override
        public String name() {
            return "room_finished";
        }
    }

    /** A session became active. */
    record ParticipantJoined(EventHeader header, Participant participant) implements CallEvent {
        @Override
        public String name() {
            return "participant_joined";
        }
    }

    /**
     * A session ended.
     *
     * @param reason LiveKit's {@code DisconnectReason} as sent, such as {@code CLIENT_INITIATED}; null = not told
     * @param aborted whether it ended before it became active ({@code participant_connection_aborted})
     */
    record ParticipantLeft(EventHeader header, Participant participant, @Nullable String reason, boolean aborted)
            implements CallEvent {
        @Override
        public String name() {
            return aborted ? "participant_connection_aborted" : "participant_left";
        }
    }

    /**
     * A session published a track. LiveKit does not tell of what kind the participant is.
     *
     * @param audio whether the track is audio
     */
    record TrackPublished(EventHeader header, String participantSid, String identity, boolean audio)
            implements CallEvent {
        @Override
        public String name() {
            return "track_published";
        }
    }

    /** A session withdrew a track; recorded, decides nothing. */
    record TrackUnpublished(EventHeader header, String participantSid, String identity, boolean audio)
            implements CallEvent {
        @Override
        public String name() {
            return "track_unpublished";
        }
    }
}
