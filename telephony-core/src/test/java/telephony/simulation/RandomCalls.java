package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import telephony.call.DispatchState;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.store.CallQuery;
import telephony.testkit.FakeTelephonyStore;

/**
 * A random scenario: a few calls, and everything bad that can happen to them. The same seed is the same scenario to the
 * last id; chance is drawn for each actor and purpose apart, so that one draw more of one changes no other.
 */
final class RandomCalls {

    static final String AGENT = "phone-agent";

    private static final String STRANGER = "stranger";
    private static final String TO = "+15559990000";
    /** What happens, happens in this time; later everybody hangs up, and all is well. */
    private static final Duration STORMY = Duration.ofSeconds(110);

    private static final Duration LAST_HANG_UP = Duration.ofSeconds(130);
    private static final Duration END = Duration.ofMinutes(8);

    private final Ids chance;
    private final SimulatedLiveKit livekit;
    private final ScenarioJudge judge;
    private final List<SimulatedCall> calls = new ArrayList<>();
    private FakeTelephonyStore store;
    private ScenarioProcess process;
    private int processes;
    private String instance;
    private boolean forgot;

    RandomCalls(long seed, boolean tracing) {
        chance = new Ids(seed);
        Duration answer = Duration.ofMillis(pick("answer", 0, 0, 20, 300));
        Duration lag = Duration.ofMillis(pick("lag", 0, 0, 1000, 5000));
        SimulationTiming timing = SimulationTiming.SEEN
                .withAnswer(answer)
                .withParticipantListLag(lag)
                .withAgentStart(Duration.ofMillis(pick("start", 250, 250, 1500, 4000)))
                .withRestart(
                        Duration.ofMillis(pick("agents back", 500, 1500, 5000, 14000)),
                        Duration.ofMillis(pick("callers back", 500, 2500, 4000, 9000)),
                        Duration.ofMillis(pick("workers back", 500, 2000, 8000)));
        livekit = new SimulatedLiveKit(SimulatedLiveKit.START, seed, timing)
                .worker(AGENT, beating(AgentBehaviour.normal(), "usual agents"));
        Duration twins = lag.plus(answer.multipliedBy(4)).plusSeconds(5);
        judge = new ScenarioJudge(livekit, twins, tracing);
        store = new FakeTelephonyStore(livekit.clock());
        instance = "store-1";
        process = start();
        plan();
    }

    /** Plays it to the end; what went wrong. */
    List<String> violations() {
        livekit.advance(END);
        judgeTheEnd();
        return judge.violations();
    }

    List<String> trace() {
        return judge.lines();
    }

    private ScenarioProcess start() {
        processes++;
        return new ScenarioProcess(livekit, judge, store, processes, instance);
    }

    private SplittableRandom of(String purpose) {
        return chance.of(purpose);
    }

    private boolean oneIn(int n, String purpose) {
        return of(purpose).nextInt(n) == 0;
    }

    private long pick(String purpose, long... choices) {
        return choices[of(purpose).nextInt(choices.length)];
    }

    private Duration within(String purpose, Duration most) {
        return chance.between(purpose, Duration.ZERO, most);
    }

    private void at(Duration when, String what, Runnable action) {
        VirtualTime time = livekit.clock();
        time.after(
                when,
                () -> time.soon(() -> {
                    judge.trace(() -> "*** " + what);
                    action.run();
                }));
    }

    private void plan() {
        int count = 1 + of("calls").nextInt(4);
        for (int i = 0; i < count; i++) {
            planCall(i);
        }
        for (int i = of("api faults").nextInt(5) - 1; i > 0; i--) {
            planApiFault();
        }
        if (oneIn(4, "outage")) {
            Duration length = within("outage length", Duration.ofSeconds(40));
            at(within("outage at", STORMY), "no API for " + length, () -> {
                livekit.api().beUnreachableFor(length);
                judge.disturbedUntil(now().plus(length).plusSeconds(35));
            });
        }
        for (int i = of("restarts").nextInt(6) - 3; i > 0; i--) {
            planRestart();
        }
        if (oneIn(5, "no worker")) {
            Duration from = within("no worker at", STORMY);
            at(from, "worker stopped", () -> livekit.stopWorker(AGENT));
            at(from.plus(within("no worker for", Duration.ofSeconds(40))), "worker back", () -> livekit.worker(AGENT));
        }
        if (oneIn(6, "dead machine")) {
            at(within("dead machine at", STORMY), "agents die", livekit::killAgents);
        }
        if (oneIn(3, "our death")) {
            planOurDeath();
        }
    }

