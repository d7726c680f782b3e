package telephony.adapters.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.Telephony;
import telephony.dispatch.LiveKitAnswer;
import telephony.sip.InvalidSipException;
import telephony.sip.SipApplied;
import telephony.sip.SipDirectory;
import telephony.sip.SipDocument;
import telephony.sip.SipEdit;
import telephony.sip.SipEntry;
import telephony.sip.SipKind;
import telephony.sip.SipPlan;
import telephony.sip.SipSettings;
import telephony.sip.SipWanted;

/** Trunks and dispatch rules: one by one, and as documents that are planned and applied. */
final class SipRoutes {

    /** Requests that wait for LiveKit at the same time; the other threads are for calls. */
    private static final int MAX_WAITING = 8;

    private static final String TRUNKS = "/telephony/sip/trunks";
    private static final String RULES = "/telephony/sip/dispatch-rules";
    private static final Map<String, SipKind> DIRECTIONS =
            Map.of("inbound", SipKind.INBOUND_TRUNK, "outbound", SipKind.OUTBOUND_TRUNK);
    private static final Set<String> FORCE = Set.of("force");

    private final Telephony telephony;
    private final LiveKitWaiting waiting = new LiveKitWaiting(MAX_WAITING, SipProblems.BUSY, SipProblems.STILL_RUNNING);
    private final Semaphore applying = new Semaphore(1);

    SipRoutes(Telephony telephony) {
        this.telephony = telephony;
    }

    /** Everything that is served here. */
    List<Routes.Route> all() {
        return List.of(
                route(HandlerType.GET, TRUNKS, this::trunks),
                route(HandlerType.POST, TRUNKS, ctx -> create(ctx, TRUNKS)),
                route(HandlerType.GET, TRUNKS + "/{id}", ctx -> one(ctx)),
                route(HandlerType.PUT, TRUNKS + "/{id}", ctx -> change(ctx, true)),
                route(HandlerType.PATCH, TRUNKS + "/{id}", ctx -> change(ctx, false)),
                route(HandlerType.DELETE, TRUNKS + "/{id}", this::delete),
                route(HandlerType.GET, RULES, this::rules),
                route(HandlerType.POST, RULES, ctx -> create(ctx, RULES)),
                route(HandlerType.GET, RULES + "/{id}", ctx -> one(ctx)),
                route(HandlerType.PUT, RULES + "/{id}", ctx -> change(ctx, true)),
                route(HandlerType.PATCH, RULES + "/{id}", ctx -> change(ctx, false)),
                route(HandlerType.DELETE, RULES + "/{id}", this::delete),
                route(HandlerType.POST, "/telephony/sip/plan", this::plan),
                route(HandlerType.POST, "/telephony/sip/apply", this::apply));
    }

    private static Routes.Route route(HandlerType method, String path, Handler handler) {
        return new Routes.Route(method, path, handler);
    }

    private void trunks(Context ctx) {
        String direction = QueryParameters.of(ctx, Set.of("direction")).text("direction");
        if (direction != null && !DIRECTIONS.containsKey(direction)) {
            throw QueryParameters.refused(
                    "direction-invalid", "There is no such direction", "direction is inbound or outbound.");
        }
        SipKind only = direction == null ? null : DIRECTIONS.get(direction);
        list(
                ctx,
                entries().stream()
                        .filter(entry -> only == null ? entry.kind().isTrunk() : entry.kind() == only)
                        .toList());
    }

    private void rules(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        list(ctx, done(waiting.asked(() -> directory().list(SipKind.DISPATCH_RULE))));
    }

    private static void list(Context ctx, List<SipEntry> entries) {
        Answers.json(ctx, 200, SipJson.entries(entries));
    }

    private void one(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        Answers.json(ctx, 200, SipJson.entry(entry(ctx)));
    }

    private void create(Context ctx, String path) {
        QueryParameters.of(ctx, Set.of());
        SipDirectory directory = directory();
        Map<String, @Nullable Object> members = RequestBody.of(ctx).members();
        SipKind kind = SipKind.DISPATCH_RULE;
        if (path.equals(TRUNKS)) {
            Object direction = members.remove("direction");
            SipKind named = direction instanceof String word ? DIRECTIONS.get(word) : null;
            if (named == null) {
                throw flaw("/direction", "missing", "Give inbound or outbound.");
            }
            kind = named;
        }
        if (!(members.remove("name") instanceof String name)) {
            throw flaw("/name", "missing", "Give a name.");
        }
        SipWanted wanted = checked(wanted(directory, kind, name, members));
        SipEntry made = done(waiting.asked(() -> directory.create(wanted)));
        ctx.header("Location", path + "/" + made.id());
        Answers.json(ctx, 201, SipJson.entry(made));
    }

