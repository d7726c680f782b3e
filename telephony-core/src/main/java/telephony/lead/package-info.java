/** Leads: who called whom, once for each tenant and number, and how often. */
@NullMarked
package telephony.lead;

import org.jspecify.annotations.NullMarked;
