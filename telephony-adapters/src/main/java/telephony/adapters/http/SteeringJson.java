package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import telephony.call.AnsweredBy;
import telephony.call.DialIntent;
import telephony.call.Transfer;
import telephony.call.TransferResult;

/** Transfers of a call and what was told of it, as the API shows them. */
final class SteeringJson {

    private SteeringJson() {}

    static ObjectNode of(Transfer transfer) {
        Transfer.Order order = transfer.order();
        DialIntent intent = transfer.intent();
        TransferResult result = transfer.result();
        ObjectNode json = Json.object()
                .put("number", order.number())
                .put("mode", Json.word(order.mode()))
                .put("cause", Json.word(order.cause()))
                .put("to", order.to())
                .put("from", order.from())
                .put("trunkId", order.trunkId())
                .put("identity", transfer.identity())
                .put("ringingTimeoutSeconds", order.ringingTimeout().toSeconds())
                .put("state", Json.word(transfer.state()))
                .put("result", Json.word(result.kind()))
                .put("sipStatusCode", result.sipStatusCode())
                .put("detail", result.detail())
                .put("certainty", Json.word(result.certainty()))
                .put("askedAt", Json.time(intent == null ? null : intent.committedAt()))
                .put("answeredAt", Json.time(transfer.answeredAt()))
                .put("endedAt", Json.time(transfer.endedAt()));
        // Names alone: values may be what only the far end is to know.
        json.set(
                "headers", Json.texts(order.headers().keySet().stream().sorted().toList()));
        return json;
    }

    static ObjectNode of(AnsweredBy told) {
        return Json.object()
                .put("answeredBy", Json.word(told.who()))
                .put("at", Json.time(told.at()))
                .put("source", told.source());
    }
}
