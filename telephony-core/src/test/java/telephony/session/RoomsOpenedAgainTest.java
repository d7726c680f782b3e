package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import telephony.call.CallEvent;
import telephony.testkit.Calls;

/** Which rooms LiveKit is known to have opened again. */
class RoomsOpenedAgainTest {

    private static final String SID = "RM_1";

    private final RoomsOpenedAgain rooms = new RoomsOpenedAgain();

    private void opened(String sid, Instant madeAt, Instant at) {
        rooms.note(new CallEvent.RoomStarted(Calls.header(sid, at), madeAt));
    }

    @Test
    void theFirstOpeningShouldNotCount() {
        opened(SID, Calls.START, Calls.START.plusSeconds(1));

        assertThat(rooms.openedAt(SID)).isEmpty();
    }

    @Test
    void anOpeningOfARoomOfUnknownAgeShouldNotCount() {
        rooms.note(new CallEvent.RoomStarted(Calls.header(SID, Calls.START)));

        assertThat(rooms.openedAt(SID)).isEmpty();
    }

    @Test
    void theLastOneShouldCountInWhateverOrderTheyAreTold() {
        Instant last = Calls.START.plusSeconds(40);
        opened(SID, Calls.START, last);
        opened(SID, Calls.START, Calls.START.plusSeconds(20));

        assertThat(rooms.openedAt(SID)).contains(last);
    }

    @Test
    void aRoomThatIsFinishedShouldBeForgotten() {
        opened(SID, Calls.START, Calls.START.plusSeconds(20));

        rooms.note(Calls.finished(SID, Calls.START.plusSeconds(30)));

        assertThat(rooms.openedAt(SID)).isEmpty();
    }

    @Test
    void theRoomThatWasOpenedFirstShouldBeForgottenFirst() {
        for (int i = 0; i <= RoomsOpenedAgain.MOST_ROOMS; i++) {
            opened("RM_" + i, Calls.START, Calls.START.plusSeconds(20));
        }

        assertThat(rooms.openedAt("RM_0")).isEmpty();
        assertThat(rooms.openedAt("RM_" + 1)).isPresent();
        assertThat(rooms.openedAt("RM_" + RoomsOpenedAgain.MOST_ROOMS)).isPresent();
    }
}
