package telephony.adapters.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The steps, each one Lua script, which Redis runs as a whole while nobody else's step runs. */
enum RedisScript {
    OPEN("open"),
    COMMIT("step", "queue", "slots", "commit"),
    FIND("step", "find"),
    FIND_BY_ROOM("step", "find-by-room"),
    FIND_BY_LEG("step", "find-by-leg"),
    ALL_BY_LEG("step", "all-by-leg"),
    QUERY("step", "query"),
    TIMELINE("step", "timeline"),
    FIND_ORDER("step", "find-order"),
    FIND_EVENT("step", "find-event"),
    INBOX("step", "inbox"),
    CLAIM("step", "claim"),
    TURNS("step", "queue", "turns"),
    QUEUE_COUNTS("step", "queue-counts"),
    SLOTS_BOARD("step", "slots", "slots-board"),
    SLOTS_BEFORE("step", "slots", "slots-before"),
    PUT_OFF("step", "put-off"),
    LEASE("step", "lease"),
    PURGE("step", "slots", "purge"),
    LEDGER_CLAIM("step", "ledger", "ledger-claim"),
    LEDGER_SETTLE("step", "ledger", "ledger-settle"),
    KEYS_ALL("step", "keys-all"),
    KEYS_COMMIT("step", "keys-commit"),
    KEYS_REMOVE("step", "keys-remove"),
    RULINGS_ALL("step", "rulings-all"),
    RULINGS_PUT("step", "rulings-put"),
    RULINGS_REMOVE("step", "rulings-remove"),
    DIRECTORY_COMMIT("step", "directory-commit"),
    DIRECTORY_CHANGES("step", "directory-rows", "directory-changes"),
    DIRECTORY_FORGET("step", "directory-forget"),
    DIRECTORY_FIND("step", "directory-rows", "directory-find"),
    DIRECTORY_PAGE("step", "directory-rows", "directory-page"),
    DECIDED_PUT("step", "decided-put"),
    DECIDED_GET("step", "decided-get"),
    DECIDED_FIND("step", "decided-find"),
    DECIDED_PURGE("step", "decided-purge"),
    LEADS_MET("step", "leads", "leads-met"),
    LEADS_FIND("step", "leads", "leads-find"),
    LEADS_PAGE("step", "leads", "leads-page"),
    LEADS_FORGET("step", "leads-forget"),
    LEADS_TOLD("step", "leads-told");

    private final String text;
    private final String digest;

    RedisScript(String... parts) {
        text = Stream.of(parts).map(RedisScript::read).collect(Collectors.joining());
        digest = sha1(text);
    }

    /** The script itself. */
    String text() {
        return text;
    }

    /** The name under which Redis knows the script once it has run it. */
    String digest() {
        return digest;
    }

    private static String read(String part) {
        String file = "redis/" + part + ".lua";
        try (InputStream script = RedisScript.class.getResourceAsStream(file)) {
            if (script == null) {
                throw new IllegalStateException("the jar has no " + file);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
