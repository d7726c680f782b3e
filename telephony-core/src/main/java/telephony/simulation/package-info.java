/** LiveKit with phone calls, workers and webhooks as it was seen to be, on a clock that a test or a demo turns. */
@NullMarked
package telephony.simulation;

import org.jspecify.annotations.NullMarked;
