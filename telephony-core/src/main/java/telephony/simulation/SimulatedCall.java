package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.call.DialResult;
import telephony.call.ParticipantKind;

/**
 * A phone call in the simulation, as the person on the phone has it: what is heard, and what can be done. Safe for any
 * number of threads.
 */
public final class SimulatedCall {

    private static final String RINGING = "ringing";
    private static final String ACTIVE = "active";
    private static final String HANGUP = "hangup";

    private final LiveKitServer server;
    private final String roomName;
    private final String identity;
    private final String shownName;
    private final List<String> roomAgents;
    private final boolean inbound;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final Occupant phone = new Phone();
    private final List<String> heard = new ArrayList<>();
    private final List<String> heardIdentities = new ArrayList<>();
    private final Instant beganAt;
    private @Nullable Duration talk;
    private @Nullable Instant heardAt;
    private @Nullable Instant endedAt;
    private boolean agentAskedFor;
    private @Nullable Session session;
    private VirtualTime.@Nullable Planned ringingEnds;
    private boolean answered;
    private boolean over;
    private @Nullable String endReason;
    private @Nullable Consumer<DialResult> whenDecided;
    private @Nullable DialResult decided;
    private @Nullable Duration talkAfterAnswer;
    private int agentsNow;
    private int mostAgents;

    private SimulatedCall(
            LiveKitServer server, String roomName, String identity, String shownName, @Nullable DispatchRule rule) {
        this.server = server;
        this.roomName = roomName;
        this.identity = identity;
        this.shownName = shownName;
        this.beganAt = server.time.instant();
        this.inbound = rule != null;
        this.roomAgents = rule == null ? List.of() : rule.agents();
        attributes.put(ParticipantState.SIP_CALL_ID, server.ids.next("SCL_"));
    }

    /** Somebody calls. */
    static SimulatedCall place(LiveKitServer server, PhoneCall call) {
        DispatchRule rule = call.rule();
        String room = rule.direct() ? rule.room() : server.ids.next(rule.room() + "_" + call.from() + "_");
        SimulatedCall placed = new SimulatedCall(server, room, "sip_" + call.from(), "Phone " + call.from(), rule);
        placed.describe(call.from(), call.to(), rule.trunkId());
        placed.attributes.put("sip.ruleID", rule.id());
        placed.attributes.put("sip.callIDFull", server.ids.next("") + "@198.51.100.7");
        placed.attributes.put("sip.callTag", server.ids.next(""));
        placed.attributes.put("sip.hostname", "198.51.100.7");
        placed.attributes.put(ParticipantState.SIP_STATUS, RINGING);
        server.workers.planInRoom(room, call.agents());
        call.faults().forEach(fault -> server.webhooks.add(fault.inRoom(room)));
        placed.talk = call.talk();
        placed.arrive();
        placed.ringingEnds = placed.plan(call.ringingTimeout(), () -> placed.leave("CLIENT_INITIATED"));
        Optional.ofNullable(call.patience()).ifPresent(patience -> placed.plan(patience, placed::giveUp));
        Optional.ofNullable(call.hangsUpAfter()).ifPresent(after -> placed.plan(after, placed::end));
        return placed;
    }

    /** LiveKit calls somebody. */
    static SimulatedCall dial(LiveKitServer server, OutboundCall call) {
        SimulatedCall dialled = new SimulatedCall(server, call.room(), call.identity(), "", null);
        dialled.describe(call.to(), call.from(), "ST_outboundtrnk1");
        dialled.attributes.put(ParticipantState.SIP_STATUS, "dialing");
        dialled.arrive();
        dialled.ringingEnds = dialled.plan(call.ringingTimeout(), () -> {
            dialled.decide(DialResult.of(DialResult.Kind.RANG_OUT, "canceled: sip request timed out"));
            dialled.leave("USER_UNAVAILABLE");
        });
        if (call.rings()) {
            dialled.plan(Seen.DIALLED_RINGS, () -> dialled.status(RINGING));
        }
        if (call.isAnswered()) {
            dialled.plan(call.after(), dialled::answer);
        } else if (call.finalCode() != OutboundCall.NO_ANSWER) {
            dialled.plan(call.after(), () -> {
                int code = call.finalCode();
                dialled.decide(new DialResult(DialResult.Kind.FAILED, code, "sip status: " + code));
                dialled.leave(call.failure());
            });
        }
        return dialled;
    }

