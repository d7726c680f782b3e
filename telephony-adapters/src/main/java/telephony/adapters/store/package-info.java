/** Stores: where calls, their time lines and the inbox are kept. */
@NullMarked
package telephony.adapters.store;

import org.jspecify.annotations.NullMarked;
