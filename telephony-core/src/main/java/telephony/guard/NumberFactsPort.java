package telephony.guard;

import java.util.Optional;

/**
 * What is known of numbers by their numbering plans.
 *
 * <p><b>Atomic:</b> an answer is of one version of the data. <b>Absent:</b> empty = the data is not there, so that nothing
 * is dialled; a number that nobody has is an answer, {@link NumberFacts.Form#INVALID}. <b>Broken:</b> no exceptions.
 * <b>Threads:</b> safe for any number. <b>Blocking:</b> never.
 */
public interface NumberFactsPort {

    /**
     * The facts of one number.
     *
     * @param text what is to be dialled, from outside and of any length
     */
    Optional<NumberFacts> facts(String text);

    /** Which data the answers are from, such as {@code libphonenumber-9.0.43}. */
    String version();
}
