package telephony.adapters.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.access.ApiKey;
import telephony.access.KeyRing;
import telephony.access.Scope;

/**
 * Lets in who may use a route. Where there is no key at all, that is whoever is on this machine; as soon as there is one,
 * whoever presents one that is good for it, from wherever.
 */
final class Gatekeeper {

    private static final Problem LOOPBACK_ONLY = new Problem(
            403,
            "loopback-only",
            "Only for clients on this machine",
            "No API key is configured, so this route answers only on loopback and not through a proxy.");

    /** The same for every reason: whoever guesses learns nothing from it. */
    private static final Problem UNAUTHORIZED = new Problem(
            401,
            "unauthorized",
            "A valid API key is needed",
            "Send Authorization: Bearer and an API key that is neither revoked nor expired.",
            Map.of("WWW-Authenticate", "Bearer realm=\"telephony\""));

    /** Attribute of a request with a key that is bound to a tenant: the tenant, a {@code String}. */
    private static final String TENANT = "telephony.tenant";

    /** Attribute of a request with a key: the key's id, a {@code String}. */
    private static final String KEY_ID = "telephony.key";

    private static final String SCHEME = "Bearer ";

    private final KeyRing keys;
    private final boolean dropInsOpen;
    private final FailedAttempts failures;

    Gatekeeper(KeyRing keys, InstantSource clock) {
        this(keys, clock, false);
    }

    /** @param dropInsOpen whether routes that systems from before call answer anybody, from anywhere */
    Gatekeeper(KeyRing keys, InstantSource clock, boolean dropInsOpen) {
        this.keys = keys;
        this.dropInsOpen = dropInsOpen;
        this.failures = new FailedAttempts(clock);
    }

    /** The tenant to which this request is bound; null = it may see all. */
    static @Nullable String tenant(Context ctx) {
        return ctx.req().getAttribute(TENANT) instanceof String tenant ? tenant : null;
    }

    /** The id of the key that let this request in; empty = it was let in without. */
    static Optional<String> keyId(Context ctx) {
        return ctx.req().getAttribute(KEY_ID) instanceof String id ? Optional.of(id) : Optional.empty();
    }

    /**
     * Returns when this request may go on.
     *
     * @throws ProblemException 401, 403 or 429 when it may not
     */
    void check(Context ctx, AccessTable.Need need) {
        Scope scope = need.scope();
        if (scope == null || (need.dropIn() && dropInsOpen)) {
            return;
        }
        if (keys.isEmpty()) {
            if (!Answers.isLoopback(ctx)) {
                throw new ProblemException(LOOPBACK_ONLY);
            }
            return;
        }
        ApiKey key = keyOf(ctx);
        if (!key.grant().allows(scope)) {
            throw insufficient(scope, "This route needs a key with the scope " + scope.word() + ".");
        }
        String tenant = key.grant().tenantId();
        if (tenant != null && need.everybodys()) {
            throw insufficient(
                    scope,
                    "This route concerns all tenants, and this key is bound to one: use one that is bound to none.");
        }
        ctx.req().setAttribute(TENANT, tenant);
        ctx.req().setAttribute(KEY_ID, key.id());
    }

    private ApiKey keyOf(Context ctx) {
        List<String> given = Collections.list(ctx.req().getHeaders("Authorization"));
        if (given.isEmpty()) {
            throw new ProblemException(UNAUTHORIZED);
        }
        String header = given.size() == 1 ? given.get(0) : "";
        boolean isBearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        Optional<ApiKey> key = keys.authenticate(isBearer ? header.substring(SCHEME.length()) : null);
        return key.orElseThrow(() ->
                new ProblemException(failures.oneMoreOf(String.valueOf(ctx.req().getAttribute(FrontDoor.NETWORK)))
                        .map(Gatekeeper::tooMany)
                        .orElse(UNAUTHORIZED)));
    }

    private static Problem tooMany(Duration pause) {
        return new Problem(
                429,
                "too-many-failures",
                "Too many keys that are no good",
                "Correct the key before the next try; a good one is let in at any time.",
                Map.of("Retry-After", Long.toString(pause.plusMillis(999).toSeconds())));
    }

    private static ProblemException insufficient(Scope scope, String detail) {
        return new ProblemException(new Problem(
                403,
                "insufficient-scope",
                "The API key is not good for this",
                detail,
                Map.of(
                        "WWW-Authenticate",
                        "Bearer realm=\"telephony\", error=\"insufficient_scope\", scope=\"" + scope.word() + "\"")));
    }
}
