package telephony.adapters.store;

import java.util.HashMap;
import java.util.Map;
import telephony.lead.Lead;
import telephony.store.StoreUnavailableException;

/** Leads as text. */
final class LeadCodec {

    private static final int FORMAT = 1;

    private LeadCodec() {}

    /** All but the id and the version, which stand beside it. */
    static String write(Lead lead) {
        return JsonText.write(WrittenObject.root(Map.of())
                .number("format", FORMAT)
                .text("tenantId", lead.tenantId())
                .text("number", lead.number())
                .text("name", lead.name())
                .text("campaignId", lead.campaignId())
                .number("calls", lead.calls())
                .instant("firstAt", lead.firstAt())
                .instant("lastAt", lead.lastAt())
                .node());
    }

    static Lead read(String id, long version, String text) {
        try {
            ReadObject from = ReadObject.root(JsonText.read(text), new HashMap<>());
            if (from.number("format") != FORMAT) {
                throw new IllegalArgumentException("a lead of another form: " + from.number("format"));
            }
            return new Lead(
                    id,
                    from.text("tenantId"),
                    from.neededText("number"),
                    from.text("name"),
                    from.text("campaignId"),
                    from.number("calls"),
                    from.neededInstant("firstAt"),
                    from.neededInstant("lastAt"),
                    version);
        } catch (IllegalArgumentException e) {
            throw new StoreUnavailableException(
                    "lead " + id + " stands in telephony_lead with text that is no lead of this version: update this"
                            + " process, restore the lead, or delete it",
                    e);
        }
    }
}
