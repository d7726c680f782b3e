/** What guards know of the world: numbers, holidays, registries, and the policy in its file. */
@NullMarked
package telephony.adapters.guards;

import org.jspecify.annotations.NullMarked;
