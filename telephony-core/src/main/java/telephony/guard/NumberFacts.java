package telephony.guard;

import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What numbering plans say of a number.
 *
 * @param form what it is at all; only of a {@link Form#NUMBER} does the rest mean anything
 * @param country ISO 3166, two letters, by the number's own metadata and not by its country code alone: {@code +1 876} is
 *     {@code JM}; null = none, such as a satellite network
 * @param kind what sort of number
 * @param zones every time zone in which its holder may be, as far as the number tells; empty = not known
 */
public record NumberFacts(Form form, @Nullable String country, NumberKind kind, Set<ZoneId> zones) {

    /** What a text is as something to dial. */
    public enum Form {
        /** A whole number in E.164 that its numbering plan has. */
        NUMBER,
        /** No number in E.164, or one that no numbering plan has. */
        INVALID,
        /** A short number, with or without a country code before it. */
        SHORT,
        /** An emergency number of some country, with or without a country code before it. */
        EMERGENCY
    }

    public NumberFacts {
        zones = Set.copyOf(zones);
    }

    /** Facts of something that is no ordinary number. */
    public static NumberFacts of(Form form) {
        return new NumberFacts(form, null, NumberKind.UNKNOWN, Set.of());
    }

    /** Whether it is a number of a numbering plan. */
    public boolean isNumber() {
        return form == Form.NUMBER;
    }

    /** Whether its holder may carry it out of the place that the number names. */
    public boolean mayBeMobile() {
        return kind == NumberKind.MOBILE || kind == NumberKind.FIXED_LINE_OR_MOBILE;
    }
}
