package telephony.adapters.livekit;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Where LiveKit is and how to speak to it.
 *
 * @param url LiveKit's address: {@code wss://} or {@code https://}, {@code ws://} or {@code http://} in a closed
 *     network. Kept as the address of the API, {@code http(s)://}, without a slash at its end
 * @param apiKey the key's name
 * @param apiSecret the key's secret; never shown by {@link #toString()}
 * @param deadlines how long one request of each kind may take
 */
public record LiveKitConnection(String url, String apiKey, String apiSecret, Deadlines deadlines) {

    /** A create that took longer than this is looked for instead of waited for. */
    public static final Duration CREATE_DEADLINE = Duration.ofSeconds(5);
    /** Removals are repeated until they are answered, so each of them may be short. */
    public static final Duration REMOVE_DEADLINE = Duration.ofSeconds(1);
    /** ListRooms and ListParticipants read LiveKit's store. */
    public static final Duration ROOMS_DEADLINE = Duration.ofSeconds(2);
    /** ListDispatch and DeleteDispatch: LiveKit takes 3.0 s to say that nobody serves the room (seen). */
    public static final Duration DISPATCHES_DEADLINE = Duration.ofSeconds(4);

    private static final Map<String, String> API_SCHEMES =
            Map.of("ws", "http", "http", "http", "wss", "https", "https", "https");

    public LiveKitConnection {
        url = apiUrl(url);
        requireText("key", apiKey);
        requireText("secret", apiSecret);
    }

    /** With the deadlines that the rest of the switchboard is tuned to. */
    public LiveKitConnection(String url, String apiKey, String apiSecret) {
        this(url, apiKey, apiSecret, Deadlines.DEFAULTS);
    }

    /**
     * How long one request may take, from connecting to the last byte of its answer.
     *
     * @param create CreateDispatch, and everything about trunks and dispatch rules
     * @param remove RemoveParticipant
     * @param rooms ListRooms and ListParticipants
     * @param dispatches ListDispatch and DeleteDispatch
     */
    public record Deadlines(Duration create, Duration remove, Duration rooms, Duration dispatches) {

        // Before DEFAULTS, which are checked against it.
        private static final Duration SHORTEST = Duration.ofMillis(100);

        /** The four constants of {@link LiveKitConnection}. */
        public static final Deadlines DEFAULTS =
                new Deadlines(CREATE_DEADLINE, REMOVE_DEADLINE, ROOMS_DEADLINE, DISPATCHES_DEADLINE);

        public Deadlines {
            requireLongEnough("create", create);
            requireLongEnough("remove", remove);
            requireLongEnough("rooms", rooms);
            requireLongEnough("dispatches", dispatches);
        }

        private static void requireLongEnough(String name, Duration deadline) {
            if (deadline.compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException(
                        "livekit deadline '" + name + "' is " + deadline + "; set at least " + SHORTEST);
            }
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "LiveKitConnection[url=" + url + ", apiKey=" + apiKey + ", apiSecret=***, deadlines=" + deadlines + "]";
    }

    private static String apiUrl(String text) {
        URI given;
        try {
            given = new URI(text.strip());
        } catch (URISyntaxException e) {
            // Neither the text nor the cause: somebody may have put the secret here.
            throw new IllegalArgumentException(
                    "the LiveKit url is not a URL; set it to wss://<host> or ws://<host>:7880");
        }
        String scheme = given.getScheme() == null ? "" : given.getScheme().toLowerCase(Locale.ROOT);
        String api = API_SCHEMES.get(scheme);
        if (api == null) {
            throw new IllegalArgumentException("the LiveKit url starts with '" + scheme
                    + "'; set it to wss://<host>, https://<host>, or ws:// or http:// in a closed network");
        }
        if (given.getHost() == null) {
            throw new IllegalArgumentException("the LiveKit url names no host; set it to " + scheme + "://<host>");
        }
        if (given.getRawUserInfo() != null || given.getRawQuery() != null || given.getRawFragment() != null) {
            throw new IllegalArgumentException("the LiveKit url carries a user, a query or a fragment; set it to "
                    + scheme + "://" + given.getHost() + " and give key and secret as settings of their own");
        }
        String port = given.getPort() < 0 ? "" : ":" + given.getPort();
        return api + "://" + given.getHost() + port + given.getRawPath().replaceAll("/+$", "");
    }

    private static void requireText(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(
                    "the LiveKit API " + name + " is empty; set it to the " + name + " of LiveKit's 'keys' section");
        }
    }
}
