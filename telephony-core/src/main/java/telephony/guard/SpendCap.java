package telephony.guard;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import telephony.observe.SpendAlert.Period;
import telephony.outbound.Dial;

/**
 * A limit of money that a dial is held to.
 *
 * @param period what it is for
 * @param begins first day of the period, by UTC
 * @param ends when the period is over
 * @param tenantId whose it is; null = that of all together
 * @param limit in millionths
 */
record SpendCap(Period period, LocalDate begins, Instant ends, @Nullable String tenantId, long limit) {

    /** The caps that hold for this dial. */
    static List<SpendCap> of(Dial dial, Limits.Spend spend, Instant now) {
        List<SpendCap> caps = new ArrayList<>();
        String tenant = dial.tenantId() == null ? "" : dial.tenantId();
        add(caps, Period.DAY, now, null, Limits.Spend.ofEverybody(spend.day()));
        add(caps, Period.MONTH, now, null, Limits.Spend.ofEverybody(spend.month()));
        add(caps, Period.DAY, now, tenant, spend.day().of(dial.tenantId()));
        add(caps, Period.MONTH, now, tenant, spend.month().of(dial.tenantId()));
        return List.copyOf(caps);
    }

    private static void add(
            List<SpendCap> caps, Period period, Instant now, @Nullable String tenant, OptionalLong limit) {
        if (limit.isEmpty()) {
            return;
        }
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate begins = period == Period.DAY ? today : today.withDayOfMonth(1);
        LocalDate next = period == Period.DAY ? begins.plusDays(1) : begins.plusMonths(1);
        Instant ends = next.atStartOfDay(ZoneOffset.UTC).toInstant();
        caps.add(new SpendCap(period, begins, ends, tenant, limit.getAsLong()));
    }

    /** What the money is counted under. */
    String key() {
        return DialKeys.of("spend", period.word(), begins.toString(), tenantId);
    }

    /** What is marked when this level was told; a cap that was changed is another one. */
    String alertKey(int percent) {
        return DialKeys.of(
                "spend-alert",
                period.word(),
                begins.toString(),
                tenantId,
                Long.toString(limit),
                Integer.toString(percent));
    }
}
