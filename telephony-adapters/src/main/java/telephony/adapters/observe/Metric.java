package telephony.adapters.observe;

import java.util.List;

/** Everything that is measured. The page {@code docs/metrics.md} is printed from this. */
enum Metric {
    WEBHOOKS("telephony.webhooks", Type.COUNTER, "webhooks answered", "result"),
    CALLS_OPENED("telephony.calls.opened", Type.COUNTER, "calls begun, by what was decided on them", "decision"),
    CALLS_ENDED("telephony.calls.ended", Type.COUNTER, "calls over, by how they ended", "outcome", "certainty"),
    CALL_DURATION("telephony.calls.duration", Type.TIMER, "from the first news of a call to its end"),
    AGENT_JOIN_TIME("telephony.agent.join.time", Type.TIMER, "from the first news of a call to an agent in its room"),
    AGENT_AUDIO_TIME("telephony.agent.audio.time", Type.TIMER, "from the first news of a call to audio for the caller"),
    LIVEKIT_REQUESTS(
            "telephony.livekit.requests",
            Type.COUNTER,
            "requests that change something in LiveKit, by their answer",
            "method",
            "answer"),
    DISPATCH_TRANSITIONS(
            "telephony.dispatch.transitions", Type.COUNTER, "calls that came to a state of the dispatch", "state"),
    DISPATCH_TWINS(
            "telephony.dispatch.twins",
            Type.COUNTER,
            "agents removed from a call that had its own agent in the room, such as a twin or a late comer"),
    RUNGS("telephony.rungs", Type.COUNTER, "steps taken when the agent was missing", "rung"),
    RECONCILER_FINDINGS(
            "telephony.reconciler.findings", Type.COUNTER, "events that no webhook told, found by looking", "event"),
    GAPS("telephony.gaps", Type.COUNTER, "times of which a call's record cannot know everything", "kind"),
    LEFTOVERS("telephony.leftovers.removed", Type.COUNTER, "agents and dispatches removed that no call had any more"),
    SPEND_ALERTS(
            "telephony.spend.alerts",
            Type.COUNTER,
            "caps of money of which so many in a hundred are spent or reserved, told once each",
            "cap",
            "percent"),
    EARLY_LOOKUPS(
            "telephony.early.lookups",
            Type.TIMER,
            "asking the rules for a front end, before LiveKit sees the call",
            "asker",
            "by"),
    EARLY_DECISIONS(
            "telephony.early.decisions",
            Type.TIMER,
            "telling a front end who answers, the look-up and keeping it included",
            "asker",
            "by"),
    TROUBLE("telephony.trouble", Type.COUNTER, "failures that should not be; the work is repeated"),
    STORE_STEPS("telephony.store.steps", Type.TIMER, "steps on the store", "step", "result"),
    DUE_LAG("telephony.due.lag", Type.TIMER, "how late work was taken up that a tick found due"),
    WAITING_CALLERS(
            "telephony.waiting.callers",
            Type.GAUGE,
            "callers who wait until whoever answers them has room; of all processes together, so do not add them up"),
    QUEUE_CALLS(
            "telephony.queue.calls",
            Type.GAUGE,
            "calls that we place, by where they stand on their trunk; of all processes together, so do not add them up",
            "trunk",
            "stage");

    /** How a thing is measured. */
    enum Type {
        COUNTER,
        GAUGE,
        TIMER
    }

    private final String id;
    private final Type type;
    private final String meaning;
    private final String labels;

    Metric(String id, Type type, String meaning, String... labels) {
        this.id = id;
        this.type = type;
        this.meaning = meaning;
        this.labels = String.join(" ", labels);
    }

    /** Its name in Micrometer. */
    String id() {
        return id;
    }

    Type type() {
        return type;
    }

    String meaning() {
        return meaning;
    }

    /** The names of its labels, in order. */
    List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(" "));
    }

    /** Its name in Prometheus. */
    String prometheusName() {
        String name = id.replace('.', '_');
        return switch (type) {
            case COUNTER -> name + "_total";
            case GAUGE -> name;
            case TIMER -> name + "_seconds";
        };
    }
}
