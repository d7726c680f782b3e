package telephony.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import telephony.outbound.GuardVerdict;

class WindowsTest {

    private static final Duration RING = Duration.ofSeconds(30);
    private static final int HOUR = 3_600;

    /** Half and three-quarter hours, changes of half an hour, a change at midnight, both sides of the date line. */
    private static final List<String> ZONES = List.of(
            "America/New_York",
            "America/Los_Angeles",
            "America/St_Johns",
            "America/Havana",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Asia/Beirut",
            "Australia/Lord_Howe",
            "Pacific/Chatham",
            "Pacific/Apia",
            "Pacific/Kiritimati",
            "Africa/Casablanca",
            "Europe/Paris",
            "UTC");

    private final GuardDesk desk = new GuardDesk();

    private static Set<ZoneId> zones(String... names) {
        return Stream.of(names).map(ZoneId::of).collect(Collectors.toSet());
    }

    private static boolean allows(WindowRule rule, String zone, Instant at, Duration ring) {
        return Windows.allow(List.of(rule), zones(zone), Map.of(), at, ring);
    }

    private static Instant at(String zone, String local) {
        return LocalDateTime.parse(local).atZone(ZoneId.of(zone)).toInstant();
    }

    @Test
    void aWindowShouldBeginAtItsSecondAndHoldTheRinging() {
        WindowRule rule = GuardDesk.window("day", "US", 8, 21);
        Instant begin = at("America/New_York", "2026-06-10T08:00:00");
        Instant end = at("America/New_York", "2026-06-10T21:00:00");

        assertThat(allows(rule, "America/New_York", begin.minusSeconds(1), RING))
                .isFalse();
        assertThat(allows(rule, "America/New_York", begin.minusNanos(1), RING)).isFalse();
        assertThat(allows(rule, "America/New_York", begin, RING)).isTrue();
        assertThat(allows(rule, "America/New_York", end.minus(RING).minusSeconds(1), RING))
                .isTrue();
        assertThat(allows(rule, "America/New_York", end.minus(RING), RING)).isFalse();
        assertThat(allows(rule, "America/New_York", end, RING)).isFalse();
    }

    @Test
    void aCallOrderedInTheWindowShouldNotRingAfterIt() {
        Instant ordered = at("America/New_York", "2026-06-10T20:59:00");
        Instant dialled = at("America/New_York", "2026-06-10T21:05:00");
        Dials call = Dials.call(1);

        assertThat(desk.guard().check(call.ordered().dial(), ordered).isPermitted())
                .isTrue();
        GuardVerdict later = desk.guard().check(call.dial(), dialled);
        assertThat(GuardDesk.told(later)).containsExactly("G7 outside-window");
        assertThat(later.nextAllowedAt()).contains(at("America/New_York", "2026-06-11T08:00:00"));
        assertThat(later.reasons().get(0).httpStatus()).isEqualTo(409);
    }

    @Test
    void everyZoneOfANumberShouldHaveToAllowIt() {
        desk.numbers.put("x", Optional.of(GuardDesk.american("America/New_York", "America/Los_Angeles")));
        Instant nineInNewYork = at("America/New_York", "2026-06-10T09:00:00");

        GuardVerdict verdict = desk.guard().check(Dials.call(1).to("x").dial(), nineInNewYork);

        assertThat(GuardDesk.told(verdict)).containsExactly("G7 outside-window");
        assertThat(verdict.nextAllowedAt()).contains(at("America/Los_Angeles", "2026-06-10T08:00:00"));
        assertThat(desk.guard().check(Dials.first(), nineInNewYork).isPermitted())
                .isTrue();
    }

    @Test
    void theZoneThatTheOrderNamesShouldCountInsteadOfTheNumbers() {
        Instant nineInNewYork = at("America/New_York", "2026-06-10T09:00:00");
        Map<String, Object> moved = Map.of(
                "purpose", "informational",
                "consent", Map.of("record", "crm-17", "form", "express"),
                "timeZone", "America/Los_Angeles");

        assertThat(GuardDesk.told(desk.guard().check(Dials.call(1).with(moved).dial(), nineInNewYork)))
                .containsExactly("G7 outside-window");
    }

