package telephony.sip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.dispatch.LiveKitAnswer;
import telephony.sip.SipApplied.Verdict;

/**
 * The trunks and dispatch rules of a LiveKit, kept: plan and apply of documents, and single ones. It never touches what
 * does not bear our mark unless told, and an update never clears what it does not name.
 *
 * <p>It remembers nothing; each call reads what LiveKit has. Safe for any number of threads, but two that change the same
 * at once may undo each other: LiveKit has no condition on an update. Every stage completes normally.
 */
public final class SipDirectory {

    private final SipDirectoryPort port;
    private final SipDocumentReader reader;
    private final Supplier<RoutedAgents> routedAgents;

    /**
     * Over this LiveKit.
     *
     * @param port LiveKit's trunks and rules
     * @param reader reads documents, and knows the secrets that they refer to
     * @param routedAgents the agents that our routing sends; for warnings, and asked for each plan
     */
    public SipDirectory(SipDirectoryPort port, SipDocumentReader reader, Supplier<RoutedAgents> routedAgents) {
        this.port = port;
        this.reader = reader;
        this.routedAgents = routedAgents;
    }

    /** Reads the documents that are planned and applied here. */
    public SipDocumentReader reader() {
        return reader;
    }

    /** All trunks and rules; the first failure when one of the lists could not be had. */
    public CompletionStage<LiveKitAnswer<List<SipEntry>>> list() {
        CompletionStage<LiveKitAnswer<List<SipEntry>>> all =
                CompletableFuture.completedFuture(LiveKitAnswer.done(List.of()));
        for (SipKind kind : SipKind.values()) {
            all = all.thenCombine(port.list(kind), SipDirectory::both);
        }
        return all;
    }

    /** Those of one kind. */
    public CompletionStage<LiveKitAnswer<List<SipEntry>>> list(SipKind kind) {
        return port.list(kind);
    }

    /**
     * What would be done. Nothing is.
     *
     * @param document what shall be
     * @param adopt names of trunks and rules of others that become the document's set's
     */
    public CompletionStage<LiveKitAnswer<SipPlan>> plan(SipDocument document, Set<String> adopt) {
        return list().thenApply(
                        present -> present.map(all -> SipPlanner.plan(document, all, adopt, routedAgents.get())));
    }

    /**
     * Plans, and does it.
     *
     * @param document what shall be
     * @param adopt names of trunks and rules of others that become the document's set's
     * @param agreed the plan that somebody agreed to, so that no other one is carried out; null = whatever is to be done
     * @return what was done; a failure only when what is there could not be read, and nothing was done
     */
    public CompletionStage<LiveKitAnswer<SipApplied>> apply(
            SipDocument document, Set<String> adopt, @Nullable SipPlan agreed) {
        return plan(document, adopt)
                .thenCompose(read -> ifDone(read, plan -> {
                    boolean another = agreed != null && !agreed.changes().equals(plan.changes());
                    return (another
                                    ? CompletableFuture.completedFuture(
                                            new SipApplied(plan, Verdict.CHANGED_MEANWHILE, List.of()))
                                    : new Application(port, plan).run())
                            .thenApply(LiveKitAnswer::done);
                }));
    }

    /**
     * The trunk of this kind and name, whoever made it and whatever its settings are; made when there is none. Two
     * processes that do so at the same moment get the same inbound trunk, because LiveKit refuses the second; of outbound
     * trunks they may make two.
     *
     * @param wanted a trunk; its settings matter only when it has to be made
     * @return the trunk; when several have the name, the one whose id comes first
     * @throws IllegalArgumentException for a dispatch rule
     */
    public CompletionStage<LiveKitAnswer<SipEntry>> getOrCreateTrunk(SipWanted wanted) {
        if (!wanted.kind().isTrunk()) {
            throw new IllegalArgumentException(wanted.name() + " is a dispatch rule, not a trunk");
        }
        return port.list(wanted.kind()).thenCompose(before -> {
            Optional<SipEntry> there = find(before, wanted);
            if (!before.isDone() || there.isPresent()) {
                return CompletableFuture.completedFuture(before.map(any -> there.orElseThrow()));
            }
            return port.create(wanted, SipDocument.API_SET)
                    .thenCompose(made -> made.isDone()
                            ? CompletableFuture.completedFuture(made)
                            // Refused because another one was faster, or done without our having been told.
                            : port.list(wanted.kind()).thenApply(after -> find(after, wanted)
                                    .map(LiveKitAnswer::done)
                                    .orElse(made)));
        });
    }

    /** Makes one that is complete, when its name is free. */
    public CompletionStage<SipEdit> create(SipWanted wanted) {
        return edit(wanted.kind(), present -> {
            boolean taken = present.stream().anyMatch(entry -> entry.name().equals(wanted.name()));
            if (taken) {
                return refuse(
                        SipEdit.Verdict.NAME_TAKEN, "another " + wanted.kind().words() + " has this name");
            }
            SipSettings settings = wanted.settings();
            if (wanted.kind() == SipKind.DISPATCH_RULE && !settings.names(SipSetting.TRUNK_IDS)) {
                return refuse(
                        SipEdit.Verdict.INCOMPLETE,
                        "a rule without trunkIds takes calls from anybody; name them, or say openToEveryTrunk: true");
            }
            List<String> missing = SettingChecks.missing(wanted.kind(), settings);
            return missing.isEmpty()
                    ? sent(port.create(wanted, SipDocument.API_SET))
                    : refuse(SipEdit.Verdict.INCOMPLETE, String.join("; ", missing));
        });
    }