    /** The name of its room. */
    public String roomName() {
        return roomName;
    }

    /** {@code sip.callID}: the key of its leg. */
    public String sipCallId() {
        return read(() -> attributes.getOrDefault(ParticipantState.SIP_CALL_ID, ""));
    }

    /** Under which it is in its room. */
    public String identity() {
        return identity;
    }

    /** {@code sip.callStatus}: {@code ringing}, {@code active}, {@code hangup}, … */
    public String status() {
        return read(() -> attributes.getOrDefault(ParticipantState.SIP_STATUS, ""));
    }

    /** Whether it was picked up at some time: an inbound call is as soon as somebody else is heard in the room. */
    public boolean isAnswered() {
        return read(() -> answered);
    }

    /** Whether it has ended. */
    public boolean isOver() {
        return read(() -> over);
    }

    /** LiveKit's reason for its end; empty while it lasts, and when it ended while LiveKit was down. */
    public Optional<String> endReason() {
        return Optional.ofNullable(this.<@Nullable String>read(() -> endReason));
    }

    /** When it began. */
    public Instant beganAt() {
        return beganAt;
    }

    /** When the caller first heard an agent; empty = not yet. */
    public Optional<Instant> heardAt() {
        return Optional.ofNullable(this.<@Nullable Instant>read(() -> heardAt));
    }

    /** When it ended; empty while it lasts. */
    public Optional<Instant> endedAt() {
        return Optional.ofNullable(this.<@Nullable Instant>read(() -> endedAt));
    }

    /**
     * Whether LiveKit was asked for an agent by name in its room, as far as is known: what was asked since the room last
     * changed is known when the call is over, what was asked shortly before LiveKit died may never be.
     */
    public boolean isAgentAskedFor() {
        return read(() -> agentAskedFor);
    }

    /** The names of the agents that the caller has heard, in the order in which they were first heard. */
    public List<String> heard() {
        return read(() -> List.copyOf(heard));
    }

    /** How many agents the caller hears now. */
    public int agentsNow() {
        return read(() -> agentsNow);
    }

    /** How many agents the caller ever heard at once. More than one is what must not happen. */
    public int mostAgentsAtOnce() {
        return read(() -> mostAgents);
    }

    /** The person on the phone hangs up; while it rings that is giving up. */
    public void hangUp() {
        server.time.change(this::end);
    }

    /** The phone is gone without a word: LiveKit notices for lack of sound, as if it had hung up. */
    public void vanish() {
        server.time.change(() -> plan(Seen.MEDIA_TIMEOUT, this::end));
    }

    /** The livekit-sip that carries it dies: LiveKit notices after 20 s. */
    public void loseSip() {
        server.time.change(() -> plan(Seen.CONNECTION_TIMEOUT, () -> leave("CONNECTION_TIMEOUT")));
    }

    /** Tells once what became of a dial, as LiveKit answers it; at once if that is known already. */
    void whenDecided(Consumer<DialResult> told) {
        whenDecided = told;
        if (decided != null) {
            told.accept(decided);
        }
    }

    /** The far end hangs up so long after it has answered. */
    void endAfterAnswer(Duration talk) {
        talkAfterAnswer = talk;
    }

    private void decide(DialResult result) {
        if (decided == null && !inbound) {
            decided = result;
            Optional.ofNullable(whenDecided).ifPresent(told -> told.accept(result));
        }
    }

    private <T extends @Nullable Object> T read(Supplier<T> what) {
        return server.time.change(what);
    }

    private void describe(String remote, String ours, String trunk) {
        attributes.put("sip.phoneNumber", remote);
        attributes.put("sip.trunkPhoneNumber", ours);
        attributes.put("sip.trunkID", trunk);
    }

