package telephony.app.proof;

import java.util.List;

/**
 * The core with something taken away from it, as data: the proof must find that it is broken.
 *
 * @param name one word or a few, with hyphens
 * @param takes what is taken away
 * @param edits where
 */
record Variant(String name, String takes, List<Edit> edits) {

    /**
     * A change of a source file.
     *
     * @param file the class, with its package
     * @param original what must stand in it exactly once
     * @param replacement what stands there instead
     */
    record Edit(String file, String original, String replacement) {}

    static Variant of(String name, String takes, Edit... edits) {
        return new Variant(name, takes, List.of(edits));
    }

    static Edit edit(String file, String original, String replacement) {
        return new Edit(file, original, replacement);
    }

    /** Both taken away. */
    Variant and(Variant other) {
        java.util.ArrayList<Edit> both = new java.util.ArrayList<>(edits);
        both.addAll(other.edits);
        return new Variant(name + "+" + other.name, takes + "; and " + other.takes, both);
    }
}
