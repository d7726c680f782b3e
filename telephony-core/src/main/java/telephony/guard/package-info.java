/** The guards of everything that dials: the policy, the rules on it, and the ledger of what was dialled before. */
@NullMarked
package telephony.guard;

import org.jspecify.annotations.NullMarked;
