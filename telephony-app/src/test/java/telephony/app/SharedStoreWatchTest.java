package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import telephony.adapters.http.Readiness;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.call.TimelineEntry.Kind;
import telephony.testkit.Calls;

class SharedStoreWatchTest {

    private final SharedStoreWatch watch = new SharedStoreWatch();
    private final TelephonyCall call = Calls.inbound("RM_1", "SCL_1");

    private void told(Kind kind, String note) {
        watch.onTimeline(call, new TimelineEntry(call.callId(), Calls.START, kind, "CONFIRMED", Map.of("note", note)));
    }

    @Test
    void readinessShouldWarnOfAProcessWithAStoreOfItsOwn() {
        told(Kind.ALARM, "shared-store-missing: instance b serves the same rooms from another store");

        Readiness readiness = watch.readiness(new Readiness(true, Map.of("store", "none")));

        assertThat(readiness.ready()).isTrue();
        assertThat(readiness.components())
                .containsKey("store")
                .hasEntrySatisfying(
                        "store_warning", warning -> assertThat(warning).contains("instance b"));
    }

    @Test
    void otherNotesShouldNotWarn() {
        told(Kind.ALARM, "gave up after PT1M");
        told(Kind.DECISION, "shared-store-missing");

        Readiness before = new Readiness(true, Map.of());

        assertThat(watch.readiness(before)).isEqualTo(before);
    }
}
