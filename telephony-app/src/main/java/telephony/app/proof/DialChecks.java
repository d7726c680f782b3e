package telephony.app.proof;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.DialSeries;
import telephony.call.OutboundDial;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.call.Transfer;
import telephony.outbound.SipDial;
import telephony.simulation.RoomTruth;

/** Whether each phone that we make ring rings once, with an agent behind it, and what became of it is told. */
final class DialChecks implements Witness {

    private final Checker.Findings findings;
    private final Calm.Stopwatch ringing;
    private final int stores;
    private final Set<String> dialled = new HashSet<>();
    private final Set<String> without = new HashSet<>();
    private final Map<String, Instant> agentSeen = new HashMap<>();
    private final Map<Integer, CallId> orders = new HashMap<>();
    private final Map<String, CallId> attempts = new HashMap<>();
    private final Map<String, Instant> intended = new HashMap<>();
    private final Set<String> over = new HashSet<>();
    private Map<String, CalleeTruth> callees = Map.of();
    private boolean forgot;

    DialChecks(Bounds bounds, Calm calm, Checker.Findings findings) {
        this.findings = findings;
        this.stores = bounds.stores();
        this.ringing = calm.new Stopwatch(Calm.Break.BEGINS_ANEW);
    }

    @Override
    public void forgot(Instant at) {
        forgot = true;
        over.clear();
    }

    @Override
    public void mayRingAlone(String number) {
        without.add(number);
    }

    @Override
    public void ordered(Instant at, OrderTruth order) {
        CallId before = orders.put(order.number(), order.callId());
        if (before != null && !before.equals(order.callId()) && !forgot && stores == 1) {
            findings.violated(
                    Invariant.ONE_CALL_PER_ORDER,
                    at,
                    "order " + order.number() + " is " + before + " and another call");
        }
    }

    @Override
    public void written(Instant at, int replica, TelephonyCall row) {
        if (row.dial() != null && row.dial().intent() != null) {
            intended.putIfAbsent(row.dial().identity(), at);
        }
        if (row.isEnded()) {
            Stream.ofNullable(row.dial()).map(OutboundDial::identity).forEach(over::add);
            row.steering().transfers().stream()
                    .filter(Transfer::isDialled)
                    .map(Transfer::identity)
                    .forEach(over::add);
        }
        DialSeries series = row.dial() == null ? null : row.dial().series();
        if (series != null) {
            String attempt = series.orderId() + "#" + series.attempt();
            CallId before = attempts.putIfAbsent(attempt, row.callId());
            if (before != null && !before.equals(row.callId())) {
                findings.violated(
                        Invariant.ONE_CALL_PER_ORDER, at, "attempt " + attempt + " is " + before + " and another call");
            }
        }
    }

    @Override
    public void sampled(Instant at, List<RoomTruth> rooms) {
        for (RoomTruth room : rooms) {
            String name = room.state().name();
            if (room.agents(Bounds.AGENT).findAny().isPresent()) {
                agentSeen.put(name, at);
            }
            room.callers().forEach(callee -> {
                boolean goesOn = over.contains(callee.identity());
                if (ringing.count(at, callee.identity(), goesOn).compareTo(Bounds.LEFT_BEHIND) > 0) {
                    findings.violated(Invariant.NO_PHONE_LEFT_RINGING, at, callee.identity() + " is still in " + name);
                    ringing.forget(callee.identity());
                }
            });
        }
    }

    @Override
    public void dialling(Instant at, int replica, SipDial dial, @Nullable RoomTruth room) {
        if (!dialled.add(dial.identity())) {
            findings.violated(Invariant.ONE_DIAL_PER_CALL, at, dial.identity() + " is dialled again");
        }
        boolean there = room != null && room.agents(Bounds.AGENT).findAny().isPresent();
        Instant seen = there ? at : agentSeen.get(dial.roomName());
        // A process that is stopped between its intent and the dial cannot know what became of the agent meanwhile.
        Instant judged = intended.getOrDefault(dial.identity(), at);
        boolean served = seen != null && !seen.isBefore(judged.minus(Bounds.KNOWN));
        boolean forSomebody = Transfer.callOf(dial.identity()).isPresent();
        if (!served && !forSomebody && !without.contains(dial.to())) {
            findings.violated(Invariant.NO_DIAL_WITHOUT_AGENT, at, "in " + dial.roomName() + " is no agent");
        }
    }

    @Override
    public void rang(Instant at, List<CalleeTruth> callees) {
        callees.stream()
                .collect(Collectors.groupingBy(CalleeTruth::identity, Collectors.counting()))
                .forEach((identity, times) -> {
                    if (times > 1) {
                        findings.violated(
                                Invariant.ONE_DIAL_PER_CALL,
                                at,
                                "the phone of " + identity + " rang " + times + " times");
                    }
                });
        callees.stream()
                .filter(callee -> !callee.over())
                .forEach(callee -> findings.violated(
                        Invariant.NO_PHONE_LEFT_RINGING, at, callee.identity() + " is there in the end"));
        this.callees = callees.stream()
                .collect(Collectors.toMap(CalleeTruth::identity, Function.identity(), (one, other) -> one));
    }

    @Override
    public void closed(Instant at, List<TelephonyCall> rows, List<CallerTruth> callers) {
        Map<CallId, TelephonyCall> byId =
                rows.stream().collect(Collectors.toMap(TelephonyCall::callId, Function.identity()));
        orders.forEach((number, callId) -> {
            TelephonyCall row = byId.get(callId);
            if (!forgot && (row == null || row.outcome() == null)) {
                findings.violated(Invariant.ORDER_HAS_OUTCOME, at, "order " + number + ", call " + callId);
            }
        });
        rows.stream().filter(row -> row.dial() != null).forEach(row -> judge(at, row));
    }

    private void judge(Instant at, TelephonyCall row) {
        Outcome outcome = row.outcome();
        Optional<CalleeTruth> callee =
                Optional.ofNullable(row.dial()).flatMap(dial -> Optional.ofNullable(callees.get(dial.identity())));
        if (outcome == null || outcome.certainty() != Outcome.Certainty.OBSERVED) {
            return;
        }
        boolean answered = callee.filter(CalleeTruth::answered).isPresent();
        boolean rang = callee.isPresent();
        boolean saysNeverRang = row.dial() != null && row.dial().intent() == null;
        if (outcome.isAnswered() != answered || (saysNeverRang && rang)) {
            findings.violated(
                    Invariant.OUTCOME_IS_TRUE,
                    at,
                    outcome.result() + " of " + row.callId() + ", but the phone "
                            + (answered ? "was answered" : rang ? "rang" : "never rang"));
        }
    }
}
