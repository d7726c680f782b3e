package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.dispatch.ServerFacts;
import telephony.dispatch.ServerFacts.Leeway;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit;
import telephony.testkit.HandClock;

/** What readiness says of LiveKit. */
class LiveKitProbeTest {

    private static final ServerFacts WELL = new ServerFacts(Leeway.GRANTED, Duration.ZERO, "1.13.5", false);
    private static final ServerFacts OLD = new ServerFacts(Leeway.GRANTED, Duration.ZERO, "1.9.1", false);

    private final HandClock clock = new HandClock(Calls.START);
    private final FakeLiveKit liveKit = new FakeLiveKit(clock);
    private ServerFacts facts = WELL;
    private final LiveKitProbe probe = new LiveKitProbe(liveKit, () -> facts);

    @Test
    void aLiveKitThatAnswersShouldBeReady() {
        probe.ask();

        assertThat(probe.readiness().ready()).isTrue();
        assertThat(probe.readiness().components())
                .containsEntry("livekit", "reachable")
                .containsEntry("livekit_version", "1.13.5")
                .doesNotContainKey("livekit_warning");
    }

    @Test
    void aLiveKitThatDoesNotAnswerShouldNotBeReady() {
        liveKit.answerNext(FakeLiveKit.Method.LIST_ROOMS, Kind.AMBIGUOUS, false);

        probe.ask();

        assertThat(probe.readiness().ready()).isFalse();
        assertThat(probe.readiness().components().get("livekit")).startsWith("unreachable");
    }

    @Test
    void aLiveKitThatIsTooOldShouldNotBeReadyAndSaySo() {
        facts = OLD;

        probe.ask();

        assertThat(probe.readiness().ready()).isFalse();
        assertThat(probe.readiness().components().get("livekit_warning")).contains("1.9.1", "1.9.2 or newer");
    }

    @Test
    void clocksThatDifferShouldBeWarnedOf() {
        facts = new ServerFacts(Leeway.GRANTED, Duration.ofSeconds(-40), "1.13.5", false);

        probe.ask();

        assertThat(probe.readiness().ready()).isTrue();
        assertThat(probe.readiness().components().get("livekit_warning")).contains("40 s behind");
    }

    @Test
    void theStartShouldRefuseALiveKitThatIsTooOldAndNoOther() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Wiring.refuseWhenTooOld(() -> CompletableFuture.completedStage(OLD)))
                .withMessageContaining("1.9.2 or newer");
        assertThatCode(() -> Wiring.refuseWhenTooOld(() -> CompletableFuture.completedStage(WELL)))
                .doesNotThrowAnyException();
        assertThatCode(() -> Wiring.refuseWhenTooOld(() -> CompletableFuture.completedStage(ServerFacts.UNKNOWN)))
                .doesNotThrowAnyException();
    }
}
