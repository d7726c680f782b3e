/** The store that calls need: atomic steps on rows and the inbox, queries in pages. */
@NullMarked
package telephony.store;

import org.jspecify.annotations.NullMarked;
