package telephony.adapters.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import telephony.call.CallId;
import telephony.call.TimelineEntry;
import telephony.store.InboxEntry;

/** What is written once and never changed, as JSON text: time-line entries and inbox entries. */
final class EntryCodec {

    private EntryCodec() {}

    static String write(TimelineEntry entry) {
        WrittenObject to = WrittenObject.root(Map.of());
        to.instant("at", entry.at())
                .word("kind", entry.kind())
                .text("name", entry.name())
                .json("details", JsonText.ofValue(entry.details()));
        return JsonText.write(to.node());
    }

    /**
     * The entry of this text on the time line of this call.
     *
     * @throws IllegalArgumentException when no version of this software can have written the text
     */
    static TimelineEntry readLine(CallId callId, String text) {
        ReadObject from = ReadObject.root(JsonText.read(text), new HashMap<>());
        Map<String, String> details = new HashMap<>();
        from.json("details").ifPresent(facts -> facts.properties()
                .forEach(fact -> details.put(fact.getKey(), fact.getValue().asText())));
        return new TimelineEntry(
                callId,
                from.neededInstant("at"),
                from.word("kind", TimelineEntry.Kind.class, TimelineEntry.Kind.UNRECOGNISED),
                from.neededText("name"),
                details);
    }

    static String write(InboxEntry entry) {
        WrittenObject to = WrittenObject.root(Map.of());
        to.text("eventId", entry.eventId())
                .instant("receivedAt", entry.receivedAt())
                .word("verdict", entry.verdict())
                .text("callId", entry.call().map(CallId::toString).orElse(null))
                .text("note", entry.note())
                .text("raw", entry.raw());
        return JsonText.write(to.node());
    }

    /**
     * The entry of this text.
     *
     * @throws IllegalArgumentException when no version of this software can have written the text
     */
    static InboxEntry readInboxEntry(String text) {
        ReadObject from = ReadObject.root(JsonText.read(text), new HashMap<>());
        return new InboxEntry(
                from.neededText("eventId"),
                from.neededInstant("receivedAt"),
                from.word("verdict", InboxEntry.Verdict.class, InboxEntry.Verdict.UNRECOGNISED),
                Optional.ofNullable(from.text("callId")).map(CallId::parse).orElse(null),
                from.neededText("note"),
                from.text("raw"));
    }
}
