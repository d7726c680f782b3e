/** How many calls agents, campaigns and tenants have at a time, and who waits until one of them has room. */
@NullMarked
package telephony.slot;

import org.jspecify.annotations.NullMarked;
