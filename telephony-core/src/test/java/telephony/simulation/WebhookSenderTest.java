package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LiveKit's webhook sender: in order for each room, five tries, then lost. */
class WebhookSenderTest {

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final VirtualTime time = new VirtualTime(START);
    private final WebhookSender sender = new WebhookSender(time);

    @ParameterizedTest
    @ValueSource(ints = {0, 429, 500, 503})
    void whatIsNotTakenInShouldBeTriedFiveTimesAndGivenUp(int status) {
        answer(status);

        send("one", "room");
        time.advance(Duration.ofMinutes(1));

        assertThat(sender.deliveries()).extracting(Delivery::attempt).containsExactly(1, 2, 3, 4, 5);
        assertThat(seconds()).containsExactly(0L, 1L, 3L, 7L, 15L);
        assertThat(sender.dropped()).extracting(SimulatedWebhook::id).containsExactly("one");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 400, 401, 404, 501})
    void everyOtherAnswerShouldCountAsDelivered(int status) {
        answer(status);

        send("one", "room");
        time.advance(Duration.ofMinutes(1));

        assertThat(sender.deliveries()).hasSize(1);
        assertThat(sender.dropped()).isEmpty();
    }

    @Test
    void aReceiverThatFailsShouldCountAsABrokenConnection() {
        time.change(() -> sender.sendTo(webhook -> {
            throw new IllegalStateException("broken");
        }));

        send("one", "room");
        time.advance(Duration.ofSeconds(1));

        assertThat(sender.deliveries()).extracting(Delivery::status).containsExactly(0, 0);
    }

    @Test
    void aRoomShouldWaitForItsOwnWebhooksAlone() {
        time.change(() -> sender.sendTo(
                webhook -> CompletableFuture.completedFuture(webhook.id().equals("stuck") ? 503 : 200)));

        send("stuck", "room");
        send("next", "room");
        send("other", "another room");
        time.advance(Duration.ofSeconds(14));
        assertThat(delivered()).containsExactly("other");

        time.advance(Duration.ofSeconds(2));
        assertThat(delivered()).containsExactly("other", "next");
    }

    @Test
    void whatWaitedForMoreThanThirtySecondsShouldBeDropped() {
        answer(503);
        send("first", "room");
        send("second", "room");
        send("third", "room");
        time.advance(Duration.ofSeconds(29));
        send("young", "room");
        time.advance(Duration.ofSeconds(2));
        answer(200);
        time.advance(Duration.ofMinutes(1));

        assertThat(sender.dropped()).extracting(SimulatedWebhook::id).containsExactly("first", "second");
        assertThat(delivered()).containsExactly("third", "young");
    }

    @Test
    void whatHasNoPlaceInTheQueueShouldBeDropped() {
        answer(503);

        IntStream.rangeClosed(0, Seen.WEBHOOK_DEPTH + 1).forEach(i -> send("EV_" + i, "room"));

        assertThat(sender.dropped()).extracting(SimulatedWebhook::id).containsExactly("EV_201");
    }

    @Test
    void whatWaitsWhenTheProcessDiesShouldBeLost() {
        answer(503);
        send("one", "room");
        send("two", "room");

        time.change(sender::forget);
        answer(200);
        time.advance(Duration.ofMinutes(1));
        send("three", "room");

        assertThat(delivered()).containsExactly("three");
    }

    @Test
    void faultsShouldHappenToTheFirstThatIsMeant() {
        time.change(() -> {
            sender.add(WebhookFault.drop(is("dropped")));
            sender.add(WebhookFault.duplicate(is("doubled")));
            sender.add(WebhookFault.reorder(is("overtaken")));
            sender.add(WebhookFault.delay(is("late"), Duration.ofSeconds(3)));
        });

        List.of("dropped", "doubled", "overtaken", "next", "late", "last").forEach(id -> send(id, "room"));
        time.advance(Duration.ofSeconds(2));
        assertThat(delivered()).containsExactly("doubled", "doubled", "next", "overtaken", "last");

        time.advance(Duration.ofSeconds(2));
        List.of("dropped", "doubled").forEach(id -> send(id, "room"));
        assertThat(delivered())
                .containsExactly("doubled", "doubled", "next", "overtaken", "last", "late", "dropped", "doubled");
    }

    @Test
    void whatNothingFollowsShouldStillBeSentWhenItWasToBeOvertaken() {
        time.change(() -> sender.add(WebhookFault.reorder(is("last"))));

        send("last", "room");
        time.advance(Duration.ofSeconds(10));

        assertThat(delivered()).containsExactly("last");
    }

    @Test
    void noneShouldBeLostWhenOneAfterTheOtherIsToBeOvertaken() {
        List<String> ids = List.of("one", "two", "three", "four", "five");
        time.change(() -> ids.forEach(id -> sender.add(WebhookFault.reorder(is(id)))));

        ids.forEach(id -> send(id, "room"));
        time.advance(Duration.ofSeconds(10));

        assertThat(delivered()).containsExactly("two", "one", "four", "three", "five");
        assertThat(sender.dropped()).isEmpty();
    }

    @Test
    void whatIsHeldBackWhenTheProcessDiesShouldBeLostAndKnown() {
        time.change(() -> sender.add(WebhookFault.reorder(is("held"))));
        send("held", "room");

        time.change(sender::forget);
        time.advance(Duration.ofSeconds(10));

        assertThat(delivered()).isEmpty();
        assertThat(sender.dropped()).extracting(SimulatedWebhook::id).containsExactly("held");
    }

    private static Predicate<SimulatedWebhook> is(String id) {
        return webhook -> webhook.id().equals(id);
    }

    private void answer(int status) {
        time.change(() -> sender.sendTo(webhook -> CompletableFuture.completedFuture(status)));
    }

    private void send(String id, String room) {
        RoomState state = new RoomState("RM_1", room, START, Seen.EMPTY_TIMEOUT, Seen.DEPARTURE_TIMEOUT);
        time.change(() -> sender.send(new SimulatedWebhook(id, "room_started", time.instant(), state, null, null)));
    }

    private List<String> delivered() {
        return sender.deliveries().stream()
                .filter(delivery -> delivery.status() == 200)
                .map(delivery -> delivery.webhook().id())
                .toList();
    }

    private List<Long> seconds() {
        return sender.deliveries().stream()
                .map(delivery -> Duration.between(START, delivery.at()).toSeconds())
                .toList();
    }
}
