package telephony.app.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.OutboundDial;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.call.Transfer;
import telephony.call.TransferResult;
import telephony.dispatch.DispatchTiming;
import telephony.outbound.Dial;
import telephony.outbound.SipDial;
import telephony.outbound.SipTransfer;
import telephony.simulation.RoomTruth;

/**
 * Whether everything that rings, and everybody who is asked to call somebody, stands on a record before, was permitted, and
 * is asked once; and what transfers come to.
 */
final class TransferChecks implements Witness {

    /** An intent is carried out within this time, or not at all. */
    private static final Duration INTENT = DispatchTiming.DEFAULT.requestDeadline();

    private final Checker.Findings findings;
    private final Calm calm;
    private final Map<String, String> intents = new HashMap<>();
    private final Map<String, Set<String>> handOvers = new HashMap<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private final Set<String> permitted = new HashSet<>();
    private final Map<String, Instant> over = new HashMap<>();
    private final Map<Integer, TransferTruth> requests = new HashMap<>();
    private Map<String, CalleeTruth> callees = Map.of();

    TransferChecks(Calm calm, Checker.Findings findings) {
        this.calm = calm;
        this.findings = findings;
    }

    @Override
    public void forgot(Instant at) {
        requests.clear();
        over.clear();
        // LiveKit joins a request that is under way, or refuses the next one (livekit-facts 5.5): no far end is asked
        // twice.
        underWay.clear();
    }

    @Override
    public void judged(Instant at, Dial dial) {
        if (dial.phase() == Dial.Phase.COMMIT) {
            permitted.add(dialOf(dial.callId(), dial.number()));
        }
    }

    @Override
    public void handedOver(Instant at, TransferTruth transfer) {
        TransferTruth before = requests.put(transfer.key(), transfer);
        if (before != null && !before.equals(transfer)) {
            findings.violated(Invariant.ONE_REQUEST_PER_TRANSFER, at, before + " is " + transfer + " as well");
        }
    }

    @Override
    public void written(Instant at, int replica, TelephonyCall row) {
        OutboundDial dial = row.dial();
        if (dial != null && dial.intent() != null) {
            intends(at, row, dial.identity(), dialOf(row.callId(), 1));
        }
        for (Transfer transfer : row.steering().transfers()) {
            String permission = dialOf(row.callId(), transfer.order().number() + 1);
            if (transfer.isDialled()) {
                intends(at, row, transfer.identity(), permission);
            } else if (transfer.intent() != null) {
                handOvers
                        .computeIfAbsent(leg(row.origin().roomName(), transfer.identity()), leg -> new HashSet<>())
                        .add(permission);
            }
        }
    }

    private void intends(Instant at, TelephonyCall row, String identity, String permission) {
        intents.put(identity, permission);
        if (row.isEnded()) {
            over.putIfAbsent(identity, at);
        }
    }

    @Override
    public void dialling(Instant at, int replica, SipDial dial, @Nullable RoomTruth room) {
        String permission = intents.get(dial.identity());
        if (permission == null) {
            findings.violated(Invariant.INTENT_BEFORE_EFFECT, at, dial.identity() + " is dialled");
        } else if (!permitted.contains(permission)) {
            findings.violated(Invariant.LAST_WORD_ASKED, at, dial.identity() + " is dialled");
        }
        Instant ended = over.get(dial.identity());
        if (ended != null && ended.isBefore(at.minus(INTENT)) && calm.isAt(at)) {
            findings.violated(
                    Invariant.NOBODY_CALLED_FOR_NOTHING, at, dial.identity() + " is dialled, over since " + ended);
        }
    }

    @Override
    public void transferring(Instant at, int replica, SipTransfer transfer) {
        String leg = leg(transfer.roomName(), transfer.identity());
        Set<String> intended = handOvers.getOrDefault(leg, Set.of());
        if (!underWay.add(leg)) {
            findings.violated(Invariant.ONE_REQUEST_PER_TRANSFER, at, "two at a time of " + leg);
        }
        if (intended.isEmpty()) {
            findings.violated(Invariant.INTENT_BEFORE_EFFECT, at, leg + " is handed over");
        } else if (asked.merge(leg, 1, Integer::sum) > intended.size()) {
            findings.violated(Invariant.ONE_REQUEST_PER_TRANSFER, at, leg + " is handed over again");
        } else if (!permitted.containsAll(intended)) {
            findings.violated(Invariant.LAST_WORD_ASKED, at, leg + " is handed over");
        }
    }

    @Override
    public void transferred(Instant at, SipTransfer transfer) {
        underWay.remove(leg(transfer.roomName(), transfer.identity()));
    }

    @Override
    public void rang(Instant at, List<CalleeTruth> all) {
        callees =
                all.stream().collect(Collectors.toMap(CalleeTruth::identity, Function.identity(), (one, other) -> one));
    }

    @Override
    public void closed(Instant at, List<TelephonyCall> rows, List<CallerTruth> callers) {
        for (TelephonyCall row : rows) {
            row.steering().transfers().forEach(transfer -> judge(at, row, transfer));
        }
        Map<CallId, TelephonyCall> byId =
                rows.stream().collect(Collectors.toMap(TelephonyCall::callId, Function.identity()));
        for (TransferTruth request : requests.values()) {
            boolean known = Optional.ofNullable(byId.get(request.callId()))
                    .flatMap(row -> row.steering().transfer(request.number()))
                    .isPresent();
            if (!known) {
                findings.violated(Invariant.TRANSFER_HAS_RESULT, at, request + " is on no record");
            }
        }
    }

    private void judge(Instant at, TelephonyCall row, Transfer transfer) {
        TransferResult result = transfer.result();
        if (transfer.isOpen() || result.kind() == TransferResult.Kind.PENDING) {
            findings.violated(
                    Invariant.TRANSFER_HAS_RESULT,
                    at,
                    "transfer " + transfer.order().number() + " of " + row.callId() + " is " + transfer.state());
        } else if (transfer.isDialled()
                && result.certainty() == Outcome.Certainty.OBSERVED
                && !isTrue(result, callees.get(transfer.identity()))) {
            findings.violated(
                    Invariant.TRANSFER_HAS_RESULT,
                    at,
                    transfer.identity() + " came to " + result + ", but was " + callees.get(transfer.identity()));
        }
    }

    /** Who answers in the moment in which the call is over may have done so after it. */
    private static boolean isTrue(TransferResult result, @Nullable CalleeTruth target) {
        boolean answered = target != null && target.answered();
        return switch (result.kind()) {
            case DONE -> answered;
            case NOT_SENT -> target == null;
            case CALLER_HUNG_UP -> true;
            default -> !answered;
        };
    }

    private static String dialOf(CallId callId, int number) {
        return callId + "#" + number;
    }

    private static String leg(String roomName, String identity) {
        return roomName + "/" + identity;
    }
}
