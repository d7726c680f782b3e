package telephony.app;

import java.util.List;
import java.util.Optional;
import telephony.adapters.yaml.NearestWord;

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
    static final String STORE_URL = "TELEPHONY_STORE_URL";
    static final String STORE_USER = "TELEPHONY_STORE_USER";
    static final String STORE_PASSWORD = "TELEPHONY_STORE_PASSWORD";
    static final String RETENTION = "TELEPHONY_RETENTION";
    static final String DEFAULT_AGENT = "TELEPHONY_DEFAULT_AGENT";
    static final String DEFAULT_REGION = "TELEPHONY_DEFAULT_REGION";
    static final String ADOPT_AGENTS = "TELEPHONY_ADOPT_AGENTS";
    static final String QUIESCENCE = "TELEPHONY_QUIESCENCE";
    static final String JOIN_DEADLINE = "TELEPHONY_AGENT_JOIN_DEADLINE";
    static final String AUDIO_DEADLINE = "TELEPHONY_AGENT_AUDIO_DEADLINE";
    static final String ON_AGENT_MISSING = "TELEPHONY_ON_AGENT_MISSING";
    static final String RELEASE_ROOM = "TELEPHONY_RELEASE_ROOM";
    static final String ROUTING = "TELEPHONY_ROUTING";
    static final String UNKNOWN_NUMBERS = "TELEPHONY_UNKNOWN_NUMBERS";
    static final String DEFAULT_AGENT_ID = "DEFAULT_AGENT_ID";
    static final String DEFAULT_ORGANIZATION_ID = "DEFAULT_ORGANIZATION_ID";
    static final String AGENT_ATTRIBUTE = "TELEPHONY_AGENT_ATTRIBUTE";
    static final String TENANT_ATTRIBUTE = "TELEPHONY_TENANT_ATTRIBUTE";
    static final String TENANT_ROOM_METADATA = "TELEPHONY_TENANT_ROOM_METADATA";
    static final String CALLER_WAIT = "TELEPHONY_CALLER_WAIT";
    static final String AGENT_CHOICE = "TELEPHONY_AGENT_CHOICE";
    static final String API_PORT = "API_PORT";
    static final String DROPIN_AUTH = "TELEPHONY_DROPIN_AUTH";
    static final String GUARDS = "TELEPHONY_GUARDS";
    static final String GUARDS_KEY = "TELEPHONY_GUARDS_KEY";
    static final String ALLOWED_COUNTRIES = "TELEPHONY_ALLOWED_COUNTRIES";
    static final String OUTBOUND_TRUNK = "LIVEKIT_SIP_OUTBOUND_TRUNK_ID";

    /** Another name for the same, which many have set already. */
    static final String SIP_TRUNK = "LIVEKIT_SIP_TRUNK_ID";

    static final String FROM = "TELEPHONY_DEFAULT_FROM_NUMBER";
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
            STORE_URL,
            STORE_USER,
            STORE_PASSWORD,
            RETENTION,
            DEFAULT_AGENT,
            DEFAULT_REGION,
            ADOPT_AGENTS,
            QUIESCENCE,
            JOIN_DEADLINE,
            AUDIO_DEADLINE,
            ON_AGENT_MISSING,
            RELEASE_ROOM,
            ROUTING,
            UNKNOWN_NUMBERS,
            DEFAULT_AGENT_ID,
            DEFAULT_ORGANIZATION_ID,
            AGENT_ATTRIBUTE,
            TENANT_ATTRIBUTE,
            TENANT_ROOM_METADATA,
            CALLER_WAIT,
            AGENT_CHOICE,
            API_PORT,
            DROPIN_AUTH,
            GUARDS,
            GUARDS_KEY,
            ALLOWED_COUNTRIES,
            OUTBOUND_TRUNK,
            SIP_TRUNK,
            FROM,
            LOG_NUMBERS);

    /** Names that are settled but do nothing yet; whoever sets one must learn that it has no effect. */
    static final List<String> NOT_YET = List.of("TELEPHONY_API_KEYS");

    /** Where a server of ours is, and the API key, for the commands that ask it. */
    static final String URL = "TELEPHONY_URL";

    static final String API_KEY = "TELEPHONY_API_KEY";

    /** Names that commands read which ask a server; to the server itself they mean nothing. */
    private static final List<String> OF_CLIENTS = List.of(URL, API_KEY);

    private static final String OURS = "TELEPHONY_";

    private Names() {}

    /** What is wrong with a name that somebody set; empty = nothing, or it is not meant for us. */
    static Optional<String> problem(String name, boolean inFile) {
        if (KNOWN.contains(name) || (OF_CLIENTS.contains(name) && !inFile)) {
            return Optional.empty();
        }
        // Names without our prefix may stand in the environment for somebody else.
        if (NOT_YET.contains(name) && (inFile || name.startsWith(OURS))) {
            return Optional.of(name + ": this version does not know it yet; leave it out, it would have no effect");
        }
        if (inFile || name.startsWith(OURS)) {
            return Optional.of(shown(name) + ": there is no such setting; " + advice(name));
        }
        return Optional.empty();
    }

    /** Only what would be taken is suggested. */
    private static String advice(String name) {
        return NearestWord.of(name, KNOWN)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> "'check-config' shows all, such as " + DEFAULT_AGENT + " and " + ROUTING);
    }

    private static String shown(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
