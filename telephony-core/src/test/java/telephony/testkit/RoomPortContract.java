package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.PhoneNumber;
import telephony.call.SipAttributes;
import telephony.dispatch.ListedRoom;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.dispatch.NewRoom;
import telephony.dispatch.RoomPort;

/** What every {@link RoomPort} keeps. Each test gets a LiveKit without rooms. */
public interface RoomPortContract {

    /** Threads of the race. */
    int RACERS = 8;

    /** The port under test; the same within one test. */
    RoomPort rooms();

    /** Opens an empty room; its SID. */
    String openRoom(String name);

    /** Puts a participant into an open room. */
    void put(String room, Participant participant);

    /** The answer of the next removal gets lost, with or without the removal having taken effect. */
    void loseNextRemoval(boolean takesEffect);

    /** The answer of the next list of participants gets lost. */
    void loseNextParticipants();

    @Test
    default void listRoomsShouldNameTheRoomsAndTheirIncarnation() {
        String first = openRoom("first");
        String second = openRoom("second");

        assertThat(answer(rooms().listRooms(Set.of())).value())
                .extracting(ListedRoom::sid, ListedRoom::name)
                .containsExactlyInAnyOrder(tuple(first, "first"), tuple(second, "second"));
    }

    @Test
    default void listRoomsShouldKeepToTheNames() {
        openRoom("first");
        String second = openRoom("second");

        assertThat(answer(rooms().listRooms(Set.of("second", "missing"))).value())
                .extracting(ListedRoom::sid)
                .containsExactly(second);
    }

    @Test
    default void listRoomsShouldTellWhenARoomWasMade() {
        openRoom("room");

        assertThat(answer(rooms().listRooms(Set.of("room"))).value())
                .singleElement()
                .satisfies(room -> assertThat(room.createdAt()).isNotNull())
                .satisfies(room -> assertThat(room.recording()).isFalse());
    }

    @Test
    default void createRoomShouldMakeARoomOnceAndAnswerTheOneThatIsThere() {
        ListedRoom made = answer(rooms().createRoom(new NewRoom("room", Duration.ofMinutes(5))))
                .answered()
                .orElseThrow();
        put("room", caller());

        ListedRoom again = answer(rooms().createRoom(new NewRoom("room", Duration.ofMinutes(5))))
                .answered()
                .orElseThrow();

        assertThat(made.name()).isEqualTo("room");
        assertThat(again.sid()).isEqualTo(made.sid());
        assertThat(answer(rooms().listRooms(Set.of("room"))).value())
                .extracting(ListedRoom::sid)
                .containsExactly(made.sid());
        assertThat(participants("room")).hasSize(1);
    }

    @Test
    default void deleteRoomShouldTakeTheRoomAndEverybodyInIt() {
        openRoom("room");
        put("room", caller());

        assertThat(answer(rooms().deleteRoom("room")).kind()).isEqualTo(Kind.DONE);

        assertThat(answer(rooms().listRooms(Set.of())).value()).isEmpty();
        assertThat(participants("room")).isEmpty();
    }

    @Test
    default void deleteRoomOfAMissingRoomShouldBeAbsent() {
        assertThat(answer(rooms().deleteRoom("missing")).kind()).isEqualTo(Kind.ABSENT);
    }

    @Test
    default void listRoomsWithoutRoomsShouldBeEmpty() {
        assertThat(answer(rooms().listRooms(Set.of())).value()).isEmpty();
    }

    @Test
    default void listParticipantsShouldShowThePhoneCall() {
        openRoom("room");
        put("room", caller());

        assertThat(participants("room")).containsExactly(caller());
    }

    @Test
    default void listParticipantsShouldShowTheAgentAndItsAudio() {
        openRoom("room");
        put("room", agent("agent-mute", false));
        put("room", agent("agent-audible", true));

        assertThat(participants("room"))
                .containsExactlyInAnyOrder(agent("agent-mute", false), agent("agent-audible", true));
    }

    @Test
    default void listParticipantsOfAMissingRoomShouldBeEmpty() {
        assertThat(participants("missing")).isEmpty();
    }

    @Test
    default void listParticipantsShouldKeepToTheRoom() {
        openRoom("room");
        openRoom("other");
        put("other", caller());

        assertThat(participants("room")).isEmpty();
    }