    @Test
    void aNumberWithoutAZoneOrACountryWithoutAWindowShouldBeRefused() {
        desk.numbers.put("x", Optional.of(GuardDesk.american()));
        assertThat(GuardDesk.told(desk.check(Dials.call(1).to("x").dial()))).containsExactly("G7 time-zone-unknown");

        desk.windows = List.of(GuardDesk.window("elsewhere", "DE", 8, 21));
        assertThat(GuardDesk.told(desk.check(Dials.first()))).containsExactly("G7 window-unknown");
    }

    @Test
    void holidaysShouldBeClosedAndTheirMissingDataShouldRefuse() {
        WindowRule open = GuardDesk.window("day", "US", 8, 21);
        desk.windows = List.of(new WindowRule("day", open.places(), open.purposes(), open.days(), "us"));
        assertThat(GuardDesk.told(desk.check(Dials.first()))).containsExactly("G7 holiday-data-missing");

        desk.holidays.put("us", Set.of(LocalDate.parse("2026-06-10")));
        GuardVerdict holiday = desk.check(Dials.first());
        assertThat(GuardDesk.told(holiday)).containsExactly("G7 outside-window");
        assertThat(holiday.nextAllowedAt()).contains(at("America/New_York", "2026-06-11T08:00:00"));

        desk.holidays.put("us", Set.of(LocalDate.parse("2026-06-11")));
        assertThat(desk.codes(Dials.first())).isEmpty();
    }

    @Test
    void rulesOfACountryAndOfItsPartShouldBothHold() {
        desk.windows = List.of(GuardDesk.window("day", "US", 8, 21), GuardDesk.window("florida", "US-FL", 12, 20));
        Map<String, Object> florida = Map.of(
                "purpose", "informational",
                "consent", Map.of("record", "crm-17", "form", "express"),
                "jurisdiction", "US-FL");

        assertThat(desk.codes(Dials.first())).isEmpty();
        assertThat(desk.codes(Dials.call(2).with(florida).dial())).containsExactly("outside-window");
    }

    @Test
    void aWindowThatBeginsInAGapShouldOpenWhenTheClockGoesOn() {
        // Clocks of New York go from 2:00 to 3:00 on 8 March 2026.
        WindowRule early = new WindowRule(
                "early", Set.of("US"), Set.of(Purpose.values()), GuardDesk.daily(2 * HOUR + HOUR / 2, 5 * HOUR), null);
        Instant change = Instant.parse("2026-03-08T07:00:00Z");

        assertThat(allows(early, "America/New_York", change.minusSeconds(1), RING))
                .isFalse();
        assertThat(allows(early, "America/New_York", change, RING)).isTrue();
        assertThat(Windows.nextAllowed(
                        List.of(early), zones("America/New_York"), Map.of(), change.minusSeconds(600), RING))
                .contains(change);
    }

    @Test
    void aPhoneShouldNotRingOnIntoATimeThatTheClockShowsAgain() {
        // Clocks of New York go from 2:00 back to 1:00 on 1 November 2026.
        Instant change = Instant.parse("2026-11-01T06:00:00Z");
        WindowRule untilTwo = new WindowRule(
                "late", Set.of("US"), Set.of(Purpose.values()), GuardDesk.daily(HOUR + HOUR / 2, 2 * HOUR), null);

        assertThat(allows(untilTwo, "America/New_York", change.minusSeconds(31), RING))
                .isTrue();
        assertThat(allows(untilTwo, "America/New_York", change.minusSeconds(10), RING))
                .isFalse();
        assertThat(allows(untilTwo, "America/New_York", change, RING)).isFalse();
        assertThat(allows(untilTwo, "America/New_York", change.plusSeconds(HOUR / 2), RING))
                .isTrue();
    }

    @Test
    void aPhoneShouldNeverRingAcrossMidnight() {
        WindowRule whole = GuardDesk.window("whole", "US", 0, 24);

        assertThat(allows(whole, "UTC", Instant.parse("2026-06-10T23:59:29Z"), RING))
                .isTrue();
        assertThat(allows(whole, "UTC", Instant.parse("2026-06-10T23:59:30Z"), RING))
                .isFalse();
        assertThat(allows(whole, "UTC", Instant.parse("2026-06-11T00:00:00Z"), RING))
                .isTrue();
    }

