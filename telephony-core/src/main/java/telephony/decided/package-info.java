/** Calls whose agent was decided before LiveKit saw them, because their front end asked first. */
@NullMarked
package telephony.decided;

import org.jspecify.annotations.NullMarked;