    @Test
    default void removeShouldTakeTheParticipantOutOnce() {
        openRoom("room");
        put("room", caller());
        put("room", agent("agent-1", true));

        assertThat(remove("room", "agent-1").kind()).isEqualTo(Kind.DONE);
        assertThat(remove("room", "agent-1").kind()).isEqualTo(Kind.ABSENT);

        assertThat(participants("room")).containsExactly(caller());
    }

    @Test
    default void removeFromAMissingRoomShouldBeAbsent() {
        assertThat(remove("missing", "agent-1").kind()).isEqualTo(Kind.ABSENT);
    }

    @Test
    default void removeWhoseAnswerIsLostMayBeRepeated() {
        openRoom("room");
        put("room", agent("agent-1", true));
        loseNextRemoval(true);

        assertThat(remove("room", "agent-1").kind()).isEqualTo(Kind.AMBIGUOUS);
        assertThat(remove("room", "agent-1").isGone()).isTrue();
    }

    @Test
    default void removeThatIsLostShouldNotBeRepeatedByItself() {
        openRoom("room");
        put("room", agent("agent-1", true));
        loseNextRemoval(false);

        assertThat(remove("room", "agent-1").isGone()).isFalse();

        assertThat(participants("room")).hasSize(1);
    }

    @Test
    default void listWhoseAnswerIsLostShouldNotPassForAnEmptyOne() {
        openRoom("room");
        loseNextParticipants();

        LiveKitAnswer<List<Participant>> answer = answer(rooms().listParticipants("room"));

        assertThat(answer.kind()).isEqualTo(Kind.AMBIGUOUS);
        assertThat(answer.answered()).isEmpty();
    }

    @Test
    default void removalsThatRaceShouldTakeOutOnce() throws Exception {
        openRoom("room");
        put("room", agent("agent-1", true));
        CyclicBarrier start = new CyclicBarrier(RACERS);
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            List<Callable<Kind>> races = IntStream.range(0, RACERS)
                    .<Callable<Kind>>mapToObj(racer -> () -> {
                        start.await(10, TimeUnit.SECONDS);
                        return remove("room", "agent-1").kind();
                    })
                    .toList();
            Map<Kind, Long> kinds = threads.invokeAll(races).stream()
                    .map(RoomPortContract::result)
                    .collect(Collectors.groupingBy(kind -> kind, Collectors.counting()));
            assertThat(kinds).isEqualTo(Map.of(Kind.DONE, 1L, Kind.ABSENT, RACERS - 1L));
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Participant> participants(String room) {
        LiveKitAnswer<List<Participant>> answer = answer(rooms().listParticipants(room));
        assertThat(answer.kind()).isEqualTo(Kind.DONE);
        return answer.answered().orElseThrow();
    }

    private LiveKitAnswer<Void> remove(String room, String identity) {
        return answer(rooms().removeParticipant(room, identity));
    }

    private static Participant caller() {
        Map<String, String> attributes = Map.of(
                "sip.callID", "SCL_1",
                "sip.callStatus", "active",
                "sip.trunkID", "ST_1",
                "sip.ruleID", "SDR_1",
                "sip.phoneNumber", "+15557770000",
                "sip.trunkPhoneNumber", "+15559990000");
        SipAttributes sip = new SipAttributes(
                "SCL_1",
                "active",
                "ST_1",
                "SDR_1",
                new PhoneNumber("+15557770000", "+15557770000"),
                new PhoneNumber("+15559990000", "+15559990000"),
                attributes);
        return new Participant("PA_caller", "sip_+15557770000", ParticipantKind.SIP, joinedAt(), true, null, sip);
    }

    private static Participant agent(String identity, boolean audio) {
        return new Participant(
                "PA_" + identity, identity, ParticipantKind.AGENT, joinedAt(), audio, "phone-agent", null);
    }

    private static Instant joinedAt() {
        return Instant.parse("2026-11-21T10:00:00.123Z");
    }

    private static Kind result(Future<Kind> race) {
        try {
            return race.get();
        } catch (Exception e) {
            throw new AssertionError("a racer failed", e);
        }
    }

    private static <T> LiveKitAnswer<T> answer(CompletionStage<LiveKitAnswer<T>> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
