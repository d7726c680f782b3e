/** Who answers a call, as the directory says it. */
@NullMarked
package telephony.directory.decision;

import org.jspecify.annotations.NullMarked;
