package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.call.DispatchMarker;
import telephony.call.ParticipantKind;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.LiveKitAnswer;

/**
 * Judges a random scenario by what is really in the rooms, never by what the switchboard's record says. Time in which
 * LiveKit, its API or our own process is disturbed counts for nothing: what may last, may last so long in calm.
 */
final class ScenarioJudge {

    static final Duration EVERY = Duration.ofMillis(250);

    /** Nobody answered for so long, in calm: six tries of 10 s, the last one's time, and what a sweep takes. */
    private static final Duration SILENCE = Duration.ofSeconds(95);

    /** What is left in a room is gone after quiescence, LiveKit's own retries and two sweeps. */
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(47);

    /** Who was heard for so long is settled: whatever was on its way when he came has arrived. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    /** A fresh start, a sweep, and the look after it. */
    private static final Duration AFTERMATH = Duration.ofSeconds(5);

    /** What was asked without an answer may take effect for so long: the deadline, and LiveKit's own retries. */
    private static final Duration LATE_EFFECT = Duration.ofSeconds(20);

    private static final int MOST_CREATES = 20;

    private final SimulatedLiveKit livekit;
    private final Duration twinBound;
    private final boolean tracing;
    private final List<String> violations = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private final Map<String, Duration> together = new HashMap<>();
    private final Map<String, Duration> silence = new HashMap<>();
    private final Map<String, Duration> deserted = new HashMap<>();
    private final Map<String, Duration> served = new HashMap<>();
    private final Map<String, Integer> creates = new LinkedHashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, Instant> unanswered = new HashMap<>();
    private Instant forgottenBefore = Instant.MIN;
    private Instant disturbedUntil = Instant.MIN;

    /** @param twinBound how long two agents may be heard together in calm */
    ScenarioJudge(SimulatedLiveKit livekit, Duration twinBound, boolean tracing) {
        this.livekit = livekit;
        this.twinBound = twinBound;
        this.tracing = tracing;
        livekit.clock().every(EVERY, () -> {
            sample();
            return true;
        });
    }

    List<String> violations() {
        return violations;
    }

    List<String> lines() {
        return trace;
    }

    void trace(Supplier<String> line) {
        if (tracing) {
            trace.add(livekit.clock().instant() + " " + line.get());
        }
    }

    void violated(String what) {
        violations.add(livekit.clock().instant() + " " + what);
        trace(() -> "!!! " + what);
    }

    /** Until then, nothing that lasts counts. */
    void disturbedUntil(Instant end) {
        disturbedUntil = end.isAfter(disturbedUntil) ? end : disturbedUntil;
    }

    private boolean isCalm() {
        return !livekit.clock().instant().isBefore(disturbedUntil);
    }

    /** A request was answered. */
    void answered(Instant asked, LiveKitAnswer.Kind kind) {
        Instant now = livekit.clock().instant();
        boolean slow = now.isAfter(asked.plusMillis(500));
        if (slow || kind == LiveKitAnswer.Kind.AMBIGUOUS || kind == LiveKitAnswer.Kind.REFUSED) {
            disturbedUntil(now.plus(AFTERMATH));
            trace(() -> "  answered " + kind + " after " + Duration.between(asked, now));
        }
    }

    /** A create is about to be sent. */
    void creating(DispatchOrder order) {
        DispatchMarker marker = order.marker();
        trace(() -> "> create " + order.roomName() + " " + marker);
        String episode = marker.instance() + " " + marker.roomSid() + "/" + marker.episode();
        Integer last = attempts.put(episode, marker.attempt());
        if (last != null && last >= marker.attempt()) {
            violated("attempt " + marker.attempt() + " after attempt " + last + " of " + episode);
        }
        if (creates.merge(episode, 1, Integer::sum) > MOST_CREATES) {
            violated("more than " + MOST_CREATES + " creates of " + episode);
        }
        Instant now = livekit.clock().instant();
        Instant before = unanswered.put(inRoom(marker), now);
        if (before != null && now.isBefore(before.plus(LATE_EFFECT))) {
            violated("a create although the one of " + before + " may still take effect in " + order.roomName());
        }
        Room room = livekit.server().live(order.roomName());
        if (room != null && ours(room).stream().anyMatch(this::isSettled)) {
            violated("a create although an agent is heard in " + order.roomName());
        }
    }

    /** It is known what became of a create. */
    void created(DispatchOrder order, LiveKitAnswer.Kind kind) {
        if (kind != LiveKitAnswer.Kind.AMBIGUOUS) {
            unanswered.remove(inRoom(order.marker()));
        }
    }

    private static String inRoom(DispatchMarker marker) {
        return marker.roomSid() + "/" + marker.episode();
    }

