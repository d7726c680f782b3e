package telephony.adapters.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.directory.Directory;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryFlaw;
import telephony.directory.DirectoryRefusedException;
import telephony.directory.DirectoryRow;
import telephony.directory.EntryKey;
import telephony.directory.EntryKind;
import telephony.directory.NumberConflict;
import telephony.store.InvalidCursorException;
import telephony.store.Page;

/** The directory: tenants, agents, numbers and campaigns. A key that is bound to a tenant reaches that tenant's only. */
final class DirectoryRoutes {

    private static final String ROOT = "/telephony/";
    private static final Set<String> PAGE = Set.of("limit", "cursor");
    private static final Set<String> PAGE_OF_TENANT = Set.of("limit", "cursor", "tenantId");
    private static final Pattern ENTITY_TAG = Pattern.compile("\"([0-9]{1,18})\"");

    private final Directory directory;

    DirectoryRoutes(Directory directory) {
        this.directory = directory;
    }

    /** Everything that is served here. */
    List<Routes.Route> all() {
        List<Routes.Route> routes = new ArrayList<>();
        // Before the numbers, of which none has this name.
        routes.add(new Routes.Route(HandlerType.GET, ROOT + "numbers/conflicts", this::conflicts));
        routes.add(new Routes.Route(HandlerType.POST, ROOT + "directory", this::put));
        for (EntryKind kind : EntryKind.values()) {
            String list = ROOT + DirectoryJson.LISTS.get(kind);
            String one = list + "/{id}";
            routes.add(new Routes.Route(HandlerType.GET, list, ctx -> list(ctx, kind)));
            routes.add(new Routes.Route(HandlerType.POST, list, ctx -> create(ctx, kind, list)));
            routes.add(new Routes.Route(HandlerType.GET, one, ctx -> one(ctx, kind)));
            routes.add(new Routes.Route(HandlerType.PUT, one, ctx -> change(ctx, kind, false)));
            routes.add(new Routes.Route(HandlerType.PATCH, one, ctx -> change(ctx, kind, true)));
            routes.add(new Routes.Route(HandlerType.DELETE, one, ctx -> remove(ctx, kind)));
        }
        return routes;
    }

    private void list(Context ctx, EntryKind kind) {
        QueryParameters query = QueryParameters.of(ctx, PAGE_OF_TENANT);
        String bound = Gatekeeper.tenant(ctx);
        String asked = query.text("tenantId");
        // Another tenant's are to this key as if there were none.
        Page<DirectoryRow> page = bound != null && asked != null && !asked.equals(bound)
                ? new Page<>(List.of(), null)
                : page(() -> directory.page(kind, bound == null ? asked : bound, query.text("cursor"), query.limit()));
        Answers.json(ctx, 200, Json.page(page.items(), page.nextCursor(), DirectoryJson::row));
    }

    private void conflicts(Context ctx) {
        QueryParameters query = QueryParameters.of(ctx, PAGE);
        Page<NumberConflict> page =
                page(() -> directory.conflicts(Gatekeeper.tenant(ctx), query.text("cursor"), query.limit()));
        Answers.json(ctx, 200, Json.page(page.items(), page.nextCursor(), DirectoryJson::conflict));
    }

    private static <T> Page<T> page(Supplier<Page<T>> asked) {
        try {
            return asked.get();
        } catch (InvalidCursorException e) {
            throw QueryParameters.refused(
                    "cursor-invalid",
                    "This cursor was not handed out here",
                    "Leave it out to begin with the first, then pass on nextCursor.");
        }
    }

    private void one(Context ctx, EntryKind kind) {
        QueryParameters.of(ctx, Set.of());
        answer(ctx, 200, found(ctx, kind));
    }

    private DirectoryRow found(Context ctx, EntryKind kind) {
        return directory.find(key(ctx, kind), Gatekeeper.tenant(ctx)).orElseThrow(() -> notFound(kind));
    }

    /** A path has no plus sign, so that a number stands there without its own. */
    private static EntryKey key(Context ctx, EntryKind kind) {
        String id = ctx.pathParam("id");
        return new EntryKey(kind, kind == EntryKind.NUMBER ? "+" + id : id);
    }

    private static String inPath(EntryKey key) {
        return key.kind() == EntryKind.NUMBER ? key.id().substring(1) : key.id();
    }

    private static void answer(Context ctx, int status, DirectoryRow row) {
        ctx.header("ETag", "\"" + row.version() + "\"");
        Answers.json(ctx, status, DirectoryJson.row(row));
    }

    private void create(Context ctx, EntryKind kind, String list) {
        QueryParameters.of(ctx, Set.of());
        RequestBody body = RequestBody.of(ctx);
        String bound = Gatekeeper.tenant(ctx);
        DirectoryEntry entry = read(kind, body, null, bound);
        DirectoryRow made = done(() -> directory.create(entry, bound), Map.of());
        ctx.header("Location", list + "/" + inPath(made.key()));
        answer(ctx, 201, made);
    }

    private static DirectoryEntry read(EntryKind kind, RequestBody body, @Nullable String id, @Nullable String bound) {
        Optional<DirectoryEntry> entry = DirectoryReading.read(kind, body, id, bound);
        body.finish();
        return entry.orElseThrow(() -> new IllegalStateException("what is no entry has a flaw"));
    }

