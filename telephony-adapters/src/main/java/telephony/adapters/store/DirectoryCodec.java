package telephony.adapters.store;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryNumber;
import telephony.directory.DirectoryRow;
import telephony.directory.EntryKey;
import telephony.directory.OpeningHours;
import telephony.directory.Tenant;
import telephony.guard.Span;
import telephony.store.StoreUnavailableException;

/** Entries of the directory as text. */
final class DirectoryCodec {

    /** Of entries that limit calls. */
    private static final int FORMAT = 2;

    private static final int FORMAT_WITHOUT_LIMITS = 1;

    private static final String MAX_CALLS = "maxConcurrentCalls";

    private DirectoryCodec() {}

    /** All but the kind and the id, which stand beside it. */
    static String write(DirectoryEntry entry) {
        WrittenObject to =
                WrittenObject.root(Map.of()).number("format", isLimited(entry) ? FORMAT : FORMAT_WITHOUT_LIMITS);
        switch (entry.key().kind()) {
            case TENANT -> writeTenant(to, (Tenant) entry);
            case AGENT -> writeAgent(to, (Agent) entry);
            case NUMBER -> writeNumber(to, (DirectoryNumber) entry);
            case CAMPAIGN -> writeCampaign(to, (Campaign) entry);
        }
        return JsonText.write(to.node());
    }

    /**
     * The row of this key.
     *
     * @param text what {@link #write} made; empty = the entry was removed
     * @throws StoreUnavailableException when it is no entry that this version understands in full
     */
    static DirectoryRow row(EntryKey key, long version, String text) {
        try {
            return new DirectoryRow(key, version, text.isEmpty() ? null : read(key, text));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new StoreUnavailableException(
                    "the directory's " + key
                            + " stands in the store with text that is no entry of this version: restore"
                            + " it, or update this process",
                    e);
        }
    }

    private static DirectoryEntry read(EntryKey key, String text) {
        ReadObject from = ReadObject.root(JsonText.read(text), new HashMap<>());
        long format = from.number("format");
        if (format != FORMAT && format != FORMAT_WITHOUT_LIMITS) {
            throw new IllegalArgumentException("an entry of another form: " + format);
        }
        return switch (key.kind()) {
            case TENANT -> new Tenant(key.id(), from.neededText("name"), from.text("defaultAgentId"), limit(from));
            case AGENT -> readAgent(key.id(), from);
            case NUMBER ->
                new DirectoryNumber(
                        key.id(),
                        from.text("tenantId"),
                        from.texts("agentIds"),
                        from.json("legacy").map(RouteCodec::members).orElse(Map.of()));
            case CAMPAIGN -> readCampaign(key.id(), from);
        };
    }

    private static void writeTenant(WrittenObject to, Tenant tenant) {
        to.text("name", tenant.name());
        if (tenant.defaultAgentId() != null) {
            to.text("defaultAgentId", tenant.defaultAgentId());
        }
        limit(to, tenant.maxConcurrentCalls());
    }

    /** So that a version that knows no limits does not take such an entry for one without. */
    private static boolean isLimited(DirectoryEntry entry) {
        return switch (entry.key().kind()) {
            case TENANT -> ((Tenant) entry).maxConcurrentCalls() != null;
            case AGENT -> ((Agent) entry).maxConcurrentCalls() != null;
            case NUMBER -> false;
            case CAMPAIGN ->
                ((Campaign) entry).maxConcurrentCalls() != null
                        || ((Campaign) entry).priority() != Campaign.USUAL_PRIORITY;
        };
    }

    private static void limit(WrittenObject to, @Nullable Integer calls) {
        if (calls != null) {
            to.number(MAX_CALLS, calls);
        }
    }

    private static @Nullable Integer limit(ReadObject from) {
        return from.json(MAX_CALLS).isPresent() ? from.smallNumber(MAX_CALLS) : null;
    }

    private static void tenantId(WrittenObject to, DirectoryEntry entry) {
        if (entry.tenantId() != null) {
            to.text("tenantId", entry.tenantId());
        }
    }

    private static void writeAgent(WrittenObject to, Agent agent) {
        tenantId(to, agent);
        to.text("name", agent.name())
                .object("config", agent.config(), RouteCodec::writeAgent)
                .text("status", agent.status().word())
                .number("priority", agent.priority());
        limit(to, agent.maxConcurrentCalls());
    }

    private static Agent readAgent(String id, ReadObject from) {
        String status = from.neededText("status");
        return new Agent(
                id,
                from.text("tenantId"),
                from.neededText("name"),
                from.neededObject("config", RouteCodec::readAgent)
                        .orElseThrow(() -> new IllegalArgumentException("metadataStyle of another version")),
                Agent.Status.of(status)
                        .orElseThrow(() -> new IllegalArgumentException("status of another version: " + status)),
                from.smallNumber("priority"),
                limit(from));
    }

    private static void writeNumber(WrittenObject to, DirectoryNumber number) {
        tenantId(to, number);
        to.texts("agentIds", number.agentIds());
        if (!number.legacy().isEmpty()) {
            to.json("legacy", JsonText.ofValue(number.legacy()));
        }
    }

    private static void writeCampaign(WrittenObject to, Campaign campaign) {
        tenantId(to, campaign);
        to.text("name", campaign.name())
                .text("agentId", campaign.agentId())
                .texts("numbers", campaign.numbers())
                .object("hours", campaign.hours(), DirectoryCodec::writeHours)
                .instant("activeFrom", campaign.activeFrom())
                .instant("activeUntil", campaign.activeUntil())
                .json("metadata", JsonText.ofValue(campaign.metadata()));
        limit(to, campaign.maxConcurrentCalls());
        if (campaign.priority() != Campaign.USUAL_PRIORITY) {
            to.number("priority", campaign.priority());
        }
    }

    private static Campaign readCampaign(String id, ReadObject from) {
        return new Campaign(
                id,
                from.text("tenantId"),
                from.neededText("name"),
                from.neededText("agentId"),
                from.texts("numbers"),
                from.object("hours", DirectoryCodec::readHours).orElse(null),
                from.instant("activeFrom"),
                from.instant("activeUntil"),
                from.json("metadata").map(RouteCodec::members).orElse(Map.of()),
                limit(from),
                from.json("priority").isPresent() ? from.smallNumber("priority") : Campaign.USUAL_PRIORITY);
    }

    private static void writeHours(WrittenObject to, OpeningHours hours) {
        to.text("zone", hours.zone().getId());
        for (DayOfWeek day : DayOfWeek.values()) {
            List<Span> spans = hours.days().getOrDefault(day, List.of());
            if (!spans.isEmpty()) {
                to.objects(day.name(), spans, (span, part) -> span.number("from", part.from())
                        .number("to", part.to()));
            }
        }
        to.texts("holidays", hours.holidayCalendars()).object("outside", hours.outside(), (json, outside) -> {
            json.text("then", outside.then().name());
            if (outside.target() != null) {
                json.text("target", outside.target());
            }
        });
    }

    private static OpeningHours readHours(ReadObject from) {
        Map<DayOfWeek, List<Span>> days = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put(day, from.objects(day.name(), span -> new Span(span.smallNumber("from"), span.smallNumber("to"))));
        }
        return new OpeningHours(
                ZoneId.of(from.neededText("zone")),
                days,
                from.texts("holidays"),
                from.neededObject(
                        "outside",
                        outside -> new OpeningHours.Outside(
                                OpeningHours.Then.valueOf(outside.neededText("then")), outside.text("target"))));
    }
}
