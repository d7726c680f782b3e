/** Tenants, agents, numbers and campaigns: what is known beforehand of who answers which calls. */
@NullMarked
package telephony.directory;

import org.jspecify.annotations.NullMarked;
