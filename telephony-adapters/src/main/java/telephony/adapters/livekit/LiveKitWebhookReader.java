package telephony.adapters.livekit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Set;
import java.util.function.Function;
import livekit.LivekitModels;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackType;
import livekit.LivekitWebhook.WebhookEvent;
import org.jspecify.annotations.Nullable;
import telephony.adapters.livekit.StrictJson.NotReadable;
import telephony.call.CallEvent;
import telephony.call.EventHeader;
import telephony.call.Participant;
import telephony.call.PhoneNumber;
import telephony.routing.RoomMetadata;
import telephony.webhook.WebhookReaderPort;
import telephony.webhook.WebhookReading;

/**
 * Reads LiveKit's webhook bodies into {@link CallEvent}s. What cannot be read is kept as text, without its secrets.
 *
 * <p>Only the members that are used are read: a new or odd member elsewhere in LiveKit's messages costs no event.
 */
public final class LiveKitWebhookReader implements WebhookReaderPort {

    /** Length of names and ids that calls are kept by, in characters; LiveKit's own limit on room names is 256. */
    static final int MAX_NAME_CHARS = 1024;
    /** Length of an event's id, in characters; LiveKit's have 15. A longer one is replaced by a derived one. */
    static final int MAX_EVENT_ID_CHARS = 128;
    /** Length of the text that is kept of an unusable body, in characters. */
    static final int MAX_RAW_CHARS = 64 * 1024;

    static final String DERIVED_ID_PREFIX = "derived-";
    static final String CUT_MARK = "…[cut]";

    private static final int MAX_SHOWN_CHARS = 64;
    private static final Set<String> ROOM_EVENTS = Set.of(
            "room_started",
            "room_finished",
            "participant_joined",
            "participant_left",
            "participant_connection_aborted",
            "track_published",
            "track_unpublished");
    private static final Set<String> EVENT_MEMBERS = Set.of("createdAt", "created_at", "room", "participant", "track");
    private static final Set<String> ROOM_MEMBERS = Set.of("sid", "name");
    /** Only of an opened room does it matter since when it has been there. */
    private static final Set<String> OPENED_ROOM_MEMBERS =
            Set.of("sid", "name", "creationTime", "creation_time", "creationTimeMs", "creation_time_ms");

    private static final Set<String> PARTICIPANT_MEMBERS = Set.of(
            "sid",
            "identity",
            "kind",
            "attributes",
            "joinedAt",
            "joined_at",
            "joinedAtMs",
            "joined_at_ms",
            "disconnectReason",
            "disconnect_reason");

    private final Function<String, PhoneNumber> numbers;

    /** @param numbers reads the text of a phone number; never throws */
    public LiveKitWebhookReader(Function<String, PhoneNumber> numbers) {
        this.numbers = numbers;
    }

