package telephony.guard;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why somebody is called, as the law asks. */
public enum Purpose {
    /** To sell, also when the seller calls it a survey. */
    MARKETING,
    /** About something that they have with us: an appointment, an invoice. */
    INFORMATIONAL,
    /** Danger for life or health. */
    EMERGENCY;

    /** The purpose of this word. */
    public static Optional<Purpose> of(String word) {
        return Stream.of(values())
                .filter(purpose -> purpose.word().equals(word))
                .findFirst();
    }

    /** The word in metadata and files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
