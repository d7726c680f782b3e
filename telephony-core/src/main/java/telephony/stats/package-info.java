/** What is counted of many calls: how many, what they came to, and how long things took. */
@NullMarked
package telephony.stats;

import org.jspecify.annotations.NullMarked;