    /** What a clock on the wall shows, second by second: nothing of the rule's own reckoning. */
    private static boolean isWithinOnEveryClock(WindowRule rule, Set<ZoneId> zones, Instant at, Duration ring) {
        for (ZoneId zone : zones) {
            for (long second = 0; second <= ring.toSeconds(); second++) {
                ZonedDateTime shown = at.plusSeconds(second).atZone(zone);
                int time = shown.toLocalTime().toSecondOfDay();
                boolean within = rule.days().getOrDefault(shown.getDayOfWeek(), List.of()).stream()
                        .anyMatch(span -> span.from() <= time && time < span.to());
                if (!within) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Instants around changes of clocks, the ends of spans and the days' ends; whole seconds. */
    private static Instant near(Random random, WindowRule rule, Set<ZoneId> zones) {
        List<ZoneId> all = new ArrayList<>(zones);
        ZoneId zone = all.get(random.nextInt(all.size()));
        Instant any = Instant.parse("2011-01-01T00:00:00Z").plusSeconds(random.nextInt(20 * 365 * 24 * HOUR));
        Instant base = any;
        int which = random.nextInt(3);
        if (which == 0) {
            base = Optional.ofNullable(zone.getRules().nextTransition(any))
                    .map(change -> change.getInstant())
                    .orElse(any);
        } else if (which == 1) {
            List<Span> spans =
                    rule.days().values().stream().flatMap(List::stream).toList();
            if (!spans.isEmpty()) {
                Span span = spans.get(random.nextInt(spans.size()));
                int edge = random.nextBoolean() ? span.from() : span.to();
                base = any.atZone(zone)
                        .toLocalDate()
                        .atStartOfDay()
                        .plusSeconds(edge)
                        .atZone(zone)
                        .toInstant();
            }
        }
        return base.plusSeconds(random.nextInt(241) - 120);
    }

    private static WindowRule randomRule(Random random) {
        Map<DayOfWeek, List<Span>> days = Stream.of(DayOfWeek.values())
                .filter(day -> random.nextInt(8) > 0)
                .collect(Collectors.toMap(day -> day, day -> {
                    int from = random.nextInt(22) * HOUR + random.nextInt(4) * HOUR / 4;
                    int middle = from + HOUR / 4 + random.nextInt((Span.DAY_SECONDS - from - HOUR / 4) / 2);
                    return random.nextBoolean() || middle + HOUR > Span.DAY_SECONDS
                            ? List.of(new Span(from, middle))
                            : List.of(new Span(from, middle), new Span(middle + HOUR / 2, Span.DAY_SECONDS));
                }));
        return new WindowRule("any", Set.of("US"), Set.of(Purpose.values()), days, null);
    }

    @Test
    void noInstantOutsideItsWindowShouldEverBeAllowed() {
        int allowed = 0;
        for (int i = 0; i < 20_000; i++) {
            int seed = i;
            Random random = new Random(seed);
            WindowRule rule = randomRule(random);
            Set<ZoneId> zones = Stream.generate(() -> ZONES.get(random.nextInt(ZONES.size())))
                    .limit(1 + random.nextInt(3))
                    .map(ZoneId::of)
                    .collect(Collectors.toSet());
            Duration ring = Duration.ofSeconds(15 + random.nextInt(66));
            Instant at = near(random, rule, zones);

            if (Windows.allow(List.of(rule), zones, Map.of(), at, ring)) {
                allowed++;
                assertThat(isWithinOnEveryClock(rule, zones, at, ring))
                        .as("seed %d: %s %s %s", seed, at, zones, rule)
                        .isTrue();
            } else {
                Optional<Instant> next = Windows.nextAllowed(List.of(rule), zones, Map.of(), at, ring);
                next.ifPresent(then -> assertThat(isWithinOnEveryClock(rule, zones, then, ring))
                        .as("seed %d: next %s of %s %s %s", seed, then, at, zones, rule)
                        .isTrue());
                assertThat(next.stream().allMatch(then -> !then.isBefore(at))).isTrue();
            }
        }
        assertThat(allowed).as("a loop that allows nothing shows nothing").isGreaterThan(2_000);
    }
}
