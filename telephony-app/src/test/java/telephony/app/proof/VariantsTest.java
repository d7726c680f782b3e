package telephony.app.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import telephony.PrintedPage;

/**
 * The proof finds each broken variant of the core. The days on which it does are kept in a table, so that the build plays
 * those alone; run with {@code -Dtelephony.variants=2000} to measure it anew with so many seeds, and
 * with {@code -Dtelephony.variants.only=no-claim,blind-retry} to measure only these.
 */
class VariantsTest {

    @BeforeAll
    static void theTableIsMeasuredAnewWhenAskedTo() throws Exception {
        long seeds = Long.getLong("telephony.variants", 0);
        if (seeds > 0) {
            List<Caught> all = new ArrayList<>();
            String only = System.getProperty("telephony.variants.only", "");
            for (Variant variant : Variants.all()) {
                boolean anew = only.isEmpty() || List.of(only.split(",")).contains(variant.name());
                all.add(anew ? Caught.measured(variant, seeds) : Caught.all().get(variant.name()));
            }
            Caught.write(all);
        }
    }

    static Stream<Variant> variants() {
        return Variants.all().stream();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void aBrokenVariantShouldBeCaughtAsTheTableSays(Variant variant) throws Exception {
        Caught caught = Caught.all().get(variant.name());
        MutatedCore core = MutatedCore.of(variant);

        if (caught.firstSeed().isPresent()) {
            long seed = caught.firstSeed().get();
            assertThat(core.caught(variant.plan(), seed, seed, 1)).containsExactly(caught.first());
        }
        if (caught.directedDay().isPresent()) {
            Directed day = caught.directedDay().get();
            assertThat(core.caughtBy(day).stream().limit(1).map(violated -> day + " " + violated))
                    .containsExactly(caught.directed());
        }
    }

    static Stream<Covered> covered() {
        return Covered.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("covered")
    void whatCoversForABrokenVariantShouldBeTheReasonWhyNothingNoticesIt(Covered covered) throws Exception {
        assertThat(MutatedCore.of(covered.variant()).caughtBy(covered.day())).isEmpty();
        assertThat(MutatedCore.of(covered.by()).caughtBy(covered.day())).isEmpty();
        assertThat(MutatedCore.of(covered.pair()).caughtBy(covered.day())).isNotEmpty();
        assertThat(Caught.all().get(covered.pair().name()).isCaught()).isTrue();
    }

    @Test
    void everyVariantThatChanceMeetsSeldomShouldHaveADirectedDayOrBeCoveredFor() throws IOException {
        Map<String, Caught> all = Caught.all();

        assertThat(all.keySet())
                .containsExactlyElementsOf(
                        Variants.all().stream().map(Variant::name).toList());
        assertThat(all.values().stream()
                        .filter(caught ->
                                caught.isRare() && caught.directedDay().isEmpty())
                        .map(Caught::variant))
                .containsExactlyInAnyOrderElementsOf(Covered.ALL.stream()
                        .map(covered -> covered.variant().name())
                        .distinct()
                        .toList());
    }

    @Test
    void thePrintedPageShouldShowTheTable() throws IOException {
        PrintedPage.isUpToDate("proof-tables.md", ProofTables.page());
    }
}
