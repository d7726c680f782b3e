/** Calls that are placed into a simulated LiveKit of another process, and what becomes of them. */
@NullMarked
package telephony.app.simulate;

import org.jspecify.annotations.NullMarked;
