package telephony.adapters.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import telephony.access.ApiKeys;
import telephony.access.KeyGrant;
import telephony.access.KeyRefusedException;
import telephony.access.Scope;

/** API keys: made, listed, revoked, replaced. The only way that works with every store while the server runs. */
final class KeyRoutes {

    /** How long the key before goes on when the request does not say. */
    private static final Duration USUAL_OVERLAP = Duration.ofHours(24);

    private final ApiKeys keys;
    private final InstantSource clock;

    KeyRoutes(ApiKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    void list(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        Answers.json(ctx, 200, KeyJson.keys(keys.list(), clock.instant()));
    }

    void create(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        RequestBody body = RequestBody.of(ctx);
        String name = body.requiredText("name");
        Set<Scope> scopes = scopes(body);
        String tenantId = body.text("tenantId");
        Instant expiresAt = body.time("expiresAt").orElse(null);
        body.finish();
        KeyGrant grant = new KeyGrant(name, scopes, tenantId);
        if (!scopes.contains(Scope.ADMIN) && keys.ring().isEmpty()) {
            throw new ProblemException(Problem.invalidBody(List.of(new Problem.Flaw(
                    "/scopes",
                    "first-key",
                    "Give the first key the scope admin: from then on every request needs a key, and no other could make"
                            + " the next."))));
        }
        Answers.json(ctx, 201, KeyJson.issued(done(() -> keys.create(grant, expiresAt)), clock.instant()));
    }

    private static Set<Scope> scopes(RequestBody body) {
        Set<Scope> scopes = new LinkedHashSet<>();
        for (String word : body.list("scopes")) {
            Optional<Scope> scope = Scope.of(word);
            scope.ifPresentOrElse(
                    scopes::add,
                    () -> body.flaw(
                            "/scopes", "unknown-scope", "Give some of " + String.join(", ", Scope.words()) + "."));
        }
        return scopes;
    }

    void revoke(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        Answers.json(ctx, 200, KeyJson.key(done(() -> keys.revoke(ctx.pathParam("id"))), clock.instant()));
    }

    void rotate(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        RequestBody body = RequestBody.of(ctx);
        Instant now = clock.instant();
        Instant oldUntil = body.time("oldUntil").orElse(now.plus(USUAL_OVERLAP));
        body.finish();
        Duration overlap = Duration.between(now, oldUntil);
        Answers.json(ctx, 201, KeyJson.issued(done(() -> keys.rotate(ctx.pathParam("id"), overlap)), now));
    }

    private static <T> T done(Supplier<T> work) {
        try {
            return work.get();
        } catch (KeyRefusedException e) {
            throw new ProblemException(
                    switch (e.reason()) {
                        case INVALID -> new Problem(422, "key-invalid", "This makes no key", sentence(e));
                        case NOT_FOUND -> new Problem(404, "key-not-found", "There is no such key", sentence(e));
                        case OVER -> new Problem(409, "key-over", "This key cannot be replaced any more", sentence(e));
                        case FULL -> new Problem(409, "too-many-keys", "There are too many keys", sentence(e));
                        case BUSY -> new Problem(409, "key-busy", "The key is being changed", sentence(e));
                    });
        }
    }

    private static String sentence(KeyRefusedException refused) {
        String reason = String.valueOf(refused.getMessage());
        return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
    }
}
