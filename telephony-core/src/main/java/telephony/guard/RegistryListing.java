package telephony.guard;

import java.time.Instant;

/**
 * What an imported national do-not-call registry says of one number.
 *
 * @param listed whether the number stands in it
 * @param version which import this is
 * @param importedAt when it was taken from the authority
 */
public record RegistryListing(boolean listed, String version, Instant importedAt) {}
