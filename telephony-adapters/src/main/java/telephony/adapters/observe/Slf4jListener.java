package telephony.adapters.observe;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.decided.EarlyDecisions;
import telephony.observe.SpendAlert;
import telephony.observe.TelephonyListener;

/**
 * Writes what happens to SLF4J, one line each, as {@code key=value}: decisions, requests to LiveKit and answers at INFO,
 * alarms and trouble at WARN, LiveKit's events at DEBUG. The logger is named {@code telephony}.
 *
 * <p>Text of strangers is encoded, so that it stays within its line; phone numbers are masked, also inside room names
 * and identities; tokens and secrets are never written. Refused and unusable webhooks and trouble are summed up to one
 * line a second each; {@link #close()} writes what is still to be summed up. It needs {@code org.slf4j:slf4j-api} on the
 * class path. Thread-safe.
 */
public final class Slf4jListener implements TelephonyListener, AutoCloseable {

    /** Money is told in millionths. */
    private static final int MONEY_DIGITS = 6;

    private final Logger log;
    private final LogText text;
    private final Throttle refused;
    private final Throttle quarantined;
    private final Throttle trouble;

    /**
     * @param clock by which lines are summed up
     * @param showNumbers whether phone numbers are written in full
     */
    public Slf4jListener(InstantSource clock, boolean showNumbers) {
        this(LoggerFactory.getLogger("telephony"), clock, showNumbers);
    }

    Slf4jListener(Logger log, InstantSource clock, boolean showNumbers) {
        this.log = log;
        this.text = new LogText(showNumbers);
        this.refused = new Throttle(clock);
        this.quarantined = new Throttle(clock);
        this.trouble = new Throttle(clock);
    }

    @Override
    public void onTimeline(TelephonyCall call, TimelineEntry entry) {
        refused.due().ifPresent(this::writeRefused);
        quarantined.due().ifPresent(this::writeQuarantined);
        trouble.due().ifPresent(this::writeTrouble);
        switch (entry.kind()) {
            case EVENT -> {
                if (log.isDebugEnabled()) {
                    log.debug("{}", line(call, entry));
                }
            }
            case DECISION, ANSWER, UNRECOGNISED -> {
                if (log.isInfoEnabled()) {
                    log.info("{}", line(call, entry));
                }
            }
            case ALARM -> log.warn("{}", line(call, entry));
        }
    }

    @Override
    public void onWebhookRefused(String reason, String detail) {
        refused.count(reason, detail).ifPresent(this::writeRefused);
    }

    @Override
    public void onWebhookQuarantined(String eventId, String reason) {
        quarantined.count(reason, eventId).ifPresent(this::writeQuarantined);
    }

    @Override
    public void onLeftoverRemoved(String roomName, String target, String marker) {
        log.info(
                "leftover.removed {} {} {}",
                text.pair("room", roomName),
                text.pair("target", target),
                text.pair("marker", marker));
    }

    @Override
    public void onEarlyDecision(String asker, boolean fallback, Duration lookup, Duration total) {
        boolean slow =
                lookup.compareTo(EarlyDecisions.LOOKUP_BUDGET) > 0 || total.compareTo(EarlyDecisions.TOTAL_BUDGET) > 0;
        if (slow) {
            log.warn(
                    "early.slow asker={} fallback={} lookupMillis={} totalMillis={} budgetMillis={}/{}",
                    asker,
                    fallback,
                    lookup.toMillis(),
                    total.toMillis(),
                    EarlyDecisions.LOOKUP_BUDGET.toMillis(),
                    EarlyDecisions.TOTAL_BUDGET.toMillis());
        }
    }

    @Override
    public void onSpendAlert(SpendAlert alert) {
        String tenant = alert.tenantId();
        log.warn(
                "spend.alert cap={} percent={} begins={} {} spent={} limit={} {} {}",
                alert.kind(),
                alert.percent(),
                alert.begins(),
                text.pair("tenant", tenant == null ? "-" : tenant),
                money(alert.spent()),
                money(alert.cap()),
                text.pair("currency", alert.currency()),
                text.pair("advice", alert.advice()));
    }

    private static String money(long millionths) {
        return BigDecimal.valueOf(millionths, MONEY_DIGITS).stripTrailingZeros().toPlainString();
    }

    @Override
    public void onTrouble(String what, Throwable cause) {
        String detail = what + ": " + cause.getClass().getSimpleName() + ": " + cause.getMessage();
        trouble.count(cause.getClass().getSimpleName(), detail).ifPresent(this::writeTrouble);
        if (log.isDebugEnabled()) {
            // The stack only: the messages of causes may hold anything.
            for (StackTraceElement frame : cause.getStackTrace()) {
                log.debug("trouble.at {}", text.pair("frame", frame.toString()));
            }
        }
    }

    @Override
    public void close() {
        refused.rest().ifPresent(this::writeRefused);
        quarantined.rest().ifPresent(this::writeQuarantined);
        trouble.rest().ifPresent(this::writeTrouble);
    }

    private String line(TelephonyCall call, TimelineEntry entry) {
        StringJoiner line = new StringJoiner(" ");
        line.add(entry.kind().name().toLowerCase(Locale.ROOT));
        line.add(text.pair("name", entry.name()));
        line.add(text.pair("callId", call.callId().toString()));
        line.add(text.pair("room", call.origin().roomName()));
        line.add(text.pair("state", call.dispatch().state().name()));
        entry.details().forEach((name, value) -> line.add(text.pair(plainName(name), value)));
        return line.toString();
    }

    private void writeRefused(Throttle.Sum sum) {
        log.warn("webhook.refused {} {}", counts(sum), text.pair("lastDetail", sum.last()));
    }

    private void writeQuarantined(Throttle.Sum sum) {
        log.warn("webhook.quarantined {} {}", counts(sum), text.pair("lastEventId", sum.last()));
    }

    private void writeTrouble(Throttle.Sum sum) {
        log.warn("trouble {} {}", counts(sum), text.pair("last", sum.last()));
    }

    private String counts(Throttle.Sum sum) {
        long all = sum.count().values().stream().mapToLong(Long::longValue).sum();
        return "count=" + all + " " + text.pair("reasons", new TreeMap<>(sum.count()).toString());
    }

    /** Names of details are ours; should one ever not be, it still cannot break the line. */
    private static String plainName(String name) {
        return name.replaceAll("[^A-Za-z0-9_.-]", "_");
    }
}
