package telephony.adapters.http;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.call.Direction;
import telephony.call.PhoneNumber;
import telephony.session.OldSession;

/** Reads a session of the older model as its table has it, a member for each column; columns that say nothing of the call are left. */
final class SessionReading {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    private final RequestBody body;

    private SessionReading(RequestBody body) {
        this.body = body;
    }

    /** @throws ProblemException 422 with what is wrong */
    static OldSession read(RequestBody body) {
        // Its other columns are no business of ours, and no mistake.
        body.members().keySet().forEach(body::has);
        return new SessionReading(body).session();
    }

    private OldSession session() {
        String id = body.text("call_control_id");
        if (id == null || id.isBlank() || id.length() > OldSession.MAX_ID_CHARS) {
            body.flaw(
                    body.pointer("call_control_id"),
                    "required",
                    "A session of the older model has one, of " + OldSession.MAX_ID_CHARS + " characters at most.");
        }
        if (body.has("room_name")) {
            body.flaw(
                    body.pointer("room_name"),
                    "not-old",
                    "Leave it out: this call was in a LiveKit room and is not of the older model.");
        }
        Direction direction = direction();
        Instant startedAt = time("started_at", "created_at").orElse(null);
        Instant endedAt = time("ended_at").orElse(null);
        if (startedAt == null) {
            body.flaw(body.pointer("started_at"), "required", "Say when it began: started_at, else created_at.");
        }
        if (endedAt == null) {
            body.flaw(body.pointer("ended_at"), "required", "Only a session that is over is imported; send it then.");
        }
        Instant answeredAt = time("answered_at").orElse(null);
        if (startedAt != null && endedAt != null && endedAt.isBefore(startedAt)) {
            body.flaw(body.pointer("ended_at"), "too-early", "A session does not end before it begins.");
        }
        OldSession session = new OldSession(
                String.valueOf(id),
                direction,
                number("from_number", "from"),
                number("to_number", "to"),
                text("organization_id", "tenant_id"),
                startedAt == null ? Instant.EPOCH : startedAt,
                answeredAt,
                endedAt == null ? Instant.EPOCH : endedAt,
                body.text("hangup_cause"),
                body.text("hangup_source"));
        body.finish();
        return session;
    }

    private Direction direction() {
        String word = String.valueOf(body.text("direction")).toLowerCase(Locale.ROOT);
        return switch (word) {
            case "inbound", "incoming" -> Direction.INBOUND;
            case "outbound", "outgoing" -> Direction.OUTBOUND;
            default -> {
                body.flaw(body.pointer("direction"), "word", "Say inbound (incoming) or outbound (outgoing).");
                yield Direction.INBOUND;
            }
        };
    }

    private Optional<Instant> time(String... names) {
        for (String name : names) {
            if (body.has(name)) {
                return body.time(name);
            }
        }
        return Optional.empty();
    }

    private @Nullable String text(String... names) {
        for (String name : names) {
            if (body.has(name)) {
                return body.text(name);
            }
        }
        return null;
    }

    private @Nullable PhoneNumber number(String... names) {
        String given = text(names);
        return given == null || given.isBlank()
                ? null
                : new PhoneNumber(given, E164.matcher(given).matches() ? given : null);
    }
}