    private Instant now() {
        return livekit.clock().instant();
    }

    private void planCall(int number) {
        String who = "caller " + number + " ";
        DispatchRule rule = oneIn(3, who + "rule") ? DispatchRule.direct("lobby") : DispatchRule.individual("call");
        rule = oneIn(8, who + "agents") ? rule.withAgents(AGENT) : rule;
        List<AgentBehaviour> agents = new ArrayList<>();
        for (int i = of(who + "odd agents").nextInt(4) - 1; i > 0; i--) {
            agents.add(behaviour(who));
        }
        List<WebhookFault> faults = new ArrayList<>();
        for (int i = of(who + "faults").nextInt(5) - 1; i > 0; i--) {
            faults.add(webhookFault(who));
        }
        PhoneCall call = PhoneCall.between("+1555123000" + number, TO)
                .by(rule)
                .meeting(agents.toArray(AgentBehaviour[]::new))
                .disturbedBy(faults.toArray(WebhookFault[]::new))
                .hangingUpAfter(within(who + "hang up", LAST_HANG_UP));
        call = oneIn(6, who + "patience")
                ? call.givingUpAfter(within(who + "patience s", Duration.ofSeconds(20)))
                : call;
        PhoneCall placed = call;
        Duration begins = number == 0 ? Duration.ZERO : within(who + "begins", Duration.ofSeconds(60));
        at(begins, who + "calls " + placed, () -> place(who, placed));
    }

    private void place(String who, PhoneCall call) {
        if (!livekit.server().isUp()) {
            return;
        }
        SimulatedCall made = livekit.call(call);
        calls.add(made);
        judge.trace(() -> who + "is in " + made.roomName());
        Duration later = within(who + "later", STORMY);
        if (oneIn(8, who + "vanish")) {
            at(later, who + "vanishes", made::vanish);
        } else if (oneIn(8, who + "sip")) {
            at(later, who + "loses its livekit-sip", made::loseSip);
        }
        if (oneIn(8, who + "stranger")) {
            livekit.worker(STRANGER);
            livekit.api().create(new NewDispatch(made.roomName(), STRANGER, "", null, null));
        }
    }

    private AgentBehaviour behaviour(String who) {
        Duration some = within(who + "behaviour s", Duration.ofSeconds(25));
        AgentBehaviour odd =
                switch (of(who + "behaviour").nextInt(6)) {
                    case 0 -> AgentBehaviour.neverComing();
                    case 1 -> AgentBehaviour.mute();
                    case 2 -> AgentBehaviour.slow(some);
                    case 3 -> AgentBehaviour.crashing(some);
                    case 4 -> AgentBehaviour.leaving(some);
                    default -> AgentBehaviour.normal();
                };
        return beating(odd, who);
    }

    /** The same, sometimes with heartbeats. */
    private AgentBehaviour beating(AgentBehaviour agent, String who) {
        return oneIn(2, who + "heartbeats") ? agent.withHeartbeats() : agent;
    }

    private WebhookFault webhookFault(String who) {
        String[] events = {
            "room_started", "participant_joined", "track_published", "participant_left", "room_finished", ""
        };
        String event = events[of(who + "event").nextInt(events.length)];
        Duration by = within(who + "late by", Duration.ofSeconds(25));
        WebhookFault fault =
                switch (of(who + "fault").nextInt(4)) {
                    case 0 ->
                        WebhookFault.drop(
                                webhook -> event.isEmpty() || webhook.event().equals(event));
                    case 1 ->
                        WebhookFault.duplicate(
                                webhook -> event.isEmpty() || webhook.event().equals(event));
                    case 2 ->
                        WebhookFault.delay(
                                webhook -> event.isEmpty() || webhook.event().equals(event), by);
                    default ->
                        WebhookFault.reorder(
                                webhook -> event.isEmpty() || webhook.event().equals(event));
                };
        return fault.times(1 + of(who + "fault times").nextInt(6));
    }

    private void planApiFault() {
        ApiMethod[] methods = {
            ApiMethod.CREATE_DISPATCH,
            ApiMethod.CREATE_DISPATCH,
            ApiMethod.LIST_DISPATCH,
            ApiMethod.LIST_PARTICIPANTS,
            ApiMethod.LIST_ROOMS,
            ApiMethod.REMOVE_PARTICIPANT,
            ApiMethod.DELETE_DISPATCH
        };
        ApiMethod method = methods[of("api fault method").nextInt(methods.length)];
        ApiFault fault =
                switch (of("api fault").nextInt(5)) {
                    case 0 -> ApiFault.lostAnswer();
                    case 1 -> ApiFault.lostRequest();
                    case 2 -> ApiFault.lateEffect(within("late effect", Duration.ofSeconds(15)));
                    case 3 -> ApiFault.refused();
                    default -> ApiFault.slow(within("slow", Duration.ofSeconds(4)));
                };
        Duration when = oneIn(2, "api fault early") ? Duration.ZERO : within("api fault at", STORMY);
        at(when, method + " " + fault, () -> livekit.api().failNext(method, fault));
    }

