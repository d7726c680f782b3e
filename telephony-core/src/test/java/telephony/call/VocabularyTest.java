package telephony.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.testkit.Calls;

class VocabularyTest {

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(1);

    @Test
    void callIdShouldBeAUuidOfVersion7ThatTellsItsMillisecond() {
        Instant now = Instant.parse("2026-11-21T10:00:00.123Z");
        Set<CallId> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            CallId id = CallId.create(now, random);
            assertThat(id.value().version()).isEqualTo(7);
            assertThat(id.value().variant()).isEqualTo(2);
            assertThat(id.value().getMostSignificantBits() >>> 16).isEqualTo(now.toEpochMilli());
            assertThat(CallId.parse(id.toString())).isEqualTo(id);
            ids.add(id);
        }
        assertThat(ids).hasSize(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-1-1-1-1", "../etc/passwd", "019aa000-0000-7000-8000-00000000000g"})
    void callIdShouldRefuseWhatIsNoUuid(String text) {
        assertThatThrownBy(() -> CallId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void markerShouldReadWhatItWrites() {
        DispatchMarker marker = new DispatchMarker("RM_xXjyzhLMJJcv", 2, 3, "host-1", "k3x9");

        assertThat(marker).hasToString("v1:RM_xXjyzhLMJJcv/2#3:host-1:k3x9");
        assertThat(DispatchMarker.parse(marker.toString())).contains(marker);
        assertThat(marker.isOf("RM_xXjyzhLMJJcv", 2)).isTrue();
        assertThat(marker.isOf("RM_xXjyzhLMJJcv", 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "v1:", "v2:RM_a/1#1:i:r", "v1:RM_a/1#1:i:r:", "v1:RM a/1#1:i:r", "v1:RM_a/9999999999#1:i:r"})
    void markerShouldNotReadAnythingElse(String text) {
        assertThat(DispatchMarker.parse(text)).isEmpty();
    }

    @Test
    void markerShouldRefuseAnInstanceThatWouldNotReadBack() {
        assertThatThrownBy(() -> new DispatchMarker("RM_a", 1, 1, "a:b", "r"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letters, digits or hyphens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "911", "anonymous", "+15551231", "+15559990000", "+49 30 1234567"})
    void maskedShouldShowAtMostHalf(String raw) {
        String masked = new PhoneNumber(raw, null).masked();

        assertThat(masked).hasSameSizeAs(raw);
        assertThat(masked.chars().filter(c -> c != '*').count()).isLessThanOrEqualTo(Math.max(raw.length() / 2, 0));
        assertThat(new PhoneNumber(raw, null)).hasToString(masked);
    }

    @Test
    void sessionsShouldBeTheSameInWhateverOrderTheNewsCame() {
        Instant at = Calls.START;
        Sessions joinedFirst = Sessions.NONE
                .with("PA_1", s -> s.withJoinedAt(at))
                .with("PA_1", s -> s.withLeft(at.plusSeconds(5), "X", false))
                .with("PA_2", s -> s.withJoinedAt(at.plusSeconds(2)));
        Sessions leftFirst = Sessions.NONE
                .with("PA_2", s -> s.withJoinedAt(at.plusSeconds(2)))
                .with("PA_1", s -> s.withLeft(at.plusSeconds(5), "X", false))
                .with("PA_1", s -> s.withJoinedAt(at));

        assertThat(leftFirst).isEqualTo(joinedFirst);
        assertThat(joinedFirst.isPresent()).isTrue();
    }

    @Test
    void sessionsShouldForgetTheOldestThatLeftBeyondTheirLimit() {
        Sessions sessions = Sessions.NONE;
        for (int i = 0; i < 40; i++) {
            Instant at = Calls.START.plusSeconds(i);
            sessions = sessions.with("PA_" + i, s -> s.withJoinedAt(at).withLeft(at, null, false));
        }

        assertThat(sessions.all()).hasSize(Sessions.MAX_SESSIONS);
        assertThat(sessions.newest().map(ParticipantSession::sid)).contains("PA_39");
    }
}
