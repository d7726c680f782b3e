/** Exactly one agent: what is decided, what is owed to LiveKit, and the ports through which it is asked. */
@NullMarked
package telephony.dispatch;

import org.jspecify.annotations.NullMarked;
