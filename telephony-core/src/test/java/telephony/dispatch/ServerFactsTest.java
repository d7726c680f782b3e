package telephony.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.dispatch.ServerFacts.Leeway;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;

class ServerFactsTest {

    private static final ServerFacts WELL = new ServerFacts(Leeway.GRANTED, Duration.ZERO, "1.13.5", false);

    private final HandClock clock = new HandClock(Calls.START);
    private final List<CompletableFuture<ServerFacts>> asked = new ArrayList<>();
    private final ServerWatch watch = new ServerWatch(
            () -> {
                asked.add(new CompletableFuture<>());
                return asked.get(asked.size() - 1);
            },
            clock);

    private static ServerFacts version(String version) {
        return new ServerFacts(Leeway.GRANTED, null, version, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.9.1", "1.9", "0.15.3", "v1.8.4", "1.9.1-rc.1"})
    void versionsThatDoNotTellAgentsNamesShouldBeTooOld(String version) {
        assertThat(version(version).isTooOld()).isTrue();
        assertThat(version(version).warnings()).singleElement().asString().contains("1.9.2 or newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.9.2", "1.10.0", "1.13.5", "v1.9.12", "2.0", "unknown", "99999999999.1"})
    void laterAndUnreadableVersionsShouldNotBeTooOld(String version) {
        assertThat(version(version).isTooOld()).isFalse();
    }

    @Test
    void anAgentWithoutANameShouldOnlyBeAWarningWhereTheVersionIsNotKnown() {
        assertThat(new ServerFacts(Leeway.GRANTED, null, null, true).warnings())
                .singleElement()
                .asString()
                .contains("lk.agent_name", "1.9.2");
        assertThat(new ServerFacts(Leeway.GRANTED, null, "1.13.5", true).warnings())
                .isEmpty();
    }

    @Test
    void nothingShouldBeTakenForGrantedBeforeTheFirstAnswer() {
        watch.askIfDue();
        assertThat(watch.mayTokensExpireEarly()).isFalse();

        asked.get(0).complete(WELL);

        assertThat(watch.mayTokensExpireEarly()).isTrue();
        assertThat(watch.facts()).isEqualTo(WELL);
    }

    @Test
    void whatWasRefusedShouldNotBeTakenForGranted() {
        watch.askIfDue();

        asked.get(0).complete(new ServerFacts(Leeway.REFUSED, null, "1.13.5", false));

        assertThat(watch.mayTokensExpireEarly()).isFalse();
        assertThat(watch.facts().warnings()).singleElement().asString().contains("check the clocks");
    }

    @Test
    void itShouldBeAskedSeldomOnceEverythingIsKnownAndOftenUntilThen() {
        watch.askIfDue();
        watch.askIfDue();
        assertThat(asked).as("one at a time").hasSize(1);
        asked.get(0).complete(ServerFacts.UNKNOWN);
        clock.advance(ServerWatch.UNTIL_KNOWN);
        watch.askIfDue();
        asked.get(1).complete(WELL);

        clock.advance(ServerWatch.AGAIN.minusSeconds(1));
        watch.askIfDue();
        assertThat(asked).hasSize(2);
        clock.advance(Duration.ofSeconds(1));
        watch.askIfDue();
        assertThat(asked).hasSize(3);
    }

    @Test
    void aProbeThatFailsShouldBeFollowedByAnother() {
        watch.askIfDue();
        asked.get(0).completeExceptionally(new IllegalStateException("broken"));
        clock.advance(ServerWatch.UNTIL_KNOWN);

        watch.askIfDue();

        assertThat(asked).hasSize(2);
    }

    @Test
    void withoutAProbeLiveKitsUsualLeewayShouldBeTakenForGranted() {
        ServerWatch nobodyAsks = new ServerWatch(null, clock);

        nobodyAsks.askIfDue();

        assertThat(nobodyAsks.mayTokensExpireEarly()).isTrue();
        assertThat(nobodyAsks.facts()).isEqualTo(ServerFacts.UNKNOWN);
    }
}
