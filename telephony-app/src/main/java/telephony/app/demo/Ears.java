package telephony.app.demo;

import java.util.List;
import telephony.simulation.SimulatedCall;

/**
 * What the person on the phone heard, as the simulation knows it.
 *
 * @param mostAtOnce how many agents at once at most
 * @param heard the names of the agents, in the order of being heard first
 */
record Ears(int mostAtOnce, List<String> heard) {

    Ears {
        heard = List.copyOf(heard);
    }

    /** What has been heard in this call so far. */
    static Ears of(SimulatedCall call) {
        return new Ears(call.mostAgentsAtOnce(), call.heard());
    }
}