    private void planRestart() {
        Duration when = within("restart at", STORMY);
        Duration length = within("restart length", Duration.ofSeconds(8));
        boolean agents = oneIn(4, "agents die in restart");
        boolean callers = oneIn(6, "callers die in restart");
        at(
                when,
                "LiveKit down for " + length + (agents ? ", agents too" : "") + (callers ? ", callers too" : ""),
                () -> {
                    livekit.restart(length);
                    judge.disturbedUntil(now().plus(length).plusSeconds(25));
                    if (agents) {
                        livekit.killAgents();
                    }
                    if (callers) {
                        List.copyOf(calls).forEach(SimulatedCall::hangUp);
                    }
                });
    }

    private void planOurDeath() {
        Duration when = within("our death at", STORMY);
        Duration away = within("away", Duration.ofSeconds(20));
        boolean forgetting = oneIn(2, "forgetting");
        switch (of("our death").nextInt(3)) {
            case 0 -> at(when, "we die", () -> process.kill());
            case 1 -> at(when, "we die before the next create", () -> process.killAtNextCreate(false));
            default -> at(when, "we die after the next create", () -> process.killAtNextCreate(true));
        }
        comeBackWhenDead(when, away, forgetting);
    }

    private void comeBackWhenDead(Duration after, Duration away, boolean forgetting) {
        VirtualTime time = livekit.clock();
        time.after(
                after.plusMillis(1),
                () -> time.soon(() -> {
                    if (process.isAlive()) {
                        if (now().isBefore(SimulatedLiveKit.START.plus(LAST_HANG_UP))) {
                            comeBackWhenDead(Duration.ofMillis(500), away, forgetting);
                        } else {
                            process.liveOn();
                        }
                        return;
                    }
                    judge.disturbedUntil(now().plus(away).plusSeconds(27));
                    at(away, "we are back" + (forgetting ? " and know nothing" : ""), () -> {
                        if (forgetting) {
                            forgot = true;
                            judge.forgot();
                            store = new FakeTelephonyStore(livekit.clock(), now());
                            instance = "store-2";
                        }
                        process = start();
                    });
                }));
    }

    private void judgeTheEnd() {
        List<TelephonyCall> rows = store.query(new CallQuery(null, false, CallQuery.MAX_LIMIT, null))
                .items();
        for (TelephonyCall row : rows) {
            if (row.dispatch().state() != DispatchState.DONE || !row.isEnded()) {
                judge.violated("its row does not end: " + row.origin().roomName() + " is "
                        + row.dispatch().state() + ", due " + row.control().dueAt() + ", owed "
                        + row.dispatch().owed());
            }
            judgeOutcome(row);
        }
        for (SimulatedCall call : calls) {
            boolean known =
                    rows.stream().anyMatch(row -> row.leg(call.sipCallId()).isPresent());
            if (!call.isOver()) {
                judge.violated("a caller is still there in " + call.roomName());
            }
            boolean mattered = !forgot && !call.heard().isEmpty();
            if (!known && mattered) {
                judge.violated("no record of " + call.roomName());
            }
        }
    }

    /** What is said to have been observed must be so. */
    private void judgeOutcome(TelephonyCall row) {
        Outcome outcome = row.outcome();
        if (outcome == null
                || outcome.certainty() != Outcome.Certainty.OBSERVED
                || row.legs().size() != 1) {
            return;
        }
        calls.stream().filter(call -> row.leg(call.sipCallId()).isPresent()).forEach(call -> {
            boolean answered = outcome.result() == Outcome.Result.ANSWERED;
            Supplier<String> both = () -> outcome + " in " + call.roomName() + ", but heard " + call.heard()
                    + " and left " + call.endReason();
            boolean heard = call.heard().contains(AGENT);
            boolean forgotten = forgot && !answered;
            if (answered != heard && !forgotten) {
                judge.violated("wrongly observed: " + both.get());
            }
            if (outcome.endedBy() == Outcome.EndedBy.CALLER && !call.status().equals("hangup")) {
                judge.violated("wrongly observed: " + both.get());
            }
        });
    }
}
