/** LiveKit's SIP trunks and dispatch rules: what is wanted of them, what is there, and how the one becomes the other. */
@NullMarked
package telephony.sip;

import org.jspecify.annotations.NullMarked;
