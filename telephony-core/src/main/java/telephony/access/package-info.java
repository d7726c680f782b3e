/** API keys: who may use the HTTP API, what for, and for which tenant. */
@NullMarked
package telephony.access;

import org.jspecify.annotations.NullMarked;
