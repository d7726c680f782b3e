/** The switchboard as one object, for a program that has its own server: what goes in, and how long it is kept. */
@NullMarked
package telephony;

import org.jspecify.annotations.NullMarked;
