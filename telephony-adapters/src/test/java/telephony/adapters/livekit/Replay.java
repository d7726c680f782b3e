package telephony.adapters.livekit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.call.CallEvent;
import telephony.call.CallEvent.ParticipantJoined;
import telephony.call.CallEvent.ParticipantLeft;
import telephony.call.CallEvent.RoomFinished;
import telephony.call.CallEvent.RoomStarted;
import telephony.call.CallEvent.TrackPublished;
import telephony.call.EventHeader;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.dispatch.ListedDispatch;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.Switchboard;
import telephony.webhook.WebhookReading;

/**
 * A recorded room, played to the domain in order of arrival. The fake LiveKit lives through all of it; which of the
 * events reach the domain, and how often, is the test's to say.
 */
final class Replay {

    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration AFTERWARDS = Duration.ofSeconds(60);

    /** The agent that dies in one of the recordings has a name of its own. */
    final Switchboard board =
            new Switchboard(CallRouter.always(AgentConfig.named(Calls.AGENT), Set.of("crash-agent")), Runnable::run);

    private final List<CallEvent> events;
    private final Map<String, Participant> present = new HashMap<>();
    private final String room;
    private final String roomSid;

    private Replay(String name) {
        events = events(name);
        room = events.get(0).header().roomName();
        roomSid = events.get(0).header().roomSid();
        board.clock.set(events.get(0).header().receivedAt());
    }

    /** How an event is delivered. */
    enum Delivery {
        ONCE,
        TWICE_WITH_ONE_ID,
        TWICE_WITH_TWO_IDS
    }

    /** All of it, each event once. */
    static Replay of(String name) {
        return new Replay(name).play(id -> true, Delivery.ONCE);
    }

    /** All of it, each event so. */
    static Replay of(String name, Delivery delivery) {
        return new Replay(name).play(id -> true, delivery);
    }

    /** All but the event of this id. */
    static Replay without(String name, String eventId) {
        return new Replay(name).play(id -> !id.equals(eventId), Delivery.ONCE);
    }

    /** All of it, told only when it is over, the last event first. */
    static Replay backwards(String name) {
        Replay replay = new Replay(name);
        for (CallEvent event : replay.events) {
            replay.passUntil(event.header().receivedAt());
            replay.happen(event);
        }
        for (int i = replay.events.size() - 1; i >= 0; i--) {
            replay.board.send(replay.events.get(i));
        }
        replay.board.pass(AFTERWARDS);
        return replay;
    }

    /** All of it, in a room to which a rule had dispatched an agent before the caller was told of. */
    static Replay withAgentByRule(String name) {
        Replay replay = new Replay(name);
        replay.putForeignDispatch();
        return replay.play(id -> true, Delivery.ONCE);
    }

    /** As {@link #withAgentByRule(String)}, but the event of this id. */
    static Replay withAgentByRule(String name, String missingEventId) {
        Replay replay = new Replay(name);
        replay.putForeignDispatch();
        return replay.play(id -> !id.equals(missingEventId), Delivery.ONCE);
    }

    /** The ids of the recorded events, each once. */
    static List<String> eventIds(String name) {
        return events(name).stream()
                .map(event -> event.header().eventId())
                .distinct()
                .toList();
    }

    /** What LiveKit calls the recorded event of this id. */
    static String nameOf(String name, String eventId) {
        return events(name).stream()
                .filter(event -> event.header().eventId().equals(eventId))
                .map(CallEvent::name)
                .findFirst()
                .orElseThrow();
    }

    /** The call; empty when nothing told of one. */
    Optional<TelephonyCall> call() {
        return board.store.findNewestByRoomSid(roomSid);
    }

    long creates() {
        return board.liveKit.count(Method.CREATE_DISPATCH);
    }

    /** How often an agent was given up on, and so replaced. */
    long replacements() {
        return call().isEmpty()
                ? 0
                : board.timeline(roomSid, TimelineEntry.Kind.ALARM).stream()
                        .filter("RECOVER"::equals)
                        .count();
    }

    /** For messages: what is on the record, and what was told. */
    String describe() {
        return call().map(call -> call.outcome() + " " + call.dispatch().state() + " "
                        + board.timeline(roomSid, TimelineEntry.Kind.EVENT))
                .orElse("no call");
    }

