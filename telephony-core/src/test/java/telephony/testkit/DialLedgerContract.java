package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import telephony.guard.DialLedgerPort;
import telephony.guard.LedgerAnswer;
import telephony.guard.LedgerLine;
import telephony.store.StoreUnavailableException;

/** What every ledger must keep. */
public interface DialLedgerContract {

    /** The time at which it begins. */
    Instant NOW = Instant.parse("2026-03-08T06:59:30.123Z");

    /** How many threads race. */
    int THREADS = 16;

    /** An empty ledger. */
    DialLedgerPort newLedger();

    private static LedgerLine line(String key, long amount, long limit) {
        return new LedgerLine(key, "slot", amount, limit, NOW.plusSeconds(60));
    }

    private static LedgerLine until(String key, long amount, long limit, int seconds) {
        return new LedgerLine(key, "slot", amount, limit, NOW.plusSeconds(seconds));
    }

    private static long total(DialLedgerPort ledger, String key, Instant now) {
        return ledger.look("nobody", List.of(line(key, 0, LedgerLine.NO_LIMIT)), now)
                .of(key)
                .orElseThrow()
                .others();
    }

    /** Of one owner for the same, when the store has no time. */
    int CLAIMS_AT_MOST = 20;

    @Test
    default void claimShouldCountUpToTheLimitAndNotBeyond() {
        DialLedgerPort ledger = newLedger();

        assertThat(ledger.claim("a", List.of(line("k", 2, 3)), NOW).fits()).isTrue();
        assertThat(ledger.claim("b", List.of(line("k", 1, 3)), NOW).fits()).isTrue();
        assertThat(ledger.claim("c", List.of(line("k", 1, 3)), NOW).fits()).isFalse();

        assertThat(total(ledger, "k", NOW)).isEqualTo(3);
    }

    @Test
    default void claimShouldCountAllLinesOrNoneAndTellOfEach() {
        DialLedgerPort ledger = newLedger();
        ledger.claim("a", List.of(line("full", 1, 1)), NOW);

        LedgerAnswer answer =
                ledger.claim("b", List.of(line("free", 1, 1), line("full", 1, 1), line("other", 1, 1)), NOW);

        assertThat(answer.fits()).isFalse();
        assertThat(answer.states()).extracting(LedgerAnswer.State::key).containsExactly("free", "full", "other");
        assertThat(answer.states()).extracting(LedgerAnswer.State::fits).containsExactly(true, false, true);
        assertThat(total(ledger, "free", NOW)).isZero();
        assertThat(total(ledger, "other", NOW)).isZero();
    }

    @Test
    default void claimAgainByTheSameOwnerShouldCountOnce() {
        DialLedgerPort ledger = newLedger();

        assertThat(ledger.claim("a", List.of(line("k", 1, 1)), NOW).fits()).isTrue();
        assertThat(ledger.claim("a", List.of(line("k", 1, 1)), NOW).fits()).isTrue();
        assertThat(total(ledger, "k", NOW)).isEqualTo(1);
        assertThat(ledger.claim("a", List.of(line("k", 2, 1)), NOW).fits()).isFalse();
        assertThat(total(ledger, "k", NOW))
                .as("what did not fit changed nothing")
                .isEqualTo(1);
        assertThat(ledger.claim("a", List.of(line("k", 0, 1)), NOW).fits()).isTrue();
        assertThat(total(ledger, "k", NOW)).as("an amount of 0 takes it away").isZero();
    }

    @Test
    default void lookShouldTellTheSameAndCountNothing() {
        DialLedgerPort ledger = newLedger();
        ledger.claim("a", List.of(line("k", 1, 2)), NOW);

        assertThat(ledger.look("b", List.of(line("k", 1, 2)), NOW).fits()).isTrue();
        assertThat(ledger.look("b", List.of(line("k", 2, 2)), NOW).fits()).isFalse();
        assertThat(ledger.look("a", List.of(line("k", 2, 2)), NOW).fits()).isTrue();
        assertThat(total(ledger, "k", NOW)).isEqualTo(1);
    }

