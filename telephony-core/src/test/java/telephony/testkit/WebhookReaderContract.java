package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import telephony.webhook.WebhookReaderPort;
import telephony.webhook.WebhookReading;

/** What every reader of webhook bodies must keep; implement it in its test. */
public interface WebhookReaderContract {

    /** The reader under test. */
    WebhookReaderPort reader();

    /** The body of a webhook that tells of a caller who joined. */
    byte[] joinedBody();

    @Test
    default void theSameBytesShouldGiveTheSameEventOnEveryThreadInAnyTimeZone() throws InterruptedException {
        WebhookReaderPort reader = reader();
        byte[] body = joinedBody();
        Set<WebhookReading> readings = Collections.newSetFromMap(new ConcurrentHashMap<>());
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
            Race.run(8, racer -> {
                for (int i = 0; i < 50; i++) {
                    readings.add(reader.read(body, Calls.START));
                }
            });
        } finally {
            TimeZone.setDefault(before);
        }

        assertThat(readings).hasSize(1);
        assertThat(readings.iterator().next()).isInstanceOf(WebhookReading.Event.class);
    }

    @Test
    default void everyPrefixOfABodyShouldBeReadWithoutAnException() {
        byte[] body = joinedBody();
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThatCode(() -> reader().read(cut, Calls.START)).doesNotThrowAnyException();
            assertThat(reader().read(cut, Calls.START)).isNotInstanceOf(WebhookReading.Event.class);
        }
    }

    @Test
    default void randomDamageShouldBeReadWithoutAnException() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = joinedBody();
            for (int hits = 0; hits < 3; hits++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThatCode(() -> reader().read(damaged, Calls.START)).doesNotThrowAnyException();
        }
    }

    @Test
    default void whatIsUnusableShouldHaveAStableIdAndAReason() {
        byte[] nonsense = "{\"event\":".getBytes(StandardCharsets.UTF_8);

        WebhookReading first = reader().read(nonsense, Calls.START);

        assertThat(first).isInstanceOfSatisfying(WebhookReading.Unusable.class, unusable -> {
            assertThat(unusable.eventId()).isNotBlank();
            assertThat(unusable.reason()).isNotBlank();
        });
        assertThat(reader().read(nonsense, Calls.START.plusSeconds(60))).isEqualTo(first);
    }
}
