package telephony.adapters.guards;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import telephony.adapters.yaml.YamlObject;
import telephony.guard.Limits;
import telephony.guard.RampUp;
import telephony.queue.QueueRules;

/** Reads how often, how many, how long and for how much. */
final class LimitReading {

    /** Dials in a day from which on a campaign is large, when nobody says. */
    static final long LARGE_CAMPAIGN = 1_000;

    static final Map<String, Set<String>> PLACES = new LinkedHashMap<>();

    private static final String VELOCITY = "velocity";
    private static final String SLOTS = "slots";
    private static final String SPEND = "spend";
    private static final String TIMES = "times";
    private static final String ABANDONMENT = "abandonment";
    private static final String QUEUE = "queue";
    private static final String RAMP_UP = "rampUp";
    private static final int PERCENT = 100;

    static {
        PLACES.put(
                "in " + VELOCITY,
                Set.of("perNumber", "perPrefix", "perRange", "perCountry", "shortPercent", "shortLeast"));
        PLACES.put("in " + SLOTS, Set.of("global", "tenant", "trunk", "campaign"));
        PLACES.put("in " + SPEND, Set.of("currency", "minute", "call", "day", "month"));
        PLACES.put("in " + TIMES, Set.of("ringingAtLeast", "ringingAtMost", "callAtMost"));
        PLACES.put("in " + ABANDONMENT, Set.of("pausePercent", "leastAnswered"));
        PLACES.put("in " + QUEUE, Set.of("callsPerSecond", "calls", "length"));
        PLACES.put("in " + RAMP_UP, Set.of("callsPerSecond", "trunks"));
    }

    private final GuardValues values;

    LimitReading(GuardValues values) {
        this.values = values;
    }

    private static YamlObject section(YamlObject top, String name) {
        return top.object(name).knowing(PLACES.getOrDefault("in " + name, Set.of()));
    }

    Limits limits(YamlObject top, Limits before) {
        return new Limits(
                velocity(section(top, VELOCITY), before.velocity()),
                slots(section(top, SLOTS), before.slots()),
                values.quota(top, "callsPerSecond", before.callsPerSecond()),
                spend(section(top, SPEND), before.spend()),
                times(section(top, TIMES), before.times()),
                abandonment(section(top, ABANDONMENT), before.abandonment()),
                queue(section(top, QUEUE), before.queue()),
                rampUp(section(top, RAMP_UP), before.rampUp()));
    }

    private Limits.Velocity velocity(YamlObject given, Limits.Velocity before) {
        return new Limits.Velocity(
                values.quota(given, "perNumber", before.perNumber()),
                values.quota(given, "perPrefix", before.perPrefix()),
                values.quota(given, "perRange", before.perRange()),
                values.quota(given, "perCountry", before.perCountry()),
                percent(given, "shortPercent", before.shortPercent()),
                values.small(given, "shortLeast", before.shortLeast()));
    }

    private Limits.Slots slots(YamlObject given, Limits.Slots before) {
        return new Limits.Slots(
                values.quota(given, "global", before.global()),
                values.quota(given, "tenant", before.tenant()),
                values.quota(given, "trunk", before.trunk()),
                values.quota(given, "campaign", before.campaign()));
    }

    private Limits.Spend spend(YamlObject given, Limits.Spend before) {
        return new Limits.Spend(
                given.text("currency").orElse(before.currency()),
                values.money(given, "minute", before.minuteCeiling()),
                values.money(given, "call", before.call()),
                values.money(given, "day", before.day()),
                values.money(given, "month", before.month()));
    }

    private Limits.Times times(YamlObject given, Limits.Times before) {
        Limits.Times times = new Limits.Times(
                values.duration(given, "ringingAtLeast", before.leastRinging()),
                values.duration(given, "ringingAtMost", before.mostRinging()),
                values.duration(given, "callAtMost", before.mostDuration()));
        if (times.leastRinging().compareTo(times.mostRinging()) > 0) {
            given.wrong("ringingAtLeast is more than ringingAtMost");
        }
        return times;
    }

    private Limits.Abandonment abandonment(YamlObject given, Limits.Abandonment before) {
        return new Limits.Abandonment(
                percent(given, "pausePercent", before.pausePercent()),
                values.small(given, "leastAnswered", before.leastAnswered()));
    }

    private Limits.Queue queue(YamlObject given, Limits.Queue before) {
        int length = values.small(given, "length", before.length());
        if (length > QueueRules.MOST_LENGTH) {
            given.wrong("length", "is more than " + QueueRules.MOST_LENGTH);
        }
        return new Limits.Queue(
                values.quota(given, "callsPerSecond", before.callsPerSecond()),
                values.quota(given, "calls", before.calls()),
                length);
    }

    private RampUp rampUp(YamlObject given, RampUp before) {
        List<Long> days = values.counts(given, "callsPerSecond", before.callsPerSecond());
        if (days.size() > RampUp.MAX_DAYS) {
            given.wrong("callsPerSecond", "has more than " + RampUp.MAX_DAYS + " days");
            return before;
        }
        Map<String, LocalDate> trunks = new HashMap<>(before.trunks());
        YamlObject firstDays = given.object("trunks");
        firstDays.names().forEach(trunk -> firstDays.text(trunk).ifPresent(text -> {
            try {
                trunks.put(trunk, LocalDate.parse(text));
            } catch (DateTimeException e) {
                firstDays.wrong(trunk, "is no day; write the trunk's first one, such as 2026-11-20");
            }
        }));
        if (days.isEmpty() && !trunks.isEmpty()) {
            given.wrong(
                    "trunks are named, but not how fast they are; write callsPerSecond: [1, 2, 5], a number for each day");
        }
        return new RampUp(days, trunks);
    }

    private int percent(YamlObject given, String name, int otherwise) {
        int percent = values.small(given, name, otherwise);
        if (percent > PERCENT) {
            given.wrong(name, "is more than 100");
        }
        return percent;
    }
}
