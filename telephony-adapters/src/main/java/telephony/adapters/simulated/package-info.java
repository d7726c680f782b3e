/**
 * The simulated LiveKit of core behind real HTTP on this machine: LiveKit's API, signed webhooks, and a few addresses by
 * which calls are placed. For demonstrations and tests; it never listens to other machines.
 */
@NullMarked
package telephony.adapters.simulated;

import org.jspecify.annotations.NullMarked;
