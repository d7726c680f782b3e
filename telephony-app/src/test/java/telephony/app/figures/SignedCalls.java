package telephony.app.figures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import telephony.testkit.Fixtures;

/** Any number of calls like the recorded one, each in a room of its own, signed as LiveKit signs. */
final class SignedCalls {

    static final String KEY = "figures-key";
    static final String SECRET = "figures-secret-of-more-than-32-characters";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

    /** The number that the recorded caller dialled, and another one, for a routing that tells them apart. */
    private static final String DIALLED = "+15559990000";

    static final String IGNORED = "+15559990001";
    private static final String ROOM = "URwsYTZ8gWHG";

    /** As LiveKit's own tokens for webhooks. */
    private static final int VALID_SECONDS = 300;

    /** What is one call's own in the recording: the ids of events, room, sessions and SIP call. */
    private static final List<String> IDS = List.of("EV_", "RM_", "PA_", "SCL_", ROOM, "AJ_");

    /** Whatever is dated in seconds, and what is in milliseconds. */
    private static final Pattern SECONDS =
            Pattern.compile("(\"(?:createdAt|joinedAt|creationTime)\":\\s*\"?)\\d+(\"?)");

    private static final Pattern MILLIS = Pattern.compile("(\"(?:joinedAtMs|creationTimeMs)\":\\s*\"?)\\d+(\"?)");
    private static final Pattern NUMBER = Pattern.compile(ROOM + "(\\d+)x");

    private final List<String> recorded = new ArrayList<>();
    private final InstantSource clock;
    private final Map<Integer, Instant> begun = new ConcurrentHashMap<>();
    private final Set<Integer> live = ConcurrentHashMap.newKeySet();
    private final Set<Integer> ignored = ConcurrentHashMap.newKeySet();

    /** Of the recorded call of this name, told and signed as of this clock. */
    SignedCalls(String name, InstantSource clock) throws IOException {
        this.clock = clock;
        for (String line : Fixtures.webhooks(name)) {
            JsonNode request = JSON.readTree(line);
            recorded.add(request.path("body").asText());
        }
    }

    /** These calls, from this number on, are made to {@link #IGNORED}. */
    void dialIgnored(int first, int count) {
        IntStream.range(first, first + count).forEach(ignored::add);
    }

    /** How many webhooks a call has. */
    int webhooksPerCall() {
        return recorded.size();
    }

    /** Which of a call's webhooks tells that the caller is there, from 0. */
    int joining() {
        for (int i = 0; i < recorded.size(); i++) {
            if (recorded.get(i).contains("participant_joined")) {
                return i;
            }
        }
        throw new IllegalStateException("nobody joins in this recording");
    }

    /** The name of the room of the call of this number. */
    String room(int number) {
        Matcher name = Pattern.compile("\"name\":\\s*\"([^\"]*" + ROOM + "[^\"]*)\"")
                .matcher(numbered(recorded.get(0), number));
        if (!name.find()) {
            throw new IllegalStateException("the first webhook of this recording names no room");
        }
        return name.group(1);
    }

    /** The webhooks of the call of this number, each a whole HTTP/1.1 request. */
    List<byte[]> requests(int number, String path) {
        return recorded.stream()
                .map(body -> request(path, numbered(body, number)))
                .toList();
    }

    /** The bodies of the call of this number. */
    List<byte[]> bodies(int number) {
        return recorded.stream()
                .map(body -> numbered(body, number).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Calls with all their webhooks; LiveKit lists each from its caller's joining to the last of them. */
    Paced.Calls whole(String path) {
        return new Listed(path, webhooksPerCall());
    }

    /** Calls of which only so many webhooks come; LiveKit goes on listing them. */
    Paced.Calls begun(String path, int webhooks) {
        return new Listed(path, webhooks);
    }

    /** From now on LiveKit lists the call of this number. */
    void begin(int number) {
        live.add(number);
    }

    /** From now on LiveKit lists none of these calls. */
    void endAll() {
        live.clear();
    }

    private final class Listed implements Paced.Calls {
        private final String path;
        private final int webhooks;

        Listed(String path, int webhooks) {
            this.path = path;
            this.webhooks = webhooks;
        }

        @Override
        public List<byte[]> requests(int number) {
            return SignedCalls.this.requests(number, path).subList(0, webhooks);
        }

        @Override
        public void begin(int number) {
            SignedCalls.this.begin(number);
        }

        @Override
        public void end(int number) {
            if (webhooks == webhooksPerCall()) {
                live.remove(number);
            }
        }
    }

    /** The caller of the call in the room of this name; empty when none of these calls is there now. */
    Optional<ParticipantInfo> caller(String room) {
        return number(room).filter(live::contains).map(number -> {
            ParticipantInfo.Builder caller = ParticipantInfo.newBuilder();
            tell(number, "participant", caller);
            return caller.build();
        });
    }

    /** The rooms of these names that are there now; no names = all that are. */
    List<Room> rooms(List<String> names) {
        Stream<Integer> wanted = names.isEmpty()
                ? live.stream()
                : names.stream().flatMap(name -> number(name).stream()).filter(live::contains);
        return wanted.map(number -> {
                    Room.Builder listed = Room.newBuilder();
                    tell(number, "room", listed);
                    return listed.build();
                })
                .toList();
    }

    private static Optional<Integer> number(String room) {
        Matcher number = NUMBER.matcher(room);
        return number.find() ? Optional.of(Integer.parseInt(number.group(1))) : Optional.empty();
    }

    private void tell(int number, String member, Message.Builder into) {
        String joined = numbered(recorded.get(joining()), number);
        try {
            String text = JSON.readTree(joined).path(member).toString();
            JsonFormat.parser().ignoringUnknownFields().merge(text, into);
        } catch (IOException e) {
            throw new IllegalStateException("a recorded webhook is no JSON of LiveKit", e);
        }
    }

    private String numbered(String body, int number) {
        // An old call is judged otherwise than one of now.
        Instant at = begun.computeIfAbsent(number, first -> clock.instant());
        String text = SECONDS.matcher(body).replaceAll("$1" + at.getEpochSecond() + "$2");
        text = MILLIS.matcher(text).replaceAll("$1" + at.toEpochMilli() + "$2");
        if (ignored.contains(number)) {
            text = text.replace(DIALLED, IGNORED);
        }
        for (String id : IDS) {
            text = text.replace(id, id + number + "x");
        }
        return text;
    }

    private byte[] request(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/webhook+json\r\n"
                        + "Authorization: " + authorization(bytes) + "\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + bytes.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(bytes, 0, all, head.length, bytes.length);
        return all;
    }

    String authorization(byte[] body) {
        try {
            String hash = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
            String claims = "{\"iss\":\"%s\",\"exp\":%d,\"nbf\":%d,\"sha256\":\"%s\"}"
                    .formatted(
                            KEY,
                            clock.instant().getEpochSecond() + VALID_SECONDS,
                            clock.instant().getEpochSecond(),
                            hash);
            String signed = base64Url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64Url(claims);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64_URL.encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks what every JDK has", e);
        }
    }

    private static String base64Url(String text) {
        return BASE64_URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
