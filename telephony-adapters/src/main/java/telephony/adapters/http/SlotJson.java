package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import telephony.call.Slot;
import telephony.call.SlotClaim;
import telephony.slot.SlotBoard;

/** What calls need before an agent is sent, and who waits for it, as the API shows them. */
final class SlotJson {

    private SlotJson() {}

    static ObjectNode of(SlotClaim claim) {
        ObjectNode json = Json.object();
        ArrayNode slots = json.putArray("needs");
        for (Slot slot : claim.slots()) {
            slots.addObject()
                    .put("of", slot.key())
                    .put("limit", slot.limit() == Slot.UNLIMITED ? null : Integer.valueOf(slot.limit()));
        }
        return json.put("stage", Json.word(claim.stage()))
                .put("priority", claim.priority())
                .put("since", Json.time(claim.since()))
                .put("until", Json.time(claim.until()));
    }

    static ObjectNode of(SlotBoard board) {
        ObjectNode json = Json.object();
        json.set("items", Json.array(board.lines(), SlotJson::line));
        List<Map.Entry<String, Long>> held = List.copyOf(new TreeMap<>(board.held()).entrySet());
        json.set("held", Json.array(held, entry -> Json.object()
                .put("of", entry.getKey())
                .put("calls", entry.getValue())));
        return json;
    }

    private static ObjectNode line(SlotBoard.Line line) {
        ObjectNode json = Json.object();
        json.set("needs", Json.texts(line.keys()));
        return json.put("waiting", line.waiting())
                .put("firstCallId", line.first().toString())
                .put("priority", line.priority())
                .put("since", Json.time(line.since()));
    }
}
