package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommonPoolTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aSmallMachineShouldGetTheThreadsThatMakeThePoolUsed(int processors) {
        assertThat(CommonPool.wanted(null, processors)).contains("2");
    }

    @Test
    void aLargerMachineAndWhoeverSaidHowManyShouldBeLeftAlone() {
        assertThat(CommonPool.wanted(null, 3)).isEmpty();
        assertThat(CommonPool.wanted("1", 2)).isEmpty();
    }
}
