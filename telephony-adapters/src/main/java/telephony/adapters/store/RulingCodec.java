package telephony.adapters.store;

import java.util.HashMap;
import java.util.Map;
import telephony.guard.Ruling;

/** Rulings as text. */
final class RulingCodec {

    private static final int FORMAT = 1;

    private RulingCodec() {}

    /** All but the id, which stands beside it. */
    static String write(Ruling ruling) {
        return JsonText.write(WrittenObject.root(Map.of())
                .number("format", FORMAT)
                .text("kind", ruling.kind().name())
                .text("tenantId", ruling.subject().tenantId())
                .text("country", ruling.subject().country())
                .text("campaignId", ruling.subject().campaignId())
                .text("prefix", ruling.subject().prefix())
                .text("by", ruling.by())
                .text("why", ruling.why())
                .instant("at", ruling.at())
                .instant("until", ruling.until())
                .object("lifted", ruling.lifted(), (json, lifted) -> json.text("by", lifted.by())
                        .instant("at", lifted.at()))
                .node());
    }

    /** @throws IllegalArgumentException when it is no ruling that this version understands in full */
    static Ruling read(String id, String text) {
        ReadObject from = ReadObject.root(JsonText.read(text), new HashMap<>());
        if (from.number("format") != FORMAT) {
            throw new IllegalArgumentException("a ruling of another form: " + from.number("format"));
        }
        return new Ruling(
                id,
                Ruling.Kind.valueOf(from.neededText("kind")),
                new Ruling.Subject(
                        from.text("tenantId"), from.text("country"), from.text("campaignId"), from.text("prefix")),
                from.neededText("by"),
                from.neededText("why"),
                from.neededInstant("at"),
                from.instant("until"),
                from.object("lifted", lifted -> new Ruling.Lifted(lifted.neededText("by"), lifted.neededInstant("at")))
                        .orElse(null));
    }
}
