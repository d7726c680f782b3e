package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchMarker;
import telephony.dispatch.AgentDispatchPort;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.ListedDispatch;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;

/** What every {@link AgentDispatchPort} keeps. Each test gets a LiveKit without rooms. */
public interface AgentDispatchPortContract {

    /** Threads of the race. */
    int RACERS = 8;

    /** The port under test; the same within one test. */
    AgentDispatchPort dispatches();

    /** The instant at which LiveKit stamps dispatches. */
    Instant now();

    /** Opens an empty room; its SID. */
    String openRoom(String name);

    /** The answer of the next create gets lost, with or without the create having taken effect. */
    void loseNextCreate(boolean takesEffect);

    /** The answer of the next delete gets lost, after the delete has taken effect. */
    void loseNextDelete();

    /** The next create is turned away: too many requests. */
    void refuseNextCreate();

    /** How many creates have arrived at LiveKit. */
    long createsSeen();

    @Test
    default void createShouldBeListedWithItsMarker() {
        openRoom("room");
        DispatchOrder order = order("room", 1);

        LiveKitAnswer<String> created = answer(dispatches().create(order));
        Instant madeAt = now();

        assertThat(created.kind()).isEqualTo(Kind.DONE);
        ListedDispatch listed = listed("room").get(0);
        assertThat(listed.id()).isEqualTo(created.value());
        assertThat(listed.agentName()).isEqualTo("phone-agent");
        assertThat(listed.attempt()).contains(order.marker());
        assertThat(listed.createdAt()).isEqualTo(madeAt);
        assertThat(listed.agentIdentities()).isEmpty();
    }

    @Test
    default void createTwiceShouldMakeTwoDispatches() {
        openRoom("room");
        DispatchOrder order = order("room", 1);

        String first = answer(dispatches().create(order)).value();
        String second = answer(dispatches().create(order)).value();

        assertThat(first).isNotEqualTo(second);
        assertThat(listed("room")).extracting(ListedDispatch::id).containsExactlyInAnyOrder(first, second);
    }

    @Test
    default void createForAMissingRoomShouldMakeTheRoom() {
        assertThat(answer(dispatches().create(order("missing", 1))).kind()).isEqualTo(Kind.DONE);

        assertThat(listed("missing")).hasSize(1);
    }

    @Test
    default void createShouldStayInItsRoom() {
        openRoom("other");

        answer(dispatches().create(order("room", 1)));

        assertThat(listed("other")).isEmpty();
    }

    @Test
    default void listOfAnEmptyRoomShouldBeEmpty() {
        openRoom("room");

        assertThat(listed("room")).isEmpty();
    }

    @Test
    default void listOfARoomThatIsNotLiveShouldBeUnavailable() {
        assertThat(answer(dispatches().list("missing")).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    default void deleteShouldTakeItOffTheList() {
        openRoom("room");
        String kept = answer(dispatches().create(order("room", 1))).value();
        String id = answer(dispatches().create(order("room", 2))).answered().orElseThrow();

        assertThat(answer(dispatches().delete("room", id)).kind()).isEqualTo(Kind.DONE);

        assertThat(listed("room")).extracting(ListedDispatch::id).containsExactly(kept);
    }

    @Test
    default void deleteOfAnUnknownIdShouldBeAbsent() {
        openRoom("room");

        assertThat(answer(dispatches().delete("room", "AD_unknown")).kind()).isEqualTo(Kind.ABSENT);
    }

    @Test
    default void deleteTwiceShouldBeAbsentTheSecondTime() {
        openRoom("room");
        String id = answer(dispatches().create(order("room", 1))).answered().orElseThrow();
        answer(dispatches().delete("room", id));

        assertThat(answer(dispatches().delete("room", id)).kind()).isEqualTo(Kind.ABSENT);
    }

    @Test
    default void deleteInARoomThatIsNotLiveShouldBeUnavailable() {
        assertThat(answer(dispatches().delete("missing", "AD_unknown")).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    default void createWhoseAnswerIsLostShouldBeAmbiguousAndSentOnce() {
        openRoom("room");
        loseNextCreate(true);

        assertThat(answer(dispatches().create(order("room", 1))).kind()).isEqualTo(Kind.AMBIGUOUS);

        assertThat(listed("room")).hasSize(1);
        assertThat(createsSeen()).isEqualTo(1);
    }

    @Test
    default void createThatIsLostShouldBeAmbiguousAndNotRepeated() {
        openRoom("room");
        loseNextCreate(false);

        assertThat(answer(dispatches().create(order("room", 1))).kind()).isEqualTo(Kind.AMBIGUOUS);

        assertThat(listed("room")).isEmpty();
        assertThat(createsSeen()).isEqualTo(1);
    }

    @Test
    default void createThatIsTurnedAwayShouldBeRefusedAndNotRepeated() {
        openRoom("room");
        refuseNextCreate();

        LiveKitAnswer<String> answer = answer(dispatches().create(order("room", 1)));

        assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
        assertThat(answer.answered()).isEmpty();
        assertThat(answer.detail()).isNotBlank();
        assertThat(createsSeen()).isEqualTo(1);
    }

    @Test
    default void deleteWhoseAnswerIsLostMayBeRepeated() {
        openRoom("room");
        String id = answer(dispatches().create(order("room", 1))).answered().orElseThrow();
        loseNextDelete();

        assertThat(answer(dispatches().delete("room", id)).kind()).isEqualTo(Kind.AMBIGUOUS);
        assertThat(answer(dispatches().delete("room", id)).isGone()).isTrue();
    }

    @Test
    default void createsThatRaceShouldEachMakeOne() throws Exception {
        openRoom("room");
        CyclicBarrier start = new CyclicBarrier(RACERS);
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            List<Callable<LiveKitAnswer<String>>> races = IntStream.rangeClosed(1, RACERS)
                    .<Callable<LiveKitAnswer<String>>>mapToObj(attempt -> () -> {
                        start.await(10, TimeUnit.SECONDS);
                        return answer(dispatches().create(order("room", attempt)));
                    })
                    .toList();
            for (Future<LiveKitAnswer<String>> race : threads.invokeAll(races)) {
                assertThat(race.get().kind()).isEqualTo(Kind.DONE);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(listed("room")).extracting(ListedDispatch::id).doesNotHaveDuplicates();
        assertThat(listed("room"))
                .extracting(dispatch -> dispatch.attempt().orElseThrow().attempt())
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** Without LiveKit's automatic dispatch to workers that have no name. */
    private List<ListedDispatch> listed(String room) {
        LiveKitAnswer<List<ListedDispatch>> answer = answer(dispatches().list(room));
        assertThat(answer.kind()).isEqualTo(Kind.DONE);
        return answer.answered().orElseThrow().stream()
                .filter(dispatch -> !dispatch.agentName().isEmpty())
                .toList();
    }

    private DispatchOrder order(String room, int attempt) {
        DispatchMarker marker = new DispatchMarker("RM_1", 1, attempt, "store-1", "abc");
        Map<String, Object> metadata =
                Map.of("customer_name", "Zoë", "telephony", Map.of("version", 1, "dispatch", marker.toString()));
        return new DispatchOrder(room, "phone-agent", marker, metadata, now().plusSeconds(5));
    }

    private static <T> LiveKitAnswer<T> answer(CompletionStage<LiveKitAnswer<T>> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
