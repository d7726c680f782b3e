package telephony.guard;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** In which form somebody agreed to be called; each one covers those before it. */
public enum ConsentForm {
    /** Not at all. */
    NONE,
    /** Said or shown. */
    EXPRESS,
    /** Signed, also electronically. */
    WRITTEN;

    /** The form of this word. */
    public static Optional<ConsentForm> of(String word) {
        return Stream.of(values()).filter(form -> form.word().equals(word)).findFirst();
    }

    /** The word in metadata and files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this is enough where that form is asked for. */
    public boolean covers(ConsentForm asked) {
        return compareTo(asked) >= 0;
    }
}
