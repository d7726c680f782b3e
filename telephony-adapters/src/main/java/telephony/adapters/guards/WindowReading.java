package telephony.adapters.guards;

import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import telephony.adapters.yaml.Findings;
import telephony.adapters.yaml.YamlObject;
import telephony.guard.Purpose;
import telephony.guard.Span;
import telephony.guard.WindowRule;
import telephony.guard.Windows;

/** Reads when people may be called. A rule of a name that was there before takes its place. */
final class WindowReading {

    static final Set<String> RULE = Set.of("places", "purposes", "hours", "closedOn");

    private static final Pattern PLACE = Pattern.compile("\\*|[A-Z]{2}(-[A-Z0-9]{1,3})?");
    private static final Pattern SPAN = Pattern.compile("([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])");
    private static final String SPAN_ADVICE = "08:00-21:00";
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;

    private final GuardValues values;
    private final Predicate<String> calendars;

    /** @param calendars whether there is a calendar of holidays of this name */
    WindowReading(Findings findings, Predicate<String> calendars) {
        this.values = new GuardValues(findings);
        this.calendars = calendars;
    }

    Windows windows(YamlObject top, Windows before) {
        Map<String, WindowRule> rules = new LinkedHashMap<>();
        before.rules().forEach(rule -> rules.put(rule.name(), rule));
        YamlObject given = top.object("windows");
        given.names()
                .forEach(name -> rules.put(name, rule(name, given.object(name).knowing(RULE))));
        Map<String, Set<ZoneId>> zones = new HashMap<>(before.mobileZones());
        YamlObject countries = top.object("mobileZones");
        for (String country : countries.names()) {
            if (!PolicyReading.COUNTRY.matcher(country).matches()) {
                countries.wrongKey(country, "is no country; write two capital letters, such as US");
            }
            zones.put(country, values.words(countries, country, Set.of(), GuardValues::zone, "Europe/Paris"));
        }
        return new Windows(List.copyOf(rules.values()), zones);
    }

    private WindowRule rule(String name, YamlObject rule) {
        Set<String> places = values.words(rule, "places", Set.of(), PLACE, "FR, US-FL or \"*\"");
        Set<Purpose> purposes = values.words(rule, "purposes", Set.of(), Purpose::of, "marketing, informational");
        if (places.isEmpty() || purposes.isEmpty() || !rule.has("hours")) {
            rule.wrong("a window needs places, purposes and hours");
        }
        String calendar = rule.text("closedOn").orElse(null);
        if (calendar != null && !calendars.test(calendar)) {
            rule.wrong("closedOn", "there is no such calendar of holidays; write such as fr or us-fl");
        }
        return new WindowRule(name, places, purposes, days(rule.object("hours")), calendar);
    }

    private Map<DayOfWeek, List<Span>> days(YamlObject hours) {
        Map<DayOfWeek, List<Span>> days = new HashMap<>();
        for (String key : hours.names()) {
            List<Span> spans = new ArrayList<>(values.words(hours, key, Set.of(), WindowReading::span, SPAN_ADVICE));
            List<DayOfWeek> meant = daysOf(key);
            if (meant.isEmpty()) {
                hours.wrongKey(key, "is no day; write mon to sun, or such as mon-fri");
            }
            for (DayOfWeek day : meant) {
                if (days.putIfAbsent(day, List.copyOf(spans)) != null) {
                    hours.wrongKey(key, "names a day that another line has");
                }
            }
        }
        return days;
    }

    private static List<DayOfWeek> daysOf(String key) {
        String[] ends = key.toLowerCase(Locale.ROOT).split("-", 2);
        int first = DAYS.indexOf(ends[0]);
        int last = DAYS.indexOf(ends[ends.length - 1]);
        return first < 0 || last < first
                ? List.of()
                : List.of(DayOfWeek.values()).subList(first, last + 1);
    }

    private static Optional<Span> span(String text) {
        Matcher times = SPAN.matcher(text);
        if (!times.matches()) {
            return Optional.empty();
        }
        int from = seconds(times.group(1), times.group(2));
        int to = seconds(times.group(3), times.group(4));
        return from < to && to <= Span.DAY_SECONDS ? Optional.of(new Span(from, to)) : Optional.empty();
    }

    private static int seconds(String hours, String minutes) {
        return (Integer.parseInt(hours) * MINUTES_PER_HOUR + Integer.parseInt(minutes)) * SECONDS_PER_MINUTE;
    }
}
