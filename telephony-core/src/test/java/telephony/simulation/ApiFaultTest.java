package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import telephony.dispatch.LiveKitAnswer.Kind;

/** Which request meets which fault. */
class ApiFaultTest {

    private final SimulatedLiveKit livekit = new SimulatedLiveKit();

    @Test
    void aFaultOfARoomShouldMeetThatRoomsRequestsAlone() {
        livekit.api().failNext(ApiMethod.LIST_PARTICIPANTS, "here", ApiFault.refused());

        assertThat(list("elsewhere")).isEqualTo(Kind.DONE);
        assertThat(list("here")).isEqualTo(Kind.REFUSED);
        assertThat(list("here")).isEqualTo(Kind.DONE);
    }

    @Test
    void aFaultOfARoomShouldComeBeforeOneForAnyRoom() {
        livekit.api().failNext(ApiMethod.LIST_PARTICIPANTS, ApiFault.refused());
        livekit.api().failNext(ApiMethod.LIST_PARTICIPANTS, "here", ApiFault.lostAnswer());

        assertThat(list("here")).isEqualTo(Kind.AMBIGUOUS);
        assertThat(list("here")).isEqualTo(Kind.REFUSED);
        assertThat(list("elsewhere")).isEqualTo(Kind.DONE);
    }

    private Kind list(String room) {
        return livekit.api().listParticipants(room).toCompletableFuture().join().kind();
    }
}
