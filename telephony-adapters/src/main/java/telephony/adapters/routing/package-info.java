/** Routing rules from a file: who answers which number. */
@NullMarked
package telephony.adapters.routing;

import org.jspecify.annotations.NullMarked;
