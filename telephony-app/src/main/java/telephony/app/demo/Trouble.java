package telephony.app.demo;

import java.time.Duration;
import java.util.function.Consumer;
import telephony.simulation.SimulatedLiveKit;

/**
 * Something that is done to LiveKit as a whole.
 *
 * @param at when, from the beginning of the programme
 * @param what what it is, in plain words
 * @param done does it
 */
record Trouble(Duration at, String what, Consumer<SimulatedLiveKit> done) {}
