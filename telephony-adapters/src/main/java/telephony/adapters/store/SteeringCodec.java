package telephony.adapters.store;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import telephony.call.AnsweredBy;
import telephony.call.Outcome;
import telephony.call.Steering;
import telephony.call.Transfer;
import telephony.call.TransferResult;

/** The part of a row that is about transfers and what was told of the call, as JSON. Durations are milliseconds. */
final class SteeringCodec {

    private SteeringCodec() {}

    static void write(WrittenObject to, Steering steering) {
        to.objects("transfers", steering.transfers(), SteeringCodec::writeTransfer)
                .object("answeredBy", steering.answeredBy(), SteeringCodec::writeAnsweredBy);
    }

    static Steering read(ReadObject from) {
        return new Steering(
                from.objects("transfers", SteeringCodec::readTransfer),
                from.object("answeredBy", SteeringCodec::readAnsweredBy).orElse(null));
    }

    private static void writeTransfer(WrittenObject to, Transfer transfer) {
        to.object("order", transfer.order(), SteeringCodec::writeOrder)
                .text("identity", transfer.identity())
                .word("state", transfer.state())
                .object("intent", transfer.intent(), DialCodec::writeIntent)
                .word("answer", transfer.answer())
                .object("result", transfer.result(), SteeringCodec::writeResult)
                .instant("unseenSince", transfer.unseenSince())
                .instant("answeredAt", transfer.answeredAt())
                .instant("endedAt", transfer.endedAt());
    }

    private static Transfer readTransfer(ReadObject from) {
        return new Transfer(
                from.neededObject("order", SteeringCodec::readOrder),
                from.neededText("identity"),
                from.word("state", Transfer.State.class, Transfer.State.UNRECOGNISED),
                from.object("intent", DialCodec::readIntent).orElse(null),
                from.word("answer", Transfer.Answer.class, Transfer.Answer.UNRECOGNISED),
                from.neededObject("result", SteeringCodec::readResult),
                from.instant("unseenSince"),
                from.instant("answeredAt"),
                from.instant("endedAt"));
    }

    private static void writeOrder(WrittenObject to, Transfer.Order order) {
        to.number("number", order.number())
                .word("mode", order.mode())
                .word("cause", order.cause())
                .text("to", order.to())
                .text("from", order.from())
                .text("trunkId", order.trunkId())
                .text("sipCallId", order.sipCallId())
                .number("ringingTimeout", order.ringingTimeout().toMillis())
                .json("headers", JsonText.ofValue(order.headers()))
                .text("key", order.key());
    }

    private static Transfer.Order readOrder(ReadObject from) {
        Map<String, String> headers = new LinkedHashMap<>();
        from.json("headers").ifPresent(given -> given.properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText())));
        return new Transfer.Order(
                from.smallNumber("number"),
                from.word("mode", Transfer.Mode.class, Transfer.Mode.UNRECOGNISED),
                from.word("cause", Transfer.Cause.class, Transfer.Cause.UNRECOGNISED),
                from.neededText("to"),
                from.text("from"),
                from.text("trunkId"),
                from.text("sipCallId"),
                Duration.ofMillis(from.number("ringingTimeout")),
                headers,
                from.text("key"));
    }

    private static void writeResult(WrittenObject to, TransferResult result) {
        Integer code = result.sipStatusCode();
        to.word("kind", result.kind())
                .json("sipStatusCode", code == null ? null : JsonText.ofValue(code))
                .text("detail", result.detail())
                .word("certainty", result.certainty());
    }

    private static TransferResult readResult(ReadObject from) {
        return new TransferResult(
                from.word("kind", TransferResult.Kind.class, TransferResult.Kind.UNRECOGNISED),
                from.json("sipStatusCode").isPresent() ? from.smallNumber("sipStatusCode") : null,
                from.neededText("detail"),
                from.word("certainty", Outcome.Certainty.class, Outcome.Certainty.UNRECOGNISED));
    }

    private static void writeAnsweredBy(WrittenObject to, AnsweredBy told) {
        to.word("who", told.who()).instant("at", told.at()).text("source", told.source());
    }

    private static AnsweredBy readAnsweredBy(ReadObject from) {
        return new AnsweredBy(
                from.word("who", AnsweredBy.Who.class, AnsweredBy.Who.UNRECOGNISED),
                from.neededInstant("at"),
                from.neededText("source"));
    }
}