    /**
     * Changes the named settings of one, and no others.
     *
     * @param whole whether the changes are meant to be all that it has: then a setting that is set and not named, secrets
     *     apart, is refused instead of cleared behind somebody's back
     * @param force also when it does not bear our mark, which it then gets
     */
    public CompletionStage<SipEdit> change(SipKind kind, String id, SipSettings changes, boolean whole, boolean force) {
        return edit(kind, present -> {
            SipEntry entry = find(present, id).orElse(null);
            if (entry == null) {
                return refuse(SipEdit.Verdict.NOT_FOUND, "");
            }
            if (entry.keptBy() == null && !force) {
                return refuse(SipEdit.Verdict.NOT_OURS, "");
            }
            List<String> leftOut = whole ? leftOut(entry, changes) : List.of();
            if (!leftOut.isEmpty()) {
                return refuse(SipEdit.Verdict.LEFT_OUT, String.join(", ", leftOut));
            }
            List<String> missing = SettingChecks.missing(kind, entry.settings().with(changes));
            if (!missing.isEmpty()) {
                return refuse(SipEdit.Verdict.INCOMPLETE, String.join("; ", missing));
            }
            String keeper = entry.keeper().orElse(SipDocument.API_SET);
            return sent(port.update(kind, id, changes.changing(entry.settings()), keeper));
        });
    }

    /**
     * Deletes one.
     *
     * @param force also when it does not bear our mark
     */
    public CompletionStage<SipEdit> delete(SipKind kind, String id, boolean force) {
        return edit(kind, present -> {
            SipEntry entry = find(present, id).orElse(null);
            if (entry == null) {
                return refuse(SipEdit.Verdict.NOT_FOUND, "");
            }
            if (entry.keptBy() == null && !force) {
                return refuse(SipEdit.Verdict.NOT_OURS, "");
            }
            return sent(port.delete(kind, id).thenApply(answer -> answer.map(gone -> entry)));
        });
    }

    private CompletionStage<SipEdit> edit(SipKind kind, Function<List<SipEntry>, CompletionStage<SipEdit>> then) {
        return port.list(kind).thenCompose(answer -> answer.answered()
                .map(then)
                .orElseGet(() ->
                        CompletableFuture.completedFuture(new SipEdit(SipEdit.Verdict.NOT_READ, failure(answer), ""))));
    }

    private static CompletionStage<SipEdit> sent(CompletionStage<LiveKitAnswer<SipEntry>> asked) {
        return asked.thenApply(answer -> new SipEdit(SipEdit.Verdict.SENT, answer, ""));
    }

    private static CompletionStage<SipEdit> refuse(SipEdit.Verdict verdict, String detail) {
        LiveKitAnswer<SipEntry> none = LiveKitAnswer.failed(LiveKitAnswer.Kind.REFUSED, "not sent");
        return CompletableFuture.completedFuture(new SipEdit(verdict, none, detail));
    }

    private static List<String> leftOut(SipEntry entry, SipSettings changes) {
        return entry.settings().named().stream()
                .filter(setting -> !changes.names(setting) && !(setting.empty() instanceof Secret))
                .map(SipSetting::name)
                .collect(Collectors.toList());
    }

    private static Optional<SipEntry> find(List<SipEntry> present, String id) {
        return present.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    private static Optional<SipEntry> find(LiveKitAnswer<List<SipEntry>> present, SipWanted wanted) {
        return present.answered().orElse(List.of()).stream()
                .filter(entry -> entry.name().equals(wanted.name()))
                .min(Comparator.comparing(SipEntry::id));
    }

    private static LiveKitAnswer<List<SipEntry>> both(
            LiveKitAnswer<List<SipEntry>> some, LiveKitAnswer<List<SipEntry>> more) {
        if (!some.isDone() || !more.isDone()) {
            return some.isDone() ? more : some;
        }
        List<SipEntry> all = new ArrayList<>(some.answered().orElse(List.of()));
        all.addAll(more.answered().orElse(List.of()));
        return LiveKitAnswer.done(List.copyOf(all));
    }

    private static <A, B> CompletionStage<LiveKitAnswer<B>> ifDone(
            LiveKitAnswer<A> read, Function<A, CompletionStage<LiveKitAnswer<B>>> then) {
        return read.answered().map(then).orElseGet(() -> CompletableFuture.completedFuture(failure(read)));
    }

    private static <A, B> LiveKitAnswer<B> failure(LiveKitAnswer<A> answer) {
        return LiveKitAnswer.failed(answer.kind(), answer.detail());
    }
}
