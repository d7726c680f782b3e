package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import telephony.guard.Ruling;

/** How switches and releases look in our JSON. */
final class RulingJson {

    private RulingJson() {}

    /** All of them; the list is always whole, for there are few. */
    static ObjectNode rulings(List<Ruling> rulings, Instant now) {
        return Json.page(rulings, null, ruling -> ruling(ruling, now));
    }

    /** One of them, with who and why. */
    static ObjectNode ruling(Ruling ruling, Instant now) {
        Ruling.Lifted lifted = ruling.lifted();
        return Json.object()
                .put("id", ruling.id())
                .put("kind", Json.word(ruling.kind()))
                .put("inForce", ruling.isInForceAt(now))
                .put("tenantId", ruling.subject().tenantId())
                .put("country", ruling.subject().country())
                .put("campaignId", ruling.subject().campaignId())
                .put("prefix", ruling.subject().prefix())
                .put("by", ruling.by())
                .put("why", ruling.why())
                .put("at", Json.time(ruling.at()))
                .put("until", Json.time(ruling.until()))
                .put("liftedBy", lifted == null ? null : lifted.by())
                .put("liftedAt", lifted == null ? null : Json.time(lifted.at()));
    }
}
