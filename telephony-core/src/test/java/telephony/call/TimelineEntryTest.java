package telephony.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import telephony.testkit.Calls;

class TimelineEntryTest {

    private static final CallId ID = Calls.inbound("RM_1", "SCL_1").callId();

    private static TimelineEntry entry(Map<String, String> details) {
        return new TimelineEntry(ID, Calls.START, TimelineEntry.Kind.EVENT, "participant_joined", details);
    }

    @Test
    void detailsShouldBeSortedAndEqualToAnyMapOfTheSame() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("b", "2");
        given.put("a", "1");

        Map<String, String> details = entry(given).details();

        assertThat(details.keySet()).containsExactly("a", "b");
        assertThat(details).isEqualTo(given).hasSameHashCodeAs(given).hasToString("{a=1, b=2}");
        assertThat(details.get("b")).isEqualTo("2");
        assertThat(details.get("c")).isNull();
        assertThat(details).containsKey("a").doesNotContainKey("c");
        assertThat(entry(details)).isEqualTo(entry(given));
        assertThat(entry(Map.of()).details()).isEmpty();
    }

    @Test
    void detailsShouldNotChangeAfterwards() {
        Map<String, String> given = new HashMap<>(Map.of("a", "1"));
        Map<String, String> details = entry(given).details();

        given.put("a", "2");

        assertThat(details).containsEntry("a", "1");
        assertThatThrownBy(() -> details.put("b", "2")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> details.clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aDetailThatIsNullShouldBeRefusedByName() {
        Map<String, String> given = new HashMap<>();
        given.put("reason", null);

        assertThatThrownBy(() -> entry(given)).hasMessageContaining("reason");
    }
}