    /** Plans something about the phone, which survives the server. */
    private VirtualTime.Planned plan(Duration after, Runnable what) {
        return server.time.after(after, () -> {
            if (!over) {
                what.run();
            }
        });
    }

    private void arrive() {
        server.open(roomName, roomAgents);
        server.later(Seen.JOIN, () -> {
            if (!over) {
                join();
            }
        });
    }

    private void join() {
        Room room = server.open(roomName, roomAgents);
        Session mine = server.newSession(identity, shownName, ParticipantKind.SIP, phone);
        mine.attributes.putAll(attributes);
        session = mine;
        server.join(room, mine);
        server.later(Seen.CALLER_TRACK, () -> server.publish(room, mine));
    }

    private void giveUp() {
        if (!answered) {
            end();
        }
    }

    private void end() {
        if (over) {
            return;
        }
        status(HANGUP);
        leave("CLIENT_INITIATED");
    }

    private void leave(String reason) {
        Session mine = session;
        Room room = server.live(roomName);
        if (mine != null && room != null) {
            server.leave(room, mine, reason);
        } else {
            finish(null);
        }
    }

    private void finish(@Nullable String reason) {
        Room room = server.live(roomName);
        agentAskedFor |= room != null && room.agentAskedFor;
        over = true;
        endedAt = server.time.instant();
        session = null;
        agentsNow = 0;
        decide(DialResult.of(DialResult.Kind.RANG_OUT, "canceled: the participant left"));
        endReason = reason;
        Optional.ofNullable(ringingEnds).ifPresent(VirtualTime.Planned::cancel);
    }

    private void answer() {
        answered = true;
        decide(DialResult.of(DialResult.Kind.ANSWERED, "ok"));
        Optional.ofNullable(talkAfterAnswer).ifPresent(time -> plan(time, this::end));
        status(ACTIVE);
        Optional.ofNullable(ringingEnds).ifPresent(VirtualTime.Planned::cancel);
    }

    private void status(String next) {
        attributes.put(ParticipantState.SIP_STATUS, next);
        if (session != null) {
            session.attributes.put(ParticipantState.SIP_STATUS, next);
        }
    }

    /** Behind its session. */
    private final class Phone implements Occupant {
        @Override
        public void onLeft(String reason) {
            finish(reason);
        }

        @Override
        public void onRoomChanged(Room room) {
            Session mine = session;
            if (mine == null || room.sessions.get(identity) != mine) {
                return;
            }
            agentAskedFor |= room.agentAskedFor;
            boolean somebody = room.sessions.values().stream()
                    .anyMatch(other -> other != mine && (other.trackSid != null || other.kind == ParticipantKind.SIP));
            if (inbound && somebody && !answered) {
                answer();
            }
            List<Session> audible = room.sessions.values().stream()
                    .filter(Session::isAudibleAgent)
                    .toList();
            audible.stream()
                    .filter(agent -> !heardIdentities.contains(agent.identity))
                    .forEach(agent -> {
                        heardIdentities.add(agent.identity);
                        heard.add(agent.attributes.getOrDefault(ParticipantState.AGENT_NAME, ""));
                    });
            agentsNow = audible.size();
            if (heardAt == null && agentsNow > 0) {
                heardAt = server.time.instant();
                Optional.ofNullable(talk).ifPresent(time -> plan(time, SimulatedCall.this::end));
            }
            mostAgents = Math.max(mostAgents, agentsNow);
        }

        @Override
        public void onServerLost() {
            session = null;
            agentsNow = 0;
        }

        @Override
        public boolean onServerBack(SimulationTiming timing) {
            if (over) {
                return false;
            }
            server.later(timing.callerRejoin(), () -> {
                if (!over) {
                    // livekit-sip joins as it did at first, whatever has become of the call meanwhile (seen).
                    attributes.put(ParticipantState.SIP_STATUS, inbound ? RINGING : "dialing");
                    join();
                }
            });
            return true;
        }
    }
}