    /** A participant is about to be removed. */
    void removing(String roomName, String identity) {
        trace(() -> "> remove " + roomName + " " + identity);
        Room room = livekit.server().live(roomName);
        Session whom = room == null ? null : room.sessions.get(identity);
        if (room == null || whom == null) {
            return;
        }
        if (whom.kind == ParticipantKind.SIP) {
            if (ours(room).stream().anyMatch(this::isSettled)) {
                violated("a caller who hears an agent is hung up on in " + roomName);
            }
            return;
        }
        if (!isOurs(whom)) {
            violated("somebody else is removed: " + identity);
            return;
        }
        boolean another = room.sessions.values().stream()
                .anyMatch(other -> other != whom && isOurs(other) && other.trackSid != null);
        if (isSettled(whom) && hasKnownCaller(room) && !another) {
            violated("a healthy agent is replaced in " + roomName + ": " + identity);
        }
    }

    /** A dispatch is about to be deleted. */
    void deleting(String roomName, String dispatchId) {
        trace(() -> "> delete " + roomName + " " + dispatchId);
        Room room = livekit.server().live(roomName);
        Dispatch dispatch = room == null ? null : room.dispatches.get(dispatchId);
        if (dispatch != null && !dispatch.asked.agentName().equals(RandomCalls.AGENT)) {
            violated("somebody else's dispatch is deleted: " + dispatchId);
        }
    }

    private void sample() {
        for (String name : List.copyOf(livekit.server().stored().stream()
                .map(stored -> stored.state().name())
                .toList())) {
            Room room = livekit.server().live(name);
            if (room != null) {
                sample(room);
            }
        }
    }

    private void sample(Room room) {
        String name = room.name();
        // A create takes effect once: what is there cannot come any more.
        room.dispatches.values().stream()
                .flatMap(dispatch -> Optional.ofNullable(dispatch.asked.marker()).stream())
                .forEach(marker -> unanswered.remove(inRoom(marker)));
        List<Session> heard =
                ours(room).stream().filter(Session::isAudibleAgent).toList();
        boolean caller = hasCaller(room);
        if (lasts(together, name, caller && heard.size() > 1, true).compareTo(twinBound) > 0) {
            violated(heard.size() + " agents are heard in " + name);
            together.clear();
        }
        if (lasts(silence, name, caller && heard.isEmpty(), false).compareTo(SILENCE) > 0) {
            violated("nobody answers and nobody hangs up in " + name);
            silence.clear();
        }
        if (lasts(deserted, name, isDeserted(room), true).compareTo(LEFT_BEHIND) > 0) {
            violated("an agent is left behind in " + name);
            deserted.clear();
        }
        for (Session agent : ours(room)) {
            lasts(served, agent.sid, caller && agent.isAudibleAgent(), false);
        }
    }

    /**
     * An agent of ours is alone. Who was sent by the room's own configuration is not ours, a store that forgot has no
     * means to know whose agent it is, and where LiveKit still lists a caller and did not tell of its restart nobody can
     * know that he is gone; then LiveKit itself closes the room after five minutes.
     */
    private boolean isDeserted(Room room) {
        boolean human = room.sessions.values().stream().anyMatch(Session::keepsRoomOpen);
        boolean remembered =
                room.stored.remembered().values().stream().anyMatch(who -> who.kind() == ParticipantKind.SIP);
        boolean known = room.stored.state().createdAt().isAfter(forgottenBefore);
        return !human
                && !remembered
                && known
                && room.stored.agents().isEmpty()
                && !ours(room).isEmpty();
    }

    /** Our record begins now. */
    void forgot() {
        forgottenBefore = livekit.clock().instant();
    }

    /** How long it has been so without a break; in calm only, or not counting disturbed time. */
    private Duration lasts(Map<String, Duration> known, String key, boolean now, boolean anew) {
        if (!now || (anew && !isCalm())) {
            known.remove(key);
            return Duration.ZERO;
        }
        return Objects.requireNonNull(
                isCalm() ? known.merge(key, EVERY, Duration::plus) : known.getOrDefault(key, Duration.ZERO));
    }

    private boolean isSettled(Session agent) {
        return agent.isAudibleAgent()
                && served.getOrDefault(agent.sid, Duration.ZERO).compareTo(SETTLED) >= 0;
    }

    private static List<Session> ours(Room room) {
        return room.sessions.values().stream().filter(ScenarioJudge::isOurs).toList();
    }

    private static boolean isOurs(Session session) {
        @Nullable String name = session.attributes.get(ParticipantState.AGENT_NAME);
        return session.kind == ParticipantKind.AGENT && RandomCalls.AGENT.equals(name);
    }

    /** Of a caller whose coming was not told a list has told by now. */
    private boolean hasKnownCaller(Room room) {
        Instant joinedLast = livekit.clock().instant().minus(SETTLED);
        return room.sessions.values().stream()
                .anyMatch(session -> session.kind == ParticipantKind.SIP && session.joinedAt.isBefore(joinedLast));
    }

    private static boolean hasCaller(Room room) {
        return room.sessions.values().stream().anyMatch(session -> session.kind == ParticipantKind.SIP);
    }
}
