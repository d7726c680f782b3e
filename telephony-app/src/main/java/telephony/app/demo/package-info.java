/**
 * The demonstration: a programme of phone calls to which something is done, played on a simulated LiveKit and judged by
 * what their callers heard.
 */
@NullMarked
package telephony.app.demo;

import org.jspecify.annotations.NullMarked;
