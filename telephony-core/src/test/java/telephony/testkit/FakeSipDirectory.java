package telephony.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.sip.SipDirectoryPort;
import telephony.sip.SipEntry;
import telephony.sip.SipKind;
import telephony.sip.SipSetting;
import telephony.sip.SipSettings;
import telephony.sip.SipWanted;

/** A LiveKit's trunks and rules in memory. It refuses what a real one was seen to refuse, and answers as it is told. */
public final class FakeSipDirectory implements SipDirectoryPort {

    private record Planned(Kind kind, boolean takesEffect) {}

    private final Map<String, SipEntry> entries = new LinkedHashMap<>();
    private final Deque<Planned> planned = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private int lastId;

    /** What the next create, update or delete is answered, whether or not it takes effect. */
    public synchronized void answerNext(Kind kind, boolean takesEffect) {
        planned.add(new Planned(kind, takesEffect));
    }

    /** One that somebody else made; its id. */
    public synchronized String put(SipWanted made, boolean markable) {
        String id = nextId(made.kind());
        entries.put(id, new SipEntry(made.kind(), id, made.name(), made.settings(), null, markable));
        return id;
    }

    /** The creates, updates and deletes that arrived, in order, such as {@code create main}. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** All that is there. */
    public synchronized List<SipEntry> all() {
        return List.copyOf(entries.values());
    }

    @Override
    public synchronized CompletionStage<LiveKitAnswer<List<SipEntry>>> list(SipKind kind) {
        List<SipEntry> listed =
                entries.values().stream().filter(entry -> entry.kind() == kind).toList();
        return CompletableFuture.completedFuture(LiveKitAnswer.done(listed));
    }

    @Override
    public synchronized CompletionStage<LiveKitAnswer<SipEntry>> create(SipWanted wanted, String keeper) {
        requests.add("create " + wanted.name());
        String id = nextId(wanted.kind());
        return change(new SipEntry(wanted.kind(), id, wanted.name(), wanted.settings(), keeper, true));
    }

    @Override
    public synchronized CompletionStage<LiveKitAnswer<SipEntry>> update(
            SipKind kind, String id, SipSettings changes, String keeper) {
        requests.add("update " + id + " " + changes.named());
        SipEntry before = entries.get(id);
        if (before == null || before.kind() != kind) {
            return answer(LiveKitAnswer.failed(Kind.ABSENT, "requested sip trunk does not exist"));
        }
        return change(new SipEntry(kind, id, before.name(), before.settings().with(changes), keeper, true));
    }

    @Override
    public synchronized CompletionStage<LiveKitAnswer<Void>> delete(SipKind kind, String id) {
        requests.add("delete " + id);
        Planned told = planned.isEmpty() ? new Planned(Kind.DONE, true) : planned.remove();
        boolean absent = !entries.containsKey(id);
        if (told.takesEffect()) {
            entries.remove(id);
        }
        if (told.kind() != Kind.DONE) {
            return answer(LiveKitAnswer.failed(told.kind(), "as planned"));
        }
        // A trunk that is not there is deleted without a word (seen).
        return answer(
                absent && !kind.isTrunk()
                        ? LiveKitAnswer.failed(Kind.ABSENT, "requested sip dispatch rule does not exist")
                        : LiveKitAnswer.done());
    }

    private CompletionStage<LiveKitAnswer<SipEntry>> change(SipEntry after) {
        Planned told = planned.isEmpty() ? new Planned(Kind.DONE, true) : planned.remove();
        if (told.kind() == Kind.DONE && contradicts(after)) {
            return answer(LiveKitAnswer.failed(Kind.ALARM, "HTTP 400 invalid_argument: Conflicting"));
        }
        if (told.takesEffect()) {
            entries.put(after.id(), after);
        }
        return answer(
                told.kind() == Kind.DONE ? LiveKitAnswer.done(after) : LiveKitAnswer.failed(told.kind(), "as planned"));
    }

    /** Two inbound trunks with a number in common, or two rules with a trunk in common, as far as tests need it. */
    private boolean contradicts(SipEntry after) {
        SipSetting<List<String>> shared =
                after.kind() == SipKind.DISPATCH_RULE ? SipSetting.TRUNK_IDS : SipSetting.NUMBERS;
        return after.kind() != SipKind.OUTBOUND_TRUNK
                && entries.values().stream()
                        .filter(other ->
                                other.kind() == after.kind() && !other.id().equals(after.id()))
                        .filter(other -> sameCallers(
                                other.settings().value(SipSetting.ALLOWED_NUMBERS),
                                after.settings().value(SipSetting.ALLOWED_NUMBERS)))
                        .anyMatch(other -> other.settings().value(shared).stream()
                                .anyMatch(after.settings().value(shared)::contains));
    }

    /** A trunk for some callers stands beside one for all (seen). */
    private static boolean sameCallers(List<String> some, List<String> others) {
        return some.isEmpty() ? others.isEmpty() : some.stream().anyMatch(others::contains);
    }

    private String nextId(SipKind kind) {
        return (kind.isTrunk() ? "ST_" : "SDR_") + ++lastId;
    }

    private static <T> CompletionStage<LiveKitAnswer<T>> answer(LiveKitAnswer<T> answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
