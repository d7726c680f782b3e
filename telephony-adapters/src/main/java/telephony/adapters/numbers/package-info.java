/** Phone numbers as carriers write them, read with libphonenumber. */
@NullMarked
package telephony.adapters.numbers;

import org.jspecify.annotations.NullMarked;
