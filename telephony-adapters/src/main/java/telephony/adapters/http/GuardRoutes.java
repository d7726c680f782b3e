package telephony.adapters.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.guard.Ruling;
import telephony.guard.RulingRefusedException;
import telephony.guard.Rulings;

/** What people decide about dials: switched off and on, and released although it was too fast. */
final class GuardRoutes {

    private static final String OFF = "/telephony/guards/off";
    private static final String RELEASES = "/telephony/guards/releases";

    private final Rulings rulings;
    private final InstantSource clock;

    GuardRoutes(Rulings rulings, InstantSource clock) {
        this.rulings = rulings;
        this.clock = clock;
    }

    /** Everything that is served here. */
    List<Routes.Route> all() {
        return List.of(
                new Routes.Route(HandlerType.GET, OFF, ctx -> list(ctx, Ruling.Kind.OFF)),
                new Routes.Route(HandlerType.POST, OFF, this::off),
                new Routes.Route(HandlerType.POST, "/telephony/guards/on", this::on),
                new Routes.Route(HandlerType.GET, RELEASES, ctx -> list(ctx, Ruling.Kind.RELEASE)),
                new Routes.Route(HandlerType.POST, RELEASES, this::release),
                new Routes.Route(HandlerType.POST, RELEASES + "/{id}/revoke", this::revoke));
    }

    private void list(Context ctx, Ruling.Kind kind) {
        QueryParameters.of(ctx, Set.of());
        Answers.json(ctx, 200, RulingJson.rulings(rulings.list(kind), clock.instant()));
    }

    private void off(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        RequestBody body = RequestBody.of(ctx);
        Ruling.Subject subject = subject(body, null);
        String by = who(ctx, body.text("by"));
        String why = body.requiredText("why");
        body.finish();
        Ruling off = done(() -> rulings.switchOff(subject, by, why));
        Answers.json(ctx, 200, RulingJson.ruling(off, clock.instant()));
    }

    private void on(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        RequestBody body = RequestBody.of(ctx);
        Ruling.Subject subject = subject(body, null);
        String by = who(ctx, body.text("by"));
        body.finish();
        List<Ruling> lifted = done(() -> rulings.switchOn(subject, by));
        Answers.json(ctx, 200, RulingJson.rulings(lifted, clock.instant()));
    }

    private void release(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        RequestBody body = RequestBody.of(ctx);
        Ruling.Subject subject = subject(body, body.text("prefix"));
        String by = who(ctx, body.text("by"));
        String why = body.requiredText("why");
        Instant until = body.time("until").orElse(null);
        if (until == null) {
            body.flaw("/until", "required", "Say until when, such as 2026-11-21T18:00:00Z.");
        }
        body.finish();
        Instant end = until == null ? Instant.MIN : until;
        Ruling release = done(() -> rulings.release(subject, by, why, end));
        Answers.json(ctx, 201, RulingJson.ruling(release, clock.instant()));
    }

    private void revoke(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        Ruling revoked = done(() -> rulings.revoke(ctx.pathParam("id"), who(ctx, null)));
        Answers.json(ctx, 200, RulingJson.ruling(revoked, clock.instant()));
    }

    private static Ruling.Subject subject(RequestBody body, @Nullable String prefix) {
        return new Ruling.Subject(body.text("tenantId"), body.text("country"), body.text("campaignId"), prefix);
    }

    /** As somebody names himself, and by which key he was let in, which he cannot make up. */
    private static String who(Context ctx, @Nullable String named) {
        String key = Gatekeeper.keyId(ctx).map(id -> "key " + id).orElse("on this machine");
        return named == null ? key : named + " (" + key + ")";
    }

    private static <T> T done(Supplier<T> work) {
        try {
            return work.get();
        } catch (RulingRefusedException e) {
            String reason = String.valueOf(e.getMessage());
            String sentence = Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
            throw new ProblemException(
                    switch (e.reason()) {
                        case INVALID -> new Problem(422, "ruling-invalid", "This cannot be decided so", sentence);
                        case NOT_FOUND -> new Problem(404, "ruling-not-found", "There is nothing to end", sentence);
                        case FULL -> new Problem(409, "too-many-rulings", "Too much is in force", sentence);
                    });
        }
    }
}
