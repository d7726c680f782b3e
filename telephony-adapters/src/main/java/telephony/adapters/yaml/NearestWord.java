package telephony.adapters.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that somebody who misspelt one may have meant. */
public final class NearestWord {

    /** Longer words are compared by their beginning only, so that a stranger's text costs no time. */
    public static final int MAX_CHARS = 64;

    /** Letters by which a short word may differ. */
    private static final int LEAST_TOLERANCE = 2;

    /** Of longer words, one letter in so many may differ. */
    private static final int LETTERS_PER_DIFFERENCE = 3;

    private NearestWord() {}

    /**
     * The known word that needs the fewest letters put in, left out or changed to become the given one.
     *
     * @return empty when no known word is close: more than two letters and more than a third of the given ones differ,
     *     or no letter is the same
     */
    public static Optional<String> of(String given, Collection<String> known) {
        String start = given.length() > MAX_CHARS ? given.substring(0, MAX_CHARS) : given;
        int most = Math.min(start.length() - 1, Math.max(LEAST_TOLERANCE, start.length() / LETTERS_PER_DIFFERENCE));
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(start, word)))
                .filter(word -> distance(start, word) <= most);
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
