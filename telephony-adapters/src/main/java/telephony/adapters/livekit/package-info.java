/** The connection to LiveKit: its webhooks in, its API out. */
@NullMarked
package telephony.adapters.livekit;

import org.jspecify.annotations.NullMarked;
