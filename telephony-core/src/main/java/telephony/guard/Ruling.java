package telephony.guard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided about dials beside the rules of the file, with who and why, so that it can be accounted for later.
 *
 * @param id names it for ever; letters and digits
 * @param kind what was decided
 * @param subject which dials it is about
 * @param by who decided
 * @param why in his words
 * @param at when, on the store's clock
 * @param until when it ends by itself; null = when somebody lifts it
 * @param lifted who ended it, and when; null = nobody
 */
public record Ruling(
        String id,
        Kind kind,
        Subject subject,
        String by,
        String why,
        Instant at,
        @Nullable Instant until,
        @Nullable Lifted lifted) {

    /** What was decided. */
    public enum Kind {
        /** Nothing is dialled there: G1. */
        OFF,
        /** Velocity holds up nothing there: G9. */
        RELEASE
    }

    /** Who ended a ruling, and when. */
    public record Lifted(String by, Instant at) {}

    /**
     * The dials of this tenant, to this country, of this campaign and to numbers that begin so: all that is said must fit. With
     * nothing said it is every dial.
     *
     * @param tenantId whose calls; null = anybody's
     * @param country of the number, ISO 3166, by numbering plans; null = any
     * @param campaignId what they belong to; null = anything
     * @param prefix how the number begins, or the whole number, in E.164; null = any
     */
    public record Subject(
            @Nullable String tenantId, @Nullable String country, @Nullable String campaignId, @Nullable String prefix) {

        /** Every dial. */
        public static final Subject EVERYTHING = new Subject(null, null, null, null);

        boolean covers(DialCase dialCase) {
            return (tenantId == null || tenantId.equals(dialCase.dial().tenantId()))
                    && (campaignId == null || campaignId.equals(dialCase.dial().campaignId()))
                    && (country == null
                            || dialCase.country().filter(country::equals).isPresent())
                    && (prefix == null
                            || (dialCase.wholeNumber().isPresent()
                                    && dialCase.target().startsWith(prefix)));
        }
    }

    /** Whether it holds at this time. */
    public boolean isInForceAt(Instant now) {
        return lifted == null && (until == null || until.isAfter(now));
    }

    /** When it ended; null = it has not, and will not by itself. */
    public @Nullable Instant end() {
        return lifted == null ? until : lifted.at();
    }

    Ruling lifted(String who, Instant now) {
        return new Ruling(id, kind, subject, by, why, at, until, new Lifted(who, now));
    }
}
