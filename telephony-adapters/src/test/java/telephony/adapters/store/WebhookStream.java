package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import telephony.Telephony;
import telephony.access.ApiKeys;
import telephony.adapters.http.HttpSettings;
import telephony.adapters.http.Operation;
import telephony.adapters.http.Readiness;
import telephony.adapters.http.TelephonyHttpServer;
import telephony.call.CallEvent;
import telephony.call.EventHeader;
import telephony.guard.Rulings;
import telephony.observe.TelephonyListener;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.testkit.Calls;
import telephony.testkit.FakeCallStats;
import telephony.testkit.FakeDirectory;
import telephony.testkit.FakeLiveKit;
import telephony.testkit.FakeRulings;
import telephony.testkit.HandClock;
import telephony.webhook.WebhookReading;
import telephony.webhook.WebhookVerdict;

/** Sends webhooks, each of another call, one after the other to a server on this store, and remembers the answers. */
final class WebhookStream implements AutoCloseable {

    /** In which the condition must come that a test sends for. */
    private static final int MAX_REQUESTS = 500;

    private final HttpClient client = HttpClient.newHttpClient();
    private final JdbcTelephonyStore store;
    private final String name;
    private final TelephonyHttpServer server;
    private final List<Answer> answers = new ArrayList<>();
    private int next;

    private record Answer(String body, int status, String retryAfter, Duration time) {
        String eventId() {
            return body.split(" ")[0];
        }

        String roomSid() {
            return body.split(" ")[1];
        }
    }

    /** @param name sets its events apart from those of other tests on the same database */
    WebhookStream(JdbcTelephonyStore store, String name) {
        this.store = store;
        this.name = name;
        FakeLiveKit livekit = new FakeLiveKit(new HandClock(Calls.START));
        TelephonyListener nobody = new TelephonyListener() {};
        Telephony telephony = Telephony.builder()
                .store(store)
                .instance(store.instanceId())
                .clock(store::now)
                .dispatches(livekit)
                .rooms(livekit)
                .verifier((body, authorization) -> WebhookVerdict.AUTHENTIC)
                .reader(WebhookStream::read)
                .router(CallRouter.always(AgentConfig.named(Calls.AGENT)))
                // What is due is left to a tick that does not come: here only the way in counts.
                .executor(work -> {
                    throw new RejectedExecutionException();
                })
                .build();
        server = new TelephonyHttpServer(
                new HttpSettings("127.0.0.1", 0, true),
                telephony,
                store,
                new ApiKeys(store.apiKeys(), store::now, new SecureRandom(), System::nanoTime),
                new Operation(
                        () -> new Readiness(true, Map.of()),
                        () -> "",
                        new FakeCallStats(store),
                        new Rulings(new FakeRulings(), InstantSource.system(), new Random(1), System::nanoTime),
                        new FakeDirectory().kept()),
                nobody,
                InstantSource.system());
        server.start();
    }

    /** The body of a webhook here: the event's id, the room's and the leg's. */
    private static WebhookReading read(byte[] body, Instant receivedAt) {
        String[] words = new String(body, StandardCharsets.UTF_8).split(" ");
        boolean hangsUp = words[0].startsWith("EV_bye");
        var caller = Calls.caller("PA_" + words[1], words[2], hangsUp ? "hangup" : "ringing", Calls.START);
        EventHeader header = Calls.header(words[0], words[1], receivedAt);
        return new WebhookReading.Event(
                hangsUp
                        ? new CallEvent.ParticipantLeft(header, caller, "CLIENT_INITIATED", false)
                        : new CallEvent.ParticipantJoined(header, caller));
    }

    /** Sends new calls until so many more were answered like this. */
    void sendUntil(int many, int status) {
        int wanted = many;
        for (int i = 0; i < MAX_REQUESTS && wanted > 0; i++) {
            wanted -= send(call(next++)) == status ? 1 : 0;
        }
        assertThat(wanted)
                .as("answers %s still missing; came: %s", status, statuses())
                .isZero();
    }

    /** Does this while requests are on their way. */
    void whileSending(Runnable work) throws InterruptedException {
        Thread other = new Thread(work, "outage");
        other.start();
        while (other.isAlive()) {
            send(call(next++));
        }
        other.join();
    }

    /** The caller of this call, counted from 0, hangs up. */
    void hangUp(int call) {
        send(call(call).replace("EV_", "EV_bye_"));
    }

    /** As LiveKit does; every one is taken in, or was taken in although we could not say so. */
    void sendAgainWhatWasRefused() {
        for (Answer refused : refused()) {
            assertThat(send(refused.body())).isEqualTo(200);
        }
    }

    private String call(int number) {
        return "EV_" + name + number + " RM_" + name + number + " SCL_" + name + number;
    }

    private int send(String body) {
        long began = System.nanoTime();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/telephony/livekit-webhook"))
                .header("Content-Type", "application/webhook+json")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            answers.add(new Answer(
                    body,
                    response.statusCode(),
                    response.headers().firstValue("Retry-After").orElse("none"),
                    Duration.ofNanos(System.nanoTime() - began)));
            return response.statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer to " + body, e);
        }
    }

    Set<Integer> statuses() {
        Set<Integer> statuses = new HashSet<>();
        answers.forEach(answer -> statuses.add(answer.status()));
        return statuses;
    }

    /** Of the answers that it is down. */
    Set<String> retryAfter() {
        Set<String> values = new HashSet<>();
        refused().forEach(answer -> values.add(answer.retryAfter()));
        return values;
    }

    /** Of the answers that it is down, the one in the middle: on a busy machine a single one may take longer. */
    Duration typicalTimeOfRefusal() {
        List<Duration> times = refused().stream().map(Answer::time).sorted().toList();
        return times.get(times.size() / 2);
    }

    private List<Answer> refused() {
        return answers.stream().filter(answer -> answer.status() != 200).toList();
    }

    void assertThatWhatWasAcceptedIsThereAndNothingIsHalfThere() {
        for (Answer answer : answers) {
            boolean event = store.findInboxEntry(answer.eventId()).isPresent();
            Optional<Boolean> ended =
                    store.findNewestByRoomSid(answer.roomSid()).map(call -> call.isEnded());
            if (answer.status() == 200) {
                assertThat(event).as(answer.eventId()).isTrue();
            }
            boolean rowKnows = answer.eventId().startsWith("EV_bye") ? ended.orElseThrow() : ended.isPresent();
            assertThat(rowKnows).as("row of %s", answer.eventId()).isEqualTo(event);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
