package telephony.call;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a call, and told of it, while it went on.
 *
 * @param transfers in the order in which they were asked for; at most {@value #MAX_TRANSFERS}, one open at a time
 * @param answeredBy who took up the phone; null = nobody told
 */
public record Steering(List<Transfer> transfers, @Nullable AnsweredBy answeredBy) {

    /** Most transfers of one call; none is ever forgotten, so that none is made twice. */
    public static final int MAX_TRANSFERS = 16;

    /** Nothing was asked and nothing told. */
    public static final Steering NONE = new Steering(List.of(), null);

    public Steering {
        transfers = List.copyOf(transfers);
    }

    /** The transfer of this number. */
    public Optional<Transfer> transfer(int number) {
        return transfers.stream().filter(t -> t.order().number() == number).findFirst();
    }

    /** The transfer that was asked for under this key. */
    public Optional<Transfer> keyed(String key) {
        return transfers.stream().filter(t -> key.equals(t.order().key())).findFirst();
    }

    /** The one that is still to be looked after. */
    public Optional<Transfer> open() {
        return transfers.stream().filter(Transfer::isOpen).findFirst();
    }

    /** The transfer whose target has this identity. */
    public Optional<Transfer> target(String identity) {
        return transfers.stream()
                .filter(t -> t.isDialled() && t.identity().equals(identity))
                .findFirst();
    }

    /** Whether a target of this call has this identity. */
    public boolean isTarget(String identity) {
        return target(identity).isPresent();
    }

    /** The newest one that brought the other side to somebody. */
    public Optional<Transfer> lastDone() {
        return transfers.stream().filter(Transfer::isDone).reduce((earlier, later) -> later);
    }

    /** Whether a target talks in the room. */
    public boolean isBridged() {
        return transfers.stream().anyMatch(Transfer::isBridged);
    }

    /** Whether anything was asked of LiveKit. */
    public boolean hasLeftTraces() {
        return transfers.stream().anyMatch(transfer -> transfer.intent() != null);
    }

    /** The identities of targets whose phones may ring, or talk, as far as these legs tell. */
    Stream<String> ringing(List<SipParticipant> legs) {
        return transfers.stream()
                .filter(transfer -> transfer.isDialled() && transfer.answer() != Transfer.Answer.NOT_DONE)
                .filter(transfer ->
                        transfer.leg(legs).map(SipParticipant::isPresent).orElse(true))
                .map(Transfer::identity);
    }

    /** When requests whose answers are not there can take effect no more, or nobody waits for them any longer. */
    Stream<Instant> quiesceAt(List<SipParticipant> legs) {
        return transfers.stream().flatMap(transfer -> transfer.quiesceAt(legs).stream());
    }

    /**
     * What the outcome is that the legs alone give: whom a transfer brought to somebody was answered, and once the far end
     * took the call over, we ended our part of it. Whoever listened knows better than the network that a machine answered.
     *
     * @param placed whether we called: a machine that calls us has not taken up anything
     */
    Outcome corrected(Outcome outcome, boolean placed) {
        Optional<Transfer> done = lastDone();
        if (done.isPresent()) {
            boolean cold = done.get().order().mode() == Transfer.Mode.COLD;
            return new Outcome(
                    Outcome.Result.ANSWERED,
                    Outcome.Finality.FINAL,
                    cold ? Outcome.EndedBy.US : outcome.endedBy(),
                    outcome.sipStatusCode(),
                    outcome.livekitReason(),
                    cold || !outcome.isAnswered() ? done.get().result().certainty() : outcome.certainty());
        }
        boolean machine = answeredBy != null && answeredBy.who() == AnsweredBy.Who.VOICEMAIL;
        return placed && machine && outcome.isAnswered()
                ? new Outcome(
                        Outcome.Result.VOICEMAIL,
                        Outcome.Finality.RETRYABLE,
                        outcome.endedBy(),
                        outcome.sipStatusCode(),
                        outcome.livekitReason(),
                        Outcome.Certainty.OBSERVED)
                : doubted(outcome);
    }

    /** Who may have been handed over without our knowing may not have hung up: LiveKit's words for both are the same. */
    private Outcome doubted(Outcome outcome) {
        boolean doubtful = transfers.stream().anyMatch(Transfer::mayHaveWorked);
        return doubtful ? outcome.doubted() : outcome;
    }

    /** The same with this transfer, in place of what was known of its number. */
    public Steering with(Transfer transfer) {
        return new Steering(
                Replacing.with(transfer, transfers, known -> known.order().number()), answeredBy);
    }

    /** The same with this word on who took up the phone; a later word stands. */
    public Steering with(AnsweredBy told) {
        return new Steering(transfers, told);
    }
}