    @Test
    default void anAmountShouldCountUntilItsTimeAndNotAtIt() {
        DialLedgerPort ledger = newLedger();
        ledger.claim("a", List.of(until("k", 1, 1, 60)), NOW);
        Instant end = NOW.plusSeconds(60);

        assertThat(ledger.claim("b", List.of(line("k", 1, 1)), end.minusMillis(1))
                        .fits())
                .isFalse();
        assertThat(ledger.look("b", List.of(line("k", 1, 1)), end).fits()).isTrue();
        assertThat(total(ledger, "k", end)).isZero();
    }

    @Test
    default void anAmountWithoutAnEndShouldCountForEver() {
        DialLedgerPort ledger = newLedger();
        ledger.claim("a", List.of(new LedgerLine("k", "mark", 1, LedgerLine.NO_LIMIT, null)), NOW);

        LedgerAnswer answer = ledger.look("b", List.of(line("k", 0, 0)), NOW.plus(Duration.ofDays(36_500)));

        assertThat(answer.fits()).isFalse();
        assertThat(answer.states().get(0).fitsAt()).isNull();
    }

    @Test
    default void whatDoesNotFitShouldTellWhenItWill() {
        DialLedgerPort ledger = newLedger();
        ledger.claim("c", List.of(until("k", 2, 4, 30)), NOW);
        ledger.claim("a", List.of(until("k", 1, 4, 10)), NOW);
        ledger.claim("b", List.of(until("k", 1, 4, 20)), NOW);

        assertThat(at(ledger, 1)).isEqualTo(NOW.plusSeconds(10));
        assertThat(at(ledger, 2)).isEqualTo(NOW.plusSeconds(20));
        assertThat(at(ledger, 3)).isEqualTo(NOW.plusSeconds(30));
        assertThat(at(ledger, 5)).as("more than the limit never fits").isNull();
    }

    private static Instant at(DialLedgerPort ledger, long amount) {
        return ledger.look("d", List.of(line("k", amount, 4)), NOW)
                .states()
                .get(0)
                .fitsAt();
    }

    @Test
    default void settleShouldChangeTheOwnersAmountsOfThatKindOnly() {
        DialLedgerPort ledger = newLedger();
        LedgerLine day = new LedgerLine("day", "spend", 500, 1_000, NOW.plusSeconds(60));
        LedgerLine month = new LedgerLine("month", "spend", 500, 1_000, null);
        ledger.claim("a", List.of(day, month, line("trunk", 1, 1)), NOW);
        ledger.claim("b", List.of(new LedgerLine("day", "spend", 400, 1_000, NOW.plusSeconds(60))), NOW);

        ledger.settle("a", "spend", 70);
        ledger.settle("a", "spend", 70);
        ledger.settle("nobody", "spend", 9);

        assertThat(total(ledger, "day", NOW)).isEqualTo(470);
        assertThat(total(ledger, "month", NOW)).isEqualTo(70);
        assertThat(total(ledger, "trunk", NOW)).isEqualTo(1);
        ledger.settle("a", "slot", 0);
        ledger.settle("a", "slot", 1);
        assertThat(total(ledger, "trunk", NOW))
                .as("what was taken away does not come back")
                .isZero();
        ledger.settle("b", "spend", 5_000);
        assertThat(total(ledger, "day", NOW)).as("the truth knows no limit").isEqualTo(5_070);
    }

    @Test
    default void purgeShouldChangeNoTotal() {
        DialLedgerPort ledger = newLedger();
        IntStream.range(0, 5).forEach(i -> ledger.claim("a" + i, List.of(until("k", 1, 9, 10 + i)), NOW));
        ledger.claim("b", List.of(new LedgerLine("k", "slot", 1, 9, null)), NOW);
        Instant later = NOW.plusSeconds(13);

        int gone = ledger.purge(later, 2) + ledger.purge(later, 100) + ledger.purge(later, 100);

        assertThat(gone).isIn(4, 0);
        assertThat(total(ledger, "k", later)).isEqualTo(2);
        assertThat(ledger.claim("c", List.of(until("k", 7, 9, 60)), later).fits())
                .isTrue();
        assertThat(ledger.claim("d", List.of(until("k", 1, 9, 60)), later).fits())
                .isFalse();
    }

