package telephony.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.OutboundDial;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.call.Transfer;
import telephony.dispatch.DispatchMachine;
import telephony.guard.DialBook;
import telephony.guard.NumberFacts;
import telephony.guard.NumberFactsPort;
import telephony.observe.TelephonyListener;
import telephony.outbound.Dial;

/**
 * Writes into the book of the guards how dials ended. What is told of a call is only noted, and written a moment later by
 * {@link #write}, because the ledger may be slow and the call must not wait. What is noted is forgotten with the process:
 * money of such a dial stays reserved, and its place is free when its time is over. Safe for any number of threads.
 */
final class DialOutcomes implements TelephonyListener {

    /** Calls that wait to be written. */
    static final int MAX_NOTED = 10_000;

    /** An agent that comes so long after the answer came in time. */
    private static final Duration IN_TIME = Duration.ofSeconds(2);

    private final DialBook book;
    private final NumberFactsPort numbers;
    private final Supplier<Instant> clock;
    private final Map<CallId, TelephonyCall> noted = new ConcurrentHashMap<>();

    /** @param clock the store's */
    DialOutcomes(DialBook book, NumberFactsPort numbers, Supplier<Instant> clock) {
        this.book = book;
        this.numbers = numbers;
        this.clock = clock;
    }

    @Override
    public void onCallEnded(TelephonyCall call) {
        note(call);
    }

    /** What is told after the end, such as the far end's SIP code, may still change how it ended. */
    @Override
    public void onTimeline(TelephonyCall call, TimelineEntry entry) {
        if (call.isEnded() && entry.kind() == TimelineEntry.Kind.ANSWER) {
            note(call);
        }
    }

    private void note(TelephonyCall call) {
        boolean dialled = call.dial() != null || !call.steering().transfers().isEmpty();
        if (!dialled || call.outcome() == null) {
            return;
        }
        if (noted.size() >= MAX_NOTED && !noted.containsKey(call.callId())) {
            throw new IllegalStateException("how call " + call.callId()
                    + " ended is not written for the guards, because too many wait: the ledger is too slow");
        }
        noted.merge(
                call.callId(),
                call,
                (before, next) -> next.control().version() < before.control().version() ? before : next);
    }

    /**
     * Writes what is noted.
     *
     * @throws telephony.store.StoreUnavailableException when the ledger cannot take it; the rest stays noted
     */
    void write() {
        noted.forEach((id, call) -> {
            OutboundDial dial = call.dial();
            if (dial != null) {
                book.ended(
                        DispatchMachine.dialOf(call),
                        ending(call),
                        talked(call),
                        country(dial.order().to()),
                        clock.get());
            }
            call.steering().transfers().forEach(transfer -> write(call, transfer));
            noted.remove(id, call);
        });
    }

    private void write(TelephonyCall call, Transfer transfer) {
        Dial dial = DispatchMachine.dialOf(call, transfer.order(), Dial.Phase.COMMIT);
        Instant answered = transfer.answeredAt();
        Instant ended = transfer.endedAt();
        boolean talked = answered != null && ended != null && ended.isAfter(answered);
        book.ended(
                dial,
                ending(transfer),
                talked ? Duration.between(answered, ended) : Duration.ZERO,
                country(dial.to()),
                clock.get());
    }

    /** Whoever was brought in talked with a person, so that nobody missed an agent. */
    private static DialBook.Ending ending(Transfer transfer) {
        return switch (transfer.result().kind()) {
            case DONE -> DialBook.Ending.ANSWERED;
            case PENDING, UNKNOWN, NO_NOTIFY, UNRECOGNISED -> DialBook.Ending.UNKNOWN;
            default -> DialBook.Ending.NOT_ANSWERED;
        };
    }

    static DialBook.Ending ending(TelephonyCall call) {
        Outcome outcome = call.outcome();
        if (outcome == null) {
            return DialBook.Ending.UNKNOWN;
        }
        return switch (outcome.result()) {
            case ANSWERED, VOICEMAIL -> wasAgentInTime(call) ? DialBook.Ending.ANSWERED : DialBook.Ending.ABANDONED;
            case DECLINED -> DialBook.Ending.DECLINED;
            case UNKNOWN, UNRECOGNISED -> DialBook.Ending.UNKNOWN;
            default -> DialBook.Ending.NOT_ANSWERED;
        };
    }

    private static boolean wasAgentInTime(TelephonyCall call) {
        Instant joined = call.times().agentJoinedAt();
        Instant answered = call.times().answeredAt();
        return joined != null && (answered == null || !joined.isAfter(answered.plus(IN_TIME)));
    }

    private static Duration talked(TelephonyCall call) {
        Instant answered = call.times().answeredAt();
        Instant ended = call.times().endedAt();
        boolean talked = answered != null && ended != null && ended.isAfter(answered);
        return talked ? Duration.between(answered, ended) : Duration.ZERO;
    }

    private @Nullable String country(String to) {
        return numbers.facts(to).map(NumberFacts::country).orElse(null);
    }
}
