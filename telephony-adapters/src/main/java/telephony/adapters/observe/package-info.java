/** Listeners: what happens, for people to read. */
@NullMarked
package telephony.adapters.observe;

import org.jspecify.annotations.NullMarked;
