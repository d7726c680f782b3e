/** Calls that we place: the order, what may forbid it, the one dial, and LiveKit's SIP service. */
@NullMarked
package telephony.outbound;

import org.jspecify.annotations.NullMarked;
