/** A request that says it is from LiveKit: whether it is, and what it tells. */
@NullMarked
package telephony.webhook;

import org.jspecify.annotations.NullMarked;