    @Override
    public WebhookReading read(byte[] body, Instant receivedAt) {
        String id = derivedId(body);
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException notText) {
            return unusable(id, "the body is not UTF-8", new String(body, StandardCharsets.UTF_8));
        }
        try {
            ObjectNode json = StrictJson.object(text);
            String sentId = StrictJson.text(json, "id");
            // Text that is UTF-8 has none but where JSON escapes one, so the search through all of it is seldom needed.
            if (text.contains("\\u") && !StandardCharsets.UTF_8.newEncoder().canEncode(json.toString())) {
                // Stored as UTF-8 it would become another text: a room of another name, say.
                return unusable(id, "a text in the body has half of a surrogate pair", text);
            }
            if (sentId != null && !sentId.isEmpty() && sentId.length() <= MAX_EVENT_ID_CHARS) {
                id = sentId;
            }
            String name = StrictJson.text(json, "event");
            if (name == null || name.isEmpty()) {
                return unusable(id, "the body names no event", text);
            }
            return ROOM_EVENTS.contains(name)
                    ? new WebhookReading.Event(event(name, id, json, receivedAt))
                    : new WebhookReading.NotOurs(shown(name));
        } catch (NotReadable broken) {
            return unusable(id, "the event cannot be used: " + broken.getMessage(), text);
        } catch (RuntimeException unforeseen) {
            // It is LiveKit's: an error answer would lose it, so it is kept whatever a library makes of it.
            return unusable(
                    id, "the event cannot be used: " + unforeseen.getClass().getSimpleName(), text);
        }
    }

    private CallEvent event(String name, String id, ObjectNode json, Instant receivedAt) throws NotReadable {
        RoomMetadata metadata = RoomMetadataReading.of(json.path("room").get("metadata"));
        String reason = reduce(json, name.equals("room_started") ? OPENED_ROOM_MEMBERS : ROOM_MEMBERS);
        WebhookEvent event = parse(json);
        Instant createdAt = Participants.instantOfSeconds(event.getCreatedAt());
        EventHeader header = new EventHeader(
                id,
                EventHeader.Source.WEBHOOK,
                createdAt == null ? receivedAt.truncatedTo(ChronoUnit.SECONDS) : createdAt,
                receivedAt,
                usable("room.name", event.getRoom().getName()),
                usable("room.sid", event.getRoom().getSid()),
                metadata);
        return switch (name) {
            case "room_started" -> new CallEvent.RoomStarted(header, LiveKitRooms.madeAt(event.getRoom()));
            case "room_finished" -> new CallEvent.RoomFinished(header);
            case "participant_joined" -> new CallEvent.ParticipantJoined(header, participant(event));
            case "participant_left" -> new CallEvent.ParticipantLeft(header, participant(event), reason, false);
            case "participant_connection_aborted" ->
                new CallEvent.ParticipantLeft(header, participant(event), reason, true);
            case "track_published" -> {
                Participant who = participant(event);
                yield new CallEvent.TrackPublished(header, who.sid(), who.identity(), isAudio(event));
            }
            default -> {
                Participant who = participant(event);
                yield new CallEvent.TrackUnpublished(header, who.sid(), who.identity(), isAudio(event));
            }
        };
    }

    private Participant participant(WebhookEvent event) throws NotReadable {
        usable("participant.sid", event.getParticipant().getSid());
        usable("participant.identity", event.getParticipant().getIdentity());
        return Participants.of(event.getParticipant(), numbers);
    }

    private static boolean isAudio(WebhookEvent event) throws NotReadable {
        if (!event.hasTrack()) {
            // Not taken as the default, which is audio: it would be the sign that an agent speaks.
            throw new NotReadable("it has no track");
        }
        return event.getTrack().getType() == TrackType.AUDIO;
    }

    /**
     * Leaves what is used of an event, with enums that any parser takes.
     *
     * @return the reason of leaving, as sent; null = not told
     */
    private static @Nullable String reduce(ObjectNode json, Set<String> roomMembers) {
        json.retain(EVENT_MEMBERS);
        if (json.get("room") instanceof ObjectNode room) {
            room.retain(roomMembers);
        }
        if (json.get("track") instanceof ObjectNode track) {
            track.retain("type");
            openEnum(track, "type", TrackType.getDescriptor());
        }
        if (json.get("participant") instanceof ObjectNode participant) {
            participant.retain(PARTICIPANT_MEMBERS);
            openEnum(participant, "kind", ParticipantInfo.Kind.getDescriptor());
            String reason = reason(participant.remove("disconnectReason"));
            return reason != null ? reason : reason(participant.remove("disconnect_reason"));
        }
        return null;
    }

    /** The parser skips a name it does not know, and the default takes its place: a number stays "something else". */
    private static void openEnum(ObjectNode object, String member, EnumDescriptor known) {
        String name = StrictJson.text(object, member);
        if (name != null && known.findValueByName(name) == null) {
            object.put(member, Integer.MAX_VALUE);
        }
    }

    private static @Nullable String reason(@Nullable JsonNode sent) {
        if (sent == null || sent.isNull()) {
            return null;
        }
        String name = sent.asText();
        LivekitModels.DisconnectReason byNumber =
                sent.canConvertToInt() ? LivekitModels.DisconnectReason.forNumber(sent.intValue()) : null;
        String word = byNumber == null ? shown(name) : byNumber.name();
        return word.isEmpty() || word.equals(LivekitModels.DisconnectReason.UNKNOWN_REASON.name()) ? null : word;
    }

    private static WebhookEvent parse(ObjectNode json) throws NotReadable {
        WebhookEvent.Builder builder = WebhookEvent.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(json.toString(), builder);
        } catch (InvalidProtocolBufferException broken) {
            // Its message may quote the value.
            throw new NotReadable("a member has not the type that LiveKit's protocol gives it");
        }
        return builder.build();
    }

    private static String usable(String what, String name) throws NotReadable {
        if (name.isEmpty()) {
            throw new NotReadable("it has no " + what);
        }
        if (name.length() > MAX_NAME_CHARS) {
            throw new NotReadable(what + " has " + name.length() + " characters, more than " + MAX_NAME_CHARS);
        }
        return name;
    }

    private static String derivedId(byte[] body) {
        return DERIVED_ID_PREFIX
                + Base64.getUrlEncoder().withoutPadding().encodeToString(LiveKitWebhookVerifier.sha256(body));
    }

    private static WebhookReading unusable(String id, String reason, String text) {
        String raw = SecretRemover.remove(text);
        return new WebhookReading.Unusable(
                id, reason, raw.length() <= MAX_RAW_CHARS ? raw : raw.substring(0, MAX_RAW_CHARS) + CUT_MARK);
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + CUT_MARK;
    }
}
