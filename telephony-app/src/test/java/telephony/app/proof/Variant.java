package telephony.app.proof;

import java.util.List;

/**
 * The core with something taken away from it, as data: the proof must find that it is broken.
 *
 * @param name one word or a few, with hyphens
 * @param takes what is taken away
 * @param edits where
 * @param plan what happens on the days on which chance looks for it
 */
record Variant(String name, String takes, List<Edit> edits, Search.Plan plan) {

    /**
     * A change of a source file.
     *
     * @param file the class, with its package
     * @param original what must stand in it exactly once
     * @param replacement what stands there instead
     */
    record Edit(String file, String original, String replacement) {}

    static Variant of(String name, String takes, Edit... edits) {
        return new Variant(name, takes, List.of(edits), Search.Plan.CALLED);
    }

    /** The same, looked for on days on which we call people. */
    Variant ofCalling() {
        return new Variant(name, takes, edits, Search.Plan.CALLING);
    }

    static Edit edit(String file, String original, String replacement) {
        return new Edit(file, original, replacement);
    }

    /** Both taken away. */
    Variant and(Variant other) {
        java.util.ArrayList<Edit> both = new java.util.ArrayList<>(edits);
        both.addAll(other.edits);
        return new Variant(name + "+" + other.name, takes + "; and " + other.takes, both, plan);
    }
}
