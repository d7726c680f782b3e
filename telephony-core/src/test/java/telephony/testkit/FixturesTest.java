package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FixturesTest {

    @Test
    void fixturesShouldListEveryRecordedRoomWithItsLines() {
        assertThat(Fixtures.webhookNames()).hasSize(45).isSorted().contains("inbound_webhook_dispatch", "standin");
        assertThat(Fixtures.webhookNames()).allSatisfy(name -> assertThat(Fixtures.webhooks(name))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{\"receivedAt\"") && line.endsWith("}")));
    }

    @Test
    void fixturesShouldHoldTheAnswersOfTheApi() {
        assertThat(Fixtures.api("RoomService.ListRooms")).contains("\"status\"");
        assertThatThrownBy(() -> Fixtures.api("No.Such")).isInstanceOf(IllegalArgumentException.class);
    }
}
