package telephony.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One thing that happened in a LiveKit room, in our words. Events may come late, doubled, in any order, or never. */
public sealed interface CallEvent {

    /** Id, times and room. */
    EventHeader header();

    /** LiveKit's name of the event, for the time line. */
    String name();

    /** Who comes or goes by this event. */
    default Optional<Participant> comingOrGoing() {
        return Optional.empty();
    }

    /**
     * The room was opened in memory: at its start, and again after LiveKit restarted.
     *
     * @param roomMadeAt when the room was made, which opening it again does not change (seen); null = not told
     */
    record RoomStarted(EventHeader header, @Nullable Instant roomMadeAt) implements CallEvent {

        /** LiveKit tells of an opening in whole seconds. */
        private static final Duration TOLD_IN = Duration.ofSeconds(1);

        /** Of a room of which it is not told when it was made. */
        public RoomStarted(EventHeader header) {
            this(header, null);
        }

        /** Whether the room had been open before: LiveKit was restarted, and goes on listing whoever was there (seen). */
        public boolean isAgain() {
            return roomMadeAt != null && header.occurredAt().isAfter(roomMadeAt.plus(TOLD_IN));
        }

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

        @Override
        public Optional<Participant> comingOrGoing() {
            return Optional.of(participant);
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

        @Override
        public Optional<Participant> comingOrGoing() {
            return Optional.of(participant);
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
