/** From an event and a row to the next row, and the one place that writes it. */
@NullMarked
package telephony.session;

import org.jspecify.annotations.NullMarked;
