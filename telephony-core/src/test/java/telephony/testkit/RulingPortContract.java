package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import telephony.guard.Ruling;
import telephony.guard.RulingPort;

/** What every keeping of rulings must do. */
public interface RulingPortContract {

    /** How many threads race. */
    int THREADS = 8;

    /** With nothing in it. */
    RulingPort newRulings();

    private static Ruling off(String id, Ruling.@Nullable Lifted lifted) {
        return new Ruling(
                id,
                Ruling.Kind.OFF,
                Ruling.Subject.EVERYTHING,
                "ann",
                "a fire",
                Calls.START.plusMillis(1),
                null,
                lifted);
    }

    private static Ruling release(String id) {
        Instant at = Calls.START.plusMillis(123);
        return new Ruling(
                id,
                Ruling.Kind.RELEASE,
                new Ruling.Subject("tenant ' or 1=1", "FR", "Łukasz' \"camp\\aign\" 😀", "+3312345"),
                "ann'; DROP TABLE x; --",
                "they \"are\" meant \ud83d\ude00",
                at,
                at.plusSeconds(60),
                new Ruling.Lifted("bob", at.plusMillis(7)));
    }

    @Test
    default void allShouldShowNothingWhereNothingIs() {
        assertThat(newRulings().all()).isEmpty();
    }

    @Test
    default void whatIsPutShouldComeBackWholeAndInOrder() {
        RulingPort rulings = newRulings();

        rulings.put(off("bbb", null));
        rulings.put(release("aaa"));

        assertThat(rulings.all()).containsExactly(release("aaa"), off("bbb", null));
    }

    @Test
    default void whatIsPutAgainShouldTakeThePlaceOfWhatWas() {
        RulingPort rulings = newRulings();
        rulings.put(off("aaa", null));
        Ruling lifted = off("aaa", new Ruling.Lifted("bob", Calls.START.plusSeconds(9)));

        rulings.put(lifted);
        rulings.put(lifted);

        assertThat(rulings.all()).containsExactly(lifted);
    }

    @Test
    default void removeShouldTakeOutThatOneAndNoOther() {
        RulingPort rulings = newRulings();
        rulings.put(off("aaa", null));
        rulings.put(off("bbb", null));

        rulings.remove("aaa");
        rulings.remove("aaa");
        rulings.remove("never");

        assertThat(rulings.all()).containsExactly(off("bbb", null));
    }

    @Test
    default void ofManyWhoPutTheSameNobodyShouldFailAndOneShouldStay() throws InterruptedException {
        RulingPort rulings = newRulings();

        Race.run(THREADS, racer -> {
            rulings.put(off("same", new Ruling.Lifted("racer " + racer, Calls.START)));
            rulings.put(off("own" + racer, null));
        });

        assertThat(rulings.all())
                .extracting(Ruling::id)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, THREADS)
                        .mapToObj(i -> i == THREADS ? "same" : "own" + i)
                        .toList());
    }

    @Test
    default void anOddTimeZoneShouldChangeNothing() {
        TimeZone before = TimeZone.getDefault();
        try {
            RulingPort rulings = newRulings();
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            rulings.put(release("aaa"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));

            assertThat(rulings.all()).containsExactly(release("aaa"));
        } finally {
            TimeZone.setDefault(before);
        }
    }
}
