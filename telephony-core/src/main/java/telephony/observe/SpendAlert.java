package telephony.observe;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * So much of the money that may be spent on calls is spent or reserved. Told once for each cap, level and period.
 *
 * @param percent the level: 50, 80, or 100 = a call was refused because of it, or the next one will be
 * @param period what the cap is for
 * @param begins the first day of the period, by UTC
 * @param tenantId whose cap it is; null = that of all together, empty = that of calls that are nobody's in particular
 * @param spent what is spent or reserved, in millionths
 * @param cap the most that may be, in millionths
 * @param currency its word for people
 */
public record SpendAlert(
        int percent,
        Period period,
        LocalDate begins,
        @Nullable String tenantId,
        long spent,
        long cap,
        String currency) {

    /** The level at which calls are refused. */
    public static final int ALL = 100;

    /** What a cap is for. */
    public enum Period {
        /** A day by UTC. */
        DAY,
        /** A month by UTC. */
        MONTH;

        /** As the guards file has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which cap it is, as few words as there are kinds: {@code day}, {@code month}, {@code tenant_day}, {@code tenant_month}. */
    public String kind() {
        return (tenantId == null ? "" : "tenant_") + period.word();
    }

    /** What to do, for people. */
    public String advice() {
        String end = "until the next " + period.word() + " begins (UTC)";
        return percent < ALL
                ? "if so many calls are not meant, stop them with guards off; if they are, raise spend." + period.word()
                        + " in the guards file before it is used up, for then calls are refused " + end
                : "calls are refused with spend-cap " + end + "; if they are meant, raise spend." + period.word()
                        + " in the guards file";
    }
}