    private void change(Context ctx, boolean whole) {
        boolean force = force(ctx);
        SipDirectory directory = directory();
        SipEntry entry = entry(ctx);
        Map<String, @Nullable Object> members = RequestBody.of(ctx).members();
        // A whole may be what GET answered, but what identifies it does not change.
        String name = entry.name();
        if (members.containsKey("name") && !name.equals(members.remove("name"))) {
            throw flaw("/name", "unchangeable", "By its name it is found again: make another, delete this.");
        }
        members.remove("id");
        members.remove("keptBy");
        members.remove("direction");
        SipSettings changes =
                checked(wanted(directory, entry.kind(), "changes", members)).settings();
        Answers.json(
                ctx,
                200,
                SipJson.entry(
                        done(waiting.asked(() -> directory.change(entry.kind(), entry.id(), changes, whole, force)))));
    }

    private void delete(Context ctx) {
        boolean force = force(ctx);
        SipEntry entry = entry(ctx);
        SipEdit edit = waiting.asked(() -> directory().delete(entry.kind(), entry.id(), force));
        if (edit.verdict() != SipEdit.Verdict.SENT || !edit.answer().isGone()) {
            throw SipProblems.of(edit);
        }
        ctx.status(204);
    }

    private void plan(Context ctx) {
        Set<String> adopt = adopt(ctx);
        SipDocument document = document(ctx);
        SipPlan plan = done(waiting.asked(() -> directory().plan(document, adopt)));
        Answers.json(ctx, 200, SipJson.plan(plan));
    }

    private void apply(Context ctx) {
        Set<String> adopt = adopt(ctx);
        SipDocument document = document(ctx);
        SipApplied applied = done(waiting.asked(() -> applyAlone(document, adopt)));
        if (applied.verdict() != SipApplied.Verdict.DONE) {
            throw SipProblems.of(applied);
        }
        Answers.json(ctx, 200, SipJson.applied(applied));
    }

    /** Two at once would each act on what the other one is about to change. */
    private CompletionStage<LiveKitAnswer<SipApplied>> applyAlone(SipDocument document, Set<String> adopt) {
        if (!applying.tryAcquire()) {
            throw new ProblemException(SipProblems.APPLYING);
        }
        return directory().apply(document, adopt, null).whenComplete((applied, failure) -> applying.release());
    }

    private SipDocument document(Context ctx) {
        SipDirectory directory = directory();
        try {
            return directory.reader().document(RequestBody.of(ctx).members());
        } catch (InvalidSipException e) {
            throw SipProblems.of(e);
        }
    }

    private static SipWanted wanted(
            SipDirectory directory, SipKind kind, String name, Map<String, @Nullable Object> members) {
        try {
            return directory.reader().one(kind, name, members);
        } catch (InvalidSipException e) {
            throw SipProblems.of(e);
        }
    }

    /** Names of trunks are for documents, where a trunk may not have an id yet. */
    private static SipWanted checked(SipWanted wanted) {
        if (!wanted.trunks().isEmpty()) {
            throw flaw("/trunks", "unknown-property", "Give trunkIds here, as LiveKit names them.");
        }
        return wanted;
    }

    private SipEntry entry(Context ctx) {
        String id = ctx.pathParam("id");
        boolean trunk = ctx.path().startsWith(TRUNKS);
        return entries().stream()
                .filter(entry -> entry.id().equals(id) && entry.kind().isTrunk() == trunk)
                .findFirst()
                .orElseThrow(() -> SipProblems.of(LiveKitAnswer.failed(LiveKitAnswer.Kind.ABSENT, "not listed")));
    }

    private List<SipEntry> entries() {
        return done(waiting.asked(() -> directory().list()));
    }

    private static boolean force(Context ctx) {
        String force = QueryParameters.of(ctx, FORCE).text("force");
        if (force != null && !force.equals("true") && !force.equals("false")) {
            throw QueryParameters.refused("force-invalid", "force is not valid", "force is true or false.");
        }
        return "true".equals(force);
    }

    private static Set<String> adopt(Context ctx) {
        String names = QueryParameters.of(ctx, Set.of("adopt")).text("adopt");
        return names == null ? Set.of() : Arrays.stream(names.split(",", -1)).collect(Collectors.toSet());
    }

    private SipDirectory directory() {
        return telephony.sip().orElseThrow(() -> new ProblemException(SipProblems.NOT_SET_UP));
    }

    private static <T> T done(LiveKitAnswer<T> answer) {
        return answer.answered().orElseThrow(() -> SipProblems.unread(answer));
    }

    private static SipEntry done(SipEdit edit) {
        return edit.entry().orElseThrow(() -> SipProblems.of(edit));
    }

    private static ProblemException flaw(String pointer, String code, String detail) {
        return new ProblemException(Problem.invalidBody(List.of(new Problem.Flaw(pointer, code, detail))));
    }
}