    private void change(Context ctx, EntryKind kind, boolean patch) {
        QueryParameters.of(ctx, Set.of());
        OptionalLong expected = expected(ctx, kind);
        RequestBody body = RequestBody.of(ctx);
        EntryKey key = key(ctx, kind);
        String bound = Gatekeeper.tenant(ctx);
        DirectoryEntry whole = patch ? null : read(kind, body, key.id(), bound);
        DirectoryRow changed = done(
                () -> directory.change(
                        key,
                        expected,
                        before -> whole != null
                                ? whole
                                : read(kind, body.mergedInto(DirectoryJson.entry(before)), key.id(), bound),
                        bound),
                Map.of());
        answer(ctx, 200, changed);
    }

    private void remove(Context ctx, EntryKind kind) {
        QueryParameters.of(ctx, Set.of());
        OptionalLong expected = expected(ctx, kind);
        done(
                () -> {
                    directory.remove(key(ctx, kind), expected, Gatekeeper.tenant(ctx));
                    return kind;
                },
                Map.of());
        ctx.status(204);
    }

    /** The version that the request names; one of another form is nobody's. */
    private OptionalLong expected(Context ctx, EntryKind kind) {
        String given = ctx.header("If-Match");
        if (given == null || given.equals("*")) {
            return OptionalLong.empty();
        }
        Matcher tag = ENTITY_TAG.matcher(given);
        if (tag.matches()) {
            return OptionalLong.of(Long.parseLong(tag.group(1)));
        }
        DirectoryRow now = found(ctx, kind);
        throw new ProblemException(
                changed("The entry has version \"" + now.version() + "\", and If-Match names none."));
    }

    /** Many entries at once: all of them are so afterwards, or nothing has changed. */
    private void put(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        Directory.PutCount count = put(directory, RequestBody.of(ctx), Gatekeeper.tenant(ctx));
        Answers.json(
                ctx,
                200,
                Json.object()
                        .put("added", count.added())
                        .put("changed", count.changed())
                        .put("unchanged", count.unchanged()));
    }

    /**
     * Makes the entries of this body so, all of them or none.
     *
     * @param bound the tenant that whoever sends it is bound to; null = none
     * @throws ProblemException that says what is wrong, and where
     */
    static Directory.PutCount put(Directory directory, RequestBody body, @Nullable String bound) {
        List<DirectoryEntry> entries = new ArrayList<>();
        Map<EntryKey, String> places = new HashMap<>();
        for (EntryKind kind : EntryKind.values()) {
            for (RequestBody one : body.objects(DirectoryJson.LISTS.getOrDefault(kind, ""), Directory.MAX_PUT)) {
                DirectoryReading.read(kind, one, null, bound).ifPresent(entry -> {
                    entries.add(entry);
                    if (places.putIfAbsent(entry.key(), one.place()) != null) {
                        body.flaw(one.place(), "twice", "It is in this body already.");
                    }
                });
            }
        }
        if (entries.size() > Directory.MAX_PUT) {
            body.flaw("", "too-many", "Give at most " + Directory.MAX_PUT + " entries at once.");
        }
        body.finish();
        return done(() -> directory.put(entries, bound), places);
    }

    /** @param places where in the body each entry stands; an entry that is not in here is the body */
    private static <T> T done(Supplier<T> work, Map<EntryKey, String> places) {
        try {
            return work.get();
        } catch (DirectoryRefusedException e) {
            throw new ProblemException(
                    switch (e.reason()) {
                        case INVALID ->
                            Problem.invalidBody(e.flaws().stream()
                                    .map(flaw -> flaw(flaw, places))
                                    .toList());
                        case NOT_FOUND -> notFound(sentence(e));
                        case TAKEN -> new Problem(409, "entry-exists", "There is such an entry already", sentence(e));
                        case NAMED_BY_OTHERS -> new Problem(409, "entry-in-use", "Others name this entry", sentence(e));
                        case CHANGED -> changed(sentence(e));
                        case NOT_FOR_TENANTS ->
                            new Problem(403, "insufficient-scope", "The API key is not good for this", sentence(e));
                        case BUSY -> new Problem(409, "directory-busy", "The directory is being changed", sentence(e));
                    });
        }
    }

    private static Problem.Flaw flaw(DirectoryFlaw flaw, Map<EntryKey, String> places) {
        String detail = flaw.message();
        return new Problem.Flaw(
                places.getOrDefault(flaw.key(), "") + flaw.pointer(),
                "invalid",
                "It " + detail + (detail.endsWith(".") ? "" : "."));
    }

    private static ProblemException notFound(EntryKind kind) {
        return new ProblemException(notFound("There is no " + kind.word() + " of this id."));
    }

    private static Problem notFound(String detail) {
        return new Problem(404, "entry-not-found", "There is no such entry", detail);
    }

    private static Problem changed(String detail) {
        return new Problem(412, "entry-changed", "The entry has another version", detail);
    }

    private static String sentence(DirectoryRefusedException refused) {
        String reason = String.valueOf(refused.getMessage());
        return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
    }
}