    /** What was recorded, as the domain gets it. */
    static List<CallEvent> events(String name) {
        LiveKitWebhookReader reader = new LiveKitWebhookReader(new PhoneNumbers(null));
        return RecordedWebhook.of(name).stream()
                .map(request -> reader.read(request.body(), request.receivedAt()))
                .map(reading -> ((WebhookReading.Event) reading).event())
                .toList();
    }

    private void putForeignDispatch() {
        board.liveKit.openRoom(room, roomSid);
        board.liveKit.putDispatch(
                room, new ListedDispatch("AD_rule", Calls.AGENT, board.clock.instant(), null, Set.of()));
    }

    private Replay play(Predicate<String> arrives, Delivery delivery) {
        for (int i : IntStream.range(0, events.size()).toArray()) {
            CallEvent event = events.get(i);
            passUntil(event.header().receivedAt());
            happen(event);
            if (arrives.test(event.header().eventId())) {
                board.send(event);
                if (delivery != Delivery.ONCE) {
                    board.send(delivery == Delivery.TWICE_WITH_ONE_ID ? event : renamed(event, "EV_again_" + i));
                }
            }
        }
        board.pass(AFTERWARDS);
        return this;
    }

    private void passUntil(Instant at) {
        while (board.clock.instant().plus(STEP).isBefore(at)) {
            board.pass(STEP);
        }
        board.clock.set(at);
        board.driver.tick();
    }

    /** LiveKit lives through it, whether the webhook arrives or not. */
    private void happen(CallEvent event) {
        if (event instanceof RoomStarted) {
            happenStarted();
        } else if (event instanceof ParticipantJoined joined) {
            open();
            present.put(joined.participant().sid(), joined.participant());
            board.liveKit.put(room, joined.participant());
        } else if (event instanceof TrackPublished track && track.audio()) {
            Optional.ofNullable(present.get(track.participantSid()))
                    .map(Replay::speaking)
                    .ifPresent(speaking -> {
                        if (isShown(speaking)) {
                            board.liveKit.put(room, speaking);
                        }
                    });
        } else if (event instanceof ParticipantLeft left) {
            board.liveKit.take(room, left.participant().identity());
        } else if (event instanceof RoomFinished) {
            board.liveKit.closeRoom(room);
        }
    }

    /** A second start of a room that is there is a restart of LiveKit: everybody and every dispatch is gone. */
    private void happenStarted() {
        if (!present.isEmpty()) {
            board.liveKit.closeRoom(room);
            present.clear();
        }
        open();
    }

    private void open() {
        boolean live = board.liveKit.listRooms(Set.of(room)).toCompletableFuture().join().value().stream()
                .anyMatch(listed -> listed.sid().equals(roomSid));
        if (!live) {
            board.liveKit.openRoom(room, roomSid);
        }
    }

    private boolean isShown(Participant participant) {
        return board.liveKit.participants(room).stream().anyMatch(p -> p.sid().equals(participant.sid()));
    }

    private static Participant speaking(Participant p) {
        return new Participant(
                p.sid(),
                p.identity(),
                p.kind(),
                p.joinedAt(),
                p.kind() == ParticipantKind.AGENT,
                p.agentName(),
                p.sip());
    }

    private static CallEvent renamed(CallEvent event, String id) {
        EventHeader h = event.header();
        EventHeader header = new EventHeader(id, h.source(), h.occurredAt(), h.receivedAt(), h.roomName(), h.roomSid());
        if (event instanceof RoomStarted e) {
            return new RoomStarted(header, e.roomMadeAt());
        } else if (event instanceof ParticipantJoined e) {
            return new ParticipantJoined(header, e.participant());
        } else if (event instanceof ParticipantLeft e) {
            return new ParticipantLeft(header, e.participant(), e.reason(), e.aborted());
        } else if (event instanceof TrackPublished e) {
            return new TrackPublished(header, e.participantSid(), e.identity(), e.audio());
        } else if (event instanceof CallEvent.TrackUnpublished e) {
            return new CallEvent.TrackUnpublished(header, e.participantSid(), e.identity(), e.audio());
        }
        return new RoomFinished(header);
    }
}
