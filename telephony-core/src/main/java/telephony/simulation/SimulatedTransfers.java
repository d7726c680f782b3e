package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import telephony.call.ParticipantKind;
import telephony.dispatch.LiveKitAnswer;
import telephony.outbound.SipTransfer;
import telephony.outbound.SipTransferAnswer;

/**
 * LiveKit's TransferSIPParticipant in the simulation, and what far ends do with it. Who waits for the answer no longer changes
 * nothing for the far end. Safe for any number of threads.
 */
public final class SimulatedTransfers {

    private static final String ACTIVE = "active";

    private final LiveKitServer server;
    private final SimulatedApi api;
    private final Deque<TransferBehaviour> planned = new ArrayDeque<>();
    private TransferBehaviour usual = TransferBehaviour.working();

    SimulatedTransfers(LiveKitServer server, SimulatedApi api) {
        this.server = server;
        this.api = api;
    }

    /** Whatever far end is asked from now on does this, unless something else is planned for it. */
    public void usually(TransferBehaviour behaviour) {
        server.time.change(() -> {
            usual = behaviour;
        });
    }

    /** The next far ends do this, in turn. */
    public void next(TransferBehaviour... behaviours) {
        server.time.change(() -> {
            planned.addAll(List.of(behaviours));
        });
    }

    /**
     * One REFER.
     *
     * @param told whether the far end says its last word in time
     * @param answerAt when that is, or the time is up
     */
    record Refer(String to, TransferBehaviour behaviour, boolean told, Instant answerAt) {}

    /** TransferSIPParticipant: answered when the far end has said its last word, or its time is up. */
    CompletionStage<SipTransferAnswer> transfer(SipTransfer asked) {
        CompletableFuture<SipTransferAnswer> result = new CompletableFuture<>();
        api.serve(ApiMethod.TRANSFER_SIP_PARTICIPANT, asked.roomName(), asked.identity(), () -> refer(asked))
                .thenAccept(answer -> follow(answer, asked, result));
        return result;
    }

    /**
     * What the far end does begins here, whoever hears of it. Of a leg one REFER is under way at a time: another request to the
     * same target waits for the same answer.
     */
    private LiveKitAnswer<Refer> refer(SipTransfer asked) {
        if (server.time.instant().isAfter(asked.tokenExpiresAt().plus(Seen.TOKEN_LEEWAY))) {
            return LiveKitAnswer.failed(LiveKitAnswer.Kind.UNAUTHENTICATED, "invalid authorization token");
        }
        Room room = server.live(asked.roomName());
        Session leg = room == null ? null : room.sessions.get(asked.identity());
        if (room == null || leg == null || leg.kind != ParticipantKind.SIP) {
            return LiveKitAnswer.failed(LiveKitAnswer.Kind.ABSENT, "participant does not exist");
        }
        if (!ACTIVE.equals(leg.attributes.get(ParticipantState.SIP_STATUS))) {
            return LiveKitAnswer.failed(LiveKitAnswer.Kind.ALARM, "can't transfer non established call");
        }
        Refer last = leg.refer;
        if (last != null && server.time.instant().isBefore(last.answerAt())) {
            return last.to().equals(asked.to())
                    ? LiveKitAnswer.done(last)
                    : LiveKitAnswer.failed(LiveKitAnswer.Kind.ALARM, "call already being transferred elsewhere");
        }
        leg.refer = begun(asked);
        if (leg.refer.behaviour().works()) {
            server.later(leg.refer.behaviour().after().plus(Seen.REFERRED_LEAVES), () -> leave(asked, leg));
        }
        return LiveKitAnswer.done(leg.refer);
    }

    private Refer begun(SipTransfer asked) {
        TransferBehaviour behaviour = planned.isEmpty() ? usual : planned.removeFirst();
        boolean told = behaviour.finalCode() != TransferBehaviour.NO_WORD
                && behaviour.after().compareTo(asked.ringingTimeout()) < 0;
        Duration after = told ? behaviour.after() : asked.ringingTimeout();
        return new Refer(asked.to(), behaviour, told, server.time.instant().plus(after));
    }

    private void leave(SipTransfer asked, Session leg) {
        Room room = server.live(asked.roomName());
        if (room != null && room.sessions.get(asked.identity()) == leg) {
            leg.attributes.put(ParticipantState.SIP_STATUS, "hangup");
            server.leave(room, leg, "CLIENT_INITIATED");
        }
    }

    private void follow(LiveKitAnswer<Refer> answer, SipTransfer asked, CompletableFuture<SipTransferAnswer> result) {
        if (!answer.isDone()) {
            result.complete(new SipTransferAnswer(kindOf(answer.kind()), null, answer.detail()));
            return;
        }
        Refer refer = answer.answered().orElseThrow();
        int askedIn = server.generation();
        server.time.change(() -> {
            server.time.after(asked.answerWithin(), () -> tell(result, lost("no answer in time")));
            Duration left = Duration.between(server.time.instant(), refer.answerAt());
            server.time.after(left.isNegative() ? Duration.ZERO : left, () -> {
                boolean broke = askedIn != server.generation();
                tell(result, broke ? lost("the connection broke") : said(refer));
            });
        });
    }

    private void tell(CompletableFuture<SipTransferAnswer> result, SipTransferAnswer told) {
        server.time.soon(() -> result.complete(told));
    }

    private static SipTransferAnswer lost(String detail) {
        return new SipTransferAnswer(SipTransferAnswer.Kind.LOST, null, detail);
    }

    private static SipTransferAnswer said(Refer refer) {
        TransferBehaviour behaviour = refer.behaviour();
        if (!refer.told()) {
            return new SipTransferAnswer(SipTransferAnswer.Kind.NO_NOTIFY, null, "deadline_exceeded: no final NOTIFY");
        }
        return behaviour.works()
                ? new SipTransferAnswer(SipTransferAnswer.Kind.DONE, null, "ok")
                : new SipTransferAnswer(
                        SipTransferAnswer.Kind.FAILED,
                        behaviour.finalCode(),
                        "call transfer failed: sip status: " + behaviour.finalCode());
    }

    private static SipTransferAnswer.Kind kindOf(LiveKitAnswer.Kind kind) {
        return switch (kind) {
            case REFUSED -> SipTransferAnswer.Kind.NOT_SENT;
            case UNAUTHENTICATED, ALARM -> SipTransferAnswer.Kind.REFUSED;
            case ABSENT -> SipTransferAnswer.Kind.GONE;
            default -> SipTransferAnswer.Kind.LOST;
        };
    }
}
