package telephony.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import telephony.testkit.Calls;

class GapsRecordTest {

    private static Instant at(int seconds) {
        return Calls.START.plusSeconds(seconds);
    }

    private static Gap outage(int from, int until) {
        return Gap.of(Gap.Kind.LIVEKIT_UNREACHABLE, at(from), at(until));
    }

    @Test
    void gapsOfOneMatterThatTouchShouldBecomeOne() {
        Gaps gaps = Gaps.NONE.with(outage(0, 10)).with(outage(20, 30)).with(outage(8, 20));

        assertThat(gaps.all()).containsExactly(outage(0, 30));
    }

    @Test
    void gapsApartShouldStayApart() {
        Gaps gaps = Gaps.NONE.with(outage(20, 30)).with(outage(0, 10));

        assertThat(gaps.all()).containsExactly(outage(0, 10), outage(20, 30));
    }

    @Test
    void theSameGapTwiceShouldBeOne() {
        Gaps once = Gaps.NONE.with(new Gap(Gap.Kind.JOIN_NOT_TOLD, at(0), at(3), "PA_1"));

        assertThat(once.with(new Gap(Gap.Kind.JOIN_NOT_TOLD, at(0), at(3), "PA_1")))
                .isEqualTo(once);
    }

    @Test
    void moreGapsThanAreKeptShouldWidenTheLastAndLoseNoTime() {
        Gaps gaps = Gaps.NONE.with(outage(0, 1));
        for (int i = 0; i < 1_000; i++) {
            gaps = gaps.with(new Gap(Gap.Kind.JOIN_NOT_TOLD, at(i), at(i + 1), "PA_" + i));
        }

        assertThat(gaps.all()).hasSize(1 + Gaps.MAX_OF_A_KIND);
        Gap last = gaps.all().get(gaps.all().size() - 1);
        assertThat(last.about()).isNull();
        assertThat(last.until()).isEqualTo(at(1_000));
        assertThat(gaps.all()).contains(outage(0, 1));
    }

    @Test
    void thePageShouldExplainEveryKind() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "gaps.md"));

        for (Gap.Kind kind : Gap.Kind.values()) {
            if (kind != Gap.Kind.UNRECOGNISED) {
                assertThat(page).contains("| `" + kind.name().toLowerCase(Locale.ROOT) + "` |");
            }
        }
    }

    @Test
    void aGapShouldNotEndBeforeItBegan() {
        assertThat(outage(10, 5).until()).isEqualTo(at(10));
    }
}
