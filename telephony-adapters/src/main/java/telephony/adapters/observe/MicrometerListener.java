package telephony.adapters.observe;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.call.DispatchState;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.observe.SpendAlert;
import telephony.observe.TelephonyListener;
import telephony.routing.RoutingDecision;

/**
 * Counts and times what happens, for Micrometer; {@code docs/metrics.md} names every meter. Labels come from closed sets
 * of words, never from strangers, so that their number is bounded. Each process counts what it did itself: add them up.
 * It needs {@code io.micrometer:micrometer-core} on the class path. Thread-safe.
 */
public final class MicrometerListener implements TelephonyListener {

    private static final String NONE = "none";

    private final Meters meters;

    /** Counts in this registry. */
    public MicrometerListener(MeterRegistry registry) {
        this.meters = new Meters(registry);
    }

    @Override
    public void onWebhook(String result) {
        meters.count(Metric.WEBHOOKS, result);
    }

    @Override
    public void onCallOpened(TelephonyCall call) {
        RoutingDecision route = call.route();
        String decision =
                route == null ? NONE : route.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        meters.count(Metric.CALLS_OPENED, decision);
    }

    @Override
    public void onAgentJoined(TelephonyCall call) {
        sinceCreated(Metric.AGENT_JOIN_TIME, call, call.times().agentJoinedAt());
    }

    @Override
    public void onAnswered(TelephonyCall call) {
        sinceCreated(Metric.AGENT_AUDIO_TIME, call, call.times().answeredAt());
    }

    @Override
    public void onCallEnded(TelephonyCall call) {
        Optional<Outcome> outcome = Optional.ofNullable(call.outcome());
        meters.count(
                Metric.CALLS_ENDED,
                outcome.map(known -> word(known.result())).orElse(NONE),
                outcome.map(known -> word(known.certainty())).orElse(NONE));
        sinceCreated(Metric.CALL_DURATION, call, call.times().endedAt());
    }

    private void sinceCreated(Metric metric, TelephonyCall call, @Nullable Instant then) {
        if (then != null) {
            meters.time(metric, Duration.between(call.times().createdAt(), then));
        }
    }

    @Override
    public void onTimeline(TelephonyCall call, TimelineEntry entry) {
        switch (entry.kind()) {
            case EVENT -> {
                if ("RECONCILED".equals(entry.details().get("source"))) {
                    meters.count(Metric.RECONCILER_FINDINGS, entry.name());
                }
            }
            case DECISION, ALARM -> moved(entry);
            case ANSWER -> answered(call, entry);
            case UNRECOGNISED -> {
                // A newer version wrote it, and counts it.
            }
        }
    }

    private void moved(TimelineEntry entry) {
        if (!entry.name().equals(entry.details().get("from"))) {
            meters.count(Metric.DISPATCH_TRANSITIONS, entry.name());
        }
        Optional.ofNullable(entry.details().get("rung")).ifPresent(rung -> meters.count(Metric.RUNGS, kind(rung)));
    }

    /** Without the agent's name, of which there may be many. */
    private static String kind(String rung) {
        int name = rung.indexOf(':');
        return name < 0 ? rung : rung.substring(0, name);
    }

    private void answered(TelephonyCall call, TimelineEntry entry) {
        String answer = entry.details().get("answer");
        if (answer != null) {
            meters.count(Metric.LIVEKIT_REQUESTS, entry.name(), answer);
            if (entry.name().equals("RemoveParticipant") && hasItsAgent(call)) {
                meters.count(Metric.DISPATCH_TWINS);
            }
        }
        if (entry.name().equals("gap")) {
            meters.count(Metric.GAPS, entry.details().getOrDefault("kind", NONE));
        }
    }

    private static boolean hasItsAgent(TelephonyCall call) {
        DispatchState state = call.dispatch().state();
        return state == DispatchState.JOINED || state == DispatchState.AUDIBLE;
    }

    @Override
    public void onLeftoverRemoved(String roomName, String target, String marker) {
        meters.count(Metric.LEFTOVERS);
    }

    @Override
    public void onEarlyDecision(String asker, boolean fallback, Duration lookup, Duration total) {
        String by = fallback ? "fallback" : "rules";
        meters.time(Metric.EARLY_LOOKUPS, lookup, asker, by);
        meters.time(Metric.EARLY_DECISIONS, total, asker, by);
    }

    @Override
    public void onSpendAlert(SpendAlert alert) {
        meters.count(Metric.SPEND_ALERTS, alert.kind(), Integer.toString(alert.percent()));
    }

    @Override
    public void onTrouble(String what, Throwable cause) {
        meters.count(Metric.TROUBLE);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
