package telephony.guard;

import java.util.Optional;

/**
 * Imported national do-not-call registries. Those who told us themselves that they do not want to be called stand in the
 * {@link DialLedgerPort}, where that takes effect at once.
 *
 * <p><b>Atomic:</b> an answer is of one import. <b>Absent:</b> empty = there is no import for this country. <b>Broken:</b> no
 * exceptions. <b>Threads:</b> safe for any number. <b>Blocking:</b> never.
 */
public interface DoNotCallPort {

    /**
     * Looks one number up.
     *
     * @param country ISO 3166, two letters
     * @param number in E.164
     */
    Optional<RegistryListing> look(String country, String number);

    /** No registry at all. */
    static DoNotCallPort none() {
        return (country, number) -> Optional.empty();
    }
}
