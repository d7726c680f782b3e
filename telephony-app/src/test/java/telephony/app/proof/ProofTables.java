package telephony.app.proof;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints docs/proof-tables.md: what holds, and what is found when something is taken away. */
final class ProofTables {

    private ProofTables() {}

    static String page() throws IOException {
        Map<String, Caught> all = Caught.all();
        return """
                # Tables of the proof

                Printed from `telephony.app.proof`; [proof.md](proof.md) says what they are of.

                ## Invariants

                | invariant | what must hold |
                |---|---|
                %s

                ## Directed schedules

                Kept because they once found a fault, or because chance meets what they are about too seldom.

                | schedule | what happens |
                |---|---|
                %s

                ## Broken variants

                Each is the core with one thing taken away. *Caught* is how many of the days from seed 1 on violate something; playing
                stopped when enough were found, or when the first ones showed nothing. Where chance finds less than one in a thousand, a directed
                schedule stands beside it, or what covers for it below.

                | variant | taken away | caught | of | first seed | through | directed |
                |---|---|---|---|---|---|---|
                %s

                ## Broken variants in pairs

                One layer hides what another lacks.

                | variants | caught | of | first seed | through | directed |
                |---|---|---|---|---|---|
                %s

                ## Broken variants that another mechanism covers for

                Nothing notices these alone. The schedule catches the two together, and neither of them alone.

                | variant | covered for by | schedule |
                |---|---|---|
                %s

                ## Not applicable

                | variant | why |
                |---|---|
                %s
                """
                .formatted(
                        lines(Arrays.stream(Invariant.values())
                                .map(invariant -> "| " + invariant + " | " + invariant.sentence() + " |")
                                .toList()),
                        lines(Arrays.stream(Directed.values())
                                .map(day -> "| " + day + " | " + day.sentence() + " |")
                                .toList()),
                        lines(Variants.SINGLE.stream()
                                .map(variant -> "| " + variant.name() + " | " + variant.takes() + " | "
                                        + cells(all.get(variant.name())))
                                .toList()),
                        lines(Variants.PAIRS.stream()
                                .map(variant -> "| " + variant.name().replace("+", ", ") + " | "
                                        + cells(all.get(variant.name())))
                                .toList()),
                        lines(Covered.ALL.stream()
                                .map(covered -> "| " + covered.variant().name() + " | "
                                        + covered.by().name() + " | " + covered.day() + " |")
                                .toList()),
                        why(NotApplicable.WHY));
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines);
    }

    private static String why(Map<String, String> reasons) {
        return reasons.entrySet().stream()
                .map(reason -> "| " + reason.getKey().replace("+", ", ") + " | " + reason.getValue() + " |")
                .collect(Collectors.joining("\n"));
    }

    private static String cells(Caught caught) {
        String[] first = caught.first().isEmpty()
                ? new String[] {"–", "–"}
                : caught.first().split(" ");
        String directed = caught.directed().isEmpty() ? "–" : caught.directed().replace(" ", ": ");
        return caught.caught() + " | " + caught.seeds() + " | " + first[0] + " | " + first[1] + " | " + directed + " |";
    }
}
