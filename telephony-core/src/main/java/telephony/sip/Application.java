package telephony.sip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import telephony.dispatch.LiveKitAnswer;
import telephony.sip.SipApplied.Step;
import telephony.sip.SipApplied.Verdict;

/** Carries out one plan, one request after the other, and stops at the first that fails. */
final class Application {

    private final SipDirectoryPort port;
    private final SipPlan plan;
    /** Written by one stage after the other, never by two at once. */
    private final List<Step> steps = new ArrayList<>();

    private final Map<String, String> madeTrunks = new HashMap<>();

    Application(SipDirectoryPort port, SipPlan plan) {
        this.port = port;
        this.plan = plan;
    }

    CompletionStage<SipApplied> run() {
        if (plan.isRefused()) {
            return CompletableFuture.completedFuture(new SipApplied(plan, Verdict.REFUSED, List.of()));
        }
        CompletionStage<Boolean> going = CompletableFuture.completedFuture(true);
        for (SipChange change : plan.changes()) {
            going = going.thenCompose(
                    on -> on && change.changesSomething() ? step(change) : CompletableFuture.completedFuture(on));
        }
        return going.thenApply(done -> new SipApplied(plan, done ? Verdict.DONE : Verdict.FAILED, steps));
    }

    private CompletionStage<Boolean> step(SipChange change) {
        return ask(change).thenApply(answer -> {
            Step step = new Step(change, answer.kind(), answer.detail());
            steps.add(step);
            return step.isDone();
        });
    }

    private CompletionStage<? extends LiveKitAnswer<?>> ask(SipChange change) {
        if (change instanceof SipChange.Create create) {
            SipWanted wanted = create.wanted();
            SipSettings settings = withIds(wanted.settings());
            return port.create(new SipWanted(wanted.kind(), wanted.name(), settings, wanted.trunks()), plan.set())
                    .thenApply(this::noted);
        }
        if (change instanceof SipChange.Update update) {
            return port.update(update.kind(), update.present().id(), withIds(update.changes()), plan.set());
        }
        if (change instanceof SipChange.Delete delete) {
            return port.delete(delete.kind(), delete.present().id());
        }
        throw new IllegalStateException("nothing is asked for " + change.action());
    }

    private LiveKitAnswer<SipEntry> noted(LiveKitAnswer<SipEntry> answer) {
        answer.answered()
                .filter(entry -> entry.kind() == SipKind.INBOUND_TRUNK)
                .ifPresent(entry -> madeTrunks.put(SipPlanner.PENDING + entry.name(), entry.id()));
        return answer;
    }

    /** Trunks that were made just now have ids by now. */
    private SipSettings withIds(SipSettings settings) {
        return settings.get(SipSetting.TRUNK_IDS)
                .map(ids -> settings.with(
                        SipSetting.TRUNK_IDS,
                        ids.stream().map(id -> madeTrunks.getOrDefault(id, id)).toList()))
                .orElse(settings);
    }
}
