package telephony.directory;

import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import telephony.guard.Span;

/**
 * When a campaign's agent answers.
 *
 * @param zone whose clock it is
 * @param days the spans of each day of the week; a day without any is closed, and what goes across midnight is one on each day
 * @param holidayCalendars the public holidays of these are closed, such as {@code fr} or {@code us-fl}
 * @param outside what happens to calls at other times
 */
public record OpeningHours(
        ZoneId zone, Map<DayOfWeek, List<Span>> days, List<String> holidayCalendars, Outside outside) {

    public OpeningHours {
        Map<DayOfWeek, List<Span>> copied = new EnumMap<>(DayOfWeek.class);
        days.forEach((day, spans) -> {
            if (!spans.isEmpty()) {
                copied.put(day, List.copyOf(spans));
            }
        });
        days = Map.copyOf(copied);
        holidayCalendars = List.copyOf(holidayCalendars);
    }

    /** When it is open on such a day; empty = it is closed. */
    public List<Span> spansOf(DayOfWeek day) {
        return days.getOrDefault(day, List.of());
    }

    /** What happens to a call. */
    public enum Then {
        /** Other rules decide, as if the call were not this campaign's. */
        GO_ON,
        /** Another agent of the directory answers. */
        AGENT,
        /** The caller is handed on to a phone number. */
        NUMBER,
        /** The call is refused. */
        REJECT
    }

    /**
     * What happens to a call outside the hours.
     *
     * @param then what
     * @param target the agent's id or the number in E.164; null where there is neither
     */
    public record Outside(Then then, @Nullable String target) {

        /** Other rules decide. */
        public static final Outside GO_ON = new Outside(Then.GO_ON, null);

        /** The call is refused. */
        public static final Outside REJECT = new Outside(Then.REJECT, null);

        public Outside {
            if ((target != null) != (then == Then.AGENT || then == Then.NUMBER)) {
                throw new IllegalArgumentException("an agent or a number is named where one is meant, and only there");
            }
        }

        /** This agent answers. */
        public static Outside agent(String id) {
            return new Outside(Then.AGENT, Objects.requireNonNull(id));
        }

        /** The caller is handed on to this number, in E.164. */
        public static Outside number(String number) {
            return new Outside(Then.NUMBER, Objects.requireNonNull(number));
        }
    }
}
