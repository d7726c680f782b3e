/** Calls that wait for their turn on a trunk: who is next, how fast, and how many wait. */
@NullMarked
package telephony.queue;

import org.jspecify.annotations.NullMarked;
