/** The program: command line, configuration, and the one place where the parts are put together. */
@NullMarked
package telephony.app;

import org.jspecify.annotations.NullMarked;
