package telephony.app;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.adapters.livekit.LiveKitWebhookReader;
import telephony.adapters.livekit.LiveKitWebhookVerifier;
import telephony.adapters.livekit.WebhookClaims;
import telephony.adapters.livekit.WebhookKey;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.call.CallEvent;
import telephony.call.Direction;
import telephony.call.EventHeader;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.SipAttributes;
import telephony.directory.DirectorySnapshot;
import telephony.routing.CallRouter;
import telephony.session.TelephonySessionService;
import telephony.webhook.WebhookReading;
import telephony.webhook.WebhookVerdict;

/** What the server would make of a recorded webhook, and what its token says, in words. Shows no secret and no token. */
final class WebhookJudgement {

    private static final int MAX_SHOWN_CHARS = 80;

    private final List<WebhookKey> keys;
    private final Instant now;
    private final LiveKitWebhookReader reader;
    private final CallRouter router;

    /** @param directory from which it would be decided who answers */
    WebhookJudgement(AppConfig.Webhooks config, Instant now, DirectorySnapshot directory) {
        this.keys = Wiring.webhookKeys(config.keys());
        this.now = now;
        this.reader = new LiveKitWebhookReader(new PhoneNumbers(config.agents().defaultRegion()));
        this.router = CallRouting.of(config.agents(), () -> directory, InstantSource.fixed(now), failure -> {})
                .router();
    }

    /** Prints it; whether it is authentic. */
    boolean print(RecordedRequest request, PrintWriter out) {
        WebhookVerdict verdict = verdict(request, now);
        out.println("verdict: " + verdict.reason().word() + (verdict.isAuthentic() ? "" : " - " + verdict.detail()));
        Instant receivedAt = request.receivedAt();
        if (receivedAt != null) {
            String then = verdict(request, receivedAt).reason().word();
            out.println("when it came: " + then + " at " + receivedAt + " (--at " + receivedAt + ")");
        }
        Optional<WebhookClaims> claims =
                Optional.ofNullable(request.authorization()).flatMap(WebhookClaims::of);
        out.println("key: " + claims.map(this::key).orElse("no token that could name one"));
        claims.ifPresent(told -> out.println("token: " + times(told)));
        out.println("body: " + request.body().length + " bytes, " + hash(request.body(), claims.orElse(null)));
        out.println("event: " + meaning(request.body()));
        return verdict.isAuthentic();
    }

    private WebhookVerdict verdict(RecordedRequest request, Instant at) {
        return new LiveKitWebhookVerifier(keys, InstantSource.fixed(at))
                .verify(request.body(), request.authorization());
    }

    private String key(WebhookClaims claims) {
        String key = claims.apiKey();
        if (key == null) {
            return "the token names none";
        }
        int secrets = keys.stream()
                .filter(known -> known.apiKey().equals(key))
                .mapToInt(known -> known.secrets().size())
                .sum();
        return shown(key) + (secrets == 0 ? ", not configured here" : ", configured, secrets: " + secrets);
    }

    private String times(WebhookClaims claims) {
        Instant expiry = claims.expiresAt();
        if (expiry == null) {
            return "no expiry";
        }
        Duration left = Duration.between(now, expiry).truncatedTo(ChronoUnit.SECONDS);
        String relation = left.isNegative()
                ? "expired " + text(left.negated()) + " before " + now
                : "expires " + text(left) + " after " + now;
        Instant begin = claims.notBefore();
        return (begin == null ? "" : "valid from " + begin + ", ") + "until " + expiry + ": " + relation
                + " (a minute more is allowed for clocks that differ)";
    }

    /** Such as {@code 5h38m57s}. */
    private static String text(Duration duration) {
        return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    private static String hash(byte[] body, @Nullable WebhookClaims claims) {
        String actual = WebhookClaims.hashOf(body);
        if (claims == null) {
            return "SHA-256 " + actual;
        }
        String claimed = claims.bodyHash();
        if (claimed == null) {
            return "SHA-256 " + actual + "; the token is made for no body: it is one for joining rooms or for the API";
        }
        if (claimed.equals(actual)) {
            return "SHA-256 " + actual + " is what the token says";
        }
        String hint = claimed.equals(WebhookClaims.hashOf(withoutLastLineBreak(body)))
                ? "; without the line break at its end it would match: the recording added it"
                : "";
        return "SHA-256 " + actual + ", but the token says " + shown(claimed) + hint;
    }

    private static byte[] withoutLastLineBreak(byte[] body) {
        int end = body.length;
        if (end > 0 && body[end - 1] == '\n') {
            end--;
        }
        if (end > 0 && end < body.length && body[end - 1] == '\r') {
            end--;
        }
        return Arrays.copyOf(body, end);
    }

    private String meaning(byte[] body) {
        WebhookReading reading = reader.read(body, now);
        if (reading instanceof WebhookReading.Unusable unusable) {
            return shown(unusable.eventId()) + " could not be used and would be kept for a person to look at: "
                    + shown(unusable.reason());
        }
        if (reading instanceof WebhookReading.NotOurs other) {
            return shown(other.eventName()) + " concerns no call; nothing would be stored";
        }
        CallEvent event = ((WebhookReading.Event) reading).event();
        EventHeader header = event.header();
        return event.name() + " " + shown(header.eventId()) + " of " + header.occurredAt() + " in room incarnation "
                + shown(header.roomSid()) + ": " + toUs(event);
    }

    private String toUs(CallEvent event) {
        if (event instanceof CallEvent.ParticipantJoined joined) {
            return joins(event, joined.participant());
        }
        if (event instanceof CallEvent.ParticipantLeft left) {
            String who = left.participant().sipCall().isPresent() ? "a phone call" : "a participant";
            String why = left.reason() == null ? "no reason told" : shown(left.reason());
            return who + " leaves (" + why + ")";
        }
        return "news of the room's call, if there is one";
    }

    private String joins(CallEvent event, Participant participant) {
        Optional<SipAttributes> sip = participant.sipCall();
        if (sip.isPresent()) {
            // PhoneNumber writes itself masked.
            String leg = "the phone call " + shown(sip.get().callId()) + " from "
                    + sip.get().remoteNumber() + " to " + sip.get().trunkNumber() + " joins; ";
            return sip.get().direction() == Direction.OUTBOUND
                    ? leg + "it has no sip.ruleID, so it is somebody's outbound call: recorded, no agent is sent"
                    : leg + "unless it belongs to an open call it begins one: "
                            + Explain.summary(
                                    router.route(TelephonySessionService.routingRequest(event, sip.get(), now)));
        }
        String name = participant.agentName();
        if (participant.kind() == ParticipantKind.AGENT && name != null) {
            return "agent " + shown(name) + " joins, "
                    + (router.isAdoptable(name) ? "one of ours" : "not one of ours: it is never touched");
        }
        return "a participant joins who is neither a phone call nor an agent with a name";
    }

    private static String shown(String text) {
        String start = text.length() > MAX_SHOWN_CHARS ? text.substring(0, MAX_SHOWN_CHARS) + "..." : text;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
