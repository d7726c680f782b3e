package telephony.app.proof;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.call.Transfer;
import telephony.outbound.TransferReply;
import telephony.outbound.TransferRequest;
import telephony.simulation.VirtualTime;

/**
 * A program that asks for transfers, and is not sure of itself: it sends each request to two processes at once, goes on until
 * somebody says that it was taken in, and then sends it once more, always under one key.
 */
final class TransferSender {

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration ONCE_MORE = Duration.ofMillis(2_500);
    private static final Duration RINGING = Duration.ofSeconds(15);
    private static final String NUMBER = "+1415556";
    private static final int NUMBERS = 10_000;

    /** Whoever is turned away for so long gives up. */
    private static final int MOST_TRIES = 20;

    private final Play play;
    private final VirtualTime time;
    private final Set<Integer> taken = new HashSet<>();
    private int sending;

    TransferSender(Play play) {
        this.play = play;
        this.time = play.livekit().clock();
    }

    /** Asks for this transfer until it is taken in, or cannot be. */
    void send(Happening.Handover asked) {
        play.livekit().dials().nextAt(number(asked), asked.target());
        sending++;
        attempt(asked, 0);
    }

    /** Whether every request was taken in, or given up on. */
    boolean isDone() {
        return sending == 0;
    }

    private static String number(Happening.Handover asked) {
        return NUMBER + (NUMBERS + asked.key());
    }

    private void attempt(Happening.Handover asked, int tries) {
        boolean before = taken.contains(asked.key());
        Optional<CallId> call = callOf(asked);
        if (call.isPresent()) {
            play.livekit().transfers().usually(asked.farEnd());
            ask(asked, call.get(), tries);
            ask(asked, call.get(), tries + 1);
        }
        boolean now = taken.contains(asked.key());
        if ((before && now) || tries >= MOST_TRIES) {
            sending--;
        } else {
            time.in(now ? ONCE_MORE : BETWEEN_TRIES, () -> attempt(asked, tries + 1));
        }
    }

    private void ask(Happening.Handover asked, CallId callId, int tries) {
        List<Replica> replicas = play.replicas();
        TransferRequest request =
                TransferRequest.of(number(asked), asked.mode()).within(RINGING);
        Optional<TransferReply> reply = replicas.get(tries % replicas.size())
                .ask("transfer", telephony -> telephony.transfer(callId, request, "handover " + asked.key()));
        if (reply.isPresent() && reply.get() instanceof TransferReply.Accepted accepted) {
            taken.add(asked.key());
            Transfer transfer = accepted.transfer();
            play.witness()
                    .handedOver(
                            time.instant(),
                            new Witness.TransferTruth(
                                    asked.key(), callId, transfer.order().number()));
        }
    }

    /** The call as whoever looks it up finds it. */
    private Optional<CallId> callOf(Happening.Handover asked) {
        return asked.ordered()
                ? play.orders().placed(asked.whose())
                : Optional.ofNullable(play.calls().get(asked.whose())).flatMap(caller -> play.rows().stream()
                        .filter(row -> row.leg(caller.sipCallId()).isPresent())
                        .map(TelephonyCall::callId)
                        .findFirst());
    }
}
