package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.DialIntent;
import telephony.call.DialResult;
import telephony.call.DialSeries;
import telephony.call.OutboundDial;

/** The one dial of a call that we place, as the API shows it. */
final class DialJson {

    private DialJson() {}

    static ObjectNode of(OutboundDial dial) {
        OutboundDial.Order order = dial.order();
        DialIntent intent = dial.intent();
        DialResult result = dial.result();
        ObjectNode json = Json.object()
                .put("state", Json.word(dial.state()))
                .put("to", order.to())
                .put("from", order.from())
                .put("trunkId", order.trunkId())
                .put("identity", dial.identity())
                .put("ringingTimeoutSeconds", order.ringingTimeout().toSeconds())
                .put("maxDurationSeconds", order.maxDuration().toSeconds())
                .put("agentFirst", order.agentFirst())
                .put("dialledAt", Json.time(intent == null ? null : intent.committedAt()))
                .put("result", Json.word(result.kind()))
                .put("sipStatusCode", result.sipStatusCode())
                .put("detail", result.detail())
                .put("hungUpAt", Json.time(dial.hungUpAt()))
                .put("withheld", dial.withheld() == null ? null : Json.word(dial.withheld()))
                .put("refusal", dial.refusal());
        json.set("series", dial.series() == null ? null : series(dial.series()));
        return json;
    }

    private static ObjectNode series(DialSeries series) {
        return Json.object()
                .put("order", series.orderId().toString())
                .put("attempt", series.attempt())
                .put("maxAttempts", series.rule().maxAttempts())
                .put("previous", id(series.previous()))
                .put("next", id(series.next()));
    }

    private static @Nullable String id(@Nullable CallId callId) {
        return callId == null ? null : callId.toString();
    }
}
