package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimCommandTest {

    private final CommandLineRun line = new CommandLineRun();

    @Test
    void aSearchShouldTellItsPaceAndEndWell() {
        assertThat(line.run("sim", "--seeds", "3", "--from", "5")).isZero();

        assertThat(line.out()).contains("3 seeds in ", " seeds/s, no violation");
    }

    @Test
    void daysOnWhichCallsAreOrderedShouldBePlayedWhenAskedFor() {
        assertThat(line.run("sim", "--seed", "7", "--trace", "--orders")).isZero();

        assertThat(line.out()).contains("Order[at=", " wrote out-");
    }

    @Test
    void oneSeedShouldBeToldStepByStep() {
        assertThat(line.run("sim", "--seed", "7", "--trace")).isZero();

        assertThat(line.out()).contains("seed 7", "World[seed=7", "> create ");
    }

    @Test
    void wrongNumbersShouldBeRefused() {
        assertThat(line.run("sim", "--seeds", "0")).isEqualTo(2);
        assertThat(line.run("sim", "--trace")).isEqualTo(2);
        assertThat(line.err()).contains("--seeds is a number from 1 to 10000000", "--trace needs --seed");
    }
}
