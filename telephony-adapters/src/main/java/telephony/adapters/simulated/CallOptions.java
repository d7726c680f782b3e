package telephony.adapters.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.DispatchRule;
import telephony.simulation.PhoneCall;
import telephony.simulation.WebhookFault;

/**
 * Reads the call that a request describes. Members: {@code from}, {@code to}; {@code prefix} of its own room's name, or
 * {@code room} that it shares; {@code ruleAgents}; {@code agent}, what the first agents do, in turn; {@code drop},
 * {@code duplicate}, {@code reorder}, names of webhook events; {@code hangUpAfter}, {@code giveUpAfter},
 * {@code ringingTimeout}; {@code talk}, after which who heard an agent hangs up. Lists may be written as one text.
 */
final class CallOptions {

    private static final Set<String> KNOWN = Set.of(
            "from",
            "to",
            "prefix",
            "room",
            "ruleAgents",
            "agent",
            "drop",
            "duplicate",
            "reorder",
            "hangUpAfter",
            "giveUpAfter",
            "talk",
            "ringingTimeout");
    private static final Set<String> EVENTS = Set.of(
            "room_started",
            "room_finished",
            "participant_joined",
            "participant_left",
            "track_published",
            "track_unpublished");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
    private static final Pattern NUMBER = Pattern.compile("[+0-9A-Za-z._-]{1,64}");
    private static final Pattern NAME = Pattern.compile("\\S{1,128}");
    private static final int MAX_LIST = 20;

    private final JsonNode json;

    private CallOptions(JsonNode json) {
        this.json = json;
    }

    /** @throws IllegalArgumentException when it describes no call; the message says what to change */
    static PhoneCall read(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("a call is a JSON object such as {\"from\":\"+15551230001\"}");
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("a call has no '" + shown(name) + "'; it has "
                        + String.join(", ", KNOWN.stream().sorted().toList()));
            }
        }
        return new CallOptions(json).call();
    }

    private PhoneCall call() {
        PhoneCall call = PhoneCall.between(text("from", "+15551230001", NUMBER), text("to", "+15559990000", NUMBER))
                .by(rule())
                .meeting(list("agent", AgentBehaviour::parse).toArray(AgentBehaviour[]::new))
                .disturbedBy(faults().toArray(WebhookFault[]::new));
        Duration hangUp = duration("hangUpAfter");
        Duration giveUp = duration("giveUpAfter");
        Duration ringing = duration("ringingTimeout");
        Duration talk = duration("talk");
        call = hangUp == null ? call : call.hangingUpAfter(hangUp);
        call = giveUp == null ? call : call.givingUpAfter(giveUp);
        call = talk == null ? call : call.talkingFor(talk);
        return ringing == null ? call : call.ringingFor(ringing);
    }

    private DispatchRule rule() {
        if (json.has("room") && json.has("prefix")) {
            throw new IllegalArgumentException("'room' is shared by calls and 'prefix' is not; give one of them");
        }
        DispatchRule rule = json.has("room")
                ? DispatchRule.direct(text("room", "", NAME))
                : DispatchRule.individual(text("prefix", "call", NAME));
        return rule.withAgents(list("ruleAgents", name -> name).toArray(String[]::new));
    }

    private List<WebhookFault> faults() {
        List<WebhookFault> faults = new ArrayList<>();
        faults.addAll(list("drop", name -> WebhookFault.drop(WebhookFault.event(event(name)))));
        faults.addAll(list("duplicate", name -> WebhookFault.duplicate(WebhookFault.event(event(name)))));
        faults.addAll(list("reorder", name -> WebhookFault.reorder(WebhookFault.event(event(name)))));
        return faults;
    }

    private static String event(String name) {
        if (!EVENTS.contains(name)) {
            throw new IllegalArgumentException("'" + shown(name) + "' is no event; the events are "
                    + String.join(", ", EVENTS.stream().sorted().toList()));
        }
        return name;
    }

    private String text(String member, String fallback, Pattern form) {
        JsonNode value = json.get(member);
        if (value == null) {
            return fallback;
        }
        if (!value.isTextual() || !form.matcher(value.textValue()).matches()) {
            throw new IllegalArgumentException("'" + member + "' is not of the form " + form.pattern());
        }
        return value.textValue();
    }

    private <T> List<T> list(String member, Function<String, T> read) {
        JsonNode value = json.get(member);
        if (value == null) {
            return List.of();
        }
        List<T> items = new ArrayList<>();
        for (JsonNode item : value.isArray() ? value : List.of(value)) {
            if (!item.isTextual() || items.size() >= MAX_LIST) {
                throw new IllegalArgumentException("'" + member + "' is a text or a list of at most " + MAX_LIST);
            }
            items.add(read.apply(item.textValue()));
        }
        return items;
    }

    private @Nullable Duration duration(String member) {
        JsonNode value = json.get(member);
        return value == null ? null : duration(member, value.asText());
    }

    /** Reads {@code 500ms}, {@code 8s}, {@code 2m}. */
    static Duration duration(String what, String text) {
        Matcher m = DURATION.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("'" + what + "' is a time such as 500ms, 8s or 2m");
        }
        long amount = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
