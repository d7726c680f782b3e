/** The vocabulary and the row: what a call is, who is in it, what happened and how it ended. */
@NullMarked
package telephony.call;

import org.jspecify.annotations.NullMarked;