    @Test
    default void manyAmountsThatRanOutShouldNotStandInTheWay() {
        DialLedgerPort ledger = newLedger();
        for (int i = 0; i < 60; i++) {
            ledger.claim("a" + i, List.of(until("k", 1, 60, 10)), NOW);
        }

        assertThat(ledger.claim("b", List.of(line("k", 1, 60)), NOW).fits()).isFalse();
        assertThat(ledger.claim("b", List.of(until("k", 60, 60, 99)), NOW.plusSeconds(10))
                        .fits())
                .isTrue();
    }

    @Test
    default void hostileKeysAndOwnersShouldNeverMeet() {
        DialLedgerPort ledger = newLedger();
        List<String> names = List.of(
                "k",
                "K",
                "k ",
                "k:",
                "k:k",
                "{k}",
                "k\n",
                "k\0",
                "k*",
                "%",
                "'; DROP TABLE x; --",
                "\ud800",
                "\\ud800",
                "total",
                "k".repeat(LedgerLine.MAX_KEY_CHARS),
                "k".repeat(LedgerLine.MAX_KEY_CHARS - 1) + "l",
                "ключ");

        names.forEach(name -> assertThat(ledger.claim(owner(name), List.of(line(name, 1, 1)), NOW)
                        .fits())
                .as(name)
                .isTrue());

        names.forEach(name -> assertThat(total(ledger, name, NOW)).as(name).isEqualTo(1));
        names.forEach(name -> ledger.settle(owner(name), "slot", 0));
        names.forEach(name -> assertThat(total(ledger, name, NOW)).as(name).isZero());
    }

    private static String owner(String name) {
        return name.substring(Math.max(0, name.length() - DialLedgerPort.MAX_OWNER_CHARS));
    }

