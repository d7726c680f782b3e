/** What happens, for whoever listens; a listener that throws changes nothing. */
@NullMarked
package telephony.observe;

import org.jspecify.annotations.NullMarked;
