package telephony.adapters.store;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.DialIntent;
import telephony.call.DialResult;
import telephony.call.DialSeries;
import telephony.call.DialState;
import telephony.call.OutboundDial;
import telephony.call.Outcome;
import telephony.call.RetryRule;

/** The part of a row that is about the one dial of a call that we place, as JSON. Durations are milliseconds. */
final class DialCodec {

    private static final String SERIES = "series";

    private DialCodec() {}

    static void write(WrittenObject to, OutboundDial dial) {
        to.word("state", dial.state())
                .object("order", dial.order(), DialCodec::writeOrder)
                .text("identity", dial.identity())
                .object("intent", dial.intent(), DialCodec::writeIntent)
                .object("result", dial.result(), DialCodec::writeResult)
                .instant("unseenSince", dial.unseenSince())
                .instant("hungUpAt", dial.hungUpAt());
        if (dial.withheld() != null) {
            to.word("withheld", dial.withheld());
        }
        to.text("refusal", dial.refusal());
        String kept = to.takeKept(SERIES);
        if (kept != null) {
            to.json(SERIES, JsonText.read(kept));
        } else if (dial.series() != null) {
            to.object(SERIES, dial.series(), DialCodec::writeSeries);
        }
    }

    private static void writeSeries(WrittenObject to, DialSeries series) {
        CallId previous = series.previous();
        CallId next = series.next();
        to.text("orderId", series.orderId().toString())
                .number("attempt", series.attempt())
                .text("previous", previous == null ? null : previous.toString())
                .text("next", next == null ? null : next.toString())
                .number("maxAttempts", series.rule().maxAttempts())
                .number("backoff", series.rule().backoff().toMillis())
                .texts("on", series.rule().on().stream().map(Enum::name).toList());
    }

    /** A rule with outcomes that this version does not know is put aside whole. */
    private static @Nullable DialSeries readSeries(ReadObject from) {
        return from.object(SERIES, series -> {
                    Set<Outcome.Result> on = RetryRule.ALLOWED.stream()
                            .filter(result -> series.texts("on").contains(result.name()))
                            .collect(Collectors.toSet());
                    if (on.isEmpty() || on.size() < series.texts("on").size()) {
                        from.putAside(SERIES);
                        return Optional.<DialSeries>empty();
                    }
                    return Optional.of(new DialSeries(
                            CallId.parse(series.neededText("orderId")),
                            series.smallNumber("attempt"),
                            call(series.text("previous")),
                            call(series.text("next")),
                            new RetryRule(
                                    series.smallNumber("maxAttempts"),
                                    Duration.ofMillis(series.number("backoff")),
                                    on)));
                })
                .flatMap(read -> read)
                .orElse(null);
    }

    private static @Nullable CallId call(@Nullable String id) {
        return id == null ? null : CallId.parse(id);
    }

    static OutboundDial read(ReadObject from) {
        OutboundDial.@Nullable Withheld withheld = from.text("withheld") == null
                ? null
                : from.word("withheld", OutboundDial.Withheld.class, OutboundDial.Withheld.UNRECOGNISED);
        return new OutboundDial(
                from.word("state", DialState.class, DialState.UNRECOGNISED),
                from.neededObject("order", DialCodec::readOrder),
                from.neededText("identity"),
                from.object("intent", DialCodec::readIntent).orElse(null),
                from.neededObject("result", DialCodec::readResult),
                from.instant("unseenSince"),
                from.instant("hungUpAt"),
                withheld,
                from.text("refusal"),
                readSeries(from));
    }

    private static void writeOrder(WrittenObject to, OutboundDial.Order order) {
        to.text("to", order.to())
                .text("from", order.from())
                .text("trunkId", order.trunkId())
                .number("ringingTimeout", order.ringingTimeout().toMillis())
                .number("maxDuration", order.maxDuration().toMillis())
                .flag("agentFirst", order.agentFirst());
    }

    private static OutboundDial.Order readOrder(ReadObject from) {
        return new OutboundDial.Order(
                from.neededText("to"),
                from.text("from"),
                from.neededText("trunkId"),
                Duration.ofMillis(from.number("ringingTimeout")),
                Duration.ofMillis(from.number("maxDuration")),
                from.flag("agentFirst"));
    }

    static void writeIntent(WrittenObject to, DialIntent intent) {
        to.instant("committedAt", intent.committedAt())
                .instant("answerDueAt", intent.answerDueAt())
                .instant("tokenExpiresAt", intent.tokenExpiresAt())
                .instant("quiesceAt", intent.quiesceAt());
    }

    static DialIntent readIntent(ReadObject from) {
        return new DialIntent(
                from.neededInstant("committedAt"),
                from.neededInstant("answerDueAt"),
                from.neededInstant("tokenExpiresAt"),
                from.neededInstant("quiesceAt"));
    }

    private static void writeResult(WrittenObject to, DialResult result) {
        Integer code = result.sipStatusCode();
        to.word("kind", result.kind())
                .json("sipStatusCode", code == null ? null : JsonText.ofValue(code))
                .text("detail", result.detail());
    }

    private static DialResult readResult(ReadObject from) {
        return new DialResult(
                from.word("kind", DialResult.Kind.class, DialResult.Kind.UNRECOGNISED),
                from.json("sipStatusCode").isPresent() ? from.smallNumber("sipStatusCode") : null,
                from.neededText("detail"));
    }
}
