/** Measures the packaged jar side by side with what it is compared with; {@code lab/figures} runs it. No test, no target. */
@NullMarked
package telephony.app.figures;

import org.jspecify.annotations.NullMarked;