    @Test
    default void claimShouldRefuseWhatNoLedgerTakes() {
        DialLedgerPort ledger = newLedger();
        List<LedgerLine> tooMany = IntStream.rangeClosed(0, DialLedgerPort.MAX_LINES)
                .mapToObj(i -> line("k" + i, 1, 1))
                .toList();

        assertThatThrownBy(() -> ledger.claim("a", tooMany, NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.claim("a", List.of(line("k", 1, 1), line("k", 1, 2)), NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ledger.claim("a", tooMany.subList(1, tooMany.size()), NOW).fits())
                .isTrue();
        assertThat(ledger.claim("a", List.of(), NOW).fits()).isTrue();
    }

    @Test
    default void largeAmountsShouldBeExact() {
        DialLedgerPort ledger = newLedger();
        long large = LedgerLine.MAX_AMOUNT;

        assertThat(ledger.claim("a", List.of(line("k", large, 2 * large)), NOW).fits())
                .isTrue();
        assertThat(ledger.claim("b", List.of(line("k", large, 2 * large - 1)), NOW)
                        .fits())
                .isFalse();
        assertThat(ledger.claim("b", List.of(line("k", large, 2 * large)), NOW).fits())
                .isTrue();
        assertThat(total(ledger, "k", NOW)).isEqualTo(2 * large);
    }

    @Test
    default void ofManyRacersExactlyAsManyShouldWinAsTheLimitHas() throws InterruptedException {
        DialLedgerPort ledger = newLedger();
        AtomicInteger won = new AtomicInteger();
        int each = 6;
        int limit = 40;

        Race.run(THREADS, racer -> {
            for (int i = 0; i < each; i++) {
                // In different orders, so that whoever locks one by one in the order given runs into a deadlock.
                List<LedgerLine> lines = new ArrayList<>(List.of(
                        line("spend", 250, 250L * limit),
                        line("trunk", 1, 1_000),
                        line("tenant" + racer % 3, 1, 1_000)));
                Collections.rotate(lines, racer);
                if (insisting(ledger, racer + "-" + i, lines).fits()) {
                    won.incrementAndGet();
                }
            }
        });

        assertThat(won.get()).isEqualTo(limit);
        assertThat(total(ledger, "spend", NOW)).isEqualTo(250L * limit);
        assertThat(total(ledger, "trunk", NOW)).isEqualTo(limit);
        assertThat(IntStream.range(0, 3)
                        .mapToLong(i -> total(ledger, "tenant" + i, NOW))
                        .sum())
                .isEqualTo(limit);
    }

    @Test
    default void anOwnerWhoClaimsFromManyPlacesShouldCountOnce() throws InterruptedException {
        DialLedgerPort ledger = newLedger();

        Race.run(THREADS, racer -> {
            for (int i = 0; i < 3; i++) {
                assertThat(insisting(ledger, "call", List.of(line("k", 5, 5))).fits())
                        .isTrue();
            }
        });

        assertThat(total(ledger, "k", NOW)).isEqualTo(5);
    }

    @Test
    default void aClaimAfterAMarkWasAcknowledgedShouldAlwaysSeeIt() throws InterruptedException {
        DialLedgerPort ledger = newLedger();
        int rounds = 20;
        for (int round = 0; round < rounds; round++) {
            String number = "number-" + round;
            AtomicBoolean marked = new AtomicBoolean();
            Race.run(4, racer -> {
                if (racer == 0) {
                    insisting(ledger, "opt-out", List.of(new LedgerLine(number, "mark", 1, LedgerLine.NO_LIMIT, null)));
                    marked.set(true);
                } else {
                    for (int i = 0; i < 4; i++) {
                        boolean before = marked.get();
                        boolean fits = insisting(ledger, "dial-" + racer, List.of(line(number, 0, 0)))
                                .fits();
                        assertThat(before && fits)
                                .as("dialled after the opt-out")
                                .isFalse();
                    }
                }
            });
        }
    }

    /** As an alert is told once: whoever claims what nobody has under the key tells it. */
    @Test
    default void ofManyWhoMayTellOnceExactlyOneShouldAndNobodyAfterwards() throws InterruptedException {
        DialLedgerPort ledger = newLedger();
        AtomicInteger told = new AtomicInteger();
        LedgerLine alert = new LedgerLine("alert", "told", 1, 1, NOW.plusSeconds(60));

        Race.run(THREADS, racer -> {
            if (insisting(ledger, "process-" + racer, List.of(alert)).fits()) {
                told.incrementAndGet();
            }
        });

        assertThat(told.get()).isEqualTo(1);
        assertThat(ledger.look("started-again", List.of(alert), NOW).fits()).isFalse();
        assertThat(ledger.claim("started-again", List.of(alert), NOW.plusSeconds(59))
                        .fits())
                .isFalse();
        assertThat(ledger.claim(
                                "started-again",
                                List.of(new LedgerLine("alert", "told", 1, 1, NOW.plusSeconds(120))),
                                NOW.plusSeconds(60))
                        .fits())
                .as("the next period")
                .isTrue();
    }

    @Test
    default void anOddTimeZoneShouldChangeNothing() {
        TimeZone before = TimeZone.getDefault();
        try {
            DialLedgerPort ledger = newLedger();
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            ledger.claim("a", List.of(until("k", 1, 1, 60)), NOW);
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));

            // In New York the clock skips an hour half a minute later.
            LedgerAnswer answer = ledger.look("b", List.of(line("k", 1, 1)), NOW.plusSeconds(59));

            assertThat(answer.states().get(0).fitsAt()).isEqualTo(NOW.plusSeconds(60));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    /** A store on a machine that is short of time may say that it has none; an owner may then claim again. */
    private static LedgerAnswer insisting(DialLedgerPort ledger, String owner, List<LedgerLine> lines) {
        for (int tries = 1; ; tries++) {
            try {
                return ledger.claim(owner, lines, NOW);
            } catch (StoreUnavailableException e) {
                if (tries == CLAIMS_AT_MOST) {
                    throw e;
                }
            }
        }
    }
}
