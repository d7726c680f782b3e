package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryNumber;
import telephony.directory.DirectoryRow;
import telephony.directory.EntryKind;
import telephony.directory.NumberConflict;
import telephony.directory.OpeningHours;
import telephony.directory.Tenant;
import telephony.guard.Span;
import telephony.routing.AgentConfig;

/** How entries of the directory look in our JSON; what is not set is left out, so that it can be sent back as it came. */
final class DirectoryJson {

    /** The lists of entries by what they are called in paths and documents. */
    static final Map<EntryKind, String> LISTS = Map.of(
            EntryKind.TENANT, "tenants",
            EntryKind.AGENT, "agents",
            EntryKind.NUMBER, "numbers",
            EntryKind.CAMPAIGN, "campaigns");

    private static final int MINUTE_SECONDS = 60;
    private static final int HOUR_SECONDS = 3_600;

    private DirectoryJson() {}

    /** An entry and its version. */
    static ObjectNode row(DirectoryRow row) {
        if (row.entry() == null) {
            throw new IllegalArgumentException("what was removed cannot be shown");
        }
        return entry(row.entry()).put("version", row.version());
    }

    static ObjectNode entry(DirectoryEntry entry) {
        return switch (entry.key().kind()) {
            case TENANT -> tenant((Tenant) entry);
            case AGENT -> agent((Agent) entry);
            case NUMBER -> number((DirectoryNumber) entry);
            case CAMPAIGN -> campaign((Campaign) entry);
        };
    }

    /** {@code number}, {@code tenantId}, {@code priority}, {@code agentIds}. */
    static ObjectNode conflict(NumberConflict conflict) {
        ObjectNode json = Json.object().put("number", conflict.number());
        put(json, "tenantId", conflict.tenantId());
        json.put("priority", conflict.priority());
        json.set("agentIds", Json.texts(conflict.agentIds()));
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static ObjectNode tenant(Tenant tenant) {
        ObjectNode json = Json.object().put("id", tenant.id()).put("name", tenant.name());
        put(json, "defaultAgentId", tenant.defaultAgentId());
        limit(json, tenant.maxConcurrentCalls());
        return json;
    }

    private static ObjectNode agent(Agent agent) {
        ObjectNode json = Json.object().put("id", agent.id());
        put(json, "tenantId", agent.tenantId());
        json.put("name", agent.name()).put("status", agent.status().word()).put("priority", agent.priority());
        limit(json, agent.maxConcurrentCalls());
        json.set("config", config(agent.config()));
        return json;
    }

    private static void limit(ObjectNode json, @Nullable Integer calls) {
        if (calls != null) {
            json.put("maxConcurrentCalls", calls);
        }
    }

    private static ObjectNode config(AgentConfig config) {
        ObjectNode json = Json.object().put("name", config.name());
        put(json, "prompt", config.prompt());
        put(json, "greeting", config.greeting());
        put(json, "voice", config.voice());
        put(json, "model", config.model());
        if (!config.tools().isEmpty()) {
            json.set("tools", Json.value(config.tools()));
        }
        return json.put("noiseCancellation", config.noiseCancellationType())
                .put("metadataStyle", config.metadataStyle().name().toLowerCase(Locale.ROOT));
    }

    private static ObjectNode number(DirectoryNumber number) {
        ObjectNode json = Json.object()
                .put("number", number.number())
                .put("countryCode", number.countryCode())
                .put("nationalNumber", number.nationalNumber());
        put(json, "tenantId", number.tenantId());
        json.set("agentIds", Json.texts(number.agentIds()));
        if (!number.legacy().isEmpty()) {
            json.set("legacy", Json.value(number.legacy()));
        }
        return json;
    }

    private static ObjectNode campaign(Campaign campaign) {
        ObjectNode json = Json.object().put("id", campaign.id());
        put(json, "tenantId", campaign.tenantId());
        json.put("name", campaign.name()).put("agentId", campaign.agentId());
        json.set("numbers", Json.texts(campaign.numbers()));
        if (campaign.hours() != null) {
            json.set("hours", hours(campaign.hours()));
        }
        put(json, "activeFrom", Json.time(campaign.activeFrom()));
        put(json, "activeUntil", Json.time(campaign.activeUntil()));
        if (!campaign.metadata().isEmpty()) {
            json.set("metadata", Json.value(campaign.metadata()));
        }
        limit(json, campaign.maxConcurrentCalls());
        if (campaign.priority() != Campaign.USUAL_PRIORITY) {
            json.put("priority", campaign.priority());
        }
        return json;
    }

    private static ObjectNode hours(OpeningHours hours) {
        ObjectNode json = Json.object().put("zone", hours.zone().getId());
        ObjectNode days = json.putObject("days");
        for (DayOfWeek day : DayOfWeek.values()) {
            List<Span> spans = hours.spansOf(day);
            if (!spans.isEmpty()) {
                ArrayNode texts = days.putArray(day.name().toLowerCase(Locale.ROOT));
                spans.forEach(span -> texts.add(time(span.from()) + "-" + time(span.to())));
            }
        }
        if (!hours.holidayCalendars().isEmpty()) {
            json.set("holidays", Json.texts(hours.holidayCalendars()));
        }
        OpeningHours.Outside outside = hours.outside();
        ObjectNode then = json.putObject("outside").put("then", word(outside.then()));
        if (outside.target() != null) {
            then.put(word(outside.then()), outside.target());
        }
        return json;
    }

    /** How it is written; also the name of the member that says who or where. */
    static String word(OpeningHours.Then then) {
        return then.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String time(int second) {
        int ofMinute = second % MINUTE_SECONDS;
        String text = "%02d:%02d".formatted(second / HOUR_SECONDS, second % HOUR_SECONDS / MINUTE_SECONDS);
        return ofMinute == 0 ? text : text + ":%02d".formatted(ofMinute);
    }
}
