package telephony.app;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names of the environment variables. */
final class Names {

    static final String LIVEKIT_URL = "LIVEKIT_URL";
    static final String LIVEKIT_API_KEY = "LIVEKIT_API_KEY";
    static final String LIVEKIT_API_SECRET = "LIVEKIT_API_SECRET";
    static final String LIVEKIT_WEBHOOK_KEYS = "LIVEKIT_WEBHOOK_KEYS";
    static final String LIVEKIT_WEBHOOK_SECRET = "LIVEKIT_WEBHOOK_SECRET";
    static final String ENABLED = "TELEPHONY_ENABLED";
    static final String HOST = "TELEPHONY_HOST";
    static final String PORT = "TELEPHONY_PORT";
    static final String STORE = "TELEPHONY_STORE";
    static final String DEFAULT_AGENT = "TELEPHONY_DEFAULT_AGENT";
    static final String DEFAULT_REGION = "TELEPHONY_DEFAULT_REGION";
    static final String ADOPT_AGENTS = "TELEPHONY_ADOPT_AGENTS";
    static final String QUIESCENCE = "TELEPHONY_QUIESCENCE";
    static final String LOG_NUMBERS = "TELEPHONY_LOG_NUMBERS";

    /** Names that are read. */
    static final List<String> KNOWN = List.of(
            LIVEKIT_URL,
            LIVEKIT_API_KEY,
            LIVEKIT_API_SECRET,
            LIVEKIT_WEBHOOK_KEYS,
            LIVEKIT_WEBHOOK_SECRET,
            ENABLED,
            HOST,
            PORT,
            STORE,
            DEFAULT_AGENT,
            DEFAULT_REGION,
            ADOPT_AGENTS,
            QUIESCENCE,
            LOG_NUMBERS);

    /** Names that are settled but do nothing yet; whoever sets one must learn that it has no effect. */
    static final List<String> NOT_YET = List.of(
            "API_PORT",
            "DEFAULT_AGENT_ID",
            "DEFAULT_ORGANIZATION_ID",
            "LIVEKIT_SIP_OUTBOUND_TRUNK_ID",
            "LIVEKIT_SIP_TRUNK_ID",
            "TELEPHONY_AGENT_AUDIO_DEADLINE",
            "TELEPHONY_AGENT_JOIN_DEADLINE",
            "TELEPHONY_ALLOWED_COUNTRIES",
            "TELEPHONY_API_KEYS",
            "TELEPHONY_DEFAULT_FROM_NUMBER",
            "TELEPHONY_DROPIN_AUTH",
            "TELEPHONY_ON_AGENT_MISSING",
            "TELEPHONY_RELEASE_ROOM",
            "TELEPHONY_ROUTING",
            "TELEPHONY_STORE_URL");

    private static final String OURS = "TELEPHONY_";

    private Names() {}

    /** What is wrong with a name that somebody set; empty = nothing, or it is not meant for us. */
    static Optional<String> problem(String name, boolean inFile) {
        if (KNOWN.contains(name)) {
            return Optional.empty();
        }
        // Names without our prefix may stand in the environment for somebody else.
        if (NOT_YET.contains(name) && (inFile || name.startsWith(OURS))) {
            return Optional.of(name + ": this version does not know it yet; leave it out, it would have no effect");
        }
        if (inFile || name.startsWith(OURS)) {
            return Optional.of(name + ": there is no such setting; did you mean " + nearest(name) + "?");
        }
        return Optional.empty();
    }

    private static String nearest(String name) {
        return Stream.concat(KNOWN.stream(), NOT_YET.stream())
                .min(Comparator.comparingInt(known -> distance(name, known)))
                .orElse(ENABLED);
    }

    /** How many letters must be put in, left out or changed to make one of the other (Levenshtein). */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
