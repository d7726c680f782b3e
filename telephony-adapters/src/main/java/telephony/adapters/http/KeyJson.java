package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import telephony.access.ApiKey;
import telephony.access.IssuedKey;
import telephony.access.Scope;

/** How API keys look in our JSON, over HTTP and on the command line. */
public final class KeyJson {

    private KeyJson() {}

    /** All keys; the list is always whole, for there are few. */
    public static ObjectNode keys(List<ApiKey> keys, Instant now) {
        return Json.page(keys, null, key -> key(key, now));
    }

    /** A key that was just made: as {@link #key} shows it, and {@code key}, which nobody can show again. */
    public static ObjectNode issued(IssuedKey issued, Instant now) {
        return key(issued.key(), now).put("key", issued.text());
    }

    /**
     * One key: {@code id}, {@code name}, {@code scopes}, {@code tenantId}, {@code state} (active, revoked or expired),
     * {@code createdAt}, {@code expiresAt}, {@code revokedAt}, {@code replacedBy}; never its hash.
     */
    public static ObjectNode key(ApiKey key, Instant now) {
        ObjectNode json =
                Json.object().put("id", key.id()).put("name", key.grant().name());
        json.set(
                "scopes",
                Json.texts(
                        key.grant().scopes().stream().sorted().map(Scope::word).toList()));
        return json.put("tenantId", key.grant().tenantId())
                .put("state", state(key, now))
                .put("createdAt", Json.time(key.life().createdAt()))
                .put("expiresAt", Json.time(key.life().expiresAt()))
                .put("revokedAt", Json.time(key.life().revokedAt()))
                .put("replacedBy", key.life().successor());
    }

    /** {@code active}, {@code revoked} or {@code expired}. */
    public static String state(ApiKey key, Instant now) {
        if (key.life().isGoodAt(now)) {
            return "active";
        }
        return key.life().revokedAt() == null ? "expired" : "revoked";
    }
}
