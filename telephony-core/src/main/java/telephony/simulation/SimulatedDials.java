package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import telephony.call.DialResult;
import telephony.dispatch.LiveKitAnswer;
import telephony.outbound.SipDial;

/**
 * LiveKit's telephone service in the simulation: whom it called, and what they do. An answer comes when the callee has
 * answered or will not; who waits for it no longer changes nothing for the callee. Safe for any number of threads.
 */
public final class SimulatedDials {

    private static final int MAX_REMEMBERED = 10_000;
    private static final String ANONYMOUS = "+15550000000";

    private final LiveKitServer server;
    private final SimulatedApi api;
    private final Deque<CalleeBehaviour> planned = new ArrayDeque<>();
    private final Map<String, Deque<CalleeBehaviour>> plannedByNumber = new HashMap<>();
    private final List<SimulatedCall> calls = new ArrayList<>();
    private CalleeBehaviour usual = CalleeBehaviour.answering();

    SimulatedDials(LiveKitServer server, SimulatedApi api) {
        this.server = server;
        this.api = api;
    }

    /** Whoever is called from now on does this, unless something else is planned for him. */
    public void usually(CalleeBehaviour behaviour) {
        server.time.change(() -> {
            usual = behaviour;
        });
    }

    /** The next callees do this, in turn. */
    public void next(CalleeBehaviour... behaviours) {
        server.time.change(() -> {
            planned.addAll(List.of(behaviours));
        });
    }

    /** Whoever is called under this number does this the next times, in turn; it goes before what the next callees do. */
    public void nextAt(String number, CalleeBehaviour... behaviours) {
        server.time.change(() -> {
            plannedByNumber.computeIfAbsent(number, its -> new ArrayDeque<>()).addAll(List.of(behaviours));
        });
    }

    /** Everybody whose phone was made to ring, in order; the newest {@value #MAX_REMEMBERED}. */
    public List<SimulatedCall> calls() {
        return server.time.change(() -> List.copyOf(calls));
    }

    /** CreateSIPParticipant with {@code wait_until_answered}: never idempotent. */
    CompletionStage<DialResult> dial(SipDial asked) {
        CompletableFuture<DialResult> result = new CompletableFuture<>();
        api.serve(ApiMethod.CREATE_SIP_PARTICIPANT, asked.roomName(), asked.identity(), () -> ring(asked))
                .thenAccept(answer -> follow(answer, asked.answerWithin(), result));
        return result;
    }

    private LiveKitAnswer<SimulatedCall> ring(SipDial asked) {
        Instant expired = asked.tokenExpiresAt().plus(Seen.TOKEN_LEEWAY);
        if (server.time.instant().isAfter(expired)) {
            return LiveKitAnswer.failed(LiveKitAnswer.Kind.UNAUTHENTICATED, "invalid authorization token");
        }
        CalleeBehaviour behaviour = behaviour(asked.to());
        String from = asked.from() == null ? ANONYMOUS : asked.from();
        SimulatedCall call = SimulatedCall.dial(
                server, behaviour.call(asked.roomName(), asked.identity(), asked.to(), from, asked.ringingTimeout()));
        call.endAfterAnswer(shorter(behaviour.talk(), asked.maxDuration()));
        if (calls.size() >= MAX_REMEMBERED) {
            calls.remove(0);
        }
        calls.add(call);
        return LiveKitAnswer.done(call);
    }

    private CalleeBehaviour behaviour(String number) {
        Deque<CalleeBehaviour> ofNumber = plannedByNumber.getOrDefault(number, planned);
        Deque<CalleeBehaviour> next = ofNumber.isEmpty() ? planned : ofNumber;
        return next.isEmpty() ? usual : next.removeFirst();
    }

    private static Duration shorter(@Nullable Duration talk, Duration most) {
        return talk == null || most.compareTo(talk) < 0 ? most : talk;
    }

    private void follow(LiveKitAnswer<SimulatedCall> answer, Duration within, CompletableFuture<DialResult> result) {
        if (!answer.isDone()) {
            result.complete(DialResult.of(kindOf(answer.kind()), answer.detail()));
            return;
        }
        int askedIn = server.generation();
        server.time.change(() -> {
            server.time.after(within, () -> tell(result, DialResult.of(DialResult.Kind.LOST, "no answer in time")));
            answer.answered().orElseThrow().whenDecided(decided -> {
                boolean broke = askedIn != server.generation();
                tell(result, broke ? DialResult.of(DialResult.Kind.LOST, "the connection broke") : decided);
            });
        });
    }

    private void tell(CompletableFuture<DialResult> result, DialResult told) {
        server.time.soon(() -> result.complete(told));
    }

    private static DialResult.Kind kindOf(LiveKitAnswer.Kind kind) {
        return switch (kind) {
            case REFUSED -> DialResult.Kind.NOT_SENT;
            case UNAUTHENTICATED, ALARM, ABSENT -> DialResult.Kind.REFUSED;
            default -> DialResult.Kind.LOST;
        };
    }
}
