package telephony.adapters.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import telephony.call.DialIntent;
import telephony.call.DialResult;
import telephony.call.DialState;
import telephony.call.OutboundDial;

/** The part of a row that is about the one dial of a call that we place, as JSON. Durations are milliseconds. */
final class DialCodec {

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
                from.text("refusal"));
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
